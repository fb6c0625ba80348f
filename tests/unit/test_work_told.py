"""How far a work is, in words; and that whoever tells is asked whether to stop."""

from __future__ import annotations

import pytest

from quizapp.domain import work
from quizapp.domain.work import BYTES, UNWATCHED, Advance, Watch
from quizapp.errors import StoppedError


@pytest.mark.parametrize(
    ("advance", "told"),
    [
        (Advance("checking"), "checking"),
        (Advance("unpacking", 1), "unpacking, 1 file"),
        (Advance("unpacking", 3, 9), "unpacking, 3 of 9 files"),
        (Advance("unpacking", 0, 1), "unpacking, 0 of 1 file"),
        (Advance("fetching", 2048, unit=BYTES), "fetching, 2 KiB"),
        (Advance("fetching", 2048, 10 << 10, BYTES), "fetching, 2 of 10 KiB"),
        (Advance("scheduling anew", 50, 120, "card", stoppable=False), "scheduling anew, 50 of 120 cards"),
    ],
)
def test_words(advance: Advance, told: str) -> None:
    """A total is told where there is one, and nothing that was not counted."""
    assert str(advance) == told


def test_telling_asks_whether_to_stop_as_long_as_that_is_possible() -> None:
    """Before the new state holds, never after."""
    told: list[Advance] = []
    watch = Watch(told.append, lambda: True)

    with pytest.raises(StoppedError):
        watch.tell(Advance("merging"))
    watch.tell(Advance("scheduling anew", stoppable=False))

    assert told == [Advance("scheduling anew", stoppable=False)]


def test_many_things_are_told_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is passed on, and every so many are told with how many there were before."""
    monkeypatch.setattr(work, "EVERY", 2)
    told: list[str] = []

    things = list(Watch(lambda advance: told.append(str(advance))).each("abcde", "reading", "row", 5))

    assert things == list("abcde")
    assert told == ["reading, 0 of 5 rows", "reading, 2 of 5 rows", "reading, 4 of 5 rows"]


def test_nobody_watching_stops_nothing() -> None:
    """Work that nobody watches goes to its end."""
    UNWATCHED.check()

    assert list(UNWATCHED.each(range(120), "reading", "row")) == list(range(120))
