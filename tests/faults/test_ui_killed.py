"""The terminal UI, killed while somebody studies or a check runs: nothing told is lost, nothing stays behind."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import random
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import Self

import pytest

from quizapp.store.progress import SqliteProgress

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

ROUNDS = int(os.environ.get("QUIZAPP_KILLS", "3"))
PATIENCE = 40.0


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

    def wait_for(self, *words: str) -> None:
        """Read the screen until one of these words was painted."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for word in words:
                if (at := self._unread.find(word.encode())) >= 0:
                    self._unread = self._unread[at + len(word) :]
                    return
            self.read(0.1)
        pytest.fail(f"never saw {words} in {self._unread[-2000:]!r}")

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
        """SIGKILL, and the processes that were its descendants just before."""
        family = descendants(self.process.pid)
        self.process.kill()
        self.process.wait()
        os.close(self._fd)
        return family


def descendants(pid: int) -> set[int]:
    """Every process below this one."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError, IndexError):
            child = int(entry.name)
            parents.setdefault(int((entry / "stat").read_text().rpartition(")")[2].split()[1]), []).append(child)
    found: set[int] = set()
    waiting = [pid]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found.update(children)
        waiting += children
    return found


def alive(pids: set[int]) -> set[int]:
    """Those that still run; a zombie does not."""
    running = set()
    for pid in pids:
        with contextlib.suppress(OSError):
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
                running.add(pid)
    return running


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose library is compiled already, so that rounds differ only in what they test."""
    subprocess.run(
        [sys.executable, "-m", "quizapp", "study", "--plain"],
        env={**os.environ, "QUIZAPP_HOME": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    return tmp_path


@pytest.mark.timeout(600)
def test_a_killed_study_session_loses_no_answer_that_was_shown_as_recorded(home: Path) -> None:
    """Whenever SIGKILL comes, every answer whose verdict was painted is in the store, and the session goes on."""
    rng = random.Random(4)
    told = 0
    for _ in range(ROUNDS):
        with Terminal(home) as terminal:
            terminal.wait_for("Resume")
            terminal.press("r")
            for _ in range(rng.randint(1, 3)):
                terminal.wait_for("Don't know")
                terminal.press("x")
                terminal.wait_for("again in", "again now")
                told += 1
                terminal.press("\r")
            terminal.read(rng.random() * 0.3)

        progress = SqliteProgress(home / "data" / "progress.sqlite3")
        recorded, faults = len(progress.attempts()), progress.faults()
        progress.close()
        assert recorded >= told
        assert faults == []
        told = recorded


@pytest.mark.timeout(600)
def test_a_killed_check_leaves_no_process_and_no_run_folder(home: Path) -> None:
    """SIGKILL at any moment of a check ends the sandbox too, and the next start sweeps its folders."""
    rng = random.Random(5)
    for _ in range(ROUNDS):
        with Terminal(home) as terminal:
            terminal.wait_for("Practice")
            terminal.press("p")
            terminal.wait_for("Type to narrow")
            terminal.press("\r")
            terminal.wait_for("Brief")
            terminal.press("\x13")
            end = time.monotonic() + rng.random() * 1.5
            while time.monotonic() < end:
                terminal.read(0.02)
            family = terminal.kill()

        end = time.monotonic() + 10
        while alive(family) and time.monotonic() < end:
            time.sleep(0.02)
        left = alive(family)
        for pid in left:
            os.kill(pid, signal.SIGKILL)
        assert left == set()

    done = subprocess.run(
        [sys.executable, "-m", "quizapp", "check", "first-routes"],
        env={**os.environ, "QUIZAPP_HOME": str(home)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert list((home / "run").glob("quizapp-run-*")) == []


def test_a_closed_terminal_ends_the_program(home: Path) -> None:
    """A window that is closed leaves no program that reads an empty terminal for ever, and no sandbox."""
    terminal = Terminal(home)
    terminal.wait_for("Practice")
    terminal.press("p")
    terminal.wait_for("Type to narrow")
    terminal.press("\r")
    terminal.wait_for("Brief")
    terminal.read(1.0)
    family = descendants(terminal.process.pid)

    terminal.hang_up()

    terminal.process.wait(timeout=PATIENCE)
    end = time.monotonic() + 10
    while alive(family) and time.monotonic() < end:
        time.sleep(0.02)
    assert alive(family) == set()
