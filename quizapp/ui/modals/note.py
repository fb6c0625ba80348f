"""A topic's note, the one-minute scan, over whatever is being done."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from quizapp.domain.pack import Topic
from quizapp.ui.text import inline
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


class NoteModal(Modal[None]):
    """Note and glossary."""

    def __init__(self, topic: Topic, *, language: str) -> None:
        super().__init__()
        self._topic = topic
        self._language = language
        self.heading = topic.title

    def content(self) -> ComposeResult:
        """The note, then the terms."""
        yield Prose(note_in(self._topic, self._language))
        for entry in self._topic.glossary:
            yield Static(inline(f"**{entry.term}**: {entry.say}"), markup=False)
