"""Ask one item on a plain terminal and turn the typed lines into a response."""

from __future__ import annotations

import contextlib
import io
import signal
import string
import sys
from collections.abc import Callable, Sequence
from typing import assert_never

import click

from quizapp.cli.prose import prose
from quizapp.cli.working import on_interrupt
from quizapp.domain.grading import Arranged, Paired, Passed, Picked, Pointed, Response, Said, Typed, json_text
from quizapp.domain.items.arranged import Match, Order
from quizapp.domain.items.picked import Choice, Spot
from quizapp.domain.items.predicted import Ask, Predict
from quizapp.domain.items.said import Open
from quizapp.domain.items.typed import BLANK, Cloze, Short
from quizapp.services.answering import Showing

Say = Callable[[str], None]

DONT_KNOW = "x"
LEAVE = "q"
UNDO = "u"
BOOKMARK = ":b"
DOUBT = ":r"
NOTE = ":n"
HELP = "?"
END = "."
"""Alone on a line, it ends an answer of several lines."""


class Left(Exception):  # noqa: N818 - not an error: the learner left
    """The learner left the session."""


class Undone(Exception):  # noqa: N818 - not an error: the learner takes the answer before back
    """The learner takes the answer before back."""


class Dialogue:
    """Lines out, lines in. `q` leaves, `x` means "I don't know"; anything that makes no sense is asked again.

    Args:
        read: asks for a line; EOFError when there are no more.
        say: tells a line.
        aside: takes a line that starts with a colon: a command that concerns the answer before.
        advice: what `?` tells: everything that may be typed in place of an answer.
    """

    def __init__(
        self, read: Callable[[str], str], say: Say, aside: Say | None = None, *, advice: Sequence[str] = ()
    ) -> None:
        self._read = read
        self.say = say
        self._aside = aside
        self._advice = advice

    def ask(self, prompt: str) -> str:
        """One line of the learner's."""
        while True:
            try:
                line = self._read(prompt).strip()
            except EOFError:
                raise Left from None
            if line == LEAVE:
                raise Left
            if line == UNDO:
                raise Undone
            if line == HELP and self._advice:
                for words in self._advice:
                    self.say(prose(words))
            elif self._aside is None or line.partition(" ")[0] not in {BOOKMARK, DOUBT, NOTE}:
                return line
            else:
                self._aside(line)

    def tell(self, prompt: str) -> str | None:
        """Several lines, ended by a line with END or by the end of stdin; None for "I don't know"."""
        lines: list[str] = []
        while True:
            try:
                # Once something is written, a line with a q in it is text: leaving would lose it.
                line = self._read(prompt).rstrip() if lines else self.ask(prompt)
            except EOFError:
                break
            if line == END:
                break
            if line == DONT_KNOW and not lines:
                return None
            lines.append(line)
            self.heard("\n".join(lines))
        return "\n".join(lines)

    def heard(self, text: str) -> None:
        """After each line of several: what has been said so far. Who keeps it overrides this."""

    def pick(self, prompt: str, count: int, *, several: bool = False) -> list[int] | None:
        """Positions of what was picked, from 0; None for "I don't know"."""
        while True:
            line = self.ask(prompt)
            if line == DONT_KNOW:
                return None
            try:
                picked = [_position(word, count) for word in line.replace(",", " ").split()]
            except ValueError as error:
                self.say(str(error))
                continue
            if len(set(picked)) != len(picked):
                self.say("Something stands there twice.")
            elif not picked or (len(picked) > 1 and not several):
                self.say("Type one number or letter." if not several else "Type numbers or letters, such as: 1 3")
            else:
                return picked


def read_line(prompt: str) -> str:
    """The next line of stdin, asked for on stdout; EOFError when there are no more.

    What is no text in the terminal's encoding becomes a replacement character: it can be judged, and kept. Ctrl+C
    raises KeyboardInterrupt at once.
    """
    if isinstance(sys.stdin, io.TextIOWrapper) and sys.stdin.errors != "replace":
        with contextlib.suppress(io.UnsupportedOperation):  # something else was read from it before
            sys.stdin.reconfigure(errors="replace")
    # An event loop's own handler waits for the line that it is to interrupt.
    with on_interrupt(signal.default_int_handler):
        click.echo(prompt, nl=False)
        line = sys.stdin.readline()
    if not line:
        click.echo("")
        raise EOFError
    return line


def whole(text: str) -> int:
    """The number that was typed, if it is one and of a size that anything here has; else 0."""
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _position(word: str, count: int) -> int:
    if 1 <= whole(word) <= count:
        return whole(word) - 1
    if len(word) == 1 and word.lower() in string.ascii_lowercase[:count]:
        return string.ascii_lowercase.index(word.lower())
    raise ValueError(f"{word} is not among 1 to {count}. {DONT_KNOW}: I don't know, {LEAVE}: leave")


def ask(showing: Showing, dialogue: Dialogue) -> Response:
    """Show an item and read the response.

    Raises:
        Left: the learner left, or stdin ended.
        Undone: the learner takes the answer before back.
    """
    item = showing.item
    dialogue.say(prose(item.stem.rstrip()))
    match item:
        case Choice():
            return _ask_choice(item, showing, dialogue)
        case Short():
            return _typed([dialogue.ask("Your answer: ")])
        case Cloze():
            return _ask_cloze(item, dialogue)
        case Order():
            return _ask_order(item, showing, dialogue)
        case Match():
            return _ask_match(item, showing, dialogue)
        case Predict():
            return _ask_predict(item, dialogue)
        case Spot():
            return _ask_spot(item, showing, dialogue)
        case Open():
            return _ask_open(dialogue)
        case _:
            assert_never(item)


def _typed(texts: list[str]) -> Response:
    """Who does not know one of several parts has left it empty."""
    if all(text == DONT_KNOW for text in texts):
        return Passed()
    return Typed(texts=["" if text == DONT_KNOW else text for text in texts])


def _list(texts: list[str], dialogue: Dialogue) -> None:
    dialogue.say("")
    for number, text in enumerate(texts, 1):
        dialogue.say(prose(text.rstrip(), f"  {number}) "))


def _list_code(lines: list[str], dialogue: Dialogue) -> None:
    dialogue.say("")
    for number, line in enumerate(lines, 1):
        dialogue.say(f"  {number}) {line.rstrip()}")


def _ask_choice(item: Choice, showing: Showing, dialogue: Dialogue) -> Response:
    _list([item.options[position].text for position in showing.order], dialogue)
    prompt = "All that hold, such as 1 3: " if item.multiple else "Your choice: "
    picked = dialogue.pick(prompt, len(item.options), several=item.multiple)
    return Passed() if picked is None else Picked(options=[showing.order[place] for place in picked])


def _ask_cloze(item: Cloze, dialogue: Dialogue) -> Response:
    names = {name: f"[{number}]" for number, name in enumerate(item.blanks, 1)}
    dialogue.say("")
    dialogue.say(BLANK.sub(lambda found: f"__{names[found[1]]}__", item.code.rstrip()))
    return _typed([dialogue.ask(f"Blank {names[name]}: ") for name in item.blanks])


def _ask_order(item: Order, showing: Showing, dialogue: Dialogue) -> Response:
    every = item.lines + item.extra
    _list_code([every[position] for position in showing.order], dialogue)
    if item.extra:
        dialogue.say("Some lines belong nowhere: leave them out.")
    placed = dialogue.pick("The right order, such as 2 1 3: ", len(every), several=True)
    return Passed() if placed is None else Arranged(lines=[showing.order[place] for place in placed])


def _ask_match(item: Match, showing: Showing, dialogue: Dialogue) -> Response:
    rights = item.rights
    _list([rights[position] for position in showing.order], dialogue)
    chosen: list[int | None] = []
    for pair in item.pairs:
        picked = dialogue.pick(f"{pair.left} goes with: ", len(rights))
        chosen.append(None if picked is None else showing.order[picked[0]])
    return Passed() if all(position is None for position in chosen) else Paired(rights=chosen)


def _ask_predict(item: Predict, dialogue: Dialogue) -> Response:
    dialogue.say("")
    dialogue.say(item.app.rstrip())
    dialogue.say("")
    for step in [*item.before, item.request]:
        dialogue.say(f"  {step.written}")
    return _typed([_ask_one(one, dialogue) for one in item.asks])


def _ask_one(one: Ask, dialogue: Dialogue) -> str:
    if not one.choices:
        return dialogue.ask(f"{one.say}: ")
    _list([json_text(choice) for choice in one.choices], dialogue)
    picked = dialogue.pick(f"{one.say}: ", len(one.choices))
    return DONT_KNOW if picked is None else json_text(one.choices[picked[0]])


def _ask_spot(item: Spot, showing: Showing, dialogue: Dialogue) -> Response:
    lines = item.code.rstrip("\n").split("\n")
    dialogue.say("\n".join(f"{number:4} | {line}" for number, line in enumerate(lines, 1)))
    while True:
        line = dialogue.ask("The line with the defect: ")
        if line == DONT_KNOW:
            return Passed()
        if 1 <= whole(line) <= len(lines):
            break
        dialogue.say(f"Type a line number from 1 to {len(lines)}.")
    _list([item.options[position].text for position in showing.order], dialogue)
    picked = dialogue.pick("The defect: ", len(item.options))
    return Pointed(line=whole(line), option=None if picked is None else showing.order[picked[0]])


def _ask_open(dialogue: Dialogue) -> Response:
    dialogue.say("")
    how = f"Answer as to an interviewer, in as many lines as you like; a line with a single {END} ends it."
    dialogue.say(prose(how))
    text = dialogue.tell("> ")
    return Said(text=text) if text and text.strip() else Passed()
