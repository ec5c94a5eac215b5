"""Folders in memory, at once and in parts: the same bytes, and findings for what does not belong together."""

import pytest

import thidua

RULES = b"""
rule_set: r
version: 1
title: R
criteria: [ { code: I, title: I, points_max: 10 } ]
rankings: [ { id: chung, scope: all } ]
awards: [ { id: bk, title: BK, kind: commendation, for: collective, quota: { count: 1, per: all } } ]
"""
MANIFEST = b"""
movement: M
runs:
- { id: nam, rules: rules.yaml, period: { from: 2026-01-01, until: 2026-12-31 }, evaluations: [ { file: a.csv }, { file: b.csv } ] }
"""
BESIDE = {"thidua.yaml": MANIFEST, "rules.yaml": RULES}
SHEETS = {"a.csv": "entrant,I\nx-1,9.5\nx-3,4\n".encode(), "b.csv": "entrant,I\nx-2,9.5\n".encode()}


def part(name):
    scored, warnings = thidua.score_part({**BESIDE, name: SHEETS[name]}, [name])
    assert warnings == ()
    return scored


def test_parts_give_the_bytes_of_the_whole():
    whole, _ = thidua.recommend({**BESIDE, **SHEETS})
    for names in (["a.csv", "b.csv"], ["b.csv", "a.csv"]):
        merged, _ = thidua.merge(BESIDE, {f"{place}.part": part(name) for place, name in enumerate(names)})
        assert merged == whole
    assert b"tied-on-line" in whole["outcome.json"]
    assert thidua.recommend({**BESIDE, **SHEETS}, language="en")[0] != whole


def test_what_does_not_belong_together_is_refused():
    with pytest.raises(thidua.Rejected) as missing:
        thidua.merge(BESIDE, {"a.part": part("a.csv")})
    assert missing.value.has("TD0567")
    with pytest.raises(thidua.Rejected) as cut:
        thidua.merge(BESIDE, {"a.part": part("a.csv")[:-9], "b.part": part("b.csv")})
    assert cut.value.has("TD0561")
    with pytest.raises(thidua.Rejected) as unknown:
        thidua.score_part({**BESIDE, **SHEETS}, ["c.csv"])
    assert unknown.value.has("TD0570")
