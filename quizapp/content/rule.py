"""The registry of lint rules. A rule is a function; its docstring is the explanation that authors read."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from quizapp.content.diagnostic import Diagnostic, Severity
from quizapp.content.loader import Record
from quizapp.content.pack import LoadedPack

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule has to say about one place; the registry adds the rule's name and severity."""

    message: str
    hint: str
    file: str
    line: int | None = None
    column: int | None = None


def at(record: Record[Any], place: Place, message: str, hint: str) -> Finding:
    """A finding at a place inside a record."""
    mark = record.mark.at(place)
    return Finding(message, hint, record.file, mark.line, mark.column)


ItemCheck = Callable[[Record[Any]], Iterator[Finding]]
PackCheck = Callable[[LoadedPack], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of item-writing, or of a pack's soundness."""

    code: str
    severity: Severity
    explanation: str
    run: PackCheck

    def check(self, pack: LoadedPack) -> Iterator[Diagnostic]:
        """Every finding of this rule."""
        for found in self.run(pack):
            yield Diagnostic(
                file=found.file,
                line=found.line,
                column=found.column,
                severity=self.severity,
                code=self.code,
                message=found.message,
                hint=found.hint,
            )


RULES: dict[str, Rule] = {}
"""By name. Filled when `quizapp.content.rules` is imported."""


def _register(check: Callable[..., Iterator[Finding]], severity: Severity, run: PackCheck) -> None:
    code = check.__name__.replace("_", "-")
    assert code not in RULES, code
    RULES[code] = Rule(code, severity, inspect.cleandoc(check.__doc__ or ""), run)


def pack_rule(severity: Severity) -> Callable[[PackCheck], PackCheck]:
    """Make a rule of a function that looks at the whole pack."""

    def register(check: PackCheck) -> PackCheck:
        _register(check, severity, check)
        return check

    return register


def item_rule(severity: Severity) -> Callable[[ItemCheck], ItemCheck]:
    """Make a rule of a function that looks at one item."""

    def register(check: ItemCheck) -> ItemCheck:
        def every(pack: LoadedPack) -> Iterator[Finding]:
            for record in pack.items:
                yield from check(record)

        _register(check, severity, every)
        return check

    return register
