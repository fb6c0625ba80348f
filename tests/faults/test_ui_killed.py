"""The terminal UI, killed while somebody studies or a check runs: nothing told is lost, nothing stays behind."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import random
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import Self

import pytest

from quizapp.store.progress import SqliteProgress
from tests.family import descendants, in_session, survivors

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

ROUNDS = int(os.environ.get("QUIZAPP_KILLS", "3"))
PATIENCE = 40.0
DONT_KNOW = "x\x07"
"""The key, and the one that works while a text is typed; after an answer the second does nothing."""


class Terminal:
    """The real program on a terminal of 100 by 30."""

    def __init__(self, home: Path) -> None:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        self._fd = ours
        self.process = subprocess.Popen(
            [sys.executable, "-m", "quizapp"],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            env={**os.environ, "QUIZAPP_HOME": str(home), "TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none"},
        )
        os.close(theirs)
        self._unread = b""

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self._fd, keys.encode())

    def wait_for(self, *words: str) -> str:
        """Read the screen until one of these words was painted; which of them it was."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for word in words:
                if (at := self._unread.find(word.encode())) >= 0:
                    self._unread = self._unread[at + len(word) :]
                    return word
            self.read(0.1)
        pytest.fail(f"never saw {words} in {self._unread[-2000:]!r}")

    def type_as_painted(self, steps: list[tuple[str, str]], *, seconds: float) -> None:
        """For that long, type each step's keys as soon as its word was painted."""
        end, waiting = time.monotonic() + seconds, list(steps)
        while (left := end - time.monotonic()) > 0:
            self.read(min(left, 0.05))
            if waiting and (at := self._unread.find(waiting[0][0].encode())) >= 0:
                self._unread = self._unread[at + 1 :]
                self.press(waiting.pop(0)[1])

    def read(self, seconds: float) -> None:
        """Take in what is painted."""
        if select.select([self._fd], [], [], seconds)[0]:
            with contextlib.suppress(OSError):
                self._unread += os.read(self._fd, 65536)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.kill()

    def hang_up(self) -> None:
        """Close the terminal under the program."""
        os.close(self._fd)

    def kill(self) -> set[int]:
        """SIGKILL, and the processes that were its descendants just before or share its session after."""
        family = descendants(self.process.pid)
        self.process.kill()
        self.process.wait()
        os.close(self._fd)
        return family | in_session(self.process.pid)


@pytest.mark.timeout(1800)
def test_a_killed_study_session_loses_no_answer_that_was_shown_as_recorded(quizapp_home: Path) -> None:
    """Whenever SIGKILL comes, every answer whose verdict was painted is in the store, and the session goes on."""
    rng = random.Random(4)
    told = 0
    for _ in range(ROUNDS):
        with Terminal(quizapp_home) as terminal:
            # Until the numbers are there, nothing says whether there is a session to go on with.
            terminal.press("r" if terminal.wait_for("Resume", "Foundations") == "Resume" else "s")
            for _ in range(rng.randint(1, 3)):
                while terminal.wait_for("Don't know", "Study on") == "Study on":
                    terminal.press("s")
                terminal.press(DONT_KNOW)
                terminal.wait_for("again in", "again now", "again tomorrow", "again this session")
                told += 1
                terminal.press("\r")
            terminal.read(rng.random() * 0.3)

        progress = SqliteProgress(quizapp_home / "data" / "progress.sqlite3")
        recorded, faults = len(progress.attempts()), progress.faults()
        progress.close()
        assert recorded >= told
        assert faults == []
        told = recorded


@pytest.mark.timeout(1800)
def test_a_killed_check_leaves_no_process_and_no_run_folder(quizapp_home: Path) -> None:
    """SIGKILL at any moment of a check ends the sandbox too, and the next start sweeps its folders."""
    rng = random.Random(5)
    for _ in range(ROUNDS):
        with Terminal(quizapp_home) as terminal:
            terminal.wait_for("Practice")
            terminal.press("p")
            terminal.wait_for("narrow the list")
            terminal.press("\r")
            terminal.wait_for("Brief")
            terminal.press("\x13")
            end = time.monotonic() + rng.random() * 1.5
            while time.monotonic() < end:
                terminal.read(0.02)
            family = terminal.kill()

        assert survivors(family) == set()

    assert check_first_routes(quizapp_home) == 1
    assert list((quizapp_home / "run").glob("quizapp-run-*")) == []


def check_first_routes(home: Path) -> int:
    """The exit code of a check of the untouched starter: 1 if all is well."""
    done = subprocess.run(
        [sys.executable, "-m", "quizapp", "check", "first-routes"],
        env={**os.environ, "QUIZAPP_HOME": str(home)},
        capture_output=True,
        check=False,
    )
    return done.returncode


STEPS = [("Practice", "p"), ("narrow the list", "\r"), ("Brief", "\x13"), ("Brief", "\x13"), ("Brief", "\x13")]
"""What is typed when this was painted: to the first task, and its check again and again."""


@pytest.mark.timeout(1800)
def test_a_program_killed_at_any_moment_from_its_start_leaves_nothing(quizapp_home: Path) -> None:
    """While Python, the zygote or a screen starts: no process and no run folder stays, and the next start works."""
    rng = random.Random(6)
    for _ in range(ROUNDS):
        with Terminal(quizapp_home) as terminal:
            terminal.type_as_painted(STEPS, seconds=rng.random() * 6)
            family = terminal.kill()

        assert survivors(family) == set()

    assert check_first_routes(quizapp_home) == 1
    assert list((quizapp_home / "run").glob("quizapp-run-*")) == []


def test_a_closed_terminal_ends_the_program(quizapp_home: Path) -> None:
    """A window that is closed leaves no program that reads an empty terminal for ever, and no sandbox."""
    terminal = Terminal(quizapp_home)
    terminal.wait_for("Practice")
    terminal.press("p")
    terminal.wait_for("narrow the list")
    terminal.press("\r")
    terminal.wait_for("Brief")
    terminal.read(1.0)
    family = descendants(terminal.process.pid)

    terminal.hang_up()

    terminal.process.wait(timeout=PATIENCE)
    assert survivors(family) == set()
