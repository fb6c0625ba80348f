"""Two interviews side by side, and all of them in a row."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.domain.fields import Model
from quizapp.domain.interview.score import Share
from quizapp.services.interview.debrief import Debrief, Judged


class Difference(Model):
    """One topic, criterion or the whole, then and now."""

    name: str
    before: Share | None
    after: Share | None

    @property
    def change(self) -> float | None:
        """By how much the share rose."""
        return None if self.before is None or self.after is None else self.after.mean - self.before.mean

    @property
    def is_clear(self) -> bool:
        """Whether the two ranges do not even touch; anything less may be chance."""
        if self.before is None or self.after is None:
            return False
        return self.before.high < self.after.low or self.after.high < self.before.low

    @property
    def word(self) -> str:
        """What can be said of it."""
        if self.before is None or self.after is None:
            return "asked in one only"
        if not self.is_clear:
            return "no clear difference"
        return "better" if self.after.mean > self.before.mean else "worse"


class Comparison(Model):
    """The earlier interview against the later one."""

    before: Debrief
    after: Debrief
    whole: Difference
    criteria: list[Difference]
    topics: list[Difference]


def compare(one: Debrief, other: Debrief) -> Comparison:
    """Put two interviews side by side, the earlier first whatever the order."""
    before, after = sorted((one, other), key=lambda debrief: debrief.session.started)
    return Comparison(
        before=before,
        after=after,
        whole=Difference(name="All", before=before.result, after=after.result),
        criteria=_differences(before.by_criterion, after.by_criterion),
        topics=_differences(before.by_topic, after.by_topic),
    )


def _differences(before: Sequence[Judged], after: Sequence[Judged]) -> list[Difference]:
    then = {judged.name: judged.share for judged in before}
    now = {judged.name: judged.share for judged in after}
    both = [name for name in now if name in then]
    rest = [name for name in [*now, *then] if name not in both]
    names = list(dict.fromkeys([*both, *rest]))
    return [Difference(name=name, before=then.get(name), after=now.get(name)) for name in names]
