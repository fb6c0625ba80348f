"""What is wrong with a pack, where, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from quizapp.domain.fields import Model

Severity = Literal["error", "warning"]


class Diagnostic(Model):
    """One finding about one place of a pack."""

    file: str
    """Relative to the pack's folder, with forward slashes."""
    line: int | None = None
    """Counted from 1; None when the file as a whole is meant."""
    column: int | None = None
    """Counted from 1, in characters."""
    severity: Severity = "error"
    code: str
    """The rule's name, such as `missing-field`."""
    message: str
    """What is wrong."""
    hint: str
    """What to write instead."""

    @property
    def where(self) -> str:
        """`file:line:column`, as editors and terminals make it a link."""
        if self.line is None:
            return self.file
        return f"{self.file}:{self.line}:{self.column or 1}"

    def __str__(self) -> str:
        """Two lines: place and fault, then the way out."""
        return f"{self.where}: {self.severity}: {self.message} [{self.code}]\n    {self.hint}"


def by_place(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Each finding once, file by file and from the top down."""
    return sorted(
        dict.fromkeys(diagnostics), key=lambda found: (found.file, found.line or 0, found.column or 0, found.code)
    )


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any finding is more than a warning."""
    return any(found.severity == "error" for found in diagnostics)
