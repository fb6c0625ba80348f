"""A topic's note, the one-minute scan, over whatever is being done."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from quizapp.config import Settings
from quizapp.domain.language import language_name, languages_of, note_in
from quizapp.domain.pack import Term, Topic
from quizapp.ui.keys import bindings, spoken
from quizapp.ui.text import clean, inline
from quizapp.ui.widgets.modal import Modal
from quizapp.ui.widgets.prose import Prose


class NoteModal(Modal[None]):
    """Note and glossary, in one language or the next."""

    BINDINGS = bindings("note")

    def __init__(self, topic: Topic, settings: Settings) -> None:
        super().__init__()
        self._key = spoken("note.language", settings.keys)
        self._topic = topic
        self._languages = languages_of(topic, settings.language)
        self.heading = topic.title
        self._tell_languages()

    def _tell_languages(self) -> None:
        following = f"{self._key}: {language_name(self._languages[1])} · " if len(self._languages) > 1 else ""
        self.footnote = f"{following}esc closes"

    def content(self) -> ComposeResult:
        """The note, then the terms."""
        yield Prose(note_in(self._topic, self._languages[0]))
        for entry in self._topic.glossary:
            yield Static(self._term(entry), classes="term", markup=False)

    def _term(self, entry: Term) -> Content:
        return inline(f"**{entry.term}**: {entry.in_language(self._languages[0])}")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Another language is offered where there is one."""
        return action != "turn_language" or len(self._languages) > 1

    async def action_turn_language(self) -> None:
        """The same in the next language."""
        self._languages = self._languages[1:] + self._languages[:1]
        self._tell_languages()
        self.query_one(".modal--box").border_subtitle = self.foot
        await self.query_one(Prose).update(clean(note_in(self._topic, self._languages[0])))
        for entry, told in zip(self._topic.glossary, self.query(".term").results(Static), strict=True):
            told.update(self._term(entry))
