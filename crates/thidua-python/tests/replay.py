"""Replays the vectors through the package: replay.py VECTORS OUT NAME..."""

import pathlib
import sys

from thidua import JsonSeason, evaluate_bytes

vectors, out, *names = sys.argv[1:]
vectors, out = pathlib.Path(vectors), pathlib.Path(out)
for name in names:
    asked = (vectors / name).read_bytes()
    if name.endswith(".change.json"):
        season = JsonSeason((vectors / name.replace(".change.json", ".json")).read_bytes())
        answer = season.change_bytes(asked)
    else:
        answer = evaluate_bytes(asked)
    (out / name).write_bytes(answer.json)
