"""Values out of a database, results back into it, with SQLite and with PostgreSQL where it is installed. The data is made up.

    python run.py THIDUA      # the program `thidua`

Numbers leave the database as text and come back as text: SQLite has no exact decimals (a REAL is refused here), and PostgreSQL's
`numeric` is exact as text only. Nothing but Python's own library is needed.
"""

import csv
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

RULES = """
rule_set: vi-du
version: 1
title: Ví dụ với cơ sở dữ liệu
inputs: { đạt: { title: Hồ sơ đúng hạn, kind: count, max: 1000 }, tổng_số: { title: Hồ sơ, kind: count, max: 1000 } }
criteria:
- { code: I, title: Cải cách hành chính, points_max: 60 }
- { code: II, title: Hồ sơ đúng hạn, points_max: 40, ratio: { numerator: đạt, denominator: tổng_số } }
rankings: [ { id: chung, scope: all } ]
awards: [ { id: bk, title: Bằng khen, kind: commendation, for: collective, quota: { count: 2, per: all } } ]
"""
# Unit, points, files on time, files; a blank stays blank.
SHEETS = [("xa-a", "55.50", 7, 9), ("xa-b", "60", 10, 10), ("xa-c", "0.07", 1, 3), ("xa-d", None, 3, 3)]
COLUMNS = ["entrant", "I", "đạt", "tổng_số"]
# What must stand in the database in the end: exact totals, places and where the award stands.
EXPECTED = [
    ("xa-a", str(Fraction("55.5") + Fraction(280, 9)), 2, "recommended"),
    ("xa-b", "100", 1, "recommended"),
    ("xa-c", str(Fraction("0.07") + Fraction(40, 3)), 3, "below-line"),
    ("xa-d", None, None, "held"),
]


def evaluate(program, rows):
    """The result of each unit: exact total, place, status of the award."""
    request = {
        "format": "thidua-request/1",
        "rules": RULES,
        "period": {"from": "2026-01-01", "until": "2026-12-31"},
        "values": [{"rows": rows}],
    }
    answered = subprocess.run([program, "evaluate"], input=json.dumps(request).encode(), capture_output=True, timeout=60)
    answer = json.loads(answered.stdout)
    if answered.returncode > 1:
        raise SystemExit(json.dumps(answer["errors"], ensure_ascii=False, indent=1))
    results = []
    for entrant in answer["runs"][0]["entrants"]:
        total = entrant.get("total")
        exact = total and str(Fraction(total.get("fraction") or total["decimal"]))
        place = (entrant.get("ranks") or {}).get("chung") or {}
        results.append((entrant["id"], exact, place.get("place"), entrant["awards"]["bk"]["status"]))
    return results


def sqlite(program):
    """Text in, text out; a REAL is refused by name before anything is asked."""
    database = sqlite3.connect(":memory:")
    database.execute('CREATE TABLE sheets (entrant TEXT PRIMARY KEY, "I" TEXT, "đạt" INTEGER, "tổng_số" INTEGER)')
    database.executemany("INSERT INTO sheets VALUES (?, ?, ?, ?)", SHEETS)
    rows = [dict(zip(COLUMNS, row)) for row in database.execute("SELECT * FROM sheets")]
    reals = [(row["entrant"], name) for row in rows for name in COLUMNS if isinstance(row[name], float)]
    if reals:
        raise SystemExit(f"REAL values are no exact numbers: {reals}")
    database.execute("CREATE TABLE results (entrant TEXT PRIMARY KEY, total TEXT, place INTEGER, bk TEXT)")
    database.executemany("INSERT INTO results VALUES (?, ?, ?, ?)", evaluate(program, rows))
    return database.execute("SELECT * FROM results ORDER BY entrant").fetchall()


def postgres(program, run):
    """`numeric` as text in, a table of results back; `run` takes SQL and what COPY reads."""
    run('CREATE TABLE sheets (entrant text PRIMARY KEY, "I" numeric(6,2), "đạt" int, "tổng_số" int);')
    run("COPY sheets FROM STDIN (FORMAT csv);", as_csv(SHEETS))
    out = run('COPY (SELECT entrant, "I"::text AS "I", "đạt", "tổng_số" FROM sheets) TO STDOUT (FORMAT csv, HEADER);')
    rows = [{name: value or None for name, value in row.items()} for row in csv.DictReader(io.StringIO(out))]
    run("CREATE TABLE results (entrant text PRIMARY KEY, total text, place int, bk text);")
    run("COPY results FROM STDIN (FORMAT csv);", as_csv(evaluate(program, rows)))
    out = run("COPY (SELECT * FROM results ORDER BY entrant) TO STDOUT (FORMAT csv);")
    found = csv.reader(io.StringIO(out))
    return [(unit, total or None, int(place) if place else None, status) for unit, total, place, status in found]


def as_csv(rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def with_postgres(program):
    """Starts a server of its own in a new folder, speaks to it, and stops it."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))

    def tool(name):
        return str(found[-1].with_name(name)) if found else shutil.which(name)

    if not (tool("initdb") and tool("postgres") and shutil.which("psql")):
        print("skipped: PostgreSQL: no initdb, postgres and psql")
        return
    with tempfile.TemporaryDirectory() as folder:
        # The server refuses to run for root.
        user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if user:
            shutil.chown(folder, "postgres")
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder, "timeout": 120}
        data = f"{folder}/data"
        subprocess.run([*user, tool("initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"], check=True, **quiet)
        options = f"-k {folder} -c listen_addresses= -c fsync=off"
        subprocess.run([*user, tool("pg_ctl"), "-D", data, "-o", options, "-w", "start"], check=True, **quiet)

        def run(sql, given=""):
            psql = [*user, "psql", "-h", folder, "-U", "postgres", "-q", "-v", "ON_ERROR_STOP=1", "-c", sql]
            return subprocess.run(psql, input=given, capture_output=True, text=True, check=True, cwd=folder, timeout=60).stdout

        try:
            assert postgres(program, run) == EXPECTED, "PostgreSQL holds other results"
            print(f"PostgreSQL: {len(EXPECTED)} results in and out, exact")
        finally:
            subprocess.run([*user, tool("pg_ctl"), "-D", data, "-m", "immediate", "stop"], check=True, **quiet)


def main(program):
    found = sqlite(program)
    assert found == EXPECTED, found
    print(f"SQLite: {len(EXPECTED)} results in and out, exact")
    with_postgres(program)


if __name__ == "__main__":
    main(str(Path(sys.argv[1]).resolve()))
