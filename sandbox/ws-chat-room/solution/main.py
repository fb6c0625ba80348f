import asyncio
import contextlib
from typing import Annotated, Any

from fastapi import Depends, FastAPI, WebSocket, WebSocketDisconnect, WebSocketException, status
from pydantic import BaseModel, ValidationError
from tokens import name_of

app = FastAPI()

OUTBOX = 100
"""Messages that may wait for one client. Without a bound, one that never reads would take all our memory."""


class Said(BaseModel):
    text: str


class Member:
    """One connection, and an outbox of its own: whoever tells it something goes on at once."""

    def __init__(self, websocket: WebSocket) -> None:
        self._websocket = websocket
        self._outbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue(maxsize=OUTBOX)

    def tell(self, message: dict[str, Any]) -> None:
        with contextlib.suppress(asyncio.QueueFull):  # who does not read misses something
            self._outbox.put_nowait(message)

    async def deliver(self) -> None:
        while True:
            await self._websocket.send_json(await self._outbox.get())


# Connections, not names: one person may be in a room with two devices.
rooms: dict[str, set[Member]] = {}


def tell_all(room: str, message: dict[str, Any]) -> None:
    # Nothing is awaited in this loop, so nobody comes or goes while it runs.
    for member in rooms.get(room, ()):
        member.tell(message)


def known_name(token: str) -> str:
    """A dependency runs before `accept`: what it raises refuses the handshake with 403."""
    if (name := name_of(token)) is None:
        raise WebSocketException(status.WS_1008_POLICY_VIOLATION)
    return name


@app.get("/rooms")
async def count() -> dict[str, int]:
    return {room: len(members) for room, members in rooms.items()}


@app.websocket("/chat/{room}")
async def chat(websocket: WebSocket, room: str, name: Annotated[str, Depends(known_name)]) -> None:
    await websocket.accept()
    member = Member(websocket)
    rooms.setdefault(room, set()).add(member)
    tell_all(room, {"joined": name})
    try:
        # Whichever of the two notices that the client is gone ends the other one.
        async with asyncio.TaskGroup() as group:
            group.create_task(member.deliver())
            await listen(websocket, member, room, name)
    except* WebSocketDisconnect:
        pass
    finally:
        rooms[room].discard(member)
        if not rooms[room]:
            del rooms[room]
        tell_all(room, {"left": name})


async def listen(websocket: WebSocket, member: Member, room: str, name: str) -> None:
    """Pass on what this client says, until it leaves."""
    while True:
        text = await websocket.receive_text()
        try:
            said = Said.model_validate_json(text)
        except ValidationError:
            member.tell({"error": 'please send {"text": "..."}'})
        else:
            tell_all(room, {"from": name, "text": said.text})
