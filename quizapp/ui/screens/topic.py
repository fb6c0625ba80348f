"""One topic: its one-minute note, its questions and tasks, the mistakes made in it, and how the learner has done."""

from __future__ import annotations

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Resize
from textual.widgets import ContentSwitcher, OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from quizapp.domain.items.identity import ItemId
from quizapp.domain.language import languages_of, note_in
from quizapp.domain.selection import Selection
from quizapp.domain.wording import plural
from quizapp.errors import QuizAppError
from quizapp.services.topics import Mistake, Record, Standing, TopicLine, TopicPage
from quizapp.ui import messages as to
from quizapp.ui.keys import bindings, spoken
from quizapp.ui.services import Services
from quizapp.ui.text import clean, hanging, inline, passage
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.choices import Choices
from quizapp.ui.widgets.page import Page, tell
from quizapp.ui.widgets.prose import Prose
from quizapp.ui.widgets.reading import Reading
from quizapp.ui.widgets.rows import Row
from quizapp.ui.widgets.strip import Strip

PANES = {"note": "Note", "items": "Questions and tasks", "mistakes": "Mistakes", "record": "My record"}
MARKS = {
    Standing.NEW: (Mark.OPEN, "$muted"),
    Standing.BEGUN: (Mark.PARTLY, "$text-primary"),
    Standing.DUE: (Mark.DUE, "$text-warning"),
    Standing.KNOWN: (Mark.RIGHT, "$text-success"),
}


class Pane(Reading):
    """A part that scrolls by itself."""


class TopicScreen(Page):
    """Four panes; study or practise from here."""

    BINDINGS = bindings("topic")

    def __init__(self, services: Services, topic_id: str) -> None:
        super().__init__(services)
        self._roadmap = services.overview.topic(topic_id)
        self._titles = {topic.id: topic.topic.title for topic in services.overview.roadmap()}
        self.heading = self._roadmap.topic.title
        self._languages = languages_of(self._roadmap.topic, services.settings.language)
        self._page: TopicPage | None = None

    def content(self) -> ComposeResult:
        """What it is, how it stands, the panes."""
        topic = self._roadmap.topic
        yield Static(inline(topic.summary), id="summary", markup=False)
        yield Static(id="standing", markup=False)
        yield Strip(id="panes")
        with ContentSwitcher(initial="note"):
            with Pane(id="note"):
                yield Prose(note_in(topic, self._languages[0]))
            with Vertical(id="items"):
                yield Choices(id="lines")
            yield Pane(id="mistakes")
            yield Pane(id="record")

    async def on_mount(self) -> None:
        """Begin with the note."""
        await self.action_pane("note")

    def on_screen_resume(self) -> None:
        """Count again after studying."""
        self._look()

    @work(thread=True, exclusive=True)
    def _look(self) -> None:
        worker = get_current_worker()
        try:
            page = self.services.topics.page(self._roadmap.id)
        except QuizAppError as error:
            if not worker.is_cancelled:
                self.app.call_from_thread(tell, self, error)
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self.call_later, self._told, page)

    async def _told(self, page: TopicPage) -> None:
        self.bar.status = clean(self._roadmap.phase)
        self.query_one("#standing", Static).update(self._standing(page))
        self._page = page
        self._list()
        studying = f"{spoken('topic.study', self.services.settings.keys)} studies this topic."
        async with self.batch():
            for name, rows in (
                ("#mistakes", _mistakes(page, studying)),
                ("#record", [_record(page.record, studying)]),
            ):
                pane = self.query_one(name, Pane)
                await pane.remove_children()
                await pane.mount_all(rows)

    @on(Resize)
    def _list(self) -> None:
        """Paint questions and tasks for the width that there is."""
        page = self._page
        if page is None:
            return
        lines = self.query_one("#lines", OptionList)
        chosen = lines.highlighted
        lines.clear_options()
        lines.add_options([Option(_line(line, self.room), id=line.listing.id) for line in page.lines])
        if page.more:
            lines.add_option(Option(Content(f"   and {page.more} more; search finds them"), disabled=True))
        lines.highlighted = chosen if chosen is not None else 0

    def _standing(self, page: TopicPage) -> Content:
        count = {standing: sum(line.standing is standing for line in page.lines) for standing in Standing}
        line = Content.assemble(
            (f"{Mark.DUE} {count[Standing.DUE]} due", "$text-warning" if count[Standing.DUE] else "$muted"),
            f"   {Mark.RIGHT} {count[Standing.KNOWN]} of {len(page.lines) + page.more} known"
            f"   {Mark.OPEN} {count[Standing.NEW] + page.more} new",
        )
        if not self._roadmap.topic.after:
            return line
        pack = self._roadmap.id.partition("/")[0]
        before = ", ".join(clean(self._titles.get(f"{pack}/{topic}", topic)) for topic in self._roadmap.topic.after)
        return Content.assemble(line, ("   Know first: ", "$muted"), before)

    async def action_pane(self, name: str) -> None:
        """Show a pane and give it the keys."""
        self.query_one(ContentSwitcher).current = name
        tabs = [
            (pane, Content.assemble((f" {place} ", "bold $text-accent"), f"{title} "))
            for place, (pane, title) in enumerate(PANES.items(), 1)
        ]
        await self.query_one(Strip).show(tabs, name)
        self.query_one("#lines" if name == "items" else f"#{name}").focus(scroll_visible=False)

    @on(Strip.Chosen)
    async def choose_pane(self, event: Strip.Chosen) -> None:
        """A click on a name shows its pane."""
        await self.action_pane(event.tab)

    @on(OptionList.OptionSelected, "#lines")
    def open_line(self, event: OptionList.OptionSelected) -> None:
        """Study the question at once, or open the task."""
        listing = self.services.overview.listing(ItemId(event.option_id or ""))
        if listing is None:
            return
        if listing.kind == "task":
            self.post_message(to.TaskRequested(listing.id))
        else:
            selection = Selection(items=(listing.id,), size=1)
            self.post_message(to.StudyRequested(selection=selection, title=self._roadmap.topic.title))

    async def action_turn_language(self) -> None:
        """The note in the next language."""
        self._languages = self._languages[1:] + self._languages[:1]
        note = note_in(self._roadmap.topic, self._languages[0])
        await self.query_one("#note Prose", Prose).update(clean(note))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Another language is offered where there is one."""
        return action != "turn_language" or len(self._languages) > 1

    def action_study(self) -> None:
        """Study this topic."""
        self.post_message(to.StudyRequested((self._roadmap.id,), title=self._roadmap.topic.title))

    def action_choose(self) -> None:
        """Choose what of it to study."""
        size = self.services.settings.session_size
        self.post_message(to.ChooserRequested(Selection(topics=(self._roadmap.id,), size=size)))

    def action_glossary(self) -> None:
        """Its words."""
        self.post_message(to.GlossaryRequested(topic=self._roadmap.id))

    def action_practice(self) -> None:
        """This topic's coding tasks."""
        self.post_message(to.TasksRequested(self._roadmap.id))


def _line(line: TopicLine, room: int) -> Content:
    mark, style = MARKS[line.standing]
    listing = line.listing
    starred = f" {Mark.BOOKMARK}" if line.bookmarked else ""
    kind = "task" if listing.kind == "task" else "question"
    told = Content.assemble(
        inline(listing.title),
        (starred, "$text-accent"),
        (f"  {kind}, level {listing.difficulty}, {line.standing}", "$muted"),
    )
    return hanging(Content.styled(f" {mark} ", style), told, room)


def _mistakes(page: TopicPage, studying: str) -> list[Row | Static]:
    rows: list[Row | Static] = []
    for heading, mistakes in (("Yours, in your latest answers", page.own), ("Often made", page.usual)):
        if mistakes:
            rows.append(Static(heading, classes="heading", markup=False))
            rows += [_mistake(place, mistake) for place, mistake in enumerate(mistakes)]
    if page.hidden:
        told = f"{plural(page.hidden, 'mistake')} {'more ' if rows else ''}will stand here as you answer and try tasks."
        rows.append(Static(told, classes="muted gap", markup=False))
    return rows or [Static(f"None is known of in this topic. {studying}", classes="muted gap", markup=False)]


def _mistake(place: int, mistake: Mistake) -> Row:
    why = Content.assemble("\n", passage(mistake.why)) if mistake.why else Content("")
    source = Content.assemble("\n", inline(mistake.source).stylize_before("$muted"))
    text = Content.assemble(passage(mistake.text).stylize("bold"), why, source)
    return Row(place, Content.styled(f" {Mark.WRONG} ", "$text-error"), text)


def _record(record: Record, studying: str) -> Static:
    if not record.answers:
        return Static(f"Nothing answered here yet. {studying}", classes="muted gap", markup=False)
    lines = [
        f"{plural(record.answers, 'answer')} to {plural(record.items, 'question or task', 'questions and tasks')}",
        f"{record.first_right} of {record.items} right the first time",
        f"{record.last_right} of {record.items} right the last time",
        f"forgotten {plural(record.lapses, 'time')} after it was known",
    ]
    if record.pace is not None:
        lines.append(f"a right answer takes you {record.pace:.0%} of the time expected, as a rule")
    return Static("\n".join(lines), classes="gap", markup=False)
