"""The keys of a screen, each with what it does."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from quizapp.ui.keys import Key, known
from quizapp.ui.widgets.modal import Modal


class HelpModal(Modal[None]):
    """Derived from what can be pressed on the screen below."""

    heading = "Keys of this screen"

    def __init__(self, below: Screen[object]) -> None:
        super().__init__()
        self._lines = list(_lines(below))

    def content(self) -> ComposeResult:
        """One line a key."""
        width = max((len(keys) for keys, _ in self._lines), default=0)
        for keys, key in self._lines:
            yield Static(
                Content.assemble(
                    (f"{keys:<{width}}  ", "bold $accent"),
                    (key.tooltip, ""),
                ),
                markup=False,
            )


def _lines(screen: Screen[object]) -> list[tuple[str, Key]]:
    keys = known()
    pressed: dict[str, list[str]] = {}
    for name, active in screen.active_bindings.items():
        binding = active.binding
        if binding.id in keys and active.enabled:
            pressed.setdefault(binding.id, []).append(screen.app.get_key_display(binding.with_key(name)))
    return [(", ".join(dict.fromkeys(names)), keys[identity]) for identity, names in pressed.items()]
