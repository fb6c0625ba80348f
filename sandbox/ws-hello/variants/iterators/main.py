import contextlib
import json

from fastapi import FastAPI, WebSocket, WebSocketDisconnect

app = FastAPI()


@app.websocket("/ws")
async def talk(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text("hello")
    async for text in websocket.iter_text():  # ends by itself when the client leaves
        if text == "bye":
            await websocket.close(1000, reason="bye")
            return
        await websocket.send_text("echo: " + text)


@app.websocket("/ws/sum/{n}")
async def add_up(websocket: WebSocket, n: int) -> None:
    await websocket.accept()
    with contextlib.suppress(WebSocketDisconnect):
        numbers = [int(await websocket.receive_text()) for _ in range(n)]
        await websocket.send_text(json.dumps({"sum": sum(numbers)}))
        await websocket.close()
