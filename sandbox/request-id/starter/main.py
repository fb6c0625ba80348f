import asyncio
from uuid import uuid4

from fastapi import FastAPI, Request

app = FastAPI()
current_id = ""


@app.middleware("http")
async def add_request_id(request: Request, call_next):
    global current_id
    current_id = request.headers.get("x-request-id") or uuid4().hex
    response = await call_next(request)
    response.headers["X-Request-ID"] = current_id
    return response


@app.get("/echo-id")
async def echo_id():
    await asyncio.sleep(0.02)  # a database would take longer
    return {"request_id": current_id}


@app.get("/items/{item_id}")
def read_item(item_id: int):
    return {"id": item_id}


@app.get("/crash")
def crash():
    raise RuntimeError("cannot log in to db-7 with password hunter2")
