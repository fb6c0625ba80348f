"""What a monkey does at a terminal: keys, pastes, clicks, wheels, sizes, and looks at other windows.

It knows habits, so that it gets deep: it answers, has code judged, holds interviews to their end. It types
no slash and no tilde, so that no file that it names lies outside the folder that it sits in, and no `q`, which quits.
"""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Key:
    """A key by Textual's name, or a character."""

    name: str


@dataclass(frozen=True)
class Paste:
    """A text that comes in one piece."""

    text: str


@dataclass(frozen=True)
class Click:
    """A press of the mouse at a place, as parts of width and height."""

    x: float
    y: float
    times: int = 1


@dataclass(frozen=True)
class Drag:
    """The mouse pressed at one place and let go at another."""

    x: float
    y: float
    to_x: float
    to_y: float


@dataclass(frozen=True)
class Wheel:
    """A turn of the wheel at a place."""

    x: float
    y: float
    down: bool


@dataclass(frozen=True)
class Size:
    """The terminal gets another size."""

    width: int
    height: int


@dataclass(frozen=True)
class Focus:
    """The terminal's window is looked at again, or left."""

    won: bool


Act = Key | Paste | Click | Drag | Wheel | Size | Focus
Habit = Callable[[random.Random], list[Act]]

SIZES = [(80, 24), (80, 24), (120, 40), (60, 20), (200, 60), (300, 100), (20, 6), (3, 2), (1, 1), (300, 1), (1, 100)]
LETTERS = string.ascii_lowercase.replace("q", "")
NAMED = ["enter", "escape", "space", "tab", "shift+tab", "backspace", "delete", "home", "end", "pageup", "pagedown"]
ARROWS = ["up", "down", "left", "right"]
KEYS = [
    *LETTERS,
    *string.digits,
    *NAMED * 2,
    *[*ARROWS, "enter", "escape"] * 4,
    *(f"f{number}" for number in range(1, 13)),
    *(f"ctrl+{letter}" for letter in "abdefgklnoprstuvwxy"),
    *["?", ",", ".", "[", ":", "K", "J", "R", "G", "shift+up", "shift+down", "shift+f6", "ctrl+left", "ctrl+right"],
]
NASTY = [
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 [/] [b]bold[/b] \x1b[2J\x1b[999;999H",
    "def f(:\n\treturn '\\x1b[?1049l'\r\n" * 40,
    "\x00\x07\x08\x7f\x9b31m",
    "\u202eevil\u2066 \u0301\u0301\u0301 \U0001f468\u200d\U0001f469\u200d\U0001f467 \u5bbf\u984c \ufeff",
    "x" * 20_000,
    "word " * 3_000,
    "\n" * 500,
    "((((" * 300,
    "",
]
"""What a clipboard may hold."""


def keys(*names: str) -> list[Act]:
    """These keys, one after another."""
    return [Key(name) for name in names]


def typed(text: str) -> list[Act]:
    """A text, character by character."""
    names = {" ": "space", "\n": "enter"}
    return [Key(names.get(character, character)) for character in text]


def stray(chance: random.Random) -> Act:
    """Something without a purpose."""
    x, y = chance.random(), chance.random()
    kind = chance.random()
    if kind < 0.84:
        return Key(chance.choice(KEYS))
    if kind < 0.90:
        return Click(x, y, chance.choice([1, 1, 1, 2, 3]))
    if kind < 0.93:
        return Wheel(x, y, chance.random() < 0.5)
    if kind < 0.94:
        return Drag(x, y, chance.random(), chance.random())
    if kind < 0.97:
        return Size(*chance.choice(SIZES))
    if kind < 0.98:
        return Paste(chance.choice(NASTY))
    return Key("f8") if kind < 0.99 else Focus(chance.random() < 0.5)


HOME = keys(*["escape"] * 6)


class Habits:
    """Ways to get somewhere from home, and what is done there."""

    def __init__(self, codes: Sequence[str], pack: str) -> None:
        """Habits.

        Args:
            codes: files for the editor, right ones and wrong ones.
            pack: a folder beside the monkey with a pack in it.
        """
        self._codes = codes
        self._pack = pack
        self._all: list[tuple[int, Habit]] = [
            (9, self.study),
            (4, self.choose),
            (6, self.practise),
            (3, self.serve),
            (7, self.interview),
            (3, self.packs),
            (4, self.settings),
            (2, self.own_keys),
            (2, self.backups),
            (3, self.look),
            (2, self.command),
            (1, self.tour),
        ]

    def one(self, chance: random.Random) -> list[Act]:
        """A habit by its weight, from home."""
        weights = [weight for weight, _ in self._all]
        (habit,) = chance.choices([habit for _, habit in self._all], weights)
        return [Size(*chance.choice(SIZES[:4])), *HOME, *habit(chance)]

    def _answers(self, chance: random.Random, most: int) -> list[Act]:
        """Answers, and what is done when their verdicts are there; an interview passes over that."""
        given: list[list[Act]] = [
            *[keys(chance.choice("1234"), "enter")] * 3,
            keys(*chance.choices("1234", k=2), "enter"),
            keys("x"),
            keys("ctrl+g"),
            [*typed("wait"), Key("enter")],
            [*typed("all wait"), Key("ctrl+s"), *typed("o no"), Key("ctrl+s")],
            keys("space", "down", "space", "J", "enter"),
        ]
        told: list[list[Act]] = [
            *[keys("enter")] * 6,
            keys(chance.choice("1234"), "enter"),
            keys("b", "enter"),
            keys("n", "escape", "enter"),
            keys("p", "escape", "enter"),
            keys("u"),
            [Key("r"), *typed("why"), *keys("ctrl+s", "enter")],
        ]
        acts: list[Act] = []
        for _ in range(chance.randint(1, most)):
            acts += [*chance.choice(given), *chance.choice(told)]
        return acts

    def study(self, chance: random.Random) -> list[Act]:
        """Go on with a session or begin one, and answer."""
        return [*keys(chance.choice(["r", "s", "s"]), "enter"), *self._answers(chance, 12)]

    def choose(self, chance: random.Random) -> list[Act]:
        """A session of one's own choice."""
        turns = chance.choices(["down", "up", "right", "left", "tab", "space"], k=8)
        return [*keys("c", *turns, "enter"), *self._answers(chance, 6)]

    def _open_task(self, chance: random.Random) -> list[Act]:
        return keys("p", *["down"] * chance.choice([0, 0, 0, 1, 2, 7]), "enter")

    def practise(self, chance: random.Random) -> list[Act]:
        """Open a task, write, have it judged, look at hints, versions and the solution, begin again."""
        acts = [*self._open_task(chance), Key("f7"), Paste(chance.choice(self._codes)), Key("ctrl+s")]
        after: list[list[Act]] = [
            [Key("end"), *typed("\nx = [1, "), Key("ctrl+s")],
            keys("f9", "down", "enter", "enter"),
            keys("escape", "R", "enter"),
            keys("f2", "f2"),
            keys("f10", "enter"),
            keys("f6", "space", "g", "n"),
            keys("ctrl+z", "ctrl+z", "ctrl+y", "f5"),
            [Key("ctrl+n"), *typed("extra.py"), Key("enter"), *typed("y = 2\n"), Key("ctrl+s")],
            [Paste(chance.choice(NASTY)), Key("f5")],
            keys("f3", "1", "3", "4", "5"),
            keys("ctrl+s", "escape"),
        ]
        for _ in range(chance.randint(1, 5)):
            acts += chance.choice(after)
        return acts

    def serve(self, chance: random.Random) -> list[Act]:
        """Keep the app running, and send it requests by hand."""
        request = [Key("ctrl+l"), *typed("GET "), *keys("ctrl+s", "enter", "ctrl+o", "enter", "escape")]
        return [
            *self._open_task(chance),
            Key("ctrl+t"),
            *request,
            *keys("a", "y", "5", chance.choice(["ctrl+t", "down"])),
        ]

    def interview(self, chance: random.Random) -> list[Act]:
        """Hold an interview, mostly to its end, and look at the debrief."""
        acts = keys("i", *["down"] * chance.choice([0, 0, 1, 2]), "enter", "enter", "b")
        acts += self._answers(chance, 10)
        acts += keys(*chance.choices(["f3", "f4", "f5", "f6", "f7", "f9", "enter", "escape"], k=4))
        if chance.random() < 0.7:
            acts += keys(*["f10", "enter"] * 3)
        return [*acts, *keys(*chance.choices(["down", "enter", "w", "c", "1", "escape", "pagedown"], k=4))]

    def packs(self, chance: random.Random) -> list[Act]:
        """Add a pack, switch it, take it out."""
        some: list[list[Act]] = [
            [Key("a"), *typed(chance.choice([self._pack, "nowhere"])), *keys("enter", "enter", "enter")],
            keys("down", "space"),
            keys("l", "pagedown", "escape"),
            keys("u", "enter"),
            keys("down", "d", "enter"),
            keys("enter", "o"),
        ]
        acts = keys("o")
        for _ in range(chance.randint(1, 4)):
            acts += chance.choice(some)
        return acts

    def settings(self, chance: random.Random) -> list[Act]:
        """Change a value, export and import."""
        change: list[Act] = [Key("enter"), *keys(*chance.choices([*ARROWS, *string.digits, "backspace"], k=4), "enter")]
        some: list[list[Act]] = [
            change,
            keys("d"),
            [*keys("e", "ctrl+u"), *typed(f"set{chance.randint(0, 3)}.toml"), Key("enter")],
            [*keys("i", "ctrl+u"), *typed(f"set{chance.randint(0, 3)}.toml"), Key("enter")],
            keys("f8"),
        ]
        acts = keys(",")
        for _ in range(chance.randint(1, 4)):
            acts += [*keys(*["down"] * chance.randint(0, 18)), *chance.choice(some)]
        return acts

    def own_keys(self, chance: random.Random) -> list[Act]:
        """Give a command another key, and take it back."""
        moved = keys(
            ",", "c", *["down"] * chance.randint(0, 40), "enter", chance.choice(["f4", "Z", "ctrl+k"]), "enter"
        )
        return [*moved, *keys("enter", "backspace", "d", "enter")]

    def backups(self, chance: random.Random) -> list[Act]:
        """Go back to an earlier state of everything."""
        return keys("b", *["down"] * chance.randint(0, 2), "enter", chance.choice(["enter", "escape", "tab"]), "enter")

    def look(self, chance: random.Random) -> list[Act]:
        """Walk through what there is to read."""
        seen = chance.choice([["t", "1", "2", "w", "5"], ["g", "a", "s"], ["t", "enter", "p"], ["?"], ["ctrl+b", "a"]])
        return keys(*seen, *chance.choices([*ARROWS, "enter", "pagedown", "escape"], k=6))

    def command(self, chance: random.Random) -> list[Act]:
        """Run something from the palette; quitting starts with a letter that is not typed."""
        word = chance.choice(["sea", "the", "boo", "hel", "glo", "und", "note", "jump", "scr", "max"])
        return [Key("ctrl+p"), *typed(word), *keys("down", "enter", *chance.choices(KEYS, k=3))]

    def tour(self, chance: random.Random) -> list[Act]:
        """The tour, or a part of it."""
        return [*keys("n", "enter"), *self._answers(chance, 3), *keys("n", "n", "enter")]


def acts(chance: random.Random, habits: Habits) -> Iterator[Act]:
    """For ever: a habit, with slips in it, or something without a purpose."""
    while True:
        if chance.random() < 0.25:
            yield from (stray(chance) for _ in range(chance.randint(3, 30)))
            continue
        for act in habits.one(chance):
            yield act
            slip = chance.random()
            if slip < 0.05:
                yield stray(chance)
            elif slip < 0.055:
                break
