from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple, Union, final

from ._findings import Finding
from ._sheet import Entrant

__all__ = [
    "AwardResult",
    "Change",
    "EntrantResult",
    "JsonSeason",
    "Plan",
    "Rules",
    "Run",
    "Season",
    "Sheet",
    "__version__",
    "evaluate_bytes",
    "merge",
    "read_rules",
    "recommend",
    "score_part",
]
__version__: str

_Single = Union[int, str, Decimal, Fraction, bool, date, None]
_Value = Union[_Single, Sequence[_Single]]
_Day = Union[date, str]

def read_rules(text: str, name: str = "rules.yaml") -> Rules: ...
def score_part(
    files: Mapping[str, bytes], evaluations: Sequence[str], manifest: str = "thidua.yaml"
) -> Tuple[bytes, Tuple[Finding, ...]]: ...
def merge(
    files: Mapping[str, bytes],
    parts: Mapping[str, bytes],
    manifest: str = "thidua.yaml",
    language: str = "vi",
) -> Tuple[Dict[str, bytes], Tuple[Finding, ...]]: ...
def recommend(
    files: Mapping[str, bytes], manifest: str = "thidua.yaml", language: str = "vi"
) -> Tuple[Dict[str, bytes], Tuple[Finding, ...]]: ...
def evaluate_bytes(request: bytes) -> Tuple[bytes, bool, bool]: ...
@final
class Rules:
    @property
    def id(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def title(self) -> str: ...
    def plan(self, day: _Day) -> Plan: ...

@final
class Plan:
    @property
    def day(self) -> str: ...
    @property
    def inputs(self) -> List[str]: ...
    def sheet(
        self,
        entrants: Iterable[Union[str, Entrant, Mapping[str, Any]]],
        *,
        run_id: Optional[str] = None,
        period: Optional[Tuple[_Day, _Day]] = None,
        history: Iterable[Mapping[str, Any]] = (),
        decisions: Iterable[Mapping[str, Any]] = (),
        base_salary: Optional[Mapping[_Day, Any]] = None,
        decision_date: Optional[_Day] = None,
    ) -> Sheet: ...

@final
class Sheet:
    def set(self, entrant: str, input: str, value: _Value, *, stage: Optional[str] = None) -> None: ...
    def column(
        self,
        input: str,
        values: Union[Mapping[str, _Value], Iterable[Tuple[str, _Value]]],
        *,
        stage: Optional[str] = None,
    ) -> None: ...
    def row(self, entrant: str, values: Dict[str, _Value], *, stage: Optional[str] = None) -> None: ...
    def evaluate(self) -> Run: ...
    def season(self) -> Season: ...

@final
class Run:
    @property
    def entrants(self) -> List[str]: ...
    @property
    def warnings(self) -> Tuple[Finding, ...]: ...
    @property
    def needs_person(self) -> bool: ...
    def entrant(self, id: str) -> Optional[EntrantResult]: ...
    def columns(self) -> Dict[str, List[Any]]: ...

@final
class Season:
    @property
    def entrants(self) -> List[str]: ...
    @property
    def warnings(self) -> Tuple[Finding, ...]: ...
    def set(self, entrant: str, input: str, value: _Value, *, stage: Optional[str] = None) -> Change: ...
    def entrant(self, id: str) -> Optional[EntrantResult]: ...

@final
class Change:
    @property
    def worked_out(self) -> int: ...
    @property
    def moved(self) -> List[str]: ...

@final
class EntrantResult:
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> Optional[str]: ...
    @property
    def total(self) -> Optional[Fraction]: ...
    def points(self, criterion: str) -> Optional[Fraction]: ...
    def grade(self, grading: str) -> Optional[str]: ...
    def place(self, ranking: str) -> Optional[int]: ...
    def award(self, award: str) -> Optional[AwardResult]: ...
    def explanation(self) -> Optional[Dict[str, Any]]: ...

@final
class AwardResult:
    @property
    def status(self) -> Optional[str]: ...
    @property
    def is_recommended(self) -> bool: ...
    @property
    def is_provisional(self) -> bool: ...
    @property
    def money(self) -> Optional[Fraction]: ...
    def checks(self) -> List[Dict[str, Any]]: ...

@final
class JsonSeason:
    @staticmethod
    def open_bytes(request: bytes) -> Tuple[Optional[JsonSeason], Tuple[bytes, bool, bool]]: ...
    def change_bytes(self, change: bytes) -> Tuple[bytes, bool, bool]: ...
