"""The terminal app: goes where screens ask to go, and nothing else."""

from __future__ import annotations

import asyncio
import importlib
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual import on, work
from textual.driver import Driver
from textual.events import Event, InputEvent
from textual.screen import Screen

from quizapp.errors import QuizAppError
from quizapp.logbook import note_error
from quizapp.toml import Look
from quizapp.ui import messages as to
from quizapp.ui.appearance import PersonalApp
from quizapp.ui.commands import Commands
from quizapp.ui.following import follow
from quizapp.ui.hangup import HANGUP_SECONDS, leaver
from quizapp.ui.keys import bindings
from quizapp.ui.notice import LONG_SECONDS, sign
from quizapp.ui.routes import preview_of, route_of, study
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.services import Services
from quizapp.ui.start import Faulty, Loader, NotOpened, Opened, Read, Start
from quizapp.ui.sweep import Sweep
from quizapp.ui.typeahead import Typeahead, is_typed
from quizapp.ui.widgets.once import Palette, close_boxes
from quizapp.ui.widgets.page import Page, TopBar, tell

if TYPE_CHECKING:
    from quizapp.services.study import Left

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


class QuizApp(PersonalApp):
    """The whole interface over one set of services."""

    TITLE = "quizapp"
    BINDINGS = bindings("app")
    COMMANDS = {Commands}
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, services: Services | Start, *, opening: to.Requested | None = None) -> None:
        """An app that has not started yet.

        Args:
            services: the use cases, or how they are made when the first screen has been painted.
            opening: where to go at once, over the home screen.
        """
        super().__init__()
        self._opening = opening
        self._typed: Typeahead | None = None
        self._loader: Loader | None = None
        self._sweep = Sweep(lambda: self.screen_stack)
        self.fault: Exception | None = None
        """Why nothing could be opened: for whoever started the app, to be told when the screen is gone."""
        if isinstance(services, Start):
            self._loader = Loader(services, self)
            self._log_file, look = services.log, services.look
        else:
            self.services = services
            self._log_file, look = services.log, Look(services.settings.theme, services.settings.keys)
        self.dress(look)

    def get_driver_class(self) -> type[Driver]:
        """On a terminal, one on which neither Escape nor a paint waits."""
        driver = super().get_driver_class()
        if driver.__name__ != "LinuxDriver":
            return driver
        from quizapp.ui.driver import TerminalDriver

        return TerminalDriver

    def get_default_screen(self) -> Screen[None]:
        """Home is below everything."""
        return HomeScreen(None if self._loader else self.services, self.own_keys)

    def on_mount(self) -> None:
        """Begin, or see to it that there is something to begin with."""
        self.take_own_keys()
        self._typed = Typeahead(self, loading=self._loader is not None)
        if self._loader is None:
            self._begin()
        else:
            self.call_after_refresh(self._loader.begin)
        leave = leaver(is_web=self.is_web)
        if leave is not None:
            self.set_interval(HANGUP_SECONDS, leave)

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
        if self._typed is not None:
            await self._typed.go_on()
        await asyncio.sleep(IDLE_SECONDS)  # not by a timer: Textual passes over one whose time was missed
        self._get_ready()

    @work(thread=True)
    def _get_ready(self) -> None:
        """Load what the next key will most likely need, and set aside what stays."""
        for name in NEXT:
            importlib.import_module(f"quizapp.ui.screens.{name}")
        self._sweep.begin()

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
        """Keep what is typed before its turn has come."""
        if isinstance(event, InputEvent):
            self._sweep.put_off()
        if is_typed(event) and self._typed is not None and self._typed.keeps(event):
            return
        await super().on_event(event)

    async def on_unmount(self) -> None:
        """End what was started."""
        self._sweep.end()
        if self._typed is not None:
            self._typed.end()
        made = self._loader.leave(LEAVE_SECONDS) if self._loader else self.services
        if made is not None:
            await made.close()

    def _open(self, wish: to.Requested, make: Callable[[], Page]) -> None:
        """Show a screen; what cannot be opened is told, and the screen that asked stays."""
        if self._typed is not None and self._typed.keeps_wish(wish):
            return
        try:
            page = make()
        except QuizAppError as error:
            tell(self.screen, error)
            return
        if wish.replacing:
            close_boxes(self)
        if wish.replacing and not isinstance(self.screen, HomeScreen):
            self.switch_screen(page)
        else:
            super().push_screen(page)  # acknowledged before it was made

    def push_screen(self, *screen: Any, **how: Any) -> Any:
        """Show a screen or a box over this one; that its key was taken is seen before."""
        self._acknowledge()
        return super().push_screen(*screen, **how)

    def _acknowledge(self) -> None:
        if self.screen_stack and isinstance(self.screen, Page):
            self.screen.acknowledge()

    @on(to.HomeRequested)
    def go_home(self) -> None:
        """Close everything that lies over the home screen."""
        while len(self.screen_stack) > 1 and not isinstance(self.screen, HomeScreen):
            self.pop_screen()

    @on(to.Requested)
    def go(self, wish: to.Requested) -> None:
        """Go where a route leads; a wish without one is carried out by a method of its own."""
        route = route_of(wish)
        if route is not None:
            self._acknowledge()
            self._open(wish, lambda: route(self.services, wish))

    @on(to.StudyRequested)
    def go_to_study(self, wish: to.StudyRequested) -> None:
        """Start a study session, or go on with one; one that a new one would end is asked about."""
        if self._typed is not None and self._typed.keeps_wish(wish):
            return
        self._acknowledge()
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
        self._open(wish, lambda: study(self.services, wish))

    @work(exclusive=True, group="ask")
    async def _ask_about(self, left: Left, wish: to.StudyRequested) -> None:
        from quizapp.ui.modals.left import GO_ON, left_modal

        answer = await self.push_screen_wait(left_modal(left))
        if answer == GO_ON:
            wish.resume = left.session
        if answer is not None:
            self._study(wish)

    @on(to.PreviewRequested)
    def go_to_preview(self, wish: to.PreviewRequested) -> None:
        """Show the pack that is being written, and follow its author's saves from now on."""
        preview = self.services.preview
        if preview is not None:
            self._acknowledge()
            self._open(wish, lambda: preview_of(self.services, preview))
            self.run_worker(follow(self, preview), group="preview", exclusive=True)

    def _warn(self) -> None:
        """Say on every screen that answers are not saved, as long as they are not."""
        if not self.screen_stack:
            return  # the last tick before the end
        for bar in self.screen.query(TopBar):
            bar.warning = NOT_SAVED if self.services.safekeeping.unsaved else ""

    @work(thread=True)
    def _keep_backup(self) -> None:
        """The day's backup; a history that lost something is told."""
        try:
            self.services.safekeeping.keep()
        except QuizAppError as error:
            if self.is_running:  # whoever leaves meanwhile has another one tried
                self.call_from_thread(self._tell, error)

    def _tell(self, error: QuizAppError) -> None:
        """Tell an error on whichever screen is on top, if there is one still."""
        if self.screen_stack:
            tell(self.screen, error)

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

    def action_command_palette(self) -> None:
        """Show the palette."""
        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

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
