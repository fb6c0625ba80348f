"""How the app looks, moves and is steered: its theme, its motion, its keys, as a person's settings say."""

from __future__ import annotations

from collections.abc import Mapping

from textual import on
from textual.app import App
from textual.events import DescendantFocus

from quizapp.errors import QuizAppError
from quizapp.toml import Look
from quizapp.ui import messages as to
from quizapp.ui.keys import keymap, spoken
from quizapp.ui.motion import animation_level, hold_cursors
from quizapp.ui.services import Services
from quizapp.ui.text import clean
from quizapp.ui.theme import STYLE_SHEET, THEMES, VARIABLES
from quizapp.ui.widgets.page import tell


class PersonalApp(App[None]):
    """An app that goes by a person's look and keys from its first frame on, and by each change of them at once."""

    CSS_PATH = STYLE_SHEET

    services: Services
    own_keys: Mapping[str, str]

    def dress(self, look: Look) -> None:
        """Take the person's theme and keys, before anything is painted in others."""
        for theme in THEMES:
            self.register_theme(theme)
        self.set_reactive(App.theme, look.theme if look.theme in self.available_themes else THEMES[0].name)
        self._refresh_truecolor_filter(self.ansi_theme)
        self.stylesheet.set_variables(self.get_css_variables())
        self.own_keys = look.keys

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Colours of ours that a theme of Textual's own does not have."""
        return VARIABLES

    def take_own_keys(self) -> None:
        """Go by the person's own keys, and say which of them cannot be had."""
        if self.own_keys:
            keys, notes = keymap(self.own_keys)
            self.set_keymap(keys)
            for note in notes:
                self.notify(note, title="Keys of your own", severity="warning", timeout=15, markup=False)

    def go_by_settings(self) -> None:
        """Look and move as the settings say now."""
        settings = self.services.settings
        if settings.theme in self.available_themes:
            self.theme = settings.theme
        else:
            words = f"{spoken('app.theme', self.own_keys)} turns through those that there are."
            title = f"There is no theme {clean(settings.theme)}."
            self.notify(words, title=title, severity="warning", timeout=15, markup=False)
        self.animation_level = animation_level(settings.motion)
        hold_cursors(self.screen, blink=self.animation_level != "none")

    @on(to.SettingsChanged)
    def go_by_changed_settings(self) -> None:
        """Keys too, which take time to be sorted out."""
        self.own_keys = self.services.settings.keys
        self.set_keymap({})
        self.take_own_keys()
        self.go_by_settings()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """A cursor that comes up later blinks no more than the others."""
        hold_cursors(event.widget, blink=self.animation_level != "none")

    def action_set(self, key: str, value: str) -> None:
        """Keep a setting, and go by it."""
        try:
            self.services.change(key, value)
        except QuizAppError as error:
            tell(self.screen, error)
        self.go_by_settings()

    def action_toggle_theme(self) -> None:
        """Go on to the next theme, and keep it."""
        names = [theme.name for theme in THEMES]
        self.action_set("theme", names[(names.index(self.theme) + 1) % len(names) if self.theme in names else 0])

    def action_help_quit(self) -> None:
        """Ctrl+C copies where there is text, and ends nothing: it is too near to be pressed by mistake."""
        self.notify(f"{spoken('app.quit', self.own_keys)} quits. Nothing is lost.", timeout=5, markup=False)
