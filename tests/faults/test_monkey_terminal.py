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

    def begin(self) -> None:
        """Wait for the numbers on home: until then keys are kept, to be carried out later."""
        end = time.monotonic() + PATIENCE
        while b"Foundations" not in self.tail and time.monotonic() < end:
            self.read(0.2, 1.0)
        assert b"Foundations" in self.tail, self.told()

    def answers(self) -> None:
        """It paints anew for another size."""
        for width in (100, 80):
            self.read(0.2, 5.0)
            self.tail = b""
            self.do(monkey.Size(width, 24))
            end = time.monotonic() + PATIENCE
            while not self.tail and time.monotonic() < end and self.process.poll() is None:
                self.read(0.5, 1.0)
            assert self.tail or self.has_quit, "nothing is painted any more"

    @property
    def has_quit(self) -> bool:
        """Whether the monkey found the command that quits; any other end fails."""
        code = self.process.poll()
        assert code in {None, 0}, f"ended with {code}\n{self.told()}"
        return code == 0

    def told(self) -> str:
        """The end of what was painted."""
        return self.tail[-3000:].decode(errors="replace")

    def holds(self, done: int) -> list[Sample]:
        """What it holds now; nothing when it has just quit."""
        own = Path(f"/proc/{self.process.pid}")
        try:
            lines = (line.partition(":") for line in (own / "status").read_text().splitlines())
            status = {name: value.split() for name, _, value in lines}
            files = len(list((own / "fd").iterdir()))
            memory = int(status["VmRSS"][0]) / 1024
        except (OSError, KeyError):
            return []
        return [Sample(done, memory, files, int(status["Threads"][0]), len(descendants(self.process.pid)))]

    def close(self) -> None:
        """Quit by the key, and wait for the end."""
        for name in ("escape", "escape", "ctrl+q"):
            self.do(monkey.Key(name))
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < end:
            self.read(0.1, 1.0)

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


class Monkey:
    """Sits before one program after another, over the same files."""

    def __init__(self, folder: Path) -> None:
        self.home, self._folder = folder / "home", folder
        self._person = folder / "person"
        self._person.mkdir()
        shutil.copytree(ROOT / "tests" / "packs" / "sample", self._person / "sample")
        solution = (ROOT / "sandbox" / "first-routes" / "solution" / "main.py").read_text()
        codes = [solution, solution, "def f(:\n", "while True: pass\n", "raise SystemExit"]
        self._acts = monkey.acts(random.Random(SEED), monkey.Habits(codes, "sample"))
        self.done: list[monkey.Act] = []
        self.known: set[str] = set()

    def live(self, most: int) -> list[Sample]:
        """Do so much at most, until it quits; what the program held on the way. Nothing of it is left afterwards."""
        samples: list[Sample] = []
        family: set[int] = set()
        sat = Sat(self._folder, self.home)
        try:
            sat.begin()
            while len(self.done) < most and not sat.has_quit:
                self.done.append(next(self._acts))
                sat.do(self.done[-1])
                if len(self.done) % 50 == 0:
                    family |= descendants(sat.process.pid)
                    samples += sat.holds(len(self.done))
                if len(self.done) % LOOK == 0:
                    sat.answers()
                    self._look()
                    print(f"{samples[-1:]}, {len(self.known)} attempts", flush=True)  # noqa: T201 - the run's figures
            if not sat.has_quit:
                sat.answers()
                sat.close()
            assert sat.has_quit
            assert survivors(family | in_session(sat.process.pid)) == set()
        except BaseException:
            print(*self.done[-40:], sat.told(), sep="\n")  # noqa: T201 - what led to it
            raise
        finally:
            sat.end()
        self._look()
        assert list((self.home / "run").glob("quizapp-run-*")) == []
        return samples

    def _look(self) -> None:
        """Everything that was recorded still is, here or in the backup that was made before something was restored."""
        progress = self.home / "data" / "progress.sqlite3"
        now = attempts(progress) if progress.exists() else set()
        gone = self.known - now
        assert not gone or gone <= backed_up(self._folder, self.home)
        self.known = now


def test_a_monkey_at_a_terminal_neither_ends_the_program_nor_loses_an_answer(tmp_path: Path) -> None:
    """Real services, real files, real code that runs; and everything ends with the program."""
    print(f"QUIZAPP_MONKEY={ACTS} QUIZAPP_MONKEY_SEED={SEED}")  # noqa: T201 - to repeat what fails
    sitting = Monkey(tmp_path)
    while len(sitting.done) < ACTS:
        samples = sitting.live(ACTS)
        print(  # noqa: T201 - the run's figures
            f"{len(sitting.done)} things done, {len(sitting.known)} attempts; this life had {50 * len(samples)} "
            f"and {slope(samples):.1f} MiB more for every 1000"
        )
        if len(samples) > 20:
            assert samples[-1].files <= statistics.median(each.files for each in samples[5:15]) + 20
            assert samples[-1].memory < 2 * statistics.median(each.memory for each in samples[5:15]) + 100
