"""A sign when long work has ended: asked for, long enough, and made of our own words only."""

from __future__ import annotations

import pytest

from quizapp.config import Settings
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import WorkEnded
from quizapp.ui.notice import BELL, LONG_SECONDS, sign
from tests.ui.conftest import FakeServices

WORDS = "The checks have ended."


@pytest.mark.parametrize(
    ("notify", "environment", "written"),
    [
        ("off", {"TERM": "xterm-256color"}, ""),
        ("bell", {"TERM": "xterm-256color"}, BELL),
        ("desktop", {"TERM": "xterm-256color"}, f"\x1b]9;quizapp: {WORDS}{BELL}"),
        ("desktop", {"TERM": "foot"}, f"\x1b]777;notify;quizapp;{WORDS}{BELL}"),
        ("desktop", {"TERM": "rxvt-unicode-256color"}, f"\x1b]777;notify;quizapp;{WORDS}{BELL}"),
        ("desktop", {"TERM": "linux"}, BELL),
        ("desktop", {"TERM": "dumb"}, BELL),
        ("desktop", {}, BELL),
        (
            "desktop",
            {"TERM": "tmux-256color", "TMUX": "/tmp/s,1,0"},
            f"\x1bPtmux;\x1b\x1b]9;quizapp: {WORDS}{BELL}\x1b\\",
        ),
    ],
)
def test_each_terminal_gets_what_it_knows(notify: str, environment: dict[str, str], written: str) -> None:
    """One that would print the letters of a notice rings."""
    assert sign(notify, WORDS, environment) == written  # type: ignore[arg-type]  # as the settings allow


def test_no_words_end_the_sequence_or_begin_another() -> None:
    """Whatever is put in: control characters and the separator are gone."""
    written = sign("desktop", "a\x1b]52;c;evil\x07b\x9c;c\n", {"TERM": "foot"})

    assert written == f"\x1b]777;notify;quizapp;a]52cevilbc{BELL}"


@pytest.mark.parametrize(
    ("notify", "seconds", "written"),
    [("bell", LONG_SECONDS, [BELL]), ("bell", LONG_SECONDS - 1, []), ("off", LONG_SECONDS, [])],
)
async def test_only_long_work_is_told_and_only_if_asked(
    monkeypatch: pytest.MonkeyPatch, notify: str, seconds: float, written: list[str]
) -> None:
    """What was waited for on the screen needs no sign."""
    app = QuizApp(FakeServices(settings=Settings(notify=notify)))  # type: ignore[arg-type]  # as the settings allow
    seen: list[str] = []

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        monkeypatch.setattr(type(app), "is_headless", False)
        monkeypatch.setattr(app._driver, "write", seen.append)
        app.screen.post_message(WorkEnded(WORDS, seconds))
        await pilot.pause()
        monkeypatch.undo()

    assert [part for part in seen if part == BELL] == written
