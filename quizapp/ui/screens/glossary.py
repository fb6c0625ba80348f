"""The glossary: every word of every topic, what it means, and where it belongs."""

from __future__ import annotations

from textual.content import Content
from textual.widgets.option_list import Option

from quizapp.domain.roadmap import GlossaryEntry
from quizapp.domain.search import holds, words_of
from quizapp.domain.wording import plural
from quizapp.ui import messages as to
from quizapp.ui.keys import bindings, spoken
from quizapp.ui.services import Services
from quizapp.ui.text import clean, hanging, inline
from quizapp.ui.widgets.narrowing import NarrowingPage, Words


class GlossaryScreen(NarrowingPage):
    """Enter opens the topic of a word."""

    BINDINGS = bindings("glossary")
    heading = "Glossary"
    placeholder = "Type a word, another name, or part of its meaning"

    def __init__(self, services: Services, *, topic: str | None = None, term: str | None = None) -> None:
        """The glossary.

        Args:
            services: the use cases.
            topic: `pack/topic`, to list only its words.
            term: a word to begin with.
        """
        super().__init__(services)
        every = services.overview.glossary()
        self._entries = [entry for entry in every if topic in {None, entry.topic}]
        self._first = term or ""
        self._wrapped: dict[int, Content] = {}
        """Entries as they are painted for a width: wrapping all of them at each letter would be felt."""
        self._lines_for = 0
        if topic is not None:
            self.heading = f"Glossary: {services.overview.topic(topic).topic.title}"

    def on_mount(self) -> None:
        """Begin with the word asked for."""
        super().on_mount()
        self.query_one(Words).value = self._first
        self.narrow()

    def narrow(self) -> None:
        """Words that are called so come before those whose meaning has it."""
        words = words_of(self.words)
        named = [entry for entry in self._entries if holds(_names(entry), words)]
        explained = [entry for entry in self._entries if entry not in named and holds(_meanings(entry), words)]
        listed = [*named, *explained]
        back = spoken("page.back", self.services.settings.keys)
        none = (
            f"No word fits this. {back} clears it." if self._entries else f"No words are told here. {back} goes back."
        )
        told = plural(len(listed), "word") if listed else none
        if self.room != self._lines_for:
            self._lines_for, self._wrapped = self.room, {}
        options = []
        for place, entry in enumerate(listed):
            line = self._wrapped.get(id(entry)) or self._line(entry)
            self._wrapped[id(entry)] = line
            options.append(Option(line, id=f"{place} {entry.topic}"))
        self.show(options, told)

    def _line(self, entry: GlossaryEntry) -> Content:
        term = entry.term
        also = f" ({', '.join(clean(name) for name in term.also)})" if term.also else ""
        language = self.services.settings.language
        head = Content.assemble(
            inline(term.term).stylize("bold"), (also, "$muted"), (f"  {clean(entry.title)}", "$text-primary")
        )
        says = dict.fromkeys([term.say, term.in_language(language)])
        means = [hanging(Content("   "), inline(say), self.room) for say in says]
        return Content("\n").join([hanging(Content(" "), head, self.room), *means])

    def choose(self, name: str) -> None:
        """Open the word's topic."""
        self.post_message(to.TopicRequested(name.partition(" ")[2]))


def _names(entry: GlossaryEntry) -> str:
    return "\n".join([entry.term.term, *entry.term.also])


def _meanings(entry: GlossaryEntry) -> str:
    return "\n".join([entry.term.say, *entry.term.translations.values(), entry.title])
