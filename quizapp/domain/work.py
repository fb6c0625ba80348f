"""Work that takes a while: how far it is, and whether the person has stopped it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeVar

from quizapp.errors import StoppedError

T = TypeVar("T")

BYTES = "byte"
"""As a unit: told in KiB."""
EVERY = 50
"""Of many small things so many are done between two tellings."""


class Advance(NamedTuple):
    """How far a work is. What is told was counted: where nobody knows how much there is, there is no total."""

    doing: str
    """`fetching`, `copying`, ...: what goes on, in a word or two."""
    done: int = 0
    total: int | None = None
    """None while nobody knows."""
    unit: str = "file"
    """What is counted, in the singular; BYTES are told in KiB."""
    stoppable: bool = True
    """False from the moment on at which the new state holds: what is left follows from it, and is carried through."""

    def __str__(self) -> str:
        """One line for a person."""
        from quizapp.domain.wording import plural  # noqa: PLC0415 - it loads models, which a first paint does without

        if not self.done and self.total is None:
            return self.doing
        if self.unit == BYTES:
            return f"{self.doing}, {self.done >> 10}{f' of {self.total >> 10}' if self.total else ''} KiB"
        if self.total is None:
            return f"{self.doing}, {plural(self.done, self.unit)}"
        return f"{self.doing}, {self.done} of {plural(self.total, self.unit)}"


Tell = Callable[[Advance], None]
"""Is told how far a work is, from whichever thread does it."""

IsCancelled = Callable[[], bool]
"""Is asked, many times a second, whether the person has stopped a work."""


def _tell_nobody(_: Advance) -> None:
    """Progress in which nobody is interested."""


def _never() -> bool:
    return False


class Watch:
    """Whom to tell how far a work is, and whom to ask whether it shall stop. May be asked from any thread."""

    def __init__(self, tell: Tell = _tell_nobody, is_cancelled: IsCancelled = _never) -> None:
        self._tell = tell
        self.is_cancelled = is_cancelled

    def tell(self, advance: Advance) -> None:
        """Say how far it is; StoppedError if it shall stop, and still can."""
        if advance.stoppable:
            self.check()
        self._tell(advance)

    def check(self) -> None:
        """StoppedError if the work shall stop."""
        if self.is_cancelled():
            raise StoppedError("Stopped; nothing was changed.")

    def each(self, things: Iterable[T], doing: str, unit: str, total: int | None = None) -> Iterator[T]:
        """Pass things on, and tell now and then how many there were."""
        for done, thing in enumerate(things):
            if done % EVERY == 0:
                self.tell(Advance(doing, done, total, unit))
            yield thing


UNWATCHED = Watch()
"""A work of which nobody wants to hear, and that nobody stops."""
