import json
from typing import Annotated

from fastapi import APIRouter, FastAPI, Path, WebSocket
from starlette.websockets import WebSocketDisconnect

router = APIRouter(prefix="/ws")


async def next_text(websocket: WebSocket) -> str | None:
    """The next message, or None when the client has left."""
    message = await websocket.receive()
    return None if message["type"] == "websocket.disconnect" else message["text"]


@router.websocket("")
async def talk(websocket: WebSocket):
    await websocket.accept()
    await websocket.send_text("hello")
    while (text := await next_text(websocket)) is not None:
        if text == "bye":
            break
        try:
            await websocket.send_text(f"echo: {text}")
        except WebSocketDisconnect:
            return
    else:
        return
    await websocket.close()


@router.websocket("/sum/{n}")
async def add_up(websocket: WebSocket, n: Annotated[int, Path(ge=0)]):
    await websocket.accept()
    total = 0
    for _ in range(n):
        text = await next_text(websocket)
        if text is None:
            return
        total += json.loads(text)
    await websocket.send_json({"sum": total})
    await websocket.close()


app = FastAPI()
app.include_router(router)
