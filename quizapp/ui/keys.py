"""Every key of the interface, told once: footer, command palette and help derive from this table."""

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


TABLE: dict[str, tuple[Key, ...]] = {
    "app": (
        Key("app.help", "question_mark,f1", "app.explain", "Help", "Show the keys of this screen", display="?"),
        Key(
            "app.palette", "ctrl+p", "app.command_palette", "Commands", "Search all commands", shown=False, display="^p"
        ),
        Key("app.theme", "f8", "app.toggle_theme", "Theme", "Change between dark and light", shown=False),
        Key("app.quit", "ctrl+q", "app.quit", "Quit", "Quit; nothing is lost", shown=False, priority=True),
    ),
    "home": (
        Key("home.resume", "r", "resume", "Resume", "Go on with the session that was left"),
        Key("home.study", "s", "study", "Study", "Study what is due and what is new"),
        Key("home.practice", "p", "practice", "Practice", "Coding tasks, judged on your running app"),
        Key("home.interview", "i", "interview", "Interview", "A timed interview without feedback until its end"),
        Key("home.quit", "q", "app.quit", "Quit", "Quit; nothing is lost"),
    ),
    "modal": (Key("modal.close", "escape", "close", "Close", "Close this box"),),
    "page": (Key("page.back", "escape", "back", "Back", "Back to where you came from; nothing is lost"),),
}


def bindings(*groups: str) -> list[Binding]:
    """The bindings of these groups of the table, in its order."""
    return [key.binding for group in groups for key in TABLE[group]]


def known() -> dict[str, Key]:
    """Every key of the table by its id."""
    return {key.id: key for group in TABLE.values() for key in group}
