"""Columns in and out through the Arrow C data interface."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

import thidua
from thidua import Rejected

pyarrow = pytest.importorskip("pyarrow")

RULES = """
rule_set: a
version: 1
title: A
inputs: { việc: { title: Việc, kind: count }, ngày: { title: Ngày, kind: date }, có: { title: Có, kind: yes-no } }
criteria:
- { code: I, title: Việc, points_max: 9, formula: { is: việc / 3 } }
- { code: II, title: Chấm, points_max: 10 }
rankings: [ { id: chung, scope: all } ]
"""
IDS = ["xa-a", "xa-b", "xa-c"]


@pytest.fixture()
def sheet():
    return thidua.read_rules(RULES).plan("2026-12-31").sheet(IDS)


def table(**other):
    columns = {
        "entrant": pyarrow.array(IDS).dictionary_encode(),
        "việc": pyarrow.array([1, 2, None], pyarrow.int32()),
        "ngày": pyarrow.array([date(2026, 1, 2)] * 3, pyarrow.date32()),
        "có": pyarrow.array([True, False, True]),
        "II": pyarrow.array([Decimal("9.50"), Decimal("0.01"), Decimal("10")], pyarrow.decimal128(38, 20)),
    }
    return pyarrow.table({**columns, **other})


def test_columns_in_and_out_are_exact(sheet):
    thidua.fill(sheet, table())
    run = sheet.evaluate()
    assert run.entrant("xa-a").total == Fraction(1, 3) + Fraction("9.5")
    out = thidua.arrow(run)
    assert out.column("total").to_pylist() == ["59/6", "203/300", None]
    assert out.schema.field("place:chung").type == pyarrow.int64()
    assert [Fraction(text) for text in out.column("points:I").to_pylist()[:2]] == [Fraction(1, 3), Fraction(2, 3)]


def test_every_producer_of_a_stream_is_taken(sheet):
    class Producer:
        def __arrow_c_stream__(self, requested_schema=None):
            return table().__arrow_c_stream__(requested_schema)

    thidua.fill(sheet, Producer())
    assert sheet.evaluate().entrant("xa-b").points("II") == Fraction(1, 100)


def test_floats_and_moments_are_refused_once_a_column(sheet):
    wrong = table(II=pyarrow.array([9.5, 0.01, 10.0]), ngày=pyarrow.array([0, 0, 0], pyarrow.timestamp("s")))
    with pytest.raises(Rejected) as refused:
        thidua.fill(sheet, wrong)
    assert [(found.code, found.input) for found in refused.value.findings] == [("TD0410", "ngày"), ("TD0410", "II")]
    assert "decimal128" in str(refused.value)


def test_findings_of_cells_name_the_entrant(sheet):
    with pytest.raises(Rejected) as refused:
        thidua.fill(sheet, table(II=pyarrow.array(["9.5", "11", "x"]), không=pyarrow.array([1, 1, 1])))
    found = [(found.entrant, found.input) for found in refused.value.findings]
    assert found == [("xa-b", "II"), ("xa-c", "II"), *((id, "không") for id in IDS)]


def test_a_table_needs_its_ids(sheet):
    with pytest.raises(Rejected, match="entrant="):
        thidua.fill(sheet, table(), "mã")
    with pytest.raises(Rejected, match="TD0404"):
        thidua.fill(sheet, table(entrant=pyarrow.array(["xa-a", None, "xa-c"])))


def test_pandas_in_and_out(sheet):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(
        {"entrant": IDS, "việc": [1, 2, 3], "ngày": [date(2026, 1, 2)] * 3, "có": [True] * 3,
         "II": [Decimal("9.5"), Decimal("1"), Decimal("2")]}
    )
    thidua.fill(sheet, frame)
    run = sheet.evaluate()
    out = thidua.pandas(run)
    assert list(out["total"]) == ["59/6", "5/3", "3"] and str(out["place:chung"].dtype).startswith("int64")
    with pytest.raises(Rejected, match="binary float"):
        thidua.fill(sheet, frame.assign(II=[9.5, 1.0, 2.0]))
