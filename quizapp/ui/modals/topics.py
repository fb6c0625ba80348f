"""Topics to choose from."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from textual.app import ComposeResult
from textual.content import Content

from quizapp.domain.roadmap import RoadmapTopic
from quizapp.ui.text import clean
from quizapp.ui.widgets.modal import Modal
from quizapp.ui.widgets.rows import Rows


class TopicsModal(Modal[list[str]]):
    """Answers with the local ids of the topics chosen; none means all."""

    heading = "Topics"
    footnote = "↑↓ move · space chooses · esc is done; none: all"

    def __init__(self, topics: Sequence[RoadmapTopic], chosen: Collection[str]) -> None:
        super().__init__()
        self._topics = list(topics)
        self._chosen = set(chosen)

    def content(self) -> ComposeResult:
        """A row each."""
        yield Rows([self._row(topic) for topic in self._topics])

    def on_mount(self) -> None:
        """The rows have the keys."""
        self.begin_at(Rows)

    def _row(self, topic: RoadmapTopic) -> tuple[Content, Content]:
        chosen = topic.topic.id in self._chosen
        return (
            Content.styled("[x]" if chosen else "[ ]", "bold $text-accent" if chosen else "$muted"),
            Content.assemble(clean(topic.topic.title), (f"  {topic.items}", "$muted")),
        )

    def on_rows_picked(self, event: Rows.Picked) -> None:
        """Choose a topic, or take the choice back."""
        event.stop()
        self._chosen ^= {self._topics[event.position].topic.id}
        event.rows.rows[event.position].tell(*self._row(self._topics[event.position]))

    def action_close(self) -> None:
        """Done."""
        self.dismiss([topic.topic.id for topic in self._topics if topic.topic.id in self._chosen])
