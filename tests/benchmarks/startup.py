"""How soon the screen is there, and how soon a key is: `python -m tests.benchmarks.startup [ITEMS]`.

Every program runs on a terminal of its own (80 by 24), as a person would start it, by turns with the others. The
*frame* of ours is there when the name of a way in has been written (each can be pressed from then on, and what has to
wait for packs and history is carried out when they have been read); the screen is *complete* when a topic of the
roadmap has been. For programs that are not ours the frame is any text. Ratios are against a Textual app of one line.

A *key* takes from its press to the first character that is painted for it, and has a frame of sixty a second for that.
What another screen, a box or an answer is told by takes longer: then the first character is the sign that the key was
taken, and a line of its own tells when all of it stood there, which may take no longer than a screen of Textual's own
with as many parts. Escape is sent as terminals send it that tell it from the beginning of another key: with all others
the rest of one is waited for, as long as ESCDELAY says. What Textual's own widgets take, alone in an app that leaves
its garbage lying, stands below, and bounds nothing. Words to look for are typed as a hand types them, so that letters
meet what is done about the letters before, and each is awaited until it stands there. The processor's time stands
beside the clock's: other programs on the machine lengthen the second, and the first less.

posting, harlequin and pythonlings are timed where they are installed.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import random
import re
import select
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path
from typing import NamedTuple, Self

from tests.benchmarks.library import FEW, MANY, made

ROUNDS = 7
PRESSES = 150
PATIENCE = 60.0
START_BOUND = 1.5
KEY_BOUND = 0.016
WHOLE_BOUND = 1.0
"""Medians, times that of a screen of labels."""
WHOLE = ", all of it"
"""Behind what is painted in two steps."""
PARTS = 24
"""Of a screen of Textual's own: a question has as many, with what it is answered in and the keys."""
ASKED, TOLD = b"Don't know", b"Bookmark"
"""Keys below a question, and below what is told of its answer."""
ESCAPE = b"\x1b[27u"
LONG_SESSION = {"QUIZAPP_SESSION_SIZE": str(PRESSES)}
HAND = (0.03, 0.3)
"""Seconds from one letter to the next."""

MINIMAL = """
from textual.app import App
from textual.widgets import Static

class Minimal(App):
    def compose(self):
        yield Static("Hello")

Minimal().run()
"""
OURS = """
import sys
from pathlib import Path
from quizapp.cli.terminal import open_terminal
open_terminal((Path(sys.argv[1]),))
"""
ALONE = """
import gc
import sys
from textual.app import App
from textual.widgets import Input, OptionList, TextArea

class Alone(App):
    def compose(self):
        match sys.argv[1]:
            case "list":
                yield OptionList(*(f"Line {number}" for number in range(40)))
            case "input":
                yield Input(placeholder="Words")
            case "editor":
                yield TextArea.code_editor("import os\\n" * 40, language="python")

gc.disable()
Alone().run()
"""
SCREENS = """
import gc
import sys
from textual.app import App
from textual.screen import Screen
from textual.widgets import Footer, Static

class Labels(Screen):
    BINDINGS = [("q", "app.pop_screen", "Back"), ("a", "app.bell", "Labels")]

    def compose(self):
        for number in range(int(sys.argv[1])):
            yield Static(f"Line {number} of many words, more than a few of which are read")
        yield Footer()

class Screens(App):
    BINDINGS = [("s", "open", "Open")]

    def compose(self):
        yield Static("Hello")
        yield Footer()

    def action_open(self):
        self.push_screen(Labels())

gc.disable()
Screens().run()
"""
BASE = "Textual, one line"
FRAME, NUMBERS = b"Practice", b"Subject 1"
"""What is painted first, and what only when packs and history have been read."""
ESCAPES = re.compile(rb"\x1b(\[[0-?]*[ -/]*[@-~]|\].*?(\x07|\x1b\\)|[()].|.)", re.DOTALL)
ANY_TEXT = re.compile(rb"[A-Za-z]{3}")


class Taken(NamedTuple):
    """What something took, in seconds."""

    wall: float
    processor: float


class Program:
    """A program on a terminal of its own."""

    def __init__(self, arguments: list[str], home: Path) -> None:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self._fd = ours
        self._unread = b""
        self.begun = time.perf_counter()
        self.process = subprocess.Popen(
            arguments,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            env={**os.environ, "QUIZAPP_HOME": str(home), "HOME": str(home), "TERM": "xterm-256color", **LONG_SESSION},
        )
        os.close(theirs)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self._fd)

    def _read(self, seconds: float) -> bool:
        if not select.select([self._fd], [], [], seconds)[0]:
            return False
        self._unread += os.read(self._fd, 65536)
        return True

    def wait_for(self, words: bytes | None) -> float:
        """The moment at which these words were painted, any text if None; on the alternate screen only."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self._read(0.5)
            screen = self._unread.partition(b"\x1b[?1049h")[2] or self._unread
            text = ESCAPES.sub(b"", screen)
            if (words in text) if words else (b"\x1b[?1049h" in self._unread and ANY_TEXT.search(text)):
                return time.perf_counter()
        raise TimeoutError(f"never painted {words!r}: {self._unread[-500:]!r}")

    def settle(self, seconds: float = 0.15) -> None:
        """Take in what is still painted, until nothing is for so long, or a cursor blinks on."""
        end = time.monotonic() + 10 * seconds
        while self._read(seconds) and time.monotonic() < end:
            pass
        self._unread = b""

    def rest(self, seconds: float) -> None:
        """Take in what is painted for so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._read(left)
        self._unread = b""

    def press(self, keys: bytes, words: bytes | None = None) -> Taken:
        """What passes from a key to the first thing painted for it, or to these words."""
        begun, spent = time.perf_counter(), self._spent()
        os.write(self._fd, keys)
        if words is not None:
            return Taken(self.wait_for(words) - begun, self._spent() - spent)
        if not self._read(PATIENCE):
            raise TimeoutError(f"nothing was painted for {keys!r}")
        return Taken(time.perf_counter() - begun, self._spent() - spent)

    def bring(self, keys: bytes, words: bytes) -> tuple[Taken, Taken]:
        """What passes from a key to the first thing painted for it, and to these words."""
        begun, spent = time.perf_counter(), self._spent()
        first = self.press(keys)
        return first, Taken(self.wait_for(words) - begun, self._spent() - spent)

    def _spent(self) -> float:
        """Seconds of processor time, to the nanosecond, of the threads that are alive."""
        nanoseconds = 0
        for task in Path(f"/proc/{self.process.pid}/task").iterdir():
            with contextlib.suppress(OSError):  # it has ended since
                nanoseconds += int((task / "schedstat").read_text().split()[0])
        return nanoseconds / 1e9

    @property
    def processor(self) -> float:
        """Seconds of processor time so far, to a hundredth; threads that have ended count too."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def started(arguments: list[str], home: Path, words: list[bytes | None]) -> list[Taken]:
    """From the command to the paint of each of these words, one after another, in a fresh process."""
    with Program(arguments, home) as program:
        return [Taken(program.wait_for(each) - program.begun, program.processor) for each in words]


def starts(arguments: list[str], home: Path) -> bool:
    """Whether a program that is not ours comes up here; one that wants more of the machine than it has is left out."""
    try:
        started(arguments, home, [None])
    except OSError as error:  # its terminal is closed, or it painted nothing
        say(f"left out: {arguments[0]}, {error}")
        return False
    return True


def keys(program: Program, presses: int) -> dict[str, list[Taken]]:
    """What each press took in a large library, by what was done."""
    program.wait_for(NUMBERS)
    program.settle(1.0)
    found = {"home, arrow keys": series(program, moves(presses))}
    program.press(b"/", b"Search")
    program.settle(0.5)
    found["search, typing"] = by_hand(program, presses)
    program.press(ESCAPE, b"Practice")
    program.settle(0.5)
    times = max(5, presses * 2 // 3)  # a hundred: of fewer the 99th percentile is the worst of all
    for name, key, words in (("a question", b"s", ASKED), ("search", b"/", b"Search"), ("help", b"?", b"closes")):
        there, back = f"home, to {name}", f"home, back from {name}"
        found |= in_turn(program, times, [(there, b"", key, words), (back, b"", ESCAPE, FRAME)])
    program.press(b"s", ASKED)
    program.settle(0.5)
    found["question, an option"] = series(program, [b"1", b"2", b"3", b"\x1b[A"] * (presses // 4))
    answering, going_on = ("question, answering", b"1", b"\r", TOLD), ("question, going on", b"", b"\r", ASKED)
    return found | in_turn(program, max(5, presses // 5), [answering, going_on])  # a session has no more


def editing(program: Program, presses: int) -> dict[str, list[Taken]]:
    """What each press took in the editor of a coding task."""
    program.wait_for(b"Welcome")
    program.settle(1.0)
    program.press(b"p", b"Coding tasks")
    program.settle(1.0)
    program.press(b"\r", b"Check")
    program.settle(2.0)
    program.press(b"2")
    program.settle(1.0)
    return {"editor, typing": series(program, code(presses))}


def alone(presses: int) -> dict[str, list[Taken]]:
    """What each press takes in a widget of Textual's that has an app to itself, by its name."""
    found = {}
    with tempfile.TemporaryDirectory() as home:
        for widget, strokes in {"list": moves(presses), "input": words(presses), "editor": code(presses)}.items():
            with Program([sys.executable, "-c", ALONE, widget], Path(home)) as program:
                program.wait_for(None)
                program.settle(0.5)
                found[widget] = series(program, strokes)
    return found


def labels(presses: int) -> list[Taken]:
    """What it takes until a screen of labels stands there, in an app of Textual's that has nothing else."""
    with (
        tempfile.TemporaryDirectory() as home,
        Program([sys.executable, "-c", SCREENS, str(PARTS)], Path(home)) as program,
    ):
        program.wait_for(b"Open")
        program.settle(0.5)
        steps = [("there", b"", b"s", b"Labels"), ("back", b"", b"q", b"Open")]
        return in_turn(program, max(5, presses // 5), steps)["there" + WHOLE]


def moves(presses: int) -> list[bytes]:
    """Arrow keys, about so many."""
    return [b"\x1b[B", b"\x1b[B", b"\x1b[A", b"\x1b[B"] * max(1, presses // 4)


def words(presses: int) -> list[bytes]:
    """Words that are typed and taken back, again and again."""
    typed = [bytes([letter]) for letter in b"header cookie"]
    return [*typed, *[b"\x7f"] * len(typed)] * max(1, presses // 26)


def code(presses: int) -> list[bytes]:
    """Lines of code."""
    return [bytes([letter]) for letter in b"value = other(1, x)\r" * max(1, presses // 20)]


def in_turn(program: Program, times: int, steps: list[tuple[str, bytes, bytes, bytes]]) -> dict[str, list[Taken]]:
    """What each of these took, one after another and so many times: until the first character, and until all was there.

    Each has its name, a key that goes before and is not timed, the key, and words that are painted with the last.
    """
    found: dict[str, list[Taken]] = {}
    for _ in range(times):
        for name, before, key, words in steps:
            if before:
                program.press(before)
                program.settle()
            first, whole = program.bring(key, words)
            program.settle()
            found.setdefault(name, []).append(first)
            found.setdefault(name + WHOLE, []).append(whole)
    return found


def series(program: Program, strokes: list[bytes]) -> list[Taken]:
    """What each of these keys took, one after another."""
    taken = []
    for stroke in strokes:
        taken.append(program.press(stroke))
        program.settle(0.03)
    return taken


def by_hand(program: Program, presses: int) -> list[Taken]:
    """What each letter took until the words stood there, typed with a hand's pauses."""
    taken, typed, hand = [], b"", random.Random(1)
    for stroke in words(presses):
        typed = typed[:-1] if stroke == b"\x7f" else typed + stroke
        program.rest(hand.uniform(*HAND))
        taken.append(program.press(stroke, typed.strip() or None))
    return taken


def percentile(values: list[float], share: float) -> float:
    """The value that so large a share does not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def say(line: str) -> None:
    """Print at once."""
    print(line, flush=True)  # noqa: T201 - a script's answer


def measure(folder: Path, many: int, rounds: int, presses: int) -> bool:
    """Print everything; whether it stays within its bounds."""
    small, known = made(folder, FEW)
    large, _ = made(folder, many, known)
    complete: list[bytes | None] = [FRAME, NUMBERS]
    programs: dict[str, tuple[list[str], Path, list[bytes | None]]] = {
        BASE: ([sys.executable, "-c", MINIMAL], small.home, [b"Hello"]),
        f"quizapp, {FEW} items": ([sys.executable, "-c", OURS, str(small.root)], small.home, complete),
        f"quizapp, {many} items": ([sys.executable, "-c", OURS, str(large.root)], large.home, complete),
    }
    for other in ("posting", "harlequin", "pythonlings"):
        if (path := shutil.which(other)) and starts([path], small.home):
            programs[other] = ([path], small.home, [None])
    taken: dict[str, list[list[Taken]]] = {name: [] for name in programs}
    for turn in range(rounds + 1):
        for name, (arguments, home, words) in programs.items():
            once = started(arguments, home, words)
            if turn:  # the first start of each fills the caches
                taken[name].append(once)
    middle = {
        f"{name}, {what}": Taken(statistics.median(t.wall for t in each), statistics.median(t.processor for t in each))
        for name, rounds_of_it in taken.items()
        for what, each in zip(("frame", "complete"), zip(*rounds_of_it, strict=True), strict=False)
    }
    base = middle[f"{BASE}, frame"]
    say(f"frame: any text, of quizapp the word {FRAME.decode()}; complete: the words {NUMBERS.decode()} of the roadmap")
    say(f"{'start to paint, median':34} {'clock':>9} {'ratio':>6} {'processor':>10} {'ratio':>6}  bound")
    holds = True
    for name, each in middle.items():
        ratio, work = each.wall / base.wall, each.processor / base.processor
        bound = f"{START_BOUND}" if name.startswith("quizapp") and name.endswith("frame") else "-"
        over = bound != "-" and min(ratio, work) > START_BOUND
        holds &= not over
        say(
            f"{name:34} {each.wall * 1000:>6.0f} ms {ratio:>6.2f} {each.processor * 1000:>7.0f} ms {work:>6.2f}"
            f"  {bound}{'  over' if over else ''}"
        )
    say(f"\n{'key to the first paint for it':40} {'clock':>16} {'processor':>20}")
    say(f"{'':40} {'p50':>6} {'p99':>9} {'p50':>10} {'p99':>9}  bound")
    arguments, home, _ = programs[f"quizapp, {many} items"]
    with Program(arguments, home) as program:
        pressed = keys(program, presses)
    with Program([sys.executable, "-m", "quizapp"], folder / "home-of-its-own") as program:
        pressed |= editing(program, presses)
    screen = labels(presses)
    for name, strokes in pressed.items():
        line, worst = figures(name, strokes)
        if name.endswith(WHOLE):
            ratio = compared(strokes, screen)
            over, bound = ratio > WHOLE_BOUND, f"{ratio:.2f} x labels, at most {WHOLE_BOUND}"
        else:
            over, bound = worst > KEY_BOUND, f"p99 {KEY_BOUND * 1000:.0f} ms"
        holds &= not over
        say(f"{line}  {bound}{'  over' if over else ''}")
    for widget, strokes in {f"screen of {PARTS} labels": screen, **alone(presses)}.items():
        line, _ = figures(f"Textual's {widget} alone", strokes)
        say(f"{line}  -")
    return holds


def figures(name: str, each: list[Taken]) -> tuple[str, float]:
    """A line of the table, and the 99th percentile in seconds: the better one of clock and processor."""
    walls, works = [taken.wall for taken in each], [taken.processor for taken in each]
    worst = percentile(walls, 0.99), percentile(works, 0.99)
    told = " ".join(
        f"{n * 1000:>7.1f} ms" for n in (statistics.median(walls), worst[0], statistics.median(works), worst[1])
    )
    return f"{name:38} {told}", min(worst)


def compared(ours: list[Taken], theirs: list[Taken]) -> float:
    """How many times as long ours takes, by medians: the better one of clock and processor."""
    return min(
        statistics.median(taken[which] for taken in ours) / statistics.median(taken[which] for taken in theirs)
        for which in range(2)
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        sys.exit(not measure(Path(scratch), int(sys.argv[1]) if sys.argv[1:] else MANY, ROUNDS, PRESSES))
