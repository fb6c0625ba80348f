"""What is wrong with a pack, where, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import AfterValidator

from quizapp.domain.fields import Model

Severity = Literal["error", "warning"]


def printable(text: str) -> str:
    """A text with everything escaped that a terminal would act upon, or not show."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)


Shown = Annotated[str, AfterValidator(printable)]
"""One line that may name what stands in a pack, and that any terminal can print."""


class Diagnostic(Model):
    """One finding about one place of a pack."""

    file: Shown
    """Relative to the pack's folder, with forward slashes."""
    line: int | None = None
    """Counted from 1; None when the file as a whole is meant."""
    column: int | None = None
    """Counted from 1, in characters."""
    severity: Severity = "error"
    code: str
    """The rule's name, such as `missing-field`."""
    message: Shown
    """What is wrong."""
    hint: Shown
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
