"""The desk with the learner's app kept running beside it."""

from __future__ import annotations

from textual import on, work
from textual.app import ComposeResult

from quizapp.domain.request import Request, Response, examples, of_route
from quizapp.ui.modals.console import ConsoleModal
from quizapp.ui.text import clean
from quizapp.ui.widgets.browser import browse
from quizapp.ui.widgets.desk import Desk
from quizapp.ui.widgets.server import ServerPane


class ServedDesk(Desk):
    """Adds a pane for the running app. Whatever needs the app starts it."""

    PANES = {**Desk.PANES, "server": "Server"}
    _draft: Request | None = None
    """The request that was written last."""

    def more_panes(self) -> ComposeResult:
        """The running app."""
        yield from super().more_panes()
        yield ServerPane(self.services.serving, self._folder, id="server")

    @property
    def server(self) -> ServerPane:
        """The running app."""
        return self.query_one(ServerPane)

    def _note(self, pane: str) -> str:
        server = self.query_one_optional(ServerPane) if pane == "server" else None
        if server is None:
            return super()._note(pane)
        return " on" if server.is_serving else " !" if server.is_on else ""

    @on(ServerPane.Moved)
    async def follow_server(self) -> None:
        """It runs now, or no longer."""
        if self.is_mounted:
            await self._name_panes()

    @work(group="renew", exclusive=True)
    async def renew_server(self) -> None:
        """The code that is saved has changed."""
        if self.server.is_on:
            await self.server.start()

    @work(group="serve")
    async def action_serve(self) -> None:
        """Keep the app running, or end it."""
        if self.server.is_on:
            await self.server.stop()
        else:
            await self._turn_to("server")
            await self._serving()

    @work(group="serve")
    async def action_docs(self) -> None:
        """Open /docs."""
        if not await self._serving():
            return
        address = f"{self.server.address}/docs"
        if browse(self.app, address):
            self.notify(address, title="Opened in your browser.", markup=False)
        else:
            self.notify(address, title="There is no browser here. The address is", markup=False, timeout=12)

    @work(group="serve")
    async def action_copy_address(self) -> None:
        """Copy the address."""
        if await self._serving():
            self.app.copy_to_clipboard(self.server.address)
            self.notify(self.server.address, title="Copied.", markup=False)

    def action_copy_curl(self) -> None:
        """Copy the request of the check under the cursor, with the address of the running app if there is one."""
        result = self.verdict.result
        if result is not None and result.evidence.repeat:
            repeat = clean(result.evidence.repeat)
            if self.server.is_serving:
                self.app.copy_to_clipboard(repeat.replace("$APP", self.server.address))
                self.notify("Copied, with the address of your running app.")
            else:
                self.app.copy_to_clipboard(repeat)
                self.notify("Copied. $APP is the address of your app: w keeps it running, and a copies its address.")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done now."""
        if action == "copy_curl" and self.is_mounted:
            result = self.verdict.result if self._side == "checks" else None
            return result is not None and bool(result.evidence.repeat)
        return super().check_action(action, parameters)

    @work(group="serve")
    async def action_console(self) -> None:
        """Compose a request to the running app."""
        if await self._serving():
            modal = ConsoleModal(self._first_request(), self._ask, self._requests, address=self.server.address)
            self._draft = await self.app.push_screen_wait(modal) or self._draft

    async def _ask(self, request: Request) -> Response:
        self.services.serving.note(self._folder, request)
        kept = self.server.kept
        return Response(trouble="Your app is not running.") if kept is None else await kept.ask(request)

    def _first_request(self) -> Request:
        """What the console begins with: what the check in sight asked, else what was written last, else an example."""
        failed = self.verdict.result if self._side == "checks" else None
        if failed is not None and failed.evidence.request is not None:
            return failed.evidence.request
        return self._draft or next(iter(examples(self._folder.task.brief)), Request())

    async def _requests(self) -> list[tuple[str, Request]]:
        """Requests to begin with, and whence they come; the same one once."""
        report, kept = self.verdict.report, self.server.kept
        failed = [check.evidence.request for check in report.checks] if report is not None else []
        routes = [of_route(route) for route in await kept.routes()] if kept is not None else []
        found: dict[Request, str] = {}
        for whence, requests in {
            "check": failed,
            "earlier": self.services.serving.asked(self._folder),
            "brief": examples(self._folder.task.brief),
            "route": routes,
        }.items():
            for request in requests:
                if request is not None:
                    found.setdefault(request, whence)
        return [(whence, request) for request, whence in found.items()]

    async def _serving(self) -> bool:
        """Start the app unless it runs; whether it does. Why not, is told in its pane."""
        if self.server.is_serving or await self.server.start():
            return True
        if self.server.is_on:
            await self._turn_to("server")
        return False
