"""The border in JSON: requests and changes in, answers out, without a binary float on the way."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Dict, List, NamedTuple, Optional, Sequence, Tuple, Union

from . import _thidua
from ._findings import Finding, Rejected, Text

Written = Union[Dict[str, Any], str, bytes]


class Answer(NamedTuple):
    """The bytes of an answer, the same as at every other border, and how it turned out."""

    json: bytes
    refused: bool
    needs_person: bool


def evaluate_bytes(request: bytes) -> Answer:
    """Answers a request in the format `thidua-request/1`; nothing is raised, a refused one is answered with `errors`."""
    return Answer(*_thidua.evaluate_bytes(request))


def evaluate(request: Written) -> Dict[str, Any]:
    """Answers a request as a dict; what is refused raises `Rejected`."""
    return read(evaluate_bytes(_bytes(request)))


class JsonSeason:
    """A request that is kept and answers changed cells."""

    def __init__(self, request: Written) -> None:
        self._season, answer = _thidua.JsonSeason.open_bytes(_bytes(request))
        self.opened = read(Answer(*answer))

    def change_bytes(self, change: bytes) -> Answer:
        """Changes cells, or asks what holds now, in the format `thidua-change/1`."""
        if self._season is None:
            raise RuntimeError("không có mùa xét\nthere is no season")
        return Answer(*self._season.change_bytes(change))

    def change(
        self,
        cells: Sequence[Dict[str, Any]] = (),
        select: Optional[Dict[str, Any]] = None,
        whole: bool = False,
    ) -> Dict[str, Any]:
        """Changes cells, each with `entrant`, `input`, `value`; all of them, or none when one is refused."""
        change: Dict[str, Any] = {"format": "thidua-change/1", "set": list(cells), "whole": whole}
        if select is not None:
            change["select"] = select
        return read(self.change_bytes(written(change)))


def read(answer: Answer) -> Dict[str, Any]:
    """An answer as a dict; what was refused is raised. Numbers are texts: `{"decimal": "9.5"}`."""
    if answer.refused:
        raise Rejected([_finding(told) for told in json.loads(answer.json)["errors"]])
    first, *lines = answer.json.decode().splitlines()
    if lines and first.startswith('{"'):
        told: Dict[str, Any] = json.loads(first)
        told["lines"] = [json.loads(line) for line in lines]
        return told
    whole: Dict[str, Any] = json.loads(answer.json)
    return whole


def written(value: Any) -> bytes:
    """JSON of plain values; a binary float anywhere is refused, since it does not hold the number that was written."""
    return json.dumps(_checked(value, ()), ensure_ascii=False).encode("utf-8", "surrogatepass")


def _bytes(request: Written) -> bytes:
    if isinstance(request, bytes):
        return request
    if isinstance(request, str):
        return request.encode("utf-8", "surrogatepass")
    return written(request)


def _checked(value: Any, path: Tuple[Any, ...]) -> Any:
    if isinstance(value, float):
        raise Rejected([_float(value, path)])
    if isinstance(value, dict):
        return {str(key): _checked(each, (*path, key)) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_checked(each, (*path, at)) for at, each in enumerate(value)]
    if isinstance(value, Decimal):
        return format(value, "f") if value.is_finite() and abs(value.adjusted()) <= 64 else str(value)
    if isinstance(value, Fraction) and value.denominator == 1:
        return int(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return value


def _float(value: float, path: Tuple[Any, ...]) -> Finding:
    where = ".".join(str(step) for step in path) or "(request)"
    return Finding(
        code="TD0410",
        severity="error",
        place="(request)",
        line=None,
        column=None,
        entrant=None,
        input=str(path[-1]) if path else None,
        message=Text(
            f"`{value!r}` ở `{where}` là số thực nhị phân",
            f"`{value!r}` at `{where}` is a binary float",
        ),
        help=Text(
            "dùng chữ, số nguyên hoặc `Decimal`: số thực nhị phân không giữ đúng số đã ghi",
            "use text, an int or a `Decimal`: a binary float does not hold the number that was written",
        ),
    )


def _finding(told: Dict[str, Any]) -> Finding:
    def words(text: Optional[Dict[str, str]]) -> Optional[Text]:
        return None if text is None else Text(text.get("vi", ""), text.get("en", ""))

    return Finding(
        code=told.get("code", ""),
        severity=told["severity"],
        place=told.get("place", ""),
        line=None,
        column=None,
        entrant=told.get("entrant"),
        input=told.get("input"),
        message=words(told["message"]) or Text("", ""),
        help=words(told.get("help")),
    )


__all__: List[str] = ["Answer", "JsonSeason", "evaluate", "evaluate_bytes", "read", "written"]
