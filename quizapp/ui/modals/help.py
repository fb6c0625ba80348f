"""What the part that has the keys is for, and the keys of a screen, each with what it does."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from quizapp.ui.keys import Key, known
from quizapp.ui.widgets.about import about
from quizapp.ui.widgets.answers import AnswerField
from quizapp.ui.widgets.modal import Modal
from quizapp.ui.widgets.rows import Row


class HelpModal(Modal[None]):
    """Derived from what can be pressed on the screen below."""

    heading = "Keys of this screen"

    def __init__(self, below: Screen[object]) -> None:
        super().__init__()
        self._lines = _lines(below)
        self._here = about(below.focused)
        self._advice = next((field.advice for field in below.query(AnswerField)), "") or getattr(below, "advice", "")

    def content(self) -> ComposeResult:
        """What has the keys, then one line a key; before them how a question is answered, and what a page explains."""
        width = max((len(keys) for keys, _ in self._lines), default=0)
        if self._here:
            yield Static(Content.assemble(("Here  ", "bold $text-accent"), self._here), classes="gap", markup=False)
        if self._advice:
            yield Static(self._advice, classes="advice", markup=False)
        for position, (keys, key) in enumerate(self._lines):
            row = Row(position, Content.styled(f"{keys:<{width}} ", "bold $text-accent"), Content(key.tooltip))
            row.set_class(position == 0, "-first")
            yield row


def _lines(screen: Screen[object]) -> list[tuple[str, Key]]:
    keys = known()
    pressed: dict[str, list[str]] = {}
    for name, active in screen.active_bindings.items():
        binding = active.binding
        if binding.id in keys and active.enabled:
            pressed.setdefault(binding.id, []).append(screen.app.get_key_display(binding.with_key(name)))
    return [(", ".join(dict.fromkeys(names)), keys[identity]) for identity, names in pressed.items()]
