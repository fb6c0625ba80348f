"""A monkey at a real terminal, before the real program: it answers as long as it is pressed, and leaves nothing behind.

`QUIZAPP_MONKEY=3000` does so many things, `QUIZAPP_MONKEY_SEED` repeats them; and what the program holds is printed.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import random
import select
import shutil
import statistics
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from quizapp.store.progress import SqliteProgress
from tests.family import descendants, in_session, survivors
from tests.ui import monkey

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
    pytest.mark.timeout(7200),
]

ACTS = int(os.environ.get("QUIZAPP_MONKEY", "40"))
SEED = int(os.environ.get("QUIZAPP_MONKEY_SEED", "20261122"))
LOOK = 250
"""After so much the files are looked into, and the program has to answer."""
PATIENCE = 90.0
RESTING = 4
"""Looks at the program, a hundredth of a second apart, at which it sleeps and paints nothing: it has done what it was
told."""
LONGEST = 3.0
"""Seconds after which the next thing is done anyway: somewhere a clock may run."""
ROOT = Path(__file__).parents[2]
ON_A_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    "os.execv(sys.executable, [sys.executable, '-m', 'quizapp'])"
)
"""The program as the leader of a session whose terminal this is, so that a change of size comes as a signal."""
CODES = {
    "enter": "\r",
    "escape": "\x1b[27u",
    "space": " ",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "backspace": "\x7f",
    "delete": "\x1b[3~",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "shift+up": "\x1b[1;2A",
    "shift+down": "\x1b[1;2B",
    "ctrl+left": "\x1b[1;5D",
    "ctrl+right": "\x1b[1;5C",
    **{f"f{place}": f"\x1bO{letter}" for place, letter in enumerate("PQRS", start=1)},
    **{f"f{place}": f"\x1b[{code}~" for place, code in enumerate((15, 17, 18, 19, 20, 21, 23, 24), start=5)},
    "shift+f6": "\x1b[17;2~",
    **{f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"},
}


class Sample(NamedTuple):
    """What the program holds at a moment."""

    done: int
    memory: float
    """MiB that are resident."""
    files: int
    threads: int
    children: int


class Sat:
    """A terminal with the program on it."""

    def __init__(self, folder: Path, home: Path) -> None:
        stand_in = folder / "stand-in"
        stand_in.write_text('#!/bin/sh\necho "$@" >> "$HOME/opened"\n')
        stand_in.chmod(0o700)
        self._ours, theirs = os.openpty()
        self._size(80, 24)
        self.size = (80, 24)
        variables = {
            "QUIZAPP_HOME": str(home),
            "HOME": str(folder / "person"),
            "TERM": "xterm-256color",
            "BROWSER": f"{stand_in} %s",
            "VISUAL": str(stand_in),
            "EDITOR": str(stand_in),
            "PYTHONPATH": str(ROOT),
        }
        kept = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
        self.process = subprocess.Popen(
            [sys.executable, "-c", ON_A_TERMINAL],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            cwd=folder / "person",
            env={**kept, **variables},
        )
        os.close(theirs)
        os.set_blocking(self._ours, False)
        self.tail = b""

    def _size(self, width: int, height: int) -> None:
        fcntl.ioctl(self._ours, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def do(self, act: monkey.Act) -> None:
        """One thing, as a terminal does it."""
        width, height = self.size
        match act:
            case monkey.Key(name):
                self._type(CODES.get(name, name))
            case monkey.Paste(text):
                self._type(f"\x1b[200~{text}\x1b[201~")
            case monkey.Focus(won):
                self._type("\x1b[I" if won else "\x1b[O")
            case monkey.Click(x, y, times):
                at = f"{int(x * width) + 1};{int(y * height) + 1}"
                self._type(f"\x1b[<0;{at}M\x1b[<0;{at}m" * times)
            case monkey.Drag(x, y, to_x, to_y):
                begun = f"{int(x * width) + 1};{int(y * height) + 1}"
                ended = f"{int(to_x * width) + 1};{int(to_y * height) + 1}"
                self._type(f"\x1b[<0;{begun}M\x1b[<32;{ended}M\x1b[<0;{ended}m")
            case monkey.Wheel(x, y, down):
                self._type(f"\x1b[<{65 if down else 64};{int(x * width) + 1};{int(y * height) + 1}M")
            case monkey.Size(width, height):
                self.size = (width, height)
                self._size(width, height)
        self.rest()

    def rest(self) -> None:
        """Wait until the program has come to what was sent, however busy the machine is."""
        end, resting = time.monotonic() + LONGEST, 0
        while resting < RESTING and time.monotonic() < end:
            painted = select.select([self._ours], [], [], 0.01)[0] and self._take()
            resting = 0 if painted or self._is_busy() else resting + 1

    def _is_busy(self) -> bool:
        with contextlib.suppress(OSError):
            return Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()[0] == "R"
        return False

    def _type(self, text: str) -> None:
        """As much at a time as the terminal takes; what is painted meanwhile is read."""
        left = text.encode()
        end = time.monotonic() + PATIENCE
        while left:
            assert time.monotonic() < end, f"reads no keys any more: {self.tail[-500:]!r}"
            readable, writable, _ = select.select([self._ours], [self._ours], [], 1.0)
            if readable:
                self._take()
            if writable:
                with contextlib.suppress(BlockingIOError):
                    left = left[os.write(self._ours, left[:512]) :]

    def _take(self) -> bool:
        try:
            painted = os.read(self._ours, 1 << 16)
        except OSError:  # the other end is closed
            return False
        self.tail = (self.tail + painted)[-20_000:]
        return bool(painted)

    def read(self, quiet: float, longest: float) -> None:
        """Take in what is painted until nothing is, for a while."""
        end = time.monotonic() + longest
        while (left := end - time.monotonic()) > 0 and select.select([self._ours], [], [], min(quiet, left))[0]:
            if not self._take():
                return

    def answers(self) -> None:
        """It paints anew for another size."""
        for width in (100, 80):
            self.read(0.2, 5.0)
            self.tail = b""
            self.do(monkey.Size(width, 24))
            end = time.monotonic() + PATIENCE
            while not self.tail and time.monotonic() < end and self.process.poll() is None:
                self.read(0.5, 1.0)
            assert self.process.poll() is None, f"ended: {self.process.returncode}\n{self.told()}"
            assert self.tail, "nothing is painted any more"

    def told(self) -> str:
        """The end of what was painted."""
        return self.tail[-3000:].decode(errors="replace")

    def holds(self, done: int) -> Sample:
        """What it holds now."""
        own = Path(f"/proc/{self.process.pid}")
        lines = (line.partition(":") for line in (own / "status").read_text().splitlines())
        status = {name: value.split() for name, _, value in lines}
        return Sample(
            done,
            int(status["VmRSS"][0]) / 1024,
            len(list((own / "fd").iterdir())),
            int(status["Threads"][0]),
            len(descendants(self.process.pid)),
        )

    def close(self) -> int:
        """Quit by the key; how it ended."""
        for name in ("escape", "escape", "ctrl+q"):
            self.do(monkey.Key(name))
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < end:
            self.read(0.1, 1.0)
        return self.process.wait(timeout=1)

    def end(self) -> None:
        """Leave nothing, whatever happened."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._ours)


def attempts(file: Path) -> set[str]:
    """The attempts of a history in which nothing is wrong, read as another program would."""
    progress = SqliteProgress(file)
    found, faults = {attempt.id for attempt in progress.attempts(undone=True)}, progress.faults()
    progress.close()
    assert faults == []
    return found


def backed_up(folder: Path, home: Path) -> set[str]:
    """The attempts that some backup holds: whoever goes back to one leaves what was there among them."""
    found = set()
    for backup in (home / "data").rglob("*.sqlite3"):
        if backup.name != "progress.sqlite3":
            found |= attempts(Path(shutil.copy(backup, folder / "looked-at.sqlite3")))
    return found


def slope(samples: list[Sample]) -> float:
    """MiB that come with every 1000 things done, without the first third, in which everything is loaded."""
    late = samples[len(samples) // 3 :]
    if len(late) < 2:
        return 0.0
    return statistics.linear_regression([each.done for each in late], [each.memory for each in late]).slope * 1000


def test_a_monkey_at_a_terminal_neither_ends_the_program_nor_loses_an_answer(tmp_path: Path) -> None:
    """Real services, real files, real code that runs; and everything ends with the program."""
    print(f"QUIZAPP_MONKEY={ACTS} QUIZAPP_MONKEY_SEED={SEED}")  # noqa: T201 - to repeat what fails
    home, person = tmp_path / "home", tmp_path / "person"
    person.mkdir()
    shutil.copytree(ROOT / "tests" / "packs" / "sample", person / "sample")
    solution = (ROOT / "sandbox" / "first-routes" / "solution" / "main.py").read_text()
    habits = monkey.Habits([solution, solution, "def f(:\n", "while True: pass\n", "raise SystemExit"], "sample")
    acts = monkey.acts(random.Random(SEED), habits)
    progress = home / "data" / "progress.sqlite3"
    known: set[str] = set()
    samples: list[Sample] = []
    done: list[monkey.Act] = []
    sat = Sat(tmp_path, home)
    family: set[int] = set()
    try:
        sat.read(3.0, PATIENCE)
        for count in range(1, ACTS + 1):
            done.append(next(acts))
            sat.do(done[-1])
            assert sat.process.poll() is None, f"ended: {sat.process.returncode} after {done[-30:]}\n{sat.told()}"
            if count % 50 == 0:
                samples.append(sat.holds(count))
            if count % LOOK == 0 or count == ACTS:
                sat.answers()
                now = attempts(progress) if progress.exists() else set()
                assert known - now <= (backed_up(tmp_path, home) if known - now else set())
                known = now
                print(f"{sat.holds(count)}, {len(known)} attempts", flush=True)  # noqa: T201 - the run's figures
        family = descendants(sat.process.pid)
        code = sat.close()
        left = survivors(family | in_session(sat.process.pid))
    finally:
        sat.end()

    assert code == 0, sat.told()
    assert left == set()
    assert list((home / "run").glob("quizapp-run-*")) == []
    if progress.exists():
        attempts(progress)
    print(f"{len(known)} attempts; {slope(samples):.1f} MiB for every 1000 things done")  # noqa: T201 - as above
    if len(samples) > 20:
        files = [each.files for each in samples]
        assert statistics.median(files[-5:]) <= statistics.median(files[5:10]) + 20
        assert samples[-1].memory < 2 * statistics.median(each.memory for each in samples[5:10]) + 100
