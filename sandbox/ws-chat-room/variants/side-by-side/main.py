import asyncio
import contextlib
import json
from collections import defaultdict
from typing import Any

from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from tokens import name_of

app = FastAPI()

PATIENCE = 1.0
"""Seconds that one client may hold up a message."""


class Room:
    """Connections, not names: one person may be here twice."""

    def __init__(self) -> None:
        self.members: set[WebSocket] = set()

    async def tell(self, message: dict[str, Any]) -> None:
        """Send it to everybody, side by side. Who is gone or does not read holds up nobody but itself."""
        # A copy: somebody may come or go while we await.
        await asyncio.gather(*(self._send(member, message) for member in list(self.members)))

    async def _send(self, member: WebSocket, message: dict[str, Any]) -> None:
        try:
            await asyncio.wait_for(member.send_json(message), PATIENCE)
        except (TimeoutError, WebSocketDisconnect, RuntimeError):
            self.members.discard(member)


rooms: defaultdict[str, Room] = defaultdict(Room)


@app.get("/rooms")
async def count() -> dict[str, int]:
    return {name: len(room.members) for name, room in rooms.items() if room.members}


@app.websocket("/chat/{room_name}")
async def chat(websocket: WebSocket, room_name: str, token: str = "") -> None:
    name = name_of(token)
    if name is None:
        await websocket.close()
        return
    await websocket.accept()
    room = rooms[room_name]
    room.members.add(websocket)
    try:
        await room.tell({"joined": name})
        await talk(websocket, room, name)
    except WebSocketDisconnect:
        pass
    finally:
        room.members.discard(websocket)
        if room.members:
            await room.tell({"left": name})
        elif rooms.get(room_name) is room:
            del rooms[room_name]


async def talk(websocket: WebSocket, room: Room, name: str) -> None:
    """Pass on what this client says, until it leaves."""
    while True:
        text = await websocket.receive_text()
        try:
            said = json.loads(text)["text"]
            if not isinstance(said, str):
                raise TypeError("text is no text")
        except (ValueError, TypeError, KeyError) as error:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(websocket.send_text(json.dumps({"error": repr(error)})), PATIENCE)
        else:
            await room.tell({"from": name, "text": said})
