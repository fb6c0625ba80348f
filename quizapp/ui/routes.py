"""Which screen a wish leads to. A screen is loaded when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from quizapp.ui import messages as to

if TYPE_CHECKING:
    from quizapp.services.preview import PreviewService
    from quizapp.ui.services import Services
    from quizapp.ui.widgets.page import Page

Wish = TypeVar("Wish", bound=to.Requested)
Route = Callable[["Services", Any], "Page"]
"""Makes the screen; what cannot be shown raises a QuizAppError."""

_ROUTES: dict[type[to.Requested], Route] = {}


def route_of(wish: to.Requested) -> Route | None:
    """The route of a wish; None for one that is more than a screen."""
    return _ROUTES.get(type(wish))


def _leads(wish: type[Wish]) -> Callable[[Callable[[Services, Wish], Page]], Callable[[Services, Wish], Page]]:
    def kept(route: Callable[[Services, Wish], Page]) -> Callable[[Services, Wish], Page]:
        _ROUTES[wish] = route
        return route

    return kept


def study(services: Services, wish: to.StudyRequested) -> Page:
    """A study session: a new one, or the one to go on with."""
    from quizapp.ui.screens.study import StudyScreen

    return StudyScreen.begin(services, wish)


def preview_of(services: Services, preview: PreviewService) -> Page:
    """The pack that is being written."""
    from quizapp.ui.screens.preview import PreviewScreen

    return PreviewScreen(services, preview)


@_leads(to.InterviewRequested)
def _interview(services: Services, wish: to.InterviewRequested) -> Page:
    """The screen for where the interview stands: its clock runs from here if it is a new one."""
    from quizapp.services.interview import Phase
    from quizapp.ui.screens.coding import CodingScreen
    from quizapp.ui.screens.debrief import DebriefScreen
    from quizapp.ui.screens.interview import InterviewScreen

    service = services.interviews
    session = wish.resume or service.start(wish.blueprint, seed=wish.seed)
    match service.clocks(session).phase:
        case Phase.CODING:
            return CodingScreen(services, session)
        case Phase.ENDED:
            return DebriefScreen(services, session)
        case _:
            return InterviewScreen(services, session)


@_leads(to.TourRequested)
def _tour(services: Services, _: to.TourRequested) -> Page:
    from quizapp.ui.screens.tour import TourScreen

    return TourScreen(services)


@_leads(to.TopicRequested)
def _topic(services: Services, wish: to.TopicRequested) -> Page:
    from quizapp.ui.screens.topic import TopicScreen

    return TopicScreen(services, wish.topic)


@_leads(to.ChooserRequested)
def _chooser(services: Services, wish: to.ChooserRequested) -> Page:
    from quizapp.ui.screens.chooser import ChooserScreen

    return ChooserScreen(services, wish.selection)


@_leads(to.SearchRequested)
def _search(services: Services, wish: to.SearchRequested) -> Page:
    from quizapp.ui.screens.find import FindScreen

    return FindScreen(services, wish.words)


@_leads(to.GlossaryRequested)
def _glossary(services: Services, wish: to.GlossaryRequested) -> Page:
    from quizapp.ui.screens.glossary import GlossaryScreen

    return GlossaryScreen(services, topic=wish.topic, term=wish.term)


@_leads(to.SummaryRequested)
def _summary(services: Services, wish: to.SummaryRequested) -> Page:
    from quizapp.ui.screens.summary import SummaryScreen

    return SummaryScreen(services, wish.session)


@_leads(to.TasksRequested)
def _tasks(services: Services, wish: to.TasksRequested) -> Page:
    from quizapp.ui.screens.tasks import TasksScreen

    return TasksScreen(services, topic=wish.topic)


@_leads(to.TaskRequested)
def _task(services: Services, wish: to.TaskRequested) -> Page:
    from quizapp.ui.screens.practice import PracticeScreen

    return PracticeScreen(services, wish.task, touring=wish.touring)


@_leads(to.InterviewsRequested)
def _interviews(services: Services, _: to.InterviewsRequested) -> Page:
    from quizapp.ui.screens.interviews import InterviewsScreen

    return InterviewsScreen(services)


@_leads(to.BriefingRequested)
def _briefing(services: Services, wish: to.BriefingRequested) -> Page:
    from quizapp.ui.screens.briefing import BriefingScreen

    return BriefingScreen(services, wish.blueprint, seed=wish.seed)


@_leads(to.BlueprintRequested)
def _blueprint(services: Services, _: to.BlueprintRequested) -> Page:
    from quizapp.ui.screens.blueprint import BlueprintScreen

    return BlueprintScreen(services)


@_leads(to.HistoryRequested)
def _history(services: Services, wish: to.HistoryRequested) -> Page:
    from quizapp.ui.screens.history import HistoryScreen

    return HistoryScreen(services, wish.chosen)


@_leads(to.ComparisonRequested)
def _comparison(services: Services, wish: to.ComparisonRequested) -> Page:
    from quizapp.ui.screens.comparison import ComparisonScreen

    return ComparisonScreen(services, wish.one, wish.other)


@_leads(to.DebriefRequested)
def _debrief(services: Services, wish: to.DebriefRequested) -> Page:
    from quizapp.ui.screens.debrief import DebriefScreen

    return DebriefScreen(services, wish.session)


@_leads(to.ProgressRequested)
def _progress(services: Services, _: to.ProgressRequested) -> Page:
    from quizapp.ui.screens.progress import ProgressScreen

    return ProgressScreen(services)


@_leads(to.PacksRequested)
def _packs(services: Services, _: to.PacksRequested) -> Page:
    from quizapp.ui.screens.packs import PacksScreen

    return PacksScreen(services)


@_leads(to.SettingsRequested)
def _settings(services: Services, _: to.SettingsRequested) -> Page:
    from quizapp.ui.screens.settings import SettingsScreen

    return SettingsScreen(services)


@_leads(to.KeysRequested)
def _keys(services: Services, _: to.KeysRequested) -> Page:
    from quizapp.ui.screens.keys import KeysScreen

    return KeysScreen(services)


@_leads(to.BackupsRequested)
def _backups(services: Services, _: to.BackupsRequested) -> Page:
    from quizapp.ui.screens.backups import BackupsScreen

    return BackupsScreen(services)
