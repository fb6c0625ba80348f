"""One topic: what it is, how far the learner has come, its one-minute note."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from quizapp.ui import messages as to
from quizapp.ui.keys import bindings
from quizapp.ui.modals.note import note_in
from quizapp.ui.services import Services
from quizapp.ui.text import clean, inline
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.page import Page
from quizapp.ui.widgets.prose import Prose


class TopicScreen(Page):
    """Summary, prerequisites, progress, note, glossary; study or practise from here."""

    BINDINGS = bindings("topic")

    def __init__(self, services: Services, topic_id: str) -> None:
        super().__init__(services)
        self._roadmap = services.overview.topic(topic_id)
        self.heading = self._roadmap.topic.title

    def content(self) -> ComposeResult:
        """Everything in one scroll."""
        topic = self._roadmap.topic
        yield Static(inline(topic.summary), id="summary", markup=False)
        yield Static(id="standing", markup=False)
        yield Prose(note_in(topic, self.services.settings.language))
        if topic.glossary:
            yield Static("Words", classes="heading")
            for entry in topic.glossary:
                yield Static(inline(f"**{entry.term}**: {entry.say}"), classes="term", markup=False)

    def on_mount(self) -> None:
        """The arrows scroll."""
        self.body.can_focus = True
        self.body.focus()

    def on_screen_resume(self) -> None:
        """Count again after studying."""
        with self.telling():
            self.query_one("#standing", Static).update(self._standing())

    def _standing(self) -> Content:
        overview = self.services.overview.overview()
        mine = next((topic for topic in overview.topics if topic.id == self._roadmap.id), None)
        titles = {topic.id.partition("/")[2]: topic.title for topic in overview.topics}
        lines = []
        if mine is not None:
            self.bar.status = clean(mine.phase)
            lines.append(
                Content.assemble(
                    (f"{Mark.DUE} {mine.due} due", "$text-warning" if mine.due else "$muted"),
                    f"   {Mark.RIGHT} {mine.known} of {mine.total} known   {Mark.OPEN} {mine.total - mine.seen} new",
                )
            )
        if self._roadmap.topic.after:
            before = ", ".join(clean(titles.get(topic, topic)) for topic in self._roadmap.topic.after)
            lines.append(Content.assemble(("Know first: ", "$muted"), before))
        return Content("\n").join(lines)

    def action_study(self) -> None:
        """Study this topic."""
        self.post_message(to.StudyRequested((self._roadmap.id,), title=self._roadmap.topic.title))

    def action_practice(self) -> None:
        """This topic's coding tasks."""
        self.post_message(to.TasksRequested(self._roadmap.id))
