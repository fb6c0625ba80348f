import asyncio
import string
from contextvars import ContextVar
from secrets import token_hex
from typing import Annotated

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse

ALLOWED = frozenset(string.ascii_letters + string.digits + "-")
request_id: ContextVar[str] = ContextVar("request_id")

app = FastAPI()


def acceptable(given: str) -> bool:
    return 8 <= len(given) <= 64 and ALLOWED.issuperset(given)


@app.middleware("http")
async def with_request_id(request: Request, call_next):
    given = request.headers.get("x-request-id", "")
    request_id.set(given if acceptable(given) else token_hex(16))
    try:
        response = await call_next(request)
    except Exception:
        response = JSONResponse({"error": "internal", "request_id": request_id.get()}, 500)
    response.headers["x-request-id"] = request_id.get()
    return response


async def current_id() -> str:
    return request_id.get()


@app.get("/echo-id")
async def echo(current: Annotated[str, Depends(current_id)]):
    await asyncio.sleep(0.02)
    return {"request_id": current}


@app.get("/items/{item_id}")
async def show(item_id: int):
    return {"id": item_id}


@app.get("/crash")
async def crash():
    raise RuntimeError("cannot log in to db-7 with password hunter2")
