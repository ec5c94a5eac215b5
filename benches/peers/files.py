"""The movement of `files.rs` in polars (binary fractions) or DuckDB (whole hundredths), on one thread.

    python files.py polars|duckdb|convert FOLDER OUT csv|parquet

Reads `danh-sach.csv` and `phieu.csv` or `phieu.parquet` of the folder, and writes `standings.csv`, `scorecards.csv` and
`recommendations.csv`. `convert` writes the Parquet file.
"""

import sys

peer, folder, out, kind = sys.argv[1:5]
COUNTS = ["việc_xong", "việc_giao", "hồ_sơ_đúng_hạn", "hồ_sơ", "đối_thoại", "báo_cáo_trễ", "số_liệu_sai"]
POINTS = ["I.1", "III.3"]
WORDS = ["II.2", "II.3", "kỷ_luật"]
NODES = ["I", "I.1", "I.2", "II", "II.1", "II.2", "II.3", "III", "III.1", "III.2", "III.3", "P", "total"]


def duckdb_on_one_thread():
    import duckdb

    database = duckdb.connect()
    database.execute("set threads = 1")
    return database


def types(number):
    """The columns of the table as DuckDB names their types."""
    columns = {"mã đơn vị": "varchar"}
    for name in open(f"{folder}/phieu.csv", encoding="utf-8").readline().strip().split(",")[1:]:
        columns[name] = "integer" if name in COUNTS else number if name in POINTS else "varchar"
    return columns


def with_polars():
    import os

    os.environ["POLARS_MAX_THREADS"] = "1"
    import polars as pl

    c, when, lit = pl.col, pl.when, pl.lit
    register = pl.read_csv(f"{folder}/danh-sach.csv")
    if kind == "csv":
        names = open(f"{folder}/phieu.csv", encoding="utf-8").readline().strip().split(",")
        kinds = {name: pl.Int32 if name in COUNTS else pl.Float64 if name in POINTS else pl.String for name in names}
        table = pl.read_csv(f"{folder}/phieu.csv", schema=kinds)
    else:
        table = pl.read_parquet(f"{folder}/phieu.parquet").with_columns(c(POINTS).cast(pl.Float64))

    def rounded(number):
        return (number * 100).round(0, mode="half_away_from_zero") / 100

    def bounded(number, most):
        return when(number > most).then(float(most)).otherwise(number)

    done, in_time = c("việc_xong") / c("việc_giao"), c("hồ_sơ_đúng_hạn") / c("hồ_sơ")
    frame = (
        register.lazy()
        .select(c("mã").alias("id"), c("tên").alias("name"), c("cụm").alias("cluster"))
        .join(table.lazy().rename({"mã đơn vị": "id"}), on="id", how="left")
        .with_columns(
            c("I.1"),
            c("III.3"),
            when(done < 0.5).then(0.0).otherwise(rounded(20 * bounded(done, 1))).alias("I.2"),
            when(in_time > 1)
            .then(None)
            .when(in_time >= 0.98)
            .then(25.0)
            .when(in_time >= 0.8)
            .then(rounded(10 + (in_time - 0.8) * 15 / 0.18))
            .when(in_time.is_not_null())
            .then(0.0)
            .alias("II.1"),
            c("II.2").replace_strict({"chua": 0.0, "mot-phan": 5.0, "day-du": 10.0}, default=None).alias("II.2"),
            c("II.3").replace_strict({"có": 5.0, "không": 0.0}, default=None).alias("II.3"),
            bounded(2.0 * c("đối_thoại"), 10).alias("III.1"),
            when(c("báo_cáo_trễ") > 6).then(0.0).otherwise(10 - 1.5 * c("báo_cáo_trễ")).alias("III.2"),
            bounded(0.5 * c("số_liệu_sai"), 3).alias("P"),
        )
        .with_columns(
            (c("I.1") + c("I.2")).alias("I"),
            (c("II.1") + c("II.2") + c("II.3")).alias("II"),
            (c("III.1") + c("III.2") + c("III.3")).alias("III"),
        )
        .with_columns(total=rounded(c("I") + c("II") + c("III") - c("P")))
        .with_columns(
            best=when(c("total") >= 90)
            .then(when((c("I") / 30 >= 0.6) & (c("II") / 40 >= 0.6) & (c("III") / 30 >= 0.6)).then(3).otherwise(2))
            .when(c("total") >= 80)
            .then(2)
            .when(c("total") >= 65)
            .then(1)
            .when(c("total").is_not_null())
            .then(0)
        )
        .with_columns(grade=when((c("III") / 30 < 0.6) & (c("best") > 2)).then(2).otherwise(c("best")))
        .with_columns(key=(c("total") * 100).round() * 10_000 + (c("II") * 100).round())
        .with_columns(
            place=c("key").rank("min", descending=True).over("cluster"),
            size=pl.len().over("cluster"),
            status=when((c("kỷ_luật") == "có") | (c("grade") == 0).fill_null(False))
            .then(lit("refused"))
            .when(c("grade").is_null())
            .then(lit("held")),
        )
        .collect()
    )
    wanted = frame.filter(c("status").is_null())
    alike = (
        wanted.group_by("cluster", "place")
        .agg(pl.len().alias("alike"), c("size").first())
        .sort("cluster", "place")
        .with_columns(upto=c("alike").cum_sum().over("cluster"), places=pl.max_horizontal(c("size") // 5, lit(1)))
        .with_columns(
            drawn=when(c("upto") <= c("places"))
            .then(lit("recommended"))
            .when(c("upto") - c("alike") < c("places"))
            .then(lit("tied-on-line"))
            .otherwise(lit("below-line"))
        )
        .select("cluster", "place", "drawn")
    )
    frame = frame.join(alike, on=["cluster", "place"], how="left").with_columns(c("status").fill_null(c("drawn")))
    titles = c("grade").replace_strict({0: "yeu", 1: "kha", 2: "tot", 3: "xuat-sac"}, default=None)
    (
        frame.sort("cluster", "place", "id", nulls_last=True)
        .select("id", "name", "cluster", "total", titles.alias("grade"), "place")
        .write_csv(f"{out}/standings.csv", float_precision=2)
    )
    frame = frame.sort("id")
    frame.select("id", *NODES).write_csv(f"{out}/scorecards.csv", float_precision=2)
    frame.select("id", "name", "cluster", "status").write_csv(f"{out}/recommendations.csv")


def with_duckdb():
    database = duckdb_on_one_thread()
    if kind == "csv":
        columns = ", ".join(f"'{name}': '{of}'" for name, of in types("decimal(6, 2)").items())
        table = f"read_csv('{folder}/phieu.csv', header = true, columns = {{{columns}}})"
    else:
        table = f"read_parquet('{folder}/phieu.parquet')"

    def half_up(numerator, denominator):
        return f"((2 * ({numerator}) + ({denominator})) // (2 * ({denominator})))"

    database.execute(
        f"""
        create table graded as
        with cells as (
            select r."mã" as id, r."tên" as name, r."cụm" as cluster, "kỷ_luật" = 'có' as punished,
                cast("I.1" * 100 as bigint) as "I.1", cast("III.3" * 100 as bigint) as "III.3",
                cast("việc_xong" as bigint) as done, cast("việc_giao" as bigint) as given,
                cast("hồ_sơ_đúng_hạn" as bigint) as in_time, cast("hồ_sơ" as bigint) as files,
                case "II.2" when 'chua' then 0 when 'mot-phan' then 500 when 'day-du' then 1000 end as "II.2",
                case "II.3" when 'có' then 500 when 'không' then 0 end as "II.3",
                "đối_thoại" as talks, "báo_cáo_trễ" as late, "số_liệu_sai" as mistakes
            from read_csv('{folder}/danh-sach.csv', header = true, all_varchar = true) r
            left join {table} t on r."mã" = t."mã đơn vị"
        ), leaves as (
            select *,
                case when 2 * done < given then 0 else {half_up("2000 * least(done, given)", "given")} end as shared,
                case when in_time > files then null when 100 * in_time >= 98 * files then 2500
                    when 100 * in_time >= 80 * files
                    then {half_up("18000 * files + 1500 * (100 * in_time - 80 * files)", "18 * files")}
                    when in_time is not null and files is not null then 0 end as "II.1",
                case when talks > 5 then 1000 else talks * 200 end as "III.1",
                case when late > 6 then 0 else 1000 - late * 150 end as "III.2",
                case when mistakes > 6 then 300 else mistakes * 50 end as P
            from cells
        ), nodes as (
            select *, case when done is null or given is null then null else shared end as "I.2" from leaves
        ), groups as (
            select *, "I.1" + "I.2" as I, "II.1" + "II.2" + "II.3" as II, "III.1" + "III.2" + "III.3" as III
            from nodes
        ), totals as (
            select *, greatest(I + II + III - P, 0 * P) as total from groups
        )
        select * exclude (total), case when I + II + III - P is null then null else total end as total,
            case when I + II + III - P is null then null
                when total >= 9000 and 100 * I >= 60 * 3000 and 100 * II >= 60 * 4000 and 100 * III >= 60 * 3000 then 3
                when total >= 8000 then 2 when total >= 6500 then 1 else 0 end as best
        from totals
        """
    )
    database.execute(
        """
        create table ranked as
        select *, case when best > 2 and 100 * III < 60 * 3000 then 2 else best end as grade,
            case when total is null then null
                else rank() over (partition by cluster order by total desc nulls last, II desc) end as place,
            count(*) over (partition by cluster) as size
        from graded
        """
    )
    database.execute(
        """
        create table awarded as
        with cases as (
            select *, case when punished or grade = 0 then 'refused' when grade is null then 'held' end as settled
            from ranked
        ), alike as (
            select cluster, place, count(*) as alike, greatest(any_value(size) // 5, 1) as places
            from cases where settled is null group by cluster, place
        ), upto as (
            select *, sum(alike) over (partition by cluster order by place) as upto from alike
        )
        select c.*, coalesce(settled, case when upto <= places then 'recommended'
            when upto - alike < places then 'tied-on-line' else 'below-line' end) as status
        from cases c left join upto u on c.settled is null and c.cluster = u.cluster and c.place = u.place
        """
    )

    def write(name, select):
        database.execute(f"copy ({select}) to '{out}/{name}.csv' (header)")

    write(
        "standings",
        """select id, name, cluster, cast(total / 100 as decimal(7, 2)) as total,
            case grade when 0 then 'yeu' when 1 then 'kha' when 2 then 'tot' when 3 then 'xuat-sac' end as grade, place
        from awarded order by cluster, place nulls last, id""",
    )
    points = ", ".join(f'cast("{node}" / 100 as decimal(7, 2)) as "{node}"' for node in NODES)
    write("scorecards", f"select id, {points} from awarded order by id")
    write("recommendations", "select id, name, cluster, status from awarded order by id")


def convert():
    columns = ", ".join(f"'{name}': '{of}'" for name, of in types("decimal(6, 2)").items())
    duckdb_on_one_thread().execute(
        f"copy (select * from read_csv('{folder}/phieu.csv', header = true, columns = {{{columns}}}))"
        f" to '{folder}/phieu.parquet' (format parquet)"
    )


{"polars": with_polars, "duckdb": with_duckdb, "convert": convert}[peer]()
