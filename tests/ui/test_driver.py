"""What a terminal sends, and when it is known which key it is; what is painted, and when it is written."""

from __future__ import annotations

import asyncio
import io
import os
import pty
import sys
import threading
import time
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from textual import constants
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key
from textual.message import Message

from quizapp.ui.app import QuizApp
from quizapp.ui.driver import HANDOVER_SECONDS, TerminalDriver
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
def typing(kind: type[LinuxDriver] = TerminalDriver) -> Iterator[Typist]:
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
    for kind in (LinuxDriver, TerminalDriver):
        with typing(kind) as typist:
            typist.type("aé漢\x1b[A\x01\x1bx\x1b[27u\x1b\x1b[Bz".encode())
            typist.wait(lambda: typist.keys[-1:] == ["z"])
        found[kind] = typist.keys

    assert found[TerminalDriver] == found[LinuxDriver]
    assert found[TerminalDriver][:4] == ["a", "é", "漢", "up"]
    assert found[TerminalDriver][-3:] == ["escape", "down", "z"]


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
    for kind in (LinuxDriver, TerminalDriver):
        with typing(kind) as typist:
            times = []
            for number in range(1, 6):
                typist.type(b"\x1b")
                times.append(typist.wait(lambda number=number: len(typist.keys) == number))
            assert set(typist.keys) == {"escape"}
        took[kind] = min(times)

    assert took[TerminalDriver] < took[LinuxDriver] / 2


async def test_a_terminal_that_is_gone_ends_the_reading() -> None:
    """Nobody goes on asking it."""
    ours, theirs = pty.openpty()
    driver = TerminalDriver(QuizApp(FakeServices()))
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

    assert on_a_terminal is TerminalDriver
    assert QuizApp(services).driver_class.__name__ == "HeadlessDriver"


class Terminal(io.StringIO):
    """A terminal that takes a while for whatever it is to show."""

    def __init__(self, wait: Callable[[], object]) -> None:
        super().__init__()
        self._wait = wait

    def write(self, text: str) -> int:
        """Show it, in a while."""
        self._wait()
        return super().write(text)


@contextmanager
def painting(monkeypatch: pytest.MonkeyPatch, terminal: Terminal) -> Iterator[TerminalDriver]:
    """A driver that writes to this terminal; within a loop, which a driver asks for."""
    monkeypatch.setattr(sys, "__stderr__", terminal)
    driver = TerminalDriver(QuizApp(FakeServices()))
    driver._writer_thread = WriterThread(driver._file)
    driver._writer_thread.start()
    try:
        yield driver
    finally:
        driver.close()


async def test_a_paint_is_written_before_anything_else_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """It does not wait until the app has nothing to compute."""
    monkeypatch.setattr("quizapp.ui.driver.HANDOVER_SECONDS", PATIENCE)
    terminal = Terminal(lambda: time.sleep(0.02))
    with painting(monkeypatch, terminal) as driver:
        for part in ("One ", "paint, ", "in parts. "):
            driver.write(part)
        driver.flush()
        first = terminal.getvalue()
        driver.write("Another.")
        driver.flush()

        assert (first, terminal.getvalue()) == ("One paint, in parts. ", "One paint, in parts. Another.")


async def test_a_terminal_that_takes_nothing_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is painted meanwhile is there when it goes on."""
    goes_on = threading.Event()
    terminal = Terminal(lambda: goes_on.wait(PATIENCE))
    with painting(monkeypatch, terminal) as driver:
        for part in "paint":
            driver.write(part)
            driver.flush()
        held = terminal.getvalue()
        goes_on.set()

    assert (held, terminal.getvalue()) == ("", "paint")
    assert HANDOVER_SECONDS < 0.016, "a frame"


async def test_with_nothing_to_write_nothing_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual asks for it more often than it paints."""
    monkeypatch.setattr("quizapp.ui.driver.HANDOVER_SECONDS", PATIENCE)
    begun = time.monotonic()
    with painting(monkeypatch, Terminal(lambda: None)) as driver:
        driver.flush()

    assert time.monotonic() - begun < PATIENCE / 2
