"""Jump: a letter on everything that can be gone to or pressed; the letter goes there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Key, Resize
from textual.geometry import Size
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from quizapp.ui.keys import bindings
from quizapp.ui.widgets.once import LeftOnce
from quizapp.ui.widgets.targets import Target, targets

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""Those under resting fingers first."""


def labels(count: int) -> list[str]:
    """So many labels of one letter, or of two as soon as one is not enough for all; none begins another one."""
    singles = len(LETTERS)
    while singles + (len(LETTERS) - singles) * len(LETTERS) < count:
        singles -= 1
    pairs = ["".join(pair) for pair in product(LETTERS[singles:], LETTERS)]
    return [*LETTERS[:singles], *pairs][:count]


class Label(Static):
    """The letter over a target."""

    def __init__(self, label: str, target: Target) -> None:
        super().__init__(Content(label), markup=False)
        self.label = label
        self.target = target
        self.styles.offset = (target.x, target.y)

    def follow(self, typed: str) -> bool:
        """Show what is still to be typed; whether this can still be meant."""
        self.display = self.label.startswith(typed)
        self.update(Content(self.label[len(typed) :]))
        return bool(self.display)


class JumpScreen(LeftOnce, ModalScreen[Target | None]):
    """Lies over a screen, and lets it be seen. Answers with the target; Escape with None."""

    BINDINGS = bindings("jump")
    AUTO_FOCUS = ""

    def __init__(self, targets: Sequence[Target]) -> None:
        super().__init__()
        most = len(LETTERS) ** 2
        self._targets = targets[:most]
        self._typed = ""
        self._drawn: Size | None = None

    def compose(self) -> ComposeResult:
        """The letters, and below what to do with them."""
        for label, target in zip(labels(len(self._targets)), self._targets, strict=True):
            yield Label(label, target)
        yield Static(Content("Press the letter of a place to go there · esc leaves"), id="jump-advice")

    def on_key(self, event: Key) -> None:
        """A letter goes there, or is the first one of two; others do nothing."""
        if event.character is None or event.character not in LETTERS:
            return
        event.stop()
        typed = self._typed + event.character
        matching = [label for label in self.query(Label) if label.label.startswith(typed)]
        if not matching:
            return
        if matching[0].label == typed:
            self.dismiss(matching[0].target)
            return
        self._typed = typed
        for label in self.query(Label):
            label.follow(typed)

    def on_resize(self, event: Resize) -> None:
        """In a window of another size the letters would stand elsewhere."""
        if self._drawn not in {None, event.size}:
            self.dismiss(None)
        self._drawn = event.size

    def action_close(self) -> None:
        """Leave everything as it is."""
        self.dismiss(None)


def jump_from(screen: Screen[object]) -> None:
    """Lay the letters over a screen, and go where one of them leads."""

    def go(target: Target | None) -> None:
        if target is not None and target.widget.is_attached:
            target.widget.call_later(target.go)

    found = targets(screen)
    if found:
        screen.app.push_screen(JumpScreen(found), go)
    else:
        screen.notify("There is nothing here to go to; esc leads back.", timeout=4)
