"""Who judges a running app, as services need it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from quizapp.domain.items.base import Proof
    from quizapp.domain.items.predicted import Predict
    from quizapp.domain.report import CheckResult, ProofReport, Report
    from quizapp.domain.task import Task


class Checker(Protocol):
    """Carries out checks against a running app. Its own faults become a verdict, never an exception."""

    async def check(
        self,
        task: Task,
        sources: Mapping[str, bytes],
        *,
        seed: int | None = None,
        on_result: Callable[[CheckResult], None] | None = None,
        only: Sequence[str] = (),
        trusted: bool = True,
    ) -> Report:
        """Run a task's checks; `only` names checks (with those they come after)."""

    async def prove(self, proof: Proof, *, trusted: bool = True) -> ProofReport:
        """Run an item's proof."""

    async def predict(self, item: Predict, *, trusted: bool = True) -> ProofReport:
        """Run a `predict` item and compare what really comes back with what it states."""
