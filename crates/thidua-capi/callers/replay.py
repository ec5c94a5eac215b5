"""Replays the vectors through ctypes: replay.py LIBRARY VECTORS OUT NAME...; and tries what a caller may do wrong."""

import pathlib
import sys
from decimal import Decimal

from thidua import Refused, Season, Thidua, ThiduaError

library, vectors, out, *names = sys.argv[1:]
engine, vectors, out = Thidua(library), pathlib.Path(vectors), pathlib.Path(out)
for name in names:
    asked = (vectors / name).read_bytes()
    if name.endswith(".change.json"):
        with Season(engine, (vectors / name.replace(".change.json", ".json")).read_bytes()) as season:
            _, answer = season.change_bytes(asked)
    else:
        _, answer = engine.evaluate_bytes(asked)
    (out / name).write_bytes(answer)

request = {
    "format": "thidua-request/1",
    "period": {"from": "2026-01-01", "until": "2026-12-31"},
    "rules": "rule_set: a\nversion: 1\ntitle: A\ncriteria: [ { code: I, points_max: 10 } ]",
    "values": [{"rows": [{"entrant": "xa-a", "I": Decimal("9.50")}]}],
}
assert engine.evaluate(request)["runs"][0]["entrants"][0]["total"] == {"decimal": "9.5"}
with engine.season(request) as season:
    assert season.set("xa-a", "I", 10)["moved"] == ["xa-a"]
    try:
        season.set("xa-a", "I", "10.01")
        raise SystemExit("more than the maximum was taken")
    except Refused as refused:
        found = refused.findings[0]
        assert (found["code"], found["entrant"], found["input"]) == ("TD0411", "xa-a", "I")
for wrong in (lambda: season.set("xa-a", "I", 1), season.close):
    try:
        wrong()
        raise SystemExit("a season that was closed was used")
    except ThiduaError:
        pass
try:
    season.set("xa-a", "I", 0.1)
    raise SystemExit("a float was taken")
except TypeError:
    pass
