from fastapi import FastAPI, WebSocket
from tokens import name_of

app = FastAPI()

clients = []


@app.get("/rooms")
async def rooms():
    return {"everybody": len(clients)}


@app.websocket("/chat/{room}")
async def chat(websocket: WebSocket, room: str, token: str = ""):
    await websocket.accept()
    name = name_of(token)
    if name is None:
        await websocket.close()
        return
    clients.append(websocket)
    for client in clients:
        await client.send_json({"joined": name})
    while True:
        message = await websocket.receive_json()
        for client in clients:
            if client is not websocket:
                await client.send_json({"from": name, "text": message["text"]})
