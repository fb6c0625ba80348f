"""Settings: each with what it means and what it may be; a change is kept at once."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from quizapp.config import Setting, settings
from quizapp.ui.keys import bindings
from quizapp.ui.modals.setting import SettingModal
from quizapp.ui.theme import THEMES
from quizapp.ui.widgets.page import Page
from quizapp.ui.widgets.rows import Menu, Rows


class SettingsScreen(Page):
    """One row a setting; Enter changes it."""

    BINDINGS = bindings("settings")
    heading = "Settings"

    def content(self) -> ComposeResult:
        """The rows."""
        yield Menu([self._row(setting) for setting in settings()])

    def on_mount(self) -> None:
        """The rows have the keys."""
        self.query_one(Menu).focus()

    def _row(self, setting: Setting) -> tuple[Content, Content]:
        value = getattr(self.services.settings, setting.key)
        words = setting.key.replace("_", " ").capitalize()
        return (
            Content.styled(f" {words:<18}", "bold"),
            Content.assemble((written(value) or "none", "$text-accent"), "\n", (setting.description, "$muted")),
        )

    @on(Rows.Picked)
    def change(self, event: Rows.Picked) -> None:
        """Ask for the new value."""
        setting = settings()[event.position]
        choices = [theme.name for theme in THEMES] if setting.key == "theme" else []
        value = getattr(self.services.settings, setting.key)

        def keep(text: str | None) -> None:
            if text is not None and text != written(value):
                self._keep(setting, text, event)

        self.app.push_screen(SettingModal(setting, written(value), choices), keep)

    def _keep(self, setting: Setting, text: str, event: Rows.Picked) -> None:
        with self.telling():
            self.services.change(setting.key, read(text, type(setting.default)))
            event.rows.rows[event.position].tell(*self._row(setting))
            if setting.key == "theme":
                self.app.theme = text


def written(value: str | float | bool) -> str:
    """A value as a person writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def read(text: str, kind: type) -> str | int | float | bool:
    """What a person wrote, as a value of that kind; what is none is left as it is, to be refused with a reason."""
    if kind is bool:
        return {"true": True, "false": False}.get(text.strip().lower(), text)
    try:
        return kind(text.strip())  # type: ignore[no-any-return]  # int, float or str
    except ValueError:
        return text
