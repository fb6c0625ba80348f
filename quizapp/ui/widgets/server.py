"""The app while it is kept running: where it can be called, and what it prints."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from quizapp.domain.folder import TaskFolder
from quizapp.domain.run import Exit, StartFailure
from quizapp.errors import QuizAppError
from quizapp.services.serving import KeptApp, ServingService
from quizapp.ui.text import clean
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.page import tell

LOOK_EVERY = 0.25
"""Seconds between two looks at what the app prints."""
SHOWN = 16_000
"""Characters of the end of what it printed that are shown."""
OFF = (
    "w keeps your app running at an address of this machine, for a browser and curl, and starts it again at every "
    "save. What it prints and logs stands here then, with a line for each request."
)
KEYS = "a copies the address · d opens /docs · x sends a request · w ends it"


class ServerPane(VerticalScroll):
    """One app behind one address, started when asked for, renewed at each save, ended with the screen."""

    class Moved(Message):
        """It runs now, or no longer."""

    def __init__(self, serving: ServingService, folder: TaskFolder, *, id: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self._serving = serving
        self._folder = folder
        self._kept: KeptApp | None = None
        self._is_starting = False
        self._told: tuple[object, ...] = ()
        self._log = ""

    def compose(self) -> ComposeResult:
        """How it stands, then what it prints."""
        yield Static(id="server-state", markup=False)
        yield Static(id="server-log", markup=False)

    def on_mount(self) -> None:
        """Look at it from now on."""
        self._paint()
        self.set_interval(LOOK_EVERY, self._look)

    async def on_unmount(self) -> None:
        """It ends with the screen."""
        await self._end()

    @property
    def is_on(self) -> bool:
        """Whether it is to be kept running, even if it does not start just now."""
        return self._kept is not None

    @property
    def is_serving(self) -> bool:
        """Whether requests are answered."""
        return self._kept is not None and self._kept.is_serving

    @property
    def address(self) -> str:
        """What to call in a browser; empty when nothing is kept running."""
        return self._kept.address if self._kept is not None else ""

    @property
    def kept(self) -> KeptApp | None:
        """The app itself."""
        return self._kept

    async def start(self) -> bool:
        """Begin, or start what is saved now in place of what runs; whether it serves. What goes wrong is told."""
        self._is_starting = True
        self._paint()
        try:
            if self._kept is None:
                self._kept = await self._serving.serve(self._folder).__aenter__()
            await self._kept.renew()
        except QuizAppError as error:
            tell(self, error)
            await self._end()
        except OSError as error:
            self.notify(
                f"No address of this machine could be opened: {error.strerror}.",
                title="Your app is not kept running",
                severity="error",
                markup=False,
            )
            await self._end()
        finally:
            self._is_starting = False
        self._look()
        return self.is_serving

    async def stop(self) -> None:
        """End it."""
        await self._end()
        self._look()

    async def _end(self) -> None:
        kept, self._kept = self._kept, None
        if kept is not None:
            await kept.__aexit__(None, None, None)

    def _look(self) -> None:
        """Paint what is new; a tail that has not changed costs nothing."""
        kept = self._kept
        log = kept.output()[-SHOWN:] if kept is not None else ""
        if log != self._log:
            self._log = log
            was_at_end = self.scroll_y >= self.max_scroll_y - 1
            self.query_one("#server-log", Static).update(Content(clean(log).strip("\n")))
            if was_at_end:
                self.scroll_end(animate=False)
        self._paint()

    def _paint(self) -> None:
        kept = self._kept
        failure = kept.failure if kept is not None else None
        ended = kept.ended() if kept is not None else None
        told = (self._is_starting, self.address, failure, ended)
        if told != self._told or not self._told:
            self._told = told
            self.query_one("#server-state", Static).update(self._state(failure, ended))
            self.post_message(self.Moved())

    def _state(self, failure: StartFailure | None, ended: Exit | None) -> Content:
        if self._is_starting:
            return Content.styled("Your app is being started…", "$muted")
        if self._kept is None:
            return Content.assemble(("Not running. ", "bold"), (OFF, "$muted"))
        if failure is not None:
            return _failed(failure)
        if ended is not None:
            return Content.assemble(
                (f"{Mark.WRONG} Your app has ended: {_how(ended)}. ", "$text-error"),
                ("Save, and it is started again; w ends this.", "$muted"),
            )
        return Content.assemble(
            (f"{Mark.RIGHT} Running at ", "$text-success"), (self.address, "bold"), "\n", (KEYS, "$muted")
        )


def _failed(failure: StartFailure) -> Content:
    words = clean(f"{failure.error} {failure.message}".strip())
    parts = [Content.styled(f"{Mark.WRONG} Your app does not start: {words}", "$text-error")]
    if failure.at is not None:
        where = f"{clean(failure.at.file)}:{failure.at.line}  "
        parts.append(Content.assemble((where, "$text-accent"), clean(failure.at.code.strip())))
    parts.append(Content.styled("Mend it and save: it is started again, and the address stays.", "$muted"))
    return Content("\n").join(parts)


def _how(ended: Exit) -> str:
    if ended.reason:
        return clean(ended.reason)
    return f"signal {ended.signal}" if ended.signal is not None else f"exit code {ended.code}"
