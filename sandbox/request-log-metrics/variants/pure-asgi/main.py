from time import monotonic

from fastapi import FastAPI
from pydantic import BaseModel
from shop import router
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Entry(BaseModel):
    method: str
    path: str
    status: int = 500
    duration_ms: float = 0.0


class Recorder:
    """Counts what the client is sent, so it sees a crash as the server answers it."""

    def __init__(self, app: ASGIApp, entries: list[Entry]) -> None:
        self.app = app
        self.entries = entries

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] == "/metrics":
            return await self.app(scope, receive, send)
        began = monotonic()
        entry = Entry(method=scope["method"], path=scope["path"])

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                entry.status = message["status"]
            if message["type"] == "http.response.body" and not message.get("more_body"):
                self.keep(entry, began)
            await send(message)

        try:
            await self.app(scope, receive, noting)
        except Exception:
            self.keep(entry, began)
            raise

    def keep(self, entry: Entry, began: float) -> None:
        entry.duration_ms = (monotonic() - began) * 1000
        self.entries.append(entry)
        del self.entries[:-100]


entries: list[Entry] = []
app = FastAPI()
app.add_middleware(Recorder, entries=entries)


@app.get("/metrics")
async def metrics() -> list[Entry]:
    return entries


app.include_router(router)
