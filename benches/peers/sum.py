"""The weighted sum and the ranking of `sheet.rs` in numpy, polars and DuckDB, each on one thread.

Reads the folder's `cells.i64` (column after column, hundredths) and `weights.i64`; writes each peer's places as
`<peer>.places` (32 bits each) and prints `peer<TAB>microseconds`. A peer that is not installed prints `peer<TAB>-`.
"""

import pathlib
import sys
import time

folder, rows, rounds = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])


def best(work):
    shortest = None
    for _ in range(rounds):
        start = time.perf_counter()
        places = work()
        spent = time.perf_counter() - start
        shortest = spent if shortest is None else min(shortest, spent)
    return places, shortest


def report(peer, places, spent):
    import numpy

    numpy.asarray(places).astype("<u4").tofile(folder / f"{peer}.places")
    print(f"{peer}\t{round(spent * 1e6)}", flush=True)


try:
    import numpy
except ImportError:
    for peer in ["numpy", "polars", "duckdb-double", "duckdb-decimal"]:
        print(f"{peer}\t-")
    sys.exit()

cells = numpy.fromfile(folder / "cells.i64", dtype="<i8").reshape(-1, rows)
weights = numpy.fromfile(folder / "weights.i64", dtype="<i8")
points, factors = cells / 100, weights.astype(float)


def with_numpy():
    sums = factors @ points
    order = numpy.argsort(-sums, kind="stable")
    sorted_sums = sums[order]
    first = numpy.concatenate(([True], sorted_sums[1:] != sorted_sums[:-1]))
    starts = numpy.maximum.accumulate(numpy.where(first, numpy.arange(rows), 0))
    places = numpy.empty(rows, dtype=numpy.uint32)
    places[order] = starts + 1
    return places


report("numpy", *best(with_numpy))
names = [f"c{at}" for at in range(len(weights))]

try:
    import polars

    frame = polars.DataFrame({name: points[at] for at, name in enumerate(names)})
    terms = [polars.col(name) * factors[at] for at, name in enumerate(names)]

    def with_polars():
        sums = frame.select(polars.sum_horizontal(terms).alias("sum"))
        return sums.select(polars.col("sum").rank("min", descending=True)).to_series().to_numpy()

    report("polars", *best(with_polars))
except ImportError:
    print("polars\t-")

try:
    import duckdb

    for peer, kind in [("duckdb-double", "double"), ("duckdb-decimal", "decimal(6,2)")]:
        base = duckdb.connect()
        base.execute("set threads = 1")
        columns = {"row": numpy.arange(rows), **{name: cells[at] for at, name in enumerate(names)}}
        base.register("given", columns)
        # A decimal is made of the whole number, so that it never was a double.
        made = ", ".join(
            f"{name} / 100.0::double as {name}" if kind == "double" else f"({name}::decimal(12,2) / 100)::{kind} as {name}"
            for name in names
        )
        base.execute(f"create table cells as select row, {made} from given")
        terms = " + ".join(f"{name} * {weights[at]}" for at, name in enumerate(names))
        ask = f"select rank() over (order by total desc) as place from (select row, {terms} as total from cells) order by row"
        report(peer, *best(lambda: base.execute(ask).fetchnumpy()["place"]))
except ImportError:
    print("duckdb-double\t-")
    print("duckdb-decimal\t-")
