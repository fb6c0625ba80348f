"""Proofs: a claim of an item, run before the learner's eyes."""

from __future__ import annotations

from collections.abc import Callable

from quizapp.domain.items.any import Item
from quizapp.domain.items.identity import ItemId
from quizapp.domain.items.predicted import Predict
from quizapp.domain.ports.checker import Checker
from quizapp.domain.report import ProofReport


def can_be_shown(item: Item) -> bool:
    """Whether there is code that shows what the item claims."""
    return item.proof is not None or isinstance(item, Predict)


class ProofService:
    """Runs an item's proof in the sandbox and gives back the real requests and answers."""

    def __init__(self, checker: Checker, *, trusts: Callable[[str], bool]) -> None:
        self._checker = checker
        self._trusts = trusts

    async def show(self, item_id: ItemId, item: Item) -> ProofReport:
        """What happened; nothing is recorded.

        Raises:
            SandboxError: nothing can be run here, or not this pack's code.
            ValueError: the item has no proof, which `can_be_shown` would have told.
        """
        trusted = self._trusts(item_id.partition("/")[0])
        if item.proof is not None:
            return await self._checker.prove(item.proof, trusted=trusted)
        if isinstance(item, Predict):
            return await self._checker.predict(item, trusted=trusted)
        raise ValueError(f"{item_id} has no proof")
