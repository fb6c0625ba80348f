from typing import Annotated

from fastapi import APIRouter, FastAPI, Path
from pydantic import BaseModel


class Message(BaseModel):
    msg: str


class Deleted(BaseModel):
    deleted: int


pages = APIRouter()
items = APIRouter(prefix="/items")


@pages.get("/")
async def home() -> Message:
    return Message(msg="Home")


@pages.get("/about")
async def about() -> Message:
    return Message(msg="About")


@pages.get("/health")
async def health():
    return {"status": "ok"}


@items.post("")
async def create_item():
    return {"created": True}


@items.delete("/{item_id}")
async def delete_item(item_id: Annotated[int, Path()]) -> Deleted:
    return Deleted(deleted=item_id)


app = FastAPI()
app.include_router(pages)
app.include_router(items)
