"""thidua (thi đua): rules as data, evaluations in, ranked award recommendations out; exact and explained.

    plan = thidua.read_rules(text).plan("2026-12-31")         # keep it: it scores anybody, from any thread
    sheet = plan.sheet([thidua.Entrant("xa-a", cluster="cụm 1")])
    sheet.set("xa-a", "I", "9.5")                              # text, int, Decimal, bool, date; a float is refused
    run = sheet.evaluate()
    run.entrant("xa-a").total                                  # Fraction(19, 2): exact

What is refused raises `Rejected`, whose `findings` have a stable code, the place, what is wrong and how to mend it, in
Vietnamese and English. Other threads run while the engine works; Ctrl-C ends a long call in the main thread.
"""

from ._columns import arrow, fill, pandas
from ._findings import Finding, Rejected, Text
from ._json import Answer, JsonSeason, evaluate, evaluate_bytes
from ._sheet import Entrant
from ._thidua import (
    AwardResult,
    Change,
    EntrantResult,
    Plan,
    Rules,
    Run,
    Season,
    Sheet,
    __version__,
    merge,
    read_rules,
    recommend,
    score_part,
)

#: Claimed as not applicable; a decision approves it or turns it down.
NOT_APPLICABLE = "N/A"
#: Exempt.
EXEMPT = "miễn"

__all__ = [
    "EXEMPT",
    "NOT_APPLICABLE",
    "Answer",
    "AwardResult",
    "Change",
    "Entrant",
    "EntrantResult",
    "Finding",
    "JsonSeason",
    "Plan",
    "Rejected",
    "Rules",
    "Run",
    "Season",
    "Sheet",
    "Text",
    "__version__",
    "arrow",
    "evaluate",
    "evaluate_bytes",
    "fill",
    "merge",
    "pandas",
    "read_rules",
    "recommend",
    "score_part",
]
