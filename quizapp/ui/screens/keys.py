"""Keys: every command with the keys that call it; Enter gives it others."""

from __future__ import annotations

from textual.content import Content
from textual.widgets.option_list import Option

from quizapp.domain.wording import plural
from quizapp.errors import QuizAppError
from quizapp.toml import KEYS
from quizapp.ui import messages as to
from quizapp.ui.keys import TABLE, Key, keymap, known, signs
from quizapp.ui.modals.key import KeyModal
from quizapp.ui.text import clean, hanging
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.narrowing import NarrowingPage
from quizapp.ui.widgets.page import tell

COLUMN, NARROW_COLUMN = 24, 18
"""Cells of the keys of a command: as many as the most keys of one take, and as most of them take."""
ROOMY = 90
"""Cells of a line from which on there is room for the wider column."""


class KeysScreen(NarrowingPage):
    """A list that narrows as one types."""

    heading = "Keys"
    placeholder = "Type a key, or what it does"
    advice = (
        "Keys of your own stand in your settings; those of the manual come back with Delete in the box of a command."
    )

    def on_mount(self) -> None:
        """List all of them."""
        super().on_mount()
        self.narrow()

    def narrow(self) -> None:
        """Those whose keys, words or id have all the words."""
        words = self.words.lower().split()
        own = self.services.settings.keys
        merged, notes = keymap(own)
        options: list[Option] = []
        for group, commands in TABLE.items():
            fitting = [command for command in commands if _fits(command, merged[command.id], words)]
            if fitting:
                options.append(Option(Content(group.capitalize()), disabled=True))
                options += [
                    Option(_line(each, merged[each.id], own=each.id in own, room=self.room), id=each.id)
                    for each in fitting
                ]
        shown = sum(not option.disabled for option in options)
        told = f"{plural(shown, 'command')}, {len(own)} with keys of your own" if shown else "Nothing fits these words."
        self.show(options, " ".join([told, *(f"{Mark.FLAG} {clean(note)}" for note in notes)]))

    def choose(self, name: str) -> None:
        """Ask for other keys."""

        def keep(keys: str | None) -> None:
            if keys is None:
                return
            try:
                if keys:
                    self.services.change(f"{KEYS}.{name}", keys)
                else:
                    self.services.unset(f"{KEYS}.{name}")
            except QuizAppError as error:
                tell(self, error)
            self.post_message(to.SettingsChanged())
            place = self.lines.highlighted
            self.narrow()
            self.lines.highlighted = place

        self.app.push_screen(KeyModal(known()[name], self.services.settings.keys), keep)


def _fits(command: Key, keys: str, words: list[str]) -> bool:
    text = f"{signs(keys)} {keys.replace(',', ' ')} {command.label} {command.tooltip} {command.id}".lower()
    return all(word in text for word in words)


def _line(command: Key, keys: str, *, own: bool, room: int) -> Content:
    mark = (f" {Mark.BOOKMARK} ", "$text-accent") if own else "   "
    note = "  yours" if own else ""
    width = COLUMN if room >= ROOMY else NARROW_COLUMN
    label = Content.assemble(mark, (f"{clean(signs(keys)):<{width}} ", "bold"))
    return hanging(label, Content.assemble(command.tooltip, (note, "$text-accent")), room)
