from fastapi import FastAPI, WebSocket, WebSocketDisconnect

app = FastAPI()


@app.websocket("/ws")
async def talk(websocket: WebSocket):
    await websocket.accept()
    try:
        await websocket.send_text("hello")
        while (text := await websocket.receive_text()) != "bye":
            await websocket.send_text(f"echo: {text}")
        await websocket.close()
    except WebSocketDisconnect:
        pass  # leaving is how most conversations end


@app.websocket("/ws/sum/{n}")
async def add_up(websocket: WebSocket, n: int):
    await websocket.accept()
    try:
        total = 0
        for _ in range(n):
            total += await websocket.receive_json()
        await websocket.send_json({"sum": total})
        await websocket.close()
    except WebSocketDisconnect:
        pass
