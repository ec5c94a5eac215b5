"""What a sheet is made of: entrants, and what stands beside their values."""

from __future__ import annotations

from datetime import date
from typing import Any, Dict, Iterable, List, Mapping, NamedTuple, Optional, Tuple, Union

from . import _json

Day = Union[date, str]


class Entrant(NamedTuple):
    """An entrant: an id, and maybe name, kind (id or title) and cluster."""

    id: str
    name: str = ""
    kind: str = ""
    cluster: str = ""


def written(
    entrants: Iterable[Union[str, Entrant, Mapping[str, Any]]],
    *,
    run_id: Optional[str] = None,
    period: Optional[Tuple[Day, Day]] = None,
    history: Iterable[Mapping[str, Any]] = (),
    decisions: Iterable[Mapping[str, Any]] = (),
    base_salary: Optional[Mapping[Day, Any]] = None,
    decision_date: Optional[Day] = None,
) -> bytes:
    """The JSON that the native part reads."""
    if base_salary and decision_date is None:
        raise TypeError("`base_salary` cần `decision_date`\n`base_salary` needs `decision_date`")
    sheet: Dict[str, Any] = {"entrants": [_entrant(each) for each in entrants]}
    if run_id is not None:
        sheet["run_id"] = run_id
    if period is not None:
        start, until = period
        sheet["period"] = {"from": start, "until": until}
    sheet["history"] = [dict(each) for each in history]
    sheet["decisions"] = [dict(each) for each in decisions]
    if decision_date is not None:
        salaries: List[Dict[str, Any]] = []
        for day, amount in (base_salary or {}).items():
            salaries.append({"effective_from": day, "amount": amount})
        sheet["base_salary"] = salaries
        sheet["decision_date"] = decision_date
    return _json.written(sheet)


def _entrant(each: Union[str, Entrant, Mapping[str, Any]]) -> Dict[str, Any]:
    if isinstance(each, str):
        return {"id": each}
    if isinstance(each, Entrant):
        return each._asdict()
    return dict(each)
