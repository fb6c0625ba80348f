"""The server: a page, what it needs, and a WebSocket that starts an app."""

from __future__ import annotations

import asyncio
import html
import json
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from string import Template
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web
from textual_serve.server import Server as TextualServer

from quizapp.errors import UsageError
from quizapp.web.door import HOST, Door, Refusal
from quizapp.web.visit import Visit, bounded

SESSIONS = 4
"""How many pages may have an app running at the same time: each is a process."""
FONT_SIZE = 16
LARGEST_MESSAGE = 1 << 20
"""Bytes of one message of the browser's: a paste."""

FOLDER = Path(__file__).parent

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def listening(port: int) -> socket.socket:
    """A socket of this machine's own.

    Args:
        port: 0 for a free one.

    Raises:
        UsageError: somebody listens there.
    """
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        raise UsageError(
            f"Port {port} cannot be used: {error.strerror}.", hint="Name another one: quizapp serve --port 8766"
        ) from error


class Server(TextualServer):
    """Serves quizapp to one browser; everything of textual-serve's that would let others in is replaced."""

    def __init__(self, door: Door, *, entered: Callable[[], None] = lambda: None, sessions: int = SESSIONS) -> None:
        """A server that does not run yet.

        Args:
            door: who gets in.
            entered: called when somebody has.
            sessions: how many apps may run at the same time.
        """
        super().__init__("quizapp", host=HOST, port=door.port, public_url=door.origin)
        self._door = door
        self._entered = entered
        self._sessions = sessions
        self._visits: set[web.WebSocketResponse] = set()

    @property
    def _policy(self) -> dict[str, str]:
        """What the browser may do with what it gets: nothing but show our page, in no frame, telling nobody of it."""
        mine, sockets = self._door.origin, f"ws://{self._door.host}"
        # xterm.js writes styles of its own into the page; there is no other way.
        content = (
            f"default-src 'none'; script-src {mine}; style-src {mine} 'unsafe-inline'; font-src {mine}; "
            f"img-src {mine} data:; connect-src {sockets}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        return {
            "Content-Security-Policy": content,
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "no-store",
            "Server": "quizapp",
        }

    async def _make_app(self) -> web.Application:
        """The application: whatever is asked for, the door is passed first."""
        app = web.Application(middlewares=[self._guard])
        base = self._door.path
        app.add_routes(
            [
                web.get(base, self._page),
                web.get(f"{base}ws", self.handle_websocket),
                web.static(f"{base}static", self.statics_path),
            ]
        )
        app.on_response_prepare.append(self._dress)
        app.on_shutdown.append(self.on_shutdown)
        return app

    async def _dress(self, _: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(self._policy)

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let a request in, or say why not."""
        door = self._door
        entering = request.path == door.path and "token" in request.query
        socket_asked = "Upgrade" in request.headers or request.path.endswith("/ws")
        refusal = door.refuses(request.headers, method=request.method, entering=entering, socket=socket_asked)
        if refusal is None and entering and not door.knows(request.cookies):
            return self._let_in(request)
        if refusal is None and not door.knows(request.cookies):
            refusal = Refusal.TOKEN
        if refusal is None and self._is_full and request.path in {door.path, f"{door.path}ws"}:
            refusal = Refusal.FULL
        if refusal is None:
            return self._gone_in() if entering else await handler(request)
        return _refused(refusal)

    @property
    def _is_full(self) -> bool:
        """Whether no other page may have an app; one whose page has gone takes a moment to end, and does not count."""
        return sum(not page.closed for page in self._visits) >= self._sessions

    def _let_in(self, request: web.Request) -> web.Response:
        """Give the first who brings the token the pass."""
        if request.method != "GET" or "prefetch" in request.headers.get("Sec-Purpose", ""):
            return web.Response(status=503)  # looked at in advance: nobody has come yet
        refusal = self._door.admits(request.query["token"])
        if refusal is not None:
            return _refused(refusal)
        self._entered()
        response = self._gone_in()
        door = self._door
        response.set_cookie(door.pass_name, door.pass_value, path=door.path, httponly=True, samesite="Strict")
        return response

    def _gone_in(self) -> web.Response:
        """On to the page without the token.

        By a page and not by a redirection: a browser that came from elsewhere would follow that without the pass,
        which is for requests of our own.
        """
        return _html("entered.html", path=self._door.path)

    async def _page(self, _: web.Request) -> web.Response:
        door = self._door
        return _html(
            "page.html",
            path=door.path,
            statics=f"{door.path}static",
            socket=f"ws://{door.host}{door.path}ws",
            font_size=str(FONT_SIZE),
        )

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run an app for as long as the page is open."""
        page = web.WebSocketResponse(heartbeat=15, max_msg_size=LARGEST_MESSAGE)

        async def close() -> None:
            await page.close()

        self._visits.add(page)
        try:
            await page.prepare(request)
            visit = Visit(
                self.command,
                write_bytes=page.send_bytes,
                write_str=page.send_str,
                close=close,
                download_manager=self.download_manager,
            )
            await visit.start(bounded(request.query.get("width"), 80), bounded(request.query.get("height"), 24))
            try:
                await self._attend(page, visit)
            finally:
                await visit.stop()
        finally:
            self._visits.discard(page)
        return page

    async def _attend(self, page: web.WebSocketResponse, visit: Visit) -> None:
        """Pass on what the browser sends; what is not in its language ends the visit."""
        async for message in page:
            if message.type != WSMsgType.TEXT:
                continue
            try:
                await _pass_on(message.json(), page, visit)
            except (ValueError, TypeError, KeyError, IndexError):
                await page.close(code=WSCloseCode.UNSUPPORTED_DATA)

    async def on_shutdown(self, app: web.Application) -> None:
        """End every visit."""
        del app
        await asyncio.gather(*(page.close(code=WSCloseCode.GOING_AWAY) for page in [*self._visits]))

    def run(self, sock: socket.socket) -> None:
        """Serve until Ctrl+C or SIGTERM. What is asked for is not logged: the first address has the token in it."""
        with suppress(KeyboardInterrupt):
            web.run_app(self._make_app(), sock=sock, access_log=None, print=None, shutdown_timeout=10)


async def _pass_on(envelope: Any, page: web.WebSocketResponse, visit: Visit) -> None:
    match envelope:
        case ["stdin", str(typed)]:
            await visit.send_bytes(typed.encode("utf-8", "replace"))
        case ["resize", {"width": width, "height": height}]:
            await visit.set_terminal_size(bounded(width, 80), bounded(height, 24))
        case ["ping", str(when)]:
            await page.send_str(json.dumps(["pong", when]))
        case ["blur"]:
            await visit.blur()
        case ["focus"]:
            await visit.focus()
        case _:
            raise ValueError("not one of the page's messages")


def _refused(refusal: Refusal) -> web.Response:
    return _html("refused.html", status=503 if refusal is Refusal.FULL else 403, why=refusal.value)


def _html(name: str, *, status: int = 200, **words: str) -> web.Response:
    text = Template((FOLDER / name).read_text(encoding="utf-8"))
    escaped = {word: html.escape(value) for word, value in words.items()}
    return web.Response(text=text.substitute(escaped), status=status, content_type="text/html")
