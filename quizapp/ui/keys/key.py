"""A command and its keys."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding


@dataclass(frozen=True)
class Key:
    """A command and the keys that call it."""

    id: str
    """`screen.command`; also how the palette knows it for one of ours."""
    key: str
    """Textual's names of keys, separated by commas; the first one is shown."""
    action: str
    label: str
    """For the footer: one or two words."""
    tooltip: str
    """For the help and the palette: what it does, as a sentence without its full stop."""
    shown: bool = True
    """Whether the footer shows it."""
    display: str | None = None
    priority: bool = False

    @property
    def binding(self) -> Binding:
        """As Textual wants it."""
        return Binding(
            self.key,
            self.action,
            self.label,
            id=self.id,
            tooltip=self.tooltip,
            show=self.shown,
            key_display=self.display,
            priority=self.priority,
        )
