"""A movement of 34 provinces in partitioned Parquet, scored and merged inside Spark: the bytes of the single run.

    python run.py FOLDER      # makes FOLDER, works through it with PySpark in local mode, and compares

The sheets are read and scored in the tasks; the parts (not the sheets) go to one task, which ranks and recommends over everybody
and writes the results. The driver sees the names and digests of what was written, and nothing else. The data is made up.
"""

import csv
import hashlib
import io
import json
import random
import sys
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import SparkSession

import thidua

PROVINCES = [f"{number:02}" for number in range(34)]
COLUMNS = ["entrant", "kind", "cluster", "I", "đối_thoại", "đạt", "đăng_ký", "thưởng", "vi_phạm"]


def evaluation(province):
    """The name of a province's evaluation file in the manifest."""
    return f"phieu/{province}.csv"


def manifest():
    """One evaluation file for each province."""
    runs = [{"file": evaluation(province), "layout": {"kind": "kind", "cluster": "cluster"}} for province in PROVINCES]
    period = {"from": "2026-01-01", "until": "2026-12-31"}
    run = {"id": "nam", "rules": "rules.yaml", "period": period, "evaluations": runs}
    return json.dumps({"movement": "Phong trào ví dụ", "runs": [run]}, ensure_ascii=False).encode()


def beside():
    """What every task needs beside the sheets."""
    rules = Path(__file__).with_name("rules.yaml").read_bytes()
    return {"thidua.yaml": manifest(), "rules.yaml": rules}


def make(folder):
    """Partitioned Parquet; two communes of every province stand alike, so that ties lie across all partitions."""
    chance = random.Random(7)
    for province in PROVINCES:
        rows = []
        for number in range(40):
            points, counts = Decimal(chance.randrange(24_001)).scaleb(-2) / 4, [chance.randrange(8), chance.randrange(10)]
            if number < 2:
                points, counts = Decimal("58.5"), [7, 10]
            kind = "phuong" if number % 3 == 0 else "xa"
            rows.append((f"x{number:02}-{province}", kind, f"tỉnh {province}", points.quantize(Decimal("0.01")), *counts, 11, chance.randrange(9), number == 5))
        types = [pa.string(), pa.string(), pa.string(), pa.decimal128(5, 2), pa.int32(), pa.int32(), pa.int32(), pa.int32(), pa.bool_()]
        arrays = [pa.array(values, type=kind) for values, kind in zip(zip(*rows), types)]
        target = folder / "sheets" / f"province={province}"
        target.mkdir(parents=True)
        pq.write_table(pa.table(arrays, names=COLUMNS), target / "part.parquet")


def as_csv(rows):
    """Rows as the evaluation file of a province: decimals and whole numbers as they stand, never a float."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([{True: "có", False: "không"}.get(row[name], row[name]) if isinstance(row[name], bool) else row[name] for name in COLUMNS])
    return text.getvalue().encode()


def score(files):
    """Scores every province of a task's batches; a row for each part comes out."""

    def task(batches):
        sheets = {}
        for batch in batches:
            for row in batch.to_pylist():
                sheets.setdefault(row["province"], []).append(row)
        for province, rows in sorted(sheets.items()):
            name = evaluation(province)
            part, _ = thidua.score_part({**files, name: as_csv(rows)}, [name])
            yield pa.RecordBatch.from_pydict({"name": [f"{province}.part"], "part": pa.array([part], type=pa.binary())})

    return task


def merge(files, out):
    """Merges all parts in one task and writes the results there; names and digests come out."""

    def task(batches):
        parts = {row["name"]: row["part"] for batch in batches for row in batch.to_pylist()}
        results, _ = thidua.merge(files, parts)
        for name, data in results.items():
            target = Path(out) / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        digests = [hashlib.sha256(data).hexdigest() for data in results.values()]
        yield pa.RecordBatch.from_pydict({"file": list(results), "sha256": digests})

    return task


def main(folder):
    folder.mkdir(parents=True)
    make(folder)
    files = beside()
    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.sql.sources.partitionColumnTypeInference.enabled", "false").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    sheets = spark.read.parquet(str(folder / "sheets"))
    # All rows of a province come into one task, in whatever order.
    parts = sheets.repartition(8, "province").mapInArrow(score(files), "name string, part binary")
    merged = parts.repartition(1).mapInArrow(merge(files, str(folder / "results")), "file string, sha256 string")
    found = {row["file"]: row["sha256"] for row in merged.collect()}
    spark.stop()

    single = dict(files)
    for province in PROVINCES:
        rows = pq.read_table(folder / "sheets" / f"province={province}" / "part.parquet", partitioning=None).to_pylist()
        single[evaluation(province)] = as_csv(rows)
    expected, _ = thidua.recommend(single)
    assert set(found) == set(expected), sorted(found)
    for name, data in expected.items():
        assert (folder / "results" / name).read_bytes() == data, f"{name} differs"
        assert found[name] == hashlib.sha256(data).hexdigest(), name
    entrants = json.loads(expected["outcome.json"])["runs"][0]["entrants"]
    tied = {entrant["cluster"] for entrant in entrants for award in entrant["awards"] if award["award"] == "co" and award["status"] == "tied-on-line"}
    assert len(tied) > 20, tied
    print(f"Spark: {len(PROVINCES)} parts, {len(entrants)} entrants, {len(expected)} files equal to the single run's, a tie over {len(tied)} provinces on a wider limit")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
