import asyncio
import logging
import re
from uuid import uuid4

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "X-Request-ID"
ACCEPTABLE = re.compile(r"[A-Za-z0-9-]{8,64}")

log = logging.getLogger(__name__)


class RequestIdMiddleware:
    """Gives every request an id, and every answer the same one, the 500 of a crash included."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        request_id = given if ACCEPTABLE.fullmatch(given) else uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        started = False

        async def send_with_id(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        try:
            await self.app(scope, receive, send_with_id)
        except Exception:
            # The server's own 500 is made outside of every middleware, so it would go out without an id.
            log.exception("request %s failed", request_id)
            if started:
                raise
            answer = JSONResponse({"error": "internal", "request_id": request_id}, status_code=500)
            await answer(scope, receive, send_with_id)


app = FastAPI()
app.add_middleware(RequestIdMiddleware)


@app.get("/echo-id")
async def echo_id(request: Request) -> dict[str, str]:
    await asyncio.sleep(0.02)  # a database would take longer
    return {"request_id": request.state.request_id}


@app.get("/items/{item_id}")
def read_item(item_id: int) -> dict[str, int]:
    return {"id": item_id}


@app.get("/crash")
def crash() -> None:
    raise RuntimeError("cannot log in to db-7 with password hunter2")
