"""Settings: each with what it means and what it may be; a change is kept at once."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from quizapp.config import Setting, settings
from quizapp.errors import QuizAppError
from quizapp.ui import messages as to
from quizapp.ui.keys import bindings
from quizapp.ui.modals.setting import SettingModal
from quizapp.ui.theme import NAMES
from quizapp.ui.widgets.page import Page, tell
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
        self._ask(setting, written(getattr(self.services.settings, setting.key)), event)

    def _ask(self, setting: Setting, shown: str, event: Rows.Picked) -> None:
        choices = NAMES if setting.key == "theme" else None
        value = written(getattr(self.services.settings, setting.key))

        def keep(text: str | None) -> None:
            if text is not None and text != value and not self._keep(setting, text, event):
                # What was typed stays, to be mended.
                self._ask(setting, text, event)

        self.app.push_screen(SettingModal(setting, shown, choices), keep)

    def _keep(self, setting: Setting, text: str, event: Rows.Picked) -> bool:
        """Whether the value was taken."""
        try:
            self.services.change(setting.key, read(text, type(setting.default)))
        except QuizAppError as error:
            tell(self, error)
            return False
        event.rows.rows[event.position].tell(*self._row(setting))
        self.post_message(to.SettingsChanged())
        return True


def written(value: str | float | bool) -> str:
    """A value as a person writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def read(text: str, kind: type) -> str | int | float | bool:
    """What a person wrote, as a value of that kind; what is none is left as it is, to be refused with a reason."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        # The advice shows texts as the file has them.
        text = text[1:-1]
    if kind is bool:
        return {"true": True, "false": False}.get(text.lower(), text)
    try:
        return kind(text)  # type: ignore[no-any-return]  # int, float or str
    except ValueError:
        return text
