"""Settings: each with what it means and what it may be; a change is kept at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.events import ScreenResume

from quizapp.config import Setting, settings
from quizapp.domain.wording import plural
from quizapp.errors import QuizAppError
from quizapp.ui import messages as to
from quizapp.ui.keys import bindings
from quizapp.ui.modals.phrase import PhraseModal
from quizapp.ui.modals.setting import SettingModal
from quizapp.ui.text import clean
from quizapp.ui.theme import NAMES, Mark
from quizapp.ui.widgets.page import Page, tell
from quizapp.ui.widgets.rows import Menu, Rows

EXPORT = "Every setting is written to a new file, as TOML with what each means. Which file?"
IMPORT = "The settings of a file take the place of yours, which are kept beside them. Which file?"
PASSED = "has passed: the normal schedule is back"
LONGEST = 1000
"""Letters of a file's name with its folders."""


class SettingsScreen(Page):
    """One row a setting, and one for the keys; Enter changes it."""

    BINDINGS = bindings("settings")
    heading = "Settings"

    def content(self) -> ComposeResult:
        """The rows."""
        yield Menu([*(self._row(setting) for setting in settings()), self._keys_row()])

    def on_mount(self) -> None:
        """The rows have the keys."""
        self.query_one(Menu).focus()

    @on(ScreenResume)
    def paint(self) -> None:
        """Every row anew: on another screen, or in a file, much may have been set."""
        rows = self.query_one(Menu).rows
        for row, told in zip(rows, [*map(self._row, settings()), self._keys_row()], strict=True):
            row.tell(*told)

    def _row(self, setting: Setting) -> tuple[Content, Content]:
        value = getattr(self.services.settings, setting.key)
        words = setting.key.replace("_", " ").capitalize()
        return (
            Content.styled(f" {words:<18}", "bold"),
            Content.assemble(
                (written(value) or "none", "$text-accent"),
                (self._note(setting), "$text-warning"),
                "\n",
                (setting.description, "$muted"),
            ),
        )

    def _note(self, setting: Setting) -> str:
        """A date that is over is kept, and said to be: it may be a slip in the year."""
        day = self.services.settings.interview_date
        if setting.key != "interview_date" or not day:
            return ""
        passed = date.fromisoformat(day) < self.services.clock.now().astimezone().date()
        return f" {Mark.FLAG} {PASSED}" if passed else ""

    def _keys_row(self) -> tuple[Content, Content]:
        own = len(self.services.settings.keys)
        value = f"{plural(own, 'command')} with keys of your own" if own else "as in the manual"
        return (
            Content.styled(f" {'Keys':<18}", "bold"),
            Content.assemble((value, "$text-accent"), "\n", ("Which key calls which command.", "$muted")),
        )

    @on(Rows.Picked)
    def change(self, event: Rows.Picked) -> None:
        """Ask for the new value."""
        if event.position == len(settings()):
            self.action_keys()
            return
        setting = settings()[event.position]
        self._ask(setting, written(getattr(self.services.settings, setting.key)))

    def _ask(self, setting: Setting, shown: str) -> None:
        choices = NAMES if setting.key == "theme" else None
        value = written(getattr(self.services.settings, setting.key))

        def keep(text: str | None) -> None:
            if text is not None and text != value and not self._keep(setting, text):
                # What was typed stays, to be mended.
                self._ask(setting, text)

        self.app.push_screen(SettingModal(setting, shown, choices), keep)

    def _keep(self, setting: Setting, text: str) -> bool:
        """Whether the value was taken."""
        try:
            self.services.change(setting.key, read(text, type(setting.default)))
        except QuizAppError as error:
            tell(self, error)
            return False
        self._go_by_it()
        return True

    def _go_by_it(self) -> None:
        self.paint()
        self.post_message(to.SettingsChanged())

    def action_default(self) -> None:
        """Let the default of the setting under the cursor hold again."""
        place = self.query_one(Menu).cursor
        if place < len(settings()):
            setting = settings()[place]
            with self.telling():
                self.services.unset(setting.key)
                self._go_by_it()
                now = written(getattr(self.services.settings, setting.key)) or "none"
                self.notify(f"{setting.key} is {clean(now)}.", markup=False)

    def action_keys(self) -> None:
        """To the keys."""
        self.post_message(to.KeysRequested())

    def action_export(self, typed: str = "quizapp-settings.toml") -> None:
        """Write them to a file; a name that is no good is asked for again, as it was typed."""

        def write(name: str | None) -> None:
            if not name:
                return
            try:
                file = Path(name).expanduser().absolute()
                self.services.export_settings(file)
            except QuizAppError as error:
                tell(self, error)
                self.action_export(name)
            else:
                self.notify(clean(str(file)), title="Every setting is in this file.", timeout=12, markup=False)

        self.app.push_screen(PhraseModal("Export settings", EXPORT, typed, longest=LONGEST), write)

    def action_import(self, typed: str = "quizapp-settings.toml") -> None:
        """Go by a file's; one that makes no sense changes nothing, and says where it makes none."""

        def take(name: str | None) -> None:
            if not name:
                return
            try:
                kept = self.services.import_settings(Path(name).expanduser().absolute())
            except QuizAppError as error:
                tell(self, error)
                self.action_import(name)
                return
            self._go_by_it()
            before = f"Yours of before are in {kept}." if kept else "You had none before."
            self.notify(clean(before), title="These are your settings now.", timeout=12, markup=False)

        self.app.push_screen(PhraseModal("Import settings", IMPORT, typed, longest=LONGEST), take)


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
