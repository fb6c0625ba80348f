"""Search: questions, tasks, topics with their notes, and words. Without words it lists the bookmarks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from itertools import islice

from textual import work
from textual.content import Content
from textual.widgets.option_list import Option

from quizapp.domain.items.identity import ItemId
from quizapp.domain.search import Hit, HitKind
from quizapp.domain.selection import Selection
from quizapp.domain.wording import plural
from quizapp.services.search import Found
from quizapp.ui import messages as to
from quizapp.ui.keys import bindings, spoken
from quizapp.ui.services import Services
from quizapp.ui.text import clean, hanging, inline
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.drawn import Drawn
from quizapp.ui.widgets.narrowing import NarrowingPage, Words

REST = 0.1
"""Seconds without a letter after which is looked: whoever types on does not wait for what half a word finds."""
LONGER_REST = 0.4
"""Seconds after which hits below the window are listed too, unless the cursor moves before."""
A_FEW = 8
"""So many of them together: a letter that comes meanwhile does not wait long."""
FRAME = 1 / 30
"""Seconds that keys and the screen have between."""
BREATH = 0.002
"""Seconds between two hits that are drawn while letters come: each waits for no more than one or two of them."""


class FindScreen(NarrowingPage):
    """Enter on a question studies it at once: its key is told after an answer, as ever."""

    BINDINGS = bindings("find")
    heading = "Search"
    placeholder = "Words to look for in questions, tasks, notes and the glossary"

    def __init__(self, services: Services, words: str = "") -> None:
        super().__init__(services)
        self._looked = words
        """What was looked for last."""
        self._listed: tuple[int, list[Hit]] | None = None
        """For so many cells, these hits."""
        self._hits: dict[str, Hit] = {}
        self._further: Iterator[Option] = iter(())
        """Hits that are not listed yet."""
        self._topics = {topic.id: topic.topic.title for topic in services.overview.roadmap()}

    def on_mount(self) -> None:
        """Letters go to the words."""
        super().on_mount()
        self.query_one(Words).value = self._looked

    def on_screen_resume(self) -> None:
        """Look again: a question may have been answered, a bookmark set."""
        self.narrow()

    def narrow(self) -> None:
        """Look beside the screen: a library may be large."""
        self._look(self.words)

    @work(exclusive=True)
    async def _look(self, words: str) -> None:
        is_typing = bool(words.strip()) and words != self._looked
        if is_typing:
            await asyncio.sleep(REST)
        self._looked = words
        with self.telling():
            await self._list(words, await asyncio.to_thread(self._found, words), is_typing=is_typing)
            await self._list_further()

    def _found(self, words: str) -> Found:
        if words.strip():
            return self.services.search.find(words)
        return Found(hits=self.services.search.of(self.services.bookmarks.all()))

    async def _list(self, words: str, found: Found, *, is_typing: bool) -> None:
        """List every hit, or what the window has room for while more letters may come; hits that stand there stay."""
        told = _words(words, found, lambda identity: spoken(identity, self.services.settings.keys))
        self.refresh_bindings()
        if self._listed == (self.room, found.hits):
            self.say(told)
            return
        hits = {f"{hit.kind} {hit.id}": hit for hit in found.hits}
        at_once = self.size.height // 2 if is_typing else len(hits)  # most hits take two lines
        further = (Option(self._line(hit), id=name) for name, hit in hits.items())
        first = []
        for option in islice(further, at_once):
            first.append(option)
            if is_typing:
                await asyncio.sleep(BREATH)
        self._listed, self._hits, self._further = (self.room, found.hits), hits, further
        self.show(first, told)

    async def _list_further(self) -> None:
        """List the others a few at a time; another letter ends it."""
        if len(self._hits) > self.lines.option_count:
            await asyncio.sleep(LONGER_REST)
        while more := list(islice(self._further, A_FEW)):
            self.lines.add_options(more)
            await asyncio.sleep(FRAME)

    def action_move(self, step: int) -> None:
        """Move the cursor among all hits."""
        self.lines.add_options(self._further)
        super().action_move(step)

    def _line(self, hit: Hit) -> Drawn:
        mark, style = (Mark.RIGHT, "$text-success") if hit.seen else (Mark.OPEN, "$muted")
        if hit.kind in {HitKind.TOPIC, HitKind.TERM}:
            mark, style = Mark.DOT, "$muted"
        topic = clean(self._topics.get(hit.topic, ""))
        where = hit.kind.value if hit.kind is HitKind.TOPIC else f"{hit.kind.value} {Mark.DOT} {topic}"
        told = Content.assemble("\n", inline(hit.excerpt).stylize_before("$muted")) if hit.excerpt else Content("")
        line = Content.assemble(inline(hit.title), (f"  {where}", "$text-primary"), told)
        drawn = Drawn(hanging(Content.styled(f" {mark} ", style), line, self.room))
        drawn.draw_for(self.lines)
        return drawn

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
        marked = plural(len(found.hits), "bookmark") if found.hits else "No bookmarks yet"
        return f"{marked}; {key('told.bookmark')} after an answer sets one. Type to search."
    if found.partly:
        return "Nothing has all of these words. With one of them:"
    if found.hits:
        return plural(len(found.hits), "hit")
    return f"Nothing has these words. {key('page.back')} clears them; {key('page.back')} again goes back."
