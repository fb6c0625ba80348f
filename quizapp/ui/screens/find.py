"""Search: questions, tasks, topics with their notes, and words. Without words it lists the bookmarks."""

from __future__ import annotations

import time
from collections.abc import Callable

from textual import work
from textual.content import Content
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from quizapp.domain.items.identity import ItemId
from quizapp.domain.search import Hit, HitKind
from quizapp.domain.selection import Selection
from quizapp.errors import QuizAppError
from quizapp.services.search import Found
from quizapp.ui import messages as to
from quizapp.ui.keys import bindings, spoken
from quizapp.ui.services import Services
from quizapp.ui.text import clean, hanging, inline
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.narrowing import NarrowingPage, Words
from quizapp.ui.widgets.page import tell
from quizapp.ui.words import counted

LETTER_SECONDS = 0.03
"""The letter itself is painted first: looking takes the processor away from it."""


class FindScreen(NarrowingPage):
    """Enter on a question studies it at once: its key is told after an answer, as ever."""

    BINDINGS = bindings("find")
    heading = "Search"
    placeholder = "Words to look for in questions, tasks, notes and the glossary"

    def __init__(self, services: Services, words: str = "") -> None:
        super().__init__(services)
        self._first = words
        self._hits: dict[str, Hit] = {}
        self._topics = {topic.id: topic.topic.title for topic in services.overview.roadmap()}

    def on_mount(self) -> None:
        """Letters go to the words."""
        super().on_mount()
        self.query_one(Words).value = self._first

    def on_screen_resume(self) -> None:
        """Look again: a question may have been answered, a bookmark set."""
        self.narrow()

    def narrow(self) -> None:
        """Look beside the screen: a library may be large."""
        self._look(self.words)

    @work(thread=True, exclusive=True)
    def _look(self, words: str) -> None:
        worker = get_current_worker()
        if words.strip():
            time.sleep(LETTER_SECONDS)
            if worker.is_cancelled:
                return
        try:
            if words.strip():
                found = self.services.search.find(words)
            else:
                found = Found(hits=self.services.search.of(self.services.bookmarks.all()))
        except QuizAppError as error:
            if not worker.is_cancelled:
                self.app.call_from_thread(tell, self, error)
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self.call_later, self._told, words, found)

    def _told(self, words: str, found: Found) -> None:
        self._hits = {f"{hit.kind} {hit.id}": hit for hit in found.hits}
        told = _words(words, found, lambda identity: spoken(identity, self.services.settings.keys))
        self.show((Option(self._line(hit), id=name) for name, hit in self._hits.items()), told)
        self.refresh_bindings()

    def _line(self, hit: Hit) -> Content:
        mark, style = (Mark.RIGHT, "$text-success") if hit.seen else (Mark.OPEN, "$muted")
        if hit.kind in {HitKind.TOPIC, HitKind.TERM}:
            mark, style = Mark.DOT, "$muted"
        topic = clean(self._topics.get(hit.topic, ""))
        where = hit.kind.value if hit.kind is HitKind.TOPIC else f"{hit.kind.value} {Mark.DOT} {topic}"
        told = Content.assemble("\n", inline(hit.excerpt).stylize_before("$muted")) if hit.excerpt else Content("")
        line = Content.assemble(inline(hit.title), (f"  {where}", "$text-primary"), told)
        return hanging(Content.styled(f" {mark} ", style), line, self.room)

    def choose(self, name: str) -> None:
        """Study the question, open the task, the topic or the word."""
        hit = self._hits[name]
        match hit.kind:
            case HitKind.ITEM:
                selection = Selection(items=(ItemId(hit.id),), size=1)
                self.post_message(to.StudyRequested(selection=selection, title="Search"))
            case HitKind.TASK:
                self.post_message(to.TaskRequested(ItemId(hit.id)))
            case HitKind.TOPIC:
                self.post_message(to.TopicRequested(hit.id))
            case HitKind.TERM:
                self.post_message(to.GlossaryRequested(hit.title))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Bookmarks are studied together when they are what is listed."""
        return action != "study" or not self.words.strip()

    def action_study(self) -> None:
        """Choose how to study the bookmarks."""
        bookmarked = tuple(ItemId(hit.id) for hit in self._hits.values() if hit.kind is HitKind.ITEM)
        if bookmarked:
            self.post_message(to.StudyRequested(selection=Selection(items=bookmarked), title="Bookmarks"))


def _words(words: str, found: Found, key: Callable[[str], str]) -> str:
    if not words.strip():
        marked = counted(len(found.hits), "bookmark") if found.hits else "No bookmarks yet"
        return f"{marked}; {key('told.bookmark')} after an answer sets one. Type to search."
    if found.partly:
        return "Nothing has all of these words. With one of them:"
    if found.hits:
        return counted(len(found.hits), "hit")
    return f"Nothing has these words. {key('page.back')} clears them; {key('page.back')} again goes back."
