"""The border in JSON."""

import json
import os
import signal
import threading
from decimal import Decimal

import pytest

import thidua
from thidua import JsonSeason, Rejected

REQUEST = {
    "format": "thidua-request/1",
    "period": {"from": "2026-01-01", "until": "2026-12-31"},
    "rules": "rule_set: a\nversion: 1\ntitle: A\ncriteria: [ { code: I, points_max: 10 } ]",
    "values": [{"rows": [{"entrant": "xa-a", "I": Decimal("9.50")}]}],
}


def test_a_request_gets_its_answer():
    assert thidua.evaluate(REQUEST)["runs"][0]["entrants"][0]["total"] == {"decimal": "9.5"}
    lines = thidua.evaluate({**REQUEST, "lines": True})
    assert lines["lines"][0]["entrant"]["id"] == "xa-a" and "entrants" not in lines["runs"][0]
    assert thidua.evaluate({**REQUEST, "pretty": True})["runs"]


def test_a_season_takes_changes_whole_or_not_at_all():
    season = JsonSeason(REQUEST)
    assert season.change([{"entrant": "xa-a", "input": "I", "value": 10}])["change"]["moved"] == ["xa-a"]
    with pytest.raises(Rejected) as refused:
        season.change([{"entrant": "xa-a", "input": "I", "value": 9}, {"entrant": "xa-a", "input": "I", "value": "10.01"}])
    found = refused.value.findings[0]
    assert (found.code, found.entrant, found.input) == ("TD0411", "xa-a", "I")
    assert season.change(whole=True)["runs"][0]["entrants"][0]["total"] == {"decimal": "10"}


@pytest.mark.parametrize("request_", [b"", b"{", b"\xff\xfe", "{}", {}, {"format": "thidua-request/9"}, "\ud800", b"[" * 100000])
def test_wrong_requests_raise_findings(request_):
    with pytest.raises(Rejected) as refused:
        thidua.evaluate(request_)
    assert refused.value.findings[0].code.startswith("TD")
    with pytest.raises(Rejected):
        JsonSeason(request_)


def test_a_float_anywhere_in_a_request_is_refused():
    wrong = {**REQUEST, "values": [{"rows": [{"entrant": "xa-a", "I": 9.5}]}]}
    with pytest.raises(Rejected, match="values.0.rows.0.I") as refused:
        thidua.evaluate(wrong)
    assert refused.value.has("TD0410")


def test_ctrl_c_ends_a_long_call():
    # Who runs the tests in the background may have told them to overlook Ctrl-C.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    rows = [{"entrant": f"e{row:06}", "I": 9} for row in range(60_000)]
    request = json.dumps({**REQUEST, "values": [{"rows": rows}], "select": {"by_column": True}}).encode()
    # A sheet of so many is done before anybody could press a key; it goes through the same door.
    for work in (lambda: thidua.evaluate_bytes(request), lambda: JsonSeason(request)):
        pressed = threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT))
        pressed.start()
        with pytest.raises(KeyboardInterrupt):
            work()
            pytest.fail("it came to its end")
    signal.signal(signal.SIGINT, before)
    assert thidua.evaluate(REQUEST)["runs"], "the library goes on"
