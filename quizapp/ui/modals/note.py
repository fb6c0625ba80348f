"""A topic's note, the one-minute scan, over whatever is being done."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from quizapp.domain.pack import Term, Topic
from quizapp.ui.keys import bindings
from quizapp.ui.text import clean, inline
from quizapp.ui.widgets.modal import Modal
from quizapp.ui.widgets.prose import Prose


def note_in(topic: Topic, language: str) -> str:
    """The note in that language, else in a nearby one, else in English, else in any."""
    notes = topic.notes
    base = language.split("-", maxsplit=1)[0]
    near = next((tag for tag in notes if tag.split("-")[0] == base), None)
    for tag in (language, near, "en"):
        if tag is not None and tag in notes:
            return notes[tag]
    return next(iter(notes.values()), topic.summary)


def languages_of(topic: Topic, language: str) -> list[str]:
    """The languages of a topic's note, the one that is shown first at the front."""
    shown = next((tag for tag, note in topic.notes.items() if note == note_in(topic, language)), language)
    tags = list(topic.notes)
    place = tags.index(shown) if shown in tags else 0
    return tags[place:] + tags[:place]


class NoteModal(Modal[None]):
    """Note and glossary, in one language or the next."""

    BINDINGS = bindings("note")

    def __init__(self, topic: Topic, *, language: str) -> None:
        super().__init__()
        self._topic = topic
        self._languages = languages_of(topic, language)
        self.heading = topic.title
        self._tell_languages()

    def _tell_languages(self) -> None:
        following = f"l: {self._languages[1]} · " if len(self._languages) > 1 else ""
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
        self.query_one(".modal--box").border_subtitle = self.footnote
        await self.query_one(Prose).update(clean(note_in(self._topic, self._languages[0])))
        for entry, told in zip(self._topic.glossary, self.query(".term").results(Static), strict=True):
            told.update(self._term(entry))
