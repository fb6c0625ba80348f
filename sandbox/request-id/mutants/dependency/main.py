import asyncio
import re
from typing import Annotated
from uuid import uuid4

from fastapi import Depends, FastAPI, Header, Request, Response


def set_request_id(request: Request, response: Response, x_request_id: Annotated[str, Header()] = "") -> None:
    request_id = x_request_id if re.fullmatch(r"[A-Za-z0-9-]{8,64}", x_request_id) else uuid4().hex
    request.state.request_id = request_id
    response.headers["X-Request-ID"] = request_id


app = FastAPI(dependencies=[Depends(set_request_id)])


@app.get("/echo-id")
async def echo_id(request: Request) -> dict[str, str]:
    await asyncio.sleep(0.02)
    return {"request_id": request.state.request_id}


@app.get("/items/{item_id}")
def read_item(item_id: int) -> dict[str, int]:
    return {"id": item_id}


@app.get("/crash")
def crash() -> None:
    raise RuntimeError("cannot log in to db-7 with password hunter2")
