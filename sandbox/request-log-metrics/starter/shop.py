"""Given: the routes that are to be measured. Leave them as they are."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Body, WebSocket

router = APIRouter()


@router.get("/quick")
async def quick() -> dict[str, str]:
    return {"speed": "quick"}


@router.get("/slow")
async def slow() -> dict[str, str]:
    await asyncio.sleep(0.2)
    return {"speed": "slow"}


@router.get("/items/{item_id}")
async def read_item(item_id: int) -> dict[str, int]:
    return {"item_id": item_id}


@router.post("/items", status_code=201)
async def add_item(item: Annotated[dict[str, str], Body()]) -> dict[str, str]:
    return item


@router.get("/crash")
async def crash() -> None:
    raise RuntimeError("the shelf fell down")


@router.websocket("/ws")
async def echo(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("hello")
    await socket.close()
