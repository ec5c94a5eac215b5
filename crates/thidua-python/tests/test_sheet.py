"""The typed face: rules, plan, sheet, run, season; and what is refused."""

import threading
import time
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

import thidua
from thidua import Entrant, Rejected

RULES = """
rule_set: vi-du
version: 1
title: Ví dụ
inputs:
  đúng_hạn: { title: Đúng hạn, kind: count }
  tiếp_nhận: { title: Tiếp nhận, kind: count, min: 1 }
  tỷ_lệ_phiếu: { title: Tỷ lệ, kind: percent }
  ngày: { title: Ngày nộp, kind: date }
  kỷ_luật: { title: Kỷ luật, kind: yes-no }
criteria:
- { code: I, title: Hồ sơ, points_max: 60, ratio: { numerator: đúng_hạn, denominator: tiếp_nhận } }
- { code: II, title: Đối thoại, points_max: 40 }
gradings:
- { id: xếp-loại, title: Xếp loại, grades: [ { id: tot, title: Tốt, from: 80 }, { id: kha, title: Khá } ] }
rankings: [ { id: trong-cụm, scope: cluster, tie_break: [ { of: điểm của I } ] } ]
awards:
- { id: bang-khen, title: Bằng khen, kind: commendation, for: collective,
    requires: [ { when: điểm >= 80 và không kỷ_luật và tỷ_lệ_phiếu >= 90% và ngày <= 2026-06-01 } ], quota: { count: 1, per: cluster } }
"""


@pytest.fixture(scope="module")
def plan():
    return thidua.read_rules(RULES).plan(date(2026, 12, 31))


def filled(plan):
    sheet = plan.sheet([Entrant(id, cluster="cụm 1") for id in ("xa-a", "xa-b")])
    sheet.column("tiếp_nhận", {"xa-a": 12, "xa-b": 9})
    sheet.column("đúng_hạn", [("xa-a", 11), ("xa-b", 8)])
    sheet.column("II", {"xa-a": Decimal("37.50"), "xa-b": "36"})
    for id in ("xa-a", "xa-b"):
        sheet.row(id, {"tỷ_lệ_phiếu": Decimal("0.95"), "ngày": date(2026, 5, 1), "kỷ_luật": False})
    return sheet


def test_results_are_exact(plan):
    run = filled(plan).evaluate()
    first, second = run.entrant("xa-a"), run.entrant("xa-b")
    assert first.total == Fraction("92.5") and isinstance(first.total, Fraction)
    assert second.points("I") == Fraction(160, 3) and second.total == Fraction(268, 3)
    assert (first.grade("xếp-loại"), first.place("trong-cụm"), first.name) == ("tot", 1, "xa-a")
    award = first.award("bang-khen")
    assert award.is_recommended and award.status == "recommended" and award.money is None
    assert {check["verdict"] for check in award.checks()} == {"met"}
    assert run.entrant("xa-c") is None and first.award("cờ") is None
    assert run.entrants == ["xa-a", "xa-b"] and not run.needs_person
    line = first.explanation()["sheet"][0]
    assert line["arithmetic"]["vi"] == "11 / 12 × 60 = 55"


def test_a_season_answers_one_changed_cell(plan):
    season = filled(plan).season()
    before = season.entrant("xa-b")
    assert not before.award("bang-khen").is_recommended
    change = season.set("xa-b", "đúng_hạn", 9)
    assert (change.worked_out, change.moved) == (2, ["xa-a", "xa-b"])
    assert before.total == 96 and before.award("bang-khen").is_recommended, "a result of a season is as of now"
    with pytest.raises(Rejected) as refused:
        season.set("xa-b", "đúng_hạn", 9.0)
    assert refused.value.has("TD0410") and before.total == 96


def test_a_sheet_stays_after_it_was_worked_out(plan):
    sheet = plan.sheet(["xa-a"])
    sheet.set("xa-a", "II", 40)
    with pytest.raises(Rejected) as refused:
        sheet.evaluate()
    assert {finding.input for finding in refused.value.findings} >= {"đúng_hạn", "tiếp_nhận"}
    sheet.row("xa-a", {"tiếp_nhận": 3, "đúng_hạn": 1, "tỷ_lệ_phiếu": "95%", "ngày": "01/05/2026", "kỷ_luật": "không"})
    assert sheet.evaluate().entrant("xa-a").total == sheet.season().entrant("xa-a").total == 60


@pytest.mark.parametrize(
    "value",
    [0.1, float("nan"), 1.0, Decimal("NaN"), Decimal("Infinity"), object(), {"a": 1}, datetime(2026, 5, 1), b"9", [[1]],
     Fraction(1, 3), "\ud800", 10**5000],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_value_is_refused_with_the_remedy(plan, value):
    sheet = filled(plan)
    with pytest.raises(Rejected) as refused:
        plan.sheet(["xa-a"]).set("xa-a", "II", value)
    (found,) = refused.value.findings
    assert found.code.startswith("TD04") and (found.entrant, found.input) == ("xa-a", "II")
    assert found.help.vi and found.help.en and found.severity == "error"
    assert sheet.evaluate().entrant("xa-a").total == Fraction("92.5")


def test_a_float_is_told_what_to_use(plan):
    with pytest.raises(Rejected, match="số thực nhị phân.*\n.*binary float"):
        plan.sheet(["xa-a"]).set("xa-a", "II", 37.5)


@pytest.mark.parametrize(
    ("value", "points"),
    [(37, 37), ("37.5", "37.5"), (Decimal("3.750E+1"), "37.5"), (Fraction(75, 2), "37.5"), (Decimal(0), 0)],
)
def test_exact_numbers_of_every_kind_are_taken(plan, value, points):
    sheet = plan.sheet(["xa-a"])
    sheet.row("xa-a", {"II": value, "tiếp_nhận": 1, "đúng_hạn": 0, "tỷ_lệ_phiếu": 1, "ngày": date(2026, 1, 2), "kỷ_luật": True})
    assert sheet.evaluate().entrant("xa-a").points("II") == Fraction(points)


def test_findings_name_code_place_message_and_help():
    with pytest.raises(Rejected) as refused:
        thidua.read_rules("rule_set: a\nversion: 1\ntitle: A\ncriterion: []", "bo.yaml")
    found = refused.value.findings[0]
    assert found.place.startswith("bo.yaml:") and found.line == 4 and found.column == 1
    assert found.message.vi and found.message.en and found.message.vi != found.message.en
    assert found.code in str(refused.value) and isinstance(refused.value, ValueError)


def test_names_that_are_not_there_and_values_out_of_range(plan):
    sheet = filled(plan)
    for entrant, input, value, code in [
        ("xa-c", "II", 1, "TD0404"),
        ("xa-a", "III", 1, "TD0402"),
        ("xa-a", "II", 41, "TD0411"),
        ("xa-a", "I", 60, "TD0460"),
        ("xa-a", "đúng_hạn", "1.5", "TD0410"),
    ]:
        with pytest.raises(Rejected) as refused:
            sheet.set(entrant, input, value)
        assert [found.code for found in refused.value.findings] == [code]
    with pytest.raises(Rejected) as refused:
        sheet.column("II", {"xa-z": 1, "xa-y": 2})
    assert [found.entrant for found in refused.value.findings] == ["xa-z", "xa-y"]
    with pytest.raises(Rejected):
        plan.sheet(["xa-a", "xa-a"])
    with pytest.raises(Rejected):
        plan.sheet([{"id": "xa-a", "tên": "Xã A"}])
    with pytest.raises(Rejected):
        sheet.set("xa-a", "II", 1, stage="vòng-9")
    with pytest.raises(Rejected):
        thidua.read_rules(RULES + "effective: { until: 2020-12-31 }\n").plan("2026-12-31")
    with pytest.raises(Rejected):
        thidua.read_rules(RULES).plan("2026-02-30")
    with pytest.raises(TypeError):
        plan.sheet(["xa-a"], base_salary={"2024-07-01": 2340000})


def test_what_stands_beside_the_values():
    rules = thidua.read_rules(
        "rule_set: a\nversion: 1\ntitle: A\ncriteria: [ { code: I, points_max: 10 } ]\n"
        "rankings: [ { id: chung, scope: all } ]\n"
        "awards: [ { id: a, title: A, kind: commendation, for: collective, ranked_by: chung, quota: { count: 1, per: all }, "
        "money: { multiple: 2 } } ]\n"
    )
    tie = {"tie": {"ranking": "chung", "order": ["xa-b", "xa-a"]}, "number": "1/BB", "date": "2026-12-01"}
    sheet = rules.plan("2026-12-31").sheet(
        ["xa-a", "xa-b"],
        period=(date(2026, 1, 1), "2026-12-31"),
        history=[{"entrant": "xa-a", "year": 2025, "result": "a"}],
        base_salary={"2024-07-01": 2_340_000},
        decision_date="2026-12-20",
    )
    sheet.column("I", {"xa-a": 9, "xa-b": 8})
    run = sheet.evaluate()
    assert run.entrant("xa-a").award("a").money == 4_680_000
    assert any(found.severity != "error" for found in run.warnings)
    with pytest.raises(Rejected):
        rules.plan("2026-12-31").sheet(["xa-a"], decisions=[{**tie, "số": 1}])
    with pytest.raises(Rejected, match="binary float"):
        rules.plan("2026-12-31").sheet(["xa-a"], base_salary={"2024-07-01": 2.34e6}, decision_date="2026-12-20")


def test_threads_share_a_plan_and_other_threads_run_meanwhile(plan):
    ids = [f"xa-{number:05}" for number in range(4000)]
    sheet = plan.sheet([Entrant(id, cluster=f"cụm {number % 40}") for number, id in enumerate(ids)])
    for input, value in [("II", 30), ("tiếp_nhận", 9), ("tỷ_lệ_phiếu", "90%"), ("ngày", "2026-05-01"), ("kỷ_luật", False)]:
        sheet.column(input, ((id, value) for id in ids))
    sheet.column("đúng_hạn", ((id, number % 9) for number, id in enumerate(ids)))
    one = sheet.evaluate().columns()
    totals, ticks = [], []

    def work():
        totals.append(sheet.evaluate().columns())

    threads = [threading.Thread(target=work) for _ in range(4)]
    start = time.perf_counter()
    [thread.start() for thread in threads]
    while any(thread.is_alive() for thread in threads):
        ticks.append(time.perf_counter() - start)
        time.sleep(0.001)
    assert len(totals) == 4 and all(each == one for each in totals)
    assert len(ticks) > 3, "nobody else could run while the engine worked"


def test_columns_of_results(plan):
    columns = filled(plan).evaluate().columns()
    assert columns["entrant"] == ["xa-a", "xa-b"] and columns["total"] == ["92.5", "268/3"]
    assert columns["place:trong-cụm"] == [1, 2] and columns["award:bang-khen"] == ["recommended", "below-line"]
    assert Fraction(columns["points:I"][1]) == Fraction(160, 3)
    assert columns["kind"] == [None, None] and columns["grade:xếp-loại"] == ["tot", "tot"]
