"""What a terminal sends, and when it is known which key it is."""

from __future__ import annotations

import asyncio
import os
import pty
import threading
import time
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from textual import constants
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key
from textual.message import Message

from quizapp.ui.app import QuizApp
from quizapp.ui.keyboard import Keyboard
from tests.ui.conftest import FakeServices

PATIENCE = 30.0


class Typist:
    """Whoever types on a terminal, and what a driver makes of it."""

    def __init__(self, driver: LinuxDriver, terminal: int) -> None:
        self._terminal = terminal
        self.driver = driver
        self.came: list[Message] = []
        self.thread = threading.Thread(target=driver.run_input_thread, daemon=True)

    def type(self, sent: bytes) -> None:
        """In one write."""
        os.write(self._terminal, sent)

    @property
    def keys(self) -> list[str]:
        """What came of it."""
        return [event.key for event in self.came if isinstance(event, Key)]

    def wait(self, holds: Callable[[], object]) -> float:
        """Seconds until it holds."""
        begun = time.monotonic()
        while not holds():
            assert time.monotonic() < begun + PATIENCE
            time.sleep(0.001)
        return time.monotonic() - begun


@contextmanager
def typing(kind: type[LinuxDriver] = Keyboard) -> Iterator[Typist]:
    """A terminal with a driver that reads it; within a loop, which a driver asks for."""
    ours, theirs = pty.openpty()
    tty.setraw(theirs)
    driver = kind(QuizApp(FakeServices()))
    driver.fileno = theirs
    typist = Typist(driver, ours)
    driver.process_message = typist.came.append  # type: ignore[method-assign]  # nobody is there to have it
    typist.thread.start()
    try:
        yield typist
    finally:
        driver.exit_event.set()
        typist.thread.join(PATIENCE)
        os.close(theirs)
        os.close(ours)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest of a key may take as long as it likes."""
    monkeypatch.setattr(constants, "ESCAPE_DELAY", 1000.0)


@pytest.mark.usefixtures("patient")
async def test_keys_are_handed_on_as_textuals_driver_does() -> None:
    """Letters, arrows, what comes with Ctrl and Alt, Escape of kitty's, Escape before another key."""
    found = {}
    for kind in (LinuxDriver, Keyboard):
        with typing(kind) as typist:
            typist.type("aé漢\x1b[A\x01\x1bx\x1b[27u\x1b\x1b[Bz".encode())
            typist.wait(lambda: typist.keys[-1:] == ["z"])
        found[kind] = typist.keys

    assert found[Keyboard] == found[LinuxDriver]
    assert found[Keyboard][:4] == ["a", "é", "漢", "up"]
    assert found[Keyboard][-3:] == ["escape", "down", "z"]


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize(
    ("parts", "key"),
    [([b"\x1b", b"[A"], "up"), ([b"\x1b[", b"A"], "up"), (["é".encode()[:1], "é".encode()[1:]], "é")],
)
async def test_a_key_that_comes_in_parts_is_one(parts: list[bytes], key: str) -> None:
    """Over a slow line."""
    with typing() as typist:
        for part in parts:
            typist.type(part)
            await asyncio.sleep(0.05)  # so that it is read by itself
        typist.wait(lambda: typist.keys)

    assert typist.keys == [key]


async def test_escape_does_not_wait_for_textuals_next_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is known as soon as nothing has followed for as long as was said."""
    monkeypatch.setattr(constants, "ESCAPE_DELAY", 0.005)
    took = {}
    for kind in (LinuxDriver, Keyboard):
        with typing(kind) as typist:
            times = []
            for number in range(1, 6):
                typist.type(b"\x1b")
                times.append(typist.wait(lambda number=number: len(typist.keys) == number))
            assert set(typist.keys) == {"escape"}
        took[kind] = min(times)

    assert took[Keyboard] < took[LinuxDriver] / 2


async def test_a_terminal_that_is_gone_ends_the_reading() -> None:
    """Nobody goes on asking it."""
    ours, theirs = pty.openpty()
    driver = Keyboard(QuizApp(FakeServices()))
    driver.fileno = theirs
    thread = threading.Thread(target=driver.run_input_thread, daemon=True)
    thread.start()
    os.close(ours)
    thread.join(PATIENCE)
    os.close(theirs)

    assert not thread.is_alive()
    assert not driver.exit_event.is_set()


def test_the_app_has_it_on_a_terminal(services: FakeServices, monkeypatch: pytest.MonkeyPatch) -> None:
    """And any other driver where Textual was told of one, as for a browser's page."""
    on_a_terminal = QuizApp(services).driver_class
    monkeypatch.setattr(constants, "DRIVER", "textual.drivers.headless_driver:HeadlessDriver")

    assert on_a_terminal is Keyboard
    assert QuizApp(services).driver_class.__name__ == "HeadlessDriver"
