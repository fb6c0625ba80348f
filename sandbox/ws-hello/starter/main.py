from fastapi import FastAPI, WebSocket

app = FastAPI()


@app.websocket("/ws")
async def talk(websocket: WebSocket):
    await websocket.accept()
    await websocket.send_text("hello")
    await websocket.close()


@app.websocket("/ws/sum/{n}")
async def add_up(websocket: WebSocket, n):
    await websocket.accept()
    total = ""
    for _ in range(int(n)):
        total += await websocket.receive_text()
    await websocket.send_json({"sum": total})
    await websocket.close()
