"""Findings, and the exception that carries them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Optional, Sequence, Tuple


class Text(NamedTuple):
    """A sentence in both languages."""

    vi: str
    en: str

    def __str__(self) -> str:
        return self.vi or self.en


@dataclass(frozen=True)
class Finding:
    """One thing found: a code that never changes its meaning, where and whom it is about, what is wrong, how to mend it."""

    code: str
    severity: str
    place: str
    line: Optional[int]
    column: Optional[int]
    entrant: Optional[str]
    input: Optional[str]
    message: Text
    help: Optional[Text]

    def in_language(self, language: str) -> str:
        """The finding in one line, in `"vi"` or `"en"`."""
        about = " · ".join(part for part in (self.place, self.entrant, self.input) if part)
        said = getattr(self.message, language)
        remedy = f" ({getattr(self.help, language)})" if self.help else ""
        return f"{self.code} {about}: {said}{remedy}"

    def __str__(self) -> str:
        spoken = [language for language in ("vi", "en") if getattr(self.message, language)]
        return "\n  ".join(self.in_language(language) for language in spoken)


class Rejected(ValueError):
    """What was refused: `findings` holds all that is wrong, in the order of the input."""

    findings: Tuple[Finding, ...]

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(self.findings)

    def __str__(self) -> str:
        return "\n".join(str(finding) for finding in self.findings)

    def has(self, code: str) -> bool:
        """Whether one of the findings has this code."""
        return any(finding.code == code for finding in self.findings)
