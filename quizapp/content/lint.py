"""Everything that can be said of a pack without running its code."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import quizapp.content.rules  # noqa: F401 - fills the registry
from quizapp.content.diagnostic import Diagnostic, by_place
from quizapp.content.pack import LoadedPack, load_pack
from quizapp.content.rule import RULES
from quizapp.domain.fields import Model
from quizapp.domain.wording import plural
from quizapp.domain.work import UNWATCHED, Advance, Watch


class LintResult(Model):
    """What was looked at, and what was found."""

    root: Path
    files: int
    items: dict[str, int]
    """By kind."""
    topics: int
    blueprints: int
    tasks: int
    checks: int
    mutants: int
    diagnostics: list[Diagnostic]
    """By file, from the top down."""

    @property
    def errors(self) -> int:
        """How many findings keep something from working."""
        return sum(found.severity == "error" for found in self.diagnostics)

    @property
    def warnings(self) -> int:
        """How many findings are advice."""
        return len(self.diagnostics) - self.errors

    @property
    def summary(self) -> str:
        """One line: what was looked at, and how it stands."""
        kinds = ", ".join(f"{count} {kind}" for kind, count in self.items.items())
        looked = [
            plural(self.files, "file"),
            plural(self.topics, "topic"),
            plural(sum(self.items.values()), "item") + (f" ({kinds})" if kinds else ""),
            f"{plural(self.tasks, 'task')} with {plural(self.checks, 'check')} and {plural(self.mutants, 'mutant')}",
            plural(self.blueprints, "interview"),
        ]
        return f"{', '.join(looked)}: {plural(self.errors, 'error')}, {plural(self.warnings, 'warning')}"

    def is_clean(self, *, strict: bool = False) -> bool:
        """Whether the pack passes; `strict` counts warnings as errors."""
        return not (self.diagnostics if strict else self.errors)


def lint(root: Path, watch: Watch = UNWATCHED) -> LintResult:
    """Read a pack and hold every rule against it. Nothing of the pack is run."""
    return judge(load_pack(root, watch), watch)


def judge(pack: LoadedPack, watch: Watch = UNWATCHED) -> LintResult:
    """Hold every rule against a pack that has been read."""
    diagnostics = list(pack.diagnostics)
    for number, rule in enumerate(RULES.values()):
        watch.tell(Advance("judging", number, len(RULES), "rule"))
        diagnostics += rule.check(pack)
    return LintResult(
        root=pack.root,
        files=len(pack.files),
        items=dict(sorted(Counter(record.model.kind for record in pack.items).items())),
        topics=len(pack.topics),
        blueprints=len(pack.blueprints),
        tasks=len(pack.tasks),
        checks=sum(len(task.record.model.checks) for task in pack.tasks),
        mutants=sum(len(task.record.model.mutants) for task in pack.tasks),
        diagnostics=by_place(diagnostics),
    )
