"""The terminal app: goes where screens ask to go, and nothing else."""

from __future__ import annotations

import asyncio
import gc
import importlib
import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on, work
from textual.app import App
from textual.events import DescendantFocus, Event
from textual.screen import ModalScreen, Screen

from quizapp.errors import QuizAppError
from quizapp.logbook import note_error
from quizapp.toml import Look
from quizapp.ui import messages as to
from quizapp.ui.commands import KeyCommands, LookCommands
from quizapp.ui.keys import bindings, keymap, spoken
from quizapp.ui.motion import animation_level, hold_cursors
from quizapp.ui.notice import LONG_SECONDS, sign
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.services import Services
from quizapp.ui.start import Faulty, Loader, NotOpened, Opened, Read, Start, Typeahead, is_typed
from quizapp.ui.theme import STYLE_SHEET, THEMES, VARIABLES
from quizapp.ui.widgets.page import Page, TopBar, tell

if TYPE_CHECKING:
    from quizapp.services.preview import PreviewService
    from quizapp.services.study import Left

STDIN = 0
HANGUP_SECONDS = 3.0
WARN_SECONDS = 1.0
IDLE_SECONDS = 0.5
"""After everything is there."""
NEXT = ("study", "topic", "chooser", "tasks", "interviews", "find", "summary")
"""Screens that are one key away from home, but practice, which loads an editor."""
BACKUP_SECONDS = 5.0
"""After the start, when the first screen is long there."""
LEAVE_SECONDS = 1.0
"""For what is being opened when somebody quits."""
NOT_SAVED = "NOT SAVED"
FAULT = """\
quizapp has a fault of its own ({kind}).
Every answer that you were shown is saved, and so is your session: start
quizapp again and press r to go on.
  where: {log} tells what went wrong, and holds nothing of yours
  next:  if it comes back, report it with that file
"""


class QuizApp(App[None]):
    """The whole interface over one set of services."""

    TITLE = "quizapp"
    CSS_PATH = STYLE_SHEET
    BINDINGS = bindings("app")
    COMMANDS = {KeyCommands, LookCommands}
    ENABLE_COMMAND_PALETTE = True

    services: Services

    def __init__(self, services: Services | Start, *, opening: to.Requested | None = None) -> None:
        """An app that has not started yet.

        Args:
            services: the use cases, or how they are made when the first screen has been painted.
            opening: where to go at once, over the home screen.
        """
        super().__init__()
        self._opening = opening
        self._early: Typeahead | None = None
        self._loader: Loader | None = None
        self.fault: Exception | None = None
        """Why nothing could be opened: for whoever started the app, to be told when the screen is gone."""
        if isinstance(services, Start):
            self._loader = Loader(services, self)
            self._log_file, look = services.log, services.look
        else:
            self.services = services
            self._log_file, look = services.log, Look(services.settings.theme, services.settings.keys)
        self._dress(look)

    def _dress(self, look: Look) -> None:
        """Take the person's theme and keys, before anything is painted in others."""
        for theme in THEMES:
            self.register_theme(theme)
        self.set_reactive(App.theme, look.theme if look.theme in self.available_themes else THEMES[0].name)
        self._refresh_truecolor_filter(self.ansi_theme)
        self.stylesheet.set_variables(self.get_css_variables())
        self._own_keys = look.keys

    def get_default_screen(self) -> Screen[None]:
        """Home is below everything."""
        return HomeScreen(None if self._loader else self.services, self._own_keys)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Colours of ours that a theme of Textual's own does not have."""
        return VARIABLES

    def on_mount(self) -> None:
        """Begin, or see to it that there is something to begin with."""
        self._take_own_keys()
        if self._loader is None:
            self._begin()
        else:
            self._early = Typeahead(self)
            self.call_after_refresh(self._loader.begin)
        if os.isatty(STDIN):
            self.set_interval(HANGUP_SECONDS, self._leave_a_closed_terminal)
        elif self.is_web:
            server = os.getppid()
            self.set_interval(HANGUP_SECONDS, lambda: self._leave_a_dead_server(server))

    def _begin(self) -> None:
        """Go where one wants to go at once, and watch over the history."""
        self.go_by_settings()
        if self._opening is not None:
            self.post_message(self._opening)
        self.set_interval(WARN_SECONDS, self._warn)
        self.set_timer(BACKUP_SECONDS, self._keep_backup)

    @on(Opened)
    async def take_up(self, message: Opened) -> None:
        """Give the home screen what it waits for, and do what was asked for meanwhile."""
        self.services = message.services
        for screen in self.screen_stack:
            if isinstance(screen, HomeScreen):
                screen.open(message.services, message.standing)
        self._begin()
        self.run_worker(self._catch_up())

    @property
    def is_loading(self) -> bool:
        """Whether something is still being opened; after the app's end, for nobody."""
        return self._loader is not None and self._loader.is_busy

    async def _catch_up(self) -> None:
        if self._early is not None:
            await self._early.carry_out()
            self._early = None
        await asyncio.sleep(IDLE_SECONDS)  # not by a timer: Textual passes over one whose time was missed
        self._get_ready()

    @work(thread=True)
    def _get_ready(self) -> None:
        """Load what the next key will most likely need, and set aside what stays.

        Else the collector looks through all of it, for a tenth of a second, in the middle of a key.
        """
        for name in NEXT:
            importlib.import_module(f"quizapp.ui.screens.{name}")
        gc.freeze()
        gc.enable()

    @on(Read)
    def say_how_far(self, message: Read) -> None:
        """Let the home screen tell why it waits."""
        for screen in self.screen_stack:
            if isinstance(screen, HomeScreen):
                screen.wait(message.files, message.of)

    @on(NotOpened)
    def give_up(self, message: NotOpened) -> None:
        """Leave, so that the reason is told where one can read it again."""
        self.fault = message.error
        self.exit(return_code=QuizAppError.exit_code)

    @on(Faulty)
    def fail(self, message: Faulty) -> None:
        """A fault of ours is one in whichever thread."""
        raise message.error

    async def on_event(self, event: Event) -> None:
        """Keep what is typed before it can be done."""
        if self._early is None or not is_typed(event) or not self._early.keeps(event):
            await super().on_event(event)

    def _leave_a_closed_terminal(self) -> None:
        """End when the terminal is gone and no SIGHUP said so, as for a session leader without a terminal of its own.

        Textual would read an empty stdin for ever, at the cost of half a processor. There is nothing to save: every
        answer is on disk, and there is no screen to restore.
        """
        if not os.isatty(STDIN):
            os._exit(1)

    def _take_own_keys(self) -> None:
        """Go by the person's own keys, and say which of them cannot be had."""
        if self._own_keys:
            keys, notes = keymap(self._own_keys)
            self.set_keymap(keys)
            for note in notes:
                self.notify(note, title="Keys of your own", severity="warning", timeout=15, markup=False)

    def _leave_a_dead_server(self, server: int) -> None:
        """End when the process that passes on what is painted has died and could not say so."""
        if os.getppid() != server:
            os._exit(1)

    async def on_unmount(self) -> None:
        """End what was started."""
        made = self._loader.leave(LEAVE_SECONDS) if self._loader else self.services
        if made is not None:
            await made.close()

    def _open(self, wish: to.Requested, make: Callable[[], Page]) -> None:
        """Show a screen; what cannot be opened is told, and the screen that asked stays."""
        if self._early is not None and self._early.keeps_wish(wish):
            return
        try:
            page = make()
        except QuizAppError as error:
            tell(self.screen, error)
            return
        if wish.replacing:
            # Time may run out under a box: what lies over the asking screen goes with it.
            while isinstance(self.screen, ModalScreen):
                self.pop_screen()
        if wish.replacing and not isinstance(self.screen, HomeScreen):
            self.switch_screen(page)
        else:
            self.push_screen(page)

    @on(to.HomeRequested)
    def go_home(self) -> None:
        """Close everything that lies over the home screen."""
        while len(self.screen_stack) > 1 and not isinstance(self.screen, HomeScreen):
            self.pop_screen()

    @on(to.TourRequested)
    def go_to_tour(self, wish: to.TourRequested) -> None:
        """Show a newcomer around."""
        from quizapp.ui.screens.tour import TourScreen

        self._open(wish, lambda: TourScreen(self.services))

    @on(to.TopicRequested)
    def go_to_topic(self, wish: to.TopicRequested) -> None:
        """Open a topic."""
        from quizapp.ui.screens.topic import TopicScreen

        self._open(wish, lambda: TopicScreen(self.services, wish.topic))

    @on(to.StudyRequested)
    def go_to_study(self, wish: to.StudyRequested) -> None:
        """Start a study session, or go on with one; one that a new one would end is asked about."""
        if self._early is not None and self._early.keeps_wish(wish):
            return
        try:
            left = None if wish.resume or wish.names_items else self.services.study.left()
        except QuizAppError as error:
            tell(self.screen, error)
            return
        if left is None:
            self._study(wish)
        else:
            self._ask_about(left, wish)

    def _study(self, wish: to.StudyRequested) -> None:
        from quizapp.ui.screens.study import StudyScreen

        self._open(wish, lambda: StudyScreen.begin(self.services, wish))

    @work(exclusive=True, group="ask")
    async def _ask_about(self, left: Left, wish: to.StudyRequested) -> None:
        from quizapp.ui.modals.left import GO_ON, left_modal

        answer = await self.push_screen_wait(left_modal(left))
        if answer == GO_ON:
            wish.resume = left.session
        if answer is not None:
            self._study(wish)

    @on(to.ChooserRequested)
    def go_to_chooser(self, wish: to.ChooserRequested) -> None:
        """Choose what to study."""
        from quizapp.ui.screens.chooser import ChooserScreen

        self._open(wish, lambda: ChooserScreen(self.services, wish.selection))

    @on(to.SearchRequested)
    def go_to_search(self, wish: to.SearchRequested) -> None:
        """Look for words."""
        from quizapp.ui.screens.find import FindScreen

        self._open(wish, lambda: FindScreen(self.services, wish.words))

    @on(to.GlossaryRequested)
    def go_to_glossary(self, wish: to.GlossaryRequested) -> None:
        """Say what words mean."""
        from quizapp.ui.screens.glossary import GlossaryScreen

        self._open(wish, lambda: GlossaryScreen(self.services, topic=wish.topic, term=wish.term))

    @on(to.SummaryRequested)
    def go_to_summary(self, wish: to.SummaryRequested) -> None:
        """End a study session and say what it came to."""
        from quizapp.ui.screens.summary import SummaryScreen

        self._open(wish, lambda: SummaryScreen(self.services, wish.session))

    @on(to.TasksRequested)
    def go_to_tasks(self, wish: to.TasksRequested) -> None:
        """List the coding tasks."""
        from quizapp.ui.screens.tasks import TasksScreen

        self._open(wish, lambda: TasksScreen(self.services, topic=wish.topic))

    @on(to.TaskRequested)
    def go_to_task(self, wish: to.TaskRequested) -> None:
        """Open a coding task."""
        from quizapp.ui.screens.practice import PracticeScreen

        self._open(wish, lambda: PracticeScreen(self.services, wish.task, touring=wish.touring))

    @on(to.InterviewsRequested)
    def go_to_interviews(self, wish: to.InterviewsRequested) -> None:
        """List the interviews."""
        from quizapp.ui.screens.interviews import InterviewsScreen

        self._open(wish, lambda: InterviewsScreen(self.services))

    @on(to.BriefingRequested)
    def go_to_briefing(self, wish: to.BriefingRequested) -> None:
        """Say what is coming."""
        from quizapp.ui.screens.briefing import BriefingScreen

        self._open(wish, lambda: BriefingScreen(self.services, wish.blueprint, seed=wish.seed))

    @on(to.InterviewRequested)
    def go_to_interview(self, wish: to.InterviewRequested) -> None:
        """Start an interview, or go on with one."""
        self._open(wish, lambda: self._interview(wish))

    def _interview(self, wish: to.InterviewRequested) -> Page:
        """The screen for where the interview stands: its clock runs from here if it is a new one."""
        from quizapp.services.interview import Phase
        from quizapp.ui.screens.coding import CodingScreen
        from quizapp.ui.screens.debrief import DebriefScreen
        from quizapp.ui.screens.interview import InterviewScreen

        service = self.services.interviews
        session = wish.resume or service.start(wish.blueprint, seed=wish.seed)
        match service.clocks(session).phase:
            case Phase.CODING:
                return CodingScreen(self.services, session)
            case Phase.ENDED:
                return DebriefScreen(self.services, session)
            case _:
                return InterviewScreen(self.services, session)

    @on(to.BlueprintRequested)
    def go_to_blueprint(self, wish: to.BlueprintRequested) -> None:
        """Make a blueprint of one's own."""
        from quizapp.ui.screens.blueprint import BlueprintScreen

        self._open(wish, lambda: BlueprintScreen(self.services))

    @on(to.HistoryRequested)
    def go_to_history(self, wish: to.HistoryRequested) -> None:
        """Show every interview held."""
        from quizapp.ui.screens.history import HistoryScreen

        self._open(wish, lambda: HistoryScreen(self.services, wish.chosen))

    @on(to.ComparisonRequested)
    def go_to_comparison(self, wish: to.ComparisonRequested) -> None:
        """Put two interviews side by side."""
        from quizapp.ui.screens.comparison import ComparisonScreen

        self._open(wish, lambda: ComparisonScreen(self.services, wish.one, wish.other))

    @on(to.DebriefRequested)
    def go_to_debrief(self, wish: to.DebriefRequested) -> None:
        """Look back at an interview."""
        from quizapp.ui.screens.debrief import DebriefScreen

        self._open(wish, lambda: DebriefScreen(self.services, wish.session))

    @on(to.ProgressRequested)
    def go_to_progress(self, wish: to.ProgressRequested) -> None:
        """Show how one is doing."""
        from quizapp.ui.screens.progress import ProgressScreen

        self._open(wish, lambda: ProgressScreen(self.services))

    @on(to.PacksRequested)
    def go_to_packs(self, wish: to.PacksRequested) -> None:
        """List the packs."""
        from quizapp.ui.screens.packs import PacksScreen

        self._open(wish, lambda: PacksScreen(self.services))

    @on(to.PreviewRequested)
    def go_to_preview(self, wish: to.PreviewRequested) -> None:
        """Show the pack that is being written, and follow its author's saves from now on."""
        from quizapp.ui.screens.preview import PreviewScreen

        preview = self.services.preview
        if preview is not None:
            self._open(wish, lambda: PreviewScreen(self.services, preview))
            self.run_worker(self._follow(preview), group="preview", exclusive=True)

    async def _follow(self, preview: PreviewService) -> None:
        """Read the pack again at every save, and let every screen show what it holds now."""
        saved = asyncio.Event()
        async with preview.watched(lambda _: saved.set()):
            while True:
                await saved.wait()
                saved.clear()
                try:
                    report = await asyncio.to_thread(preview.reload)
                    for screen in self.screen_stack:
                        if isinstance(screen, Page):
                            await screen.reload()
                    self.notify(report.summary, title="Read again.", timeout=4, markup=False)
                except QuizAppError as error:
                    tell(self.screen, error)

    @on(to.SettingsRequested)
    def go_to_settings(self, wish: to.SettingsRequested) -> None:
        """Show what can be set."""
        from quizapp.ui.screens.settings import SettingsScreen

        self._open(wish, lambda: SettingsScreen(self.services))

    @on(to.KeysRequested)
    def go_to_keys(self, wish: to.KeysRequested) -> None:
        """Show every command with its keys."""
        from quizapp.ui.screens.keys import KeysScreen

        self._open(wish, lambda: KeysScreen(self.services))

    @on(to.BackupsRequested)
    def go_to_backups(self, wish: to.BackupsRequested) -> None:
        """Show the backups."""
        from quizapp.ui.screens.backups import BackupsScreen

        self._open(wish, lambda: BackupsScreen(self.services))

    def _warn(self) -> None:
        """Say on every screen that answers are not saved, as long as they are not."""
        for bar in self.screen.query(TopBar):
            bar.warning = NOT_SAVED if self.services.safekeeping.unsaved else ""

    @work(thread=True)
    def _keep_backup(self) -> None:
        """The day's backup; a history that lost something is told."""
        try:
            self.services.safekeeping.keep()
        except QuizAppError as error:
            self.call_from_thread(tell, self.screen, error)

    def _handle_exception(self, error: Exception) -> None:
        """Write an unexpected error to the log, and leave with a few lines in place of all that Textual would show."""
        note_error(error, "screen")
        if self.is_headless or os.environ.get("QUIZAPP_DEBUG"):
            super()._handle_exception(error)
            return
        self._return_code = QuizAppError.exit_code
        self.panic(Text(FAULT.format(kind=type(error).__name__, log=self._log_file), overflow="fold"))

    def action_jump(self) -> None:
        """Show a letter on everything that can be gone to or pressed."""
        from quizapp.ui.modals.jump import jump_from

        jump_from(self.screen)

    def action_explain(self) -> None:
        """Show the keys of this screen."""
        from quizapp.ui.modals.help import HelpModal

        if not isinstance(self.screen, HelpModal):
            self.push_screen(HelpModal(self.screen))

    @on(to.WorkEnded)
    def give_a_sign(self, ended: to.WorkEnded) -> None:
        """Ring or tell the desktop, if that is asked for and the work took long."""
        signal = sign(self.services.settings.notify, ended.words, os.environ)
        if signal and ended.seconds >= LONG_SECONDS and self._driver is not None and not self.is_headless:
            self._driver.write(signal)

    @on(to.SettingsChanged)
    def go_by_changed_settings(self) -> None:
        """Keys too, which take time to be sorted out."""
        self._own_keys = self.services.settings.keys
        self.set_keymap({})
        self._take_own_keys()
        self.go_by_settings()

    def go_by_settings(self) -> None:
        """Look and move as the settings say now."""
        settings = self.services.settings
        if settings.theme in self.available_themes:
            self.theme = settings.theme
        self.animation_level = animation_level(settings.motion)
        hold_cursors(self.screen, blink=self.animation_level != "none")

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """A cursor that comes up later blinks no more than the others."""
        hold_cursors(event.widget, blink=self.animation_level != "none")

    def action_set(self, key: str, value: str) -> None:
        """Keep a setting, and go by it."""
        try:
            self.services.change(key, value)
        except QuizAppError as error:
            tell(self.screen, error)
        self.go_by_settings()

    def action_help_quit(self) -> None:
        """Ctrl+C copies where there is text, and ends nothing: it is too near to be pressed by mistake."""
        self.notify(f"{spoken('app.quit', self._own_keys)} quits. Nothing is lost.", timeout=5, markup=False)

    def action_toggle_theme(self) -> None:
        """Go on to the next theme, and keep it."""
        names = [theme.name for theme in THEMES]
        self.action_set("theme", names[(names.index(self.theme) + 1) % len(names) if self.theme in names else 0])
