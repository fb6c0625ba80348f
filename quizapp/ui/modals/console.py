"""The request console: a request written as it reads, and what the running app answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.events import Resize
from textual.widgets import Static

from quizapp.domain.request import Request, RequestTextError, Response, read
from quizapp.ui.keys import bindings
from quizapp.ui.modals.requests import RequestsModal
from quizapp.ui.text import clean
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.modal import Modal
from quizapp.ui.widgets.response import ResponsePane
from quizapp.ui.widgets.typing import Sheet

BESIDE = 100
"""Columns from which on the answer stands beside the request."""
HOW = "Method and path, then headers, one a line; an empty line; the body."
Ask = Callable[[Request], Awaitable[Response]]
Gather = Callable[[], Awaitable[Sequence[tuple[str, Request]]]]


class RequestArea(Sheet):
    """Where a request is written. Tab goes on, so that Escape can close the box."""

    def __init__(self, text: str) -> None:
        super().__init__(text, soft_wrap=True, tab_behavior="focus", compact=True, id="request")

    def get_line(self, line_index: int) -> Text:
        """A line as it is drawn: what a paste brought along stands there as a dot."""
        line = self.document.get_line(line_index)
        if not line.isprintable():
            line = "".join(sign if sign.isprintable() or sign == "\t" else "·" for sign in line)
        return Text(line, end="", no_wrap=True)


class ConsoleModal(Modal[Request]):
    """Asks the app as often as one likes; answers with the request as it was last written, if it is one."""

    BINDINGS = bindings("console")
    heading = "A request to your app"
    footnote = "^s sends · ^o others · f6 turns · esc closes"

    def __init__(self, request: Request, ask: Ask, gather: Gather, *, address: str) -> None:
        """A console.

        Args:
            request: written there at first.
            ask: sends a request.
            gather: other requests to begin with, and whence they come.
            address: where the app can be called, for the curl command.
        """
        super().__init__()
        self._first = request
        self._ask = ask
        self._gather = gather
        self._address = address

    def content(self) -> ComposeResult:
        """The request, what is wrong with it, the answer."""
        with Container(id="console"):
            with Container(id="console-request"):
                yield RequestArea(clean(self._first.written))
                yield Static(Content.styled(HOW, "$muted"), id="console-note", markup=False)
            yield ResponsePane(id="console-response")

    def on_mount(self) -> None:
        """Letters go to the request, behind what is written."""
        self.area.focus()
        self.area.move_cursor(self.area.document.end)

    def on_resize(self, event: Resize) -> None:
        """Side by side where there is room."""
        self.query_one("#console").set_class(event.size.width >= BESIDE, "-beside")

    @property
    def area(self) -> RequestArea:
        """The text of the request."""
        return self.query_one(RequestArea)

    @property
    def response(self) -> ResponsePane:
        """The answer."""
        return self.query_one(ResponsePane)

    def _read(self) -> Request | None:
        """The request that is written; what is wrong with it is told beside it."""
        note = self.query_one("#console-note", Static)
        try:
            request = read(self.area.text)
        except RequestTextError as error:
            note.update(Content.styled(f"{Mark.WRONG} {clean(str(error))}", "$text-warning"))
            self.area.cursor_location = (error.line - 1, 0)
            return None
        note.update(Content.styled(HOW, "$muted"))
        return request

    def action_send(self) -> None:
        """Send what is written."""
        request = self._read()
        if request is not None:
            self.response.say(Content.styled(f"{clean(request.method)} {clean(request.target)} …", "$muted"))
            self._send(request)

    @work(group="ask", exclusive=True)
    async def _send(self, request: Request) -> None:
        self.response.show(await self._ask(request))

    @work(group="choose", exclusive=True)
    async def action_requests(self) -> None:
        """Choose another request to begin with."""
        chosen = await self.app.push_screen_wait(RequestsModal(await self._gather()))
        if chosen is not None:
            self.area.replace(clean(chosen.written), (0, 0), self.area.document.end)
            self.area.focus()

    def action_turn(self) -> None:
        """To the answer, which then scrolls, and back."""
        (self.area if self.response.has_focus else self.response).focus()

    def action_copy_curl(self) -> None:
        """Copy it as a curl command with the app's present address."""
        request = self._read()
        if request is not None:
            self.app.copy_to_clipboard(clean(request.curl(self._address)))
            self.notify("Copied as a curl command.", timeout=3)

    def action_close(self) -> None:
        """Close; what is written is kept."""
        try:
            self.dismiss(read(self.area.text))
        except RequestTextError:
            self.dismiss(None)
