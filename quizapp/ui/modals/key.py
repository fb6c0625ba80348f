"""Keys of one's own for a command: pressed, told when they clash, kept."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Key as Pressed
from textual.widgets import Static

from quizapp.ui.keys import Key, known, refusal, told
from quizapp.ui.text import clean
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.modal import Modal

MOST = 4
"""Keys that one command may have."""
DEFAULT = ""
"""The answer for: its own keys again."""
ADVICE = "Press the key that is to do it, or several one after another.\nEnter keeps them · Backspace begins anew"


class PressedKeys(Static, can_focus=True):
    """Where keys are pressed; Tab is one of them, and so it does not lead away."""


class KeyModal(Modal[str]):
    """Answers with keys as `[keys]` in the settings has them; an empty text means the command's own."""

    def __init__(self, command: Key, own: Mapping[str, str]) -> None:
        """A box for one command.

        Args:
            command: which one.
            own: keys of one's own so far, by id.
        """
        super().__init__()
        self._command = command
        self._own = own
        self._pressed: list[str] = []
        self.heading = command.label

    def content(self) -> ComposeResult:
        """What it does, how to go on, what was pressed, what is wrong with that."""
        yield Static(Content(self._command.tooltip), classes="gap", markup=False)
        yield PressedKeys(id="pressed", classes="gap", markup=False)
        yield Static(id="clash", classes="gap", markup=False)
        yield Static(Content(ADVICE), classes="muted gap", markup=False)
        if self._command.id in self._own:
            yield Static(Content(f"Delete goes back to {told(self._command.key)}."), classes="muted", markup=False)

    def on_mount(self) -> None:
        """Keys go to the box."""
        self.begin_at("#pressed")
        self._paint()

    def on_key(self, event: Pressed) -> None:
        """Take whatever is pressed, but the keys of the box itself."""
        if event.key == "escape":
            return
        event.stop()
        event.prevent_default()
        match event.key:
            case "enter":
                self._keep()
            case "backspace":
                self._pressed = []
            case "delete":
                self.dismiss(DEFAULT)
            case key if key not in self._pressed and len(self._pressed) < MOST:
                self._pressed.append(key)
        self._paint()

    @property
    def _clash(self) -> str:
        """Why these keys cannot be had; empty if they can."""
        if not self._pressed:
            return ""
        return named(refusal(self._command.id, ",".join(self._pressed), self._own))

    def _keep(self) -> None:
        if self._pressed and not self._clash:
            self.dismiss(",".join(self._pressed))

    def _paint(self) -> None:
        now = self._own.get(self._command.id, self._command.key)
        keys = clean(told(",".join(self._pressed))) or f"now {clean(told(now))}"
        style = "bold $text-accent" if self._pressed else "$muted"
        self.query_one("#pressed", Static).update(Content.styled(f" {Mark.CURSOR} {keys} ", style))
        clash = f"{Mark.WRONG} {self._clash}" if self._clash else ""
        self.query_one("#clash", Static).update(Content.styled(clean(clash), "$text-error"))


def named(note: str) -> str:
    """A note of `keymap`'s with what commands do beside their ids."""
    for identity, command in known().items():
        note = note.replace(f"the key of {identity};", f"the key of {identity} ({command.tooltip});")
    return note
