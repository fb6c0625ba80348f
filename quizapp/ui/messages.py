"""Where a screen asks to go. Screens post these; the app turns them into screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from textual.message import Message

if TYPE_CHECKING:
    from quizapp.domain.items.identity import ItemId
    from quizapp.domain.selection import Selection
    from quizapp.domain.session import Session


class Requested(Message):
    """A wish to see something else."""

    replacing = False
    """Whether the asking screen is done with and makes room."""

    def instead(self) -> Self:
        """The same wish of a screen that is done with."""
        self.replacing = True
        return self


class HomeRequested(Requested):
    """Back to the home screen, closing what lies over it."""


class TourRequested(Requested):
    """A newcomer's tour."""


class TopicRequested(Requested):
    """One topic: its note, its progress, its tasks."""

    def __init__(self, topic: str) -> None:
        super().__init__()
        self.topic = topic
        """`pack/topic`."""


class StudyRequested(Requested):
    """Study: a new session, or the one to go on with."""

    def __init__(
        self,
        topics: tuple[str, ...] = (),
        *,
        kinds: tuple[str, ...] = (),
        size: int | None = None,
        title: str = "",
        resume: Session | None = None,
        selection: Selection | None = None,
        touring: bool = False,
    ) -> None:
        super().__init__()
        self.touring = touring
        """Whether it is a step of the tour: a line explains it, and its end leads back."""
        self.selection = selection
        """What to study, in place of what is due and new in these topics and of these kinds."""
        self.topics = topics
        """Full topic ids; none means all."""
        self.kinds = kinds
        """Kinds of items; none means all."""
        self.size = size
        """How many items; None leaves it to the settings."""
        self.title = title
        self.resume = resume

    @property
    def names_items(self) -> bool:
        """Whether it is about items named one by one: for their sake no other session ends."""
        return self.selection is not None and bool(self.selection.items)


class ChooserRequested(Requested):
    """To choose what to study."""

    def __init__(self, selection: Selection | None = None) -> None:
        super().__init__()
        self.selection = selection
        """What to start from; None for what is due and new."""


class SearchRequested(Requested):
    """Search; without words the bookmarks."""

    def __init__(self, words: str = "") -> None:
        super().__init__()
        self.words = words


class GlossaryRequested(Requested):
    """What words mean."""

    def __init__(self, term: str | None = None, *, topic: str | None = None) -> None:
        super().__init__()
        self.term = term
        """To begin with."""
        self.topic = topic
        """`pack/topic`, for the words of one topic."""


class SummaryRequested(Requested):
    """What a study session came to; ends it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session


class TasksRequested(Requested):
    """The list of coding tasks."""

    def __init__(self, topic: str | None = None) -> None:
        super().__init__()
        self.topic = topic
        """`pack/topic` to start at."""


class TaskRequested(Requested):
    """One coding task in the editor."""

    def __init__(self, task: ItemId, *, touring: bool = False) -> None:
        super().__init__()
        self.task = task
        self.touring = touring
        """Whether it is a step of the tour: a line explains it."""


class InterviewsRequested(Requested):
    """The list of interviews that can be held, and of those held before."""


class BriefingRequested(Requested):
    """What an interview will be like; its clock does not run yet."""

    def __init__(self, blueprint: str, *, seed: int | None = None) -> None:
        super().__init__()
        self.blueprint = blueprint
        """`pack/blueprint`."""
        self.seed = seed
        """Draws the same questions again; None for others."""


class InterviewRequested(Requested):
    """An interview: a new one by its blueprint, or the one to go on with."""

    def __init__(self, blueprint: str = "", *, resume: Session | None = None, seed: int | None = None) -> None:
        super().__init__()
        self.blueprint = blueprint
        """`pack/blueprint`."""
        self.resume = resume
        self.seed = seed
        """Draws the same questions again; None for others."""


class BlueprintRequested(Requested):
    """To make a blueprint of one's own."""


class HistoryRequested(Requested):
    """Every interview held, their trend, and two of them side by side."""

    def __init__(self, chosen: Session | None = None) -> None:
        super().__init__()
        self.chosen = chosen
        """One that is to be compared with another."""


class ComparisonRequested(Requested):
    """Two interviews side by side."""

    def __init__(self, one: Session, other: Session) -> None:
        super().__init__()
        self.one = one
        self.other = other


class DebriefRequested(Requested):
    """A look back at an interview."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session


class ProgressRequested(Requested):
    """How one is doing."""


class PacksRequested(Requested):
    """The packs that are installed, and how others come in."""


class PreviewRequested(Requested):
    """A pack that its author is writing."""


class BackupsRequested(Requested):
    """Backups of the history, and ways back."""


class WorkEnded(Message):
    """Something that may have taken long is over."""

    def __init__(self, words: str, seconds: float) -> None:
        super().__init__()
        self.words = words
        """Our own words: what it was, and nothing of what a pack or a program says."""
        self.seconds = seconds
        """How long it took."""


class SettingsChanged(Message):
    """Something was set: what is on the screen goes by it from now on."""


class KeysRequested(Requested):
    """Every command with its keys, to give it others."""


class SettingsRequested(Requested):
    """What can be set."""
