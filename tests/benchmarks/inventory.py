# ruff: noqa: D101, D102, D103, I001 - as a learner writes it
"""A typical answer of a learner: an inventory API. What `verdict.py` measures."""

from __future__ import annotations
from contextlib import asynccontextmanager
from datetime import datetime, timezone
from enum import StrEnum
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import BackgroundTasks, Depends, FastAPI, Header, HTTPException, Path, Query, Response, status
from pydantic import BaseModel, Field, field_validator


class Category(StrEnum):
    book = "book"
    tool = "tool"
    toy = "toy"


class ItemIn(BaseModel):
    name: str = Field(min_length=1, max_length=80)
    price: float = Field(gt=0)
    category: Category
    tags: list[str] = []

    @field_validator("tags")
    @classmethod
    def lower(cls, v: list[str]) -> list[str]:
        return sorted({t.lower() for t in v})


class Item(ItemIn):
    id: UUID
    created: datetime


class ItemPatch(BaseModel):
    name: str | None = Field(default=None, min_length=1)
    price: float | None = Field(default=None, gt=0)


class Page(BaseModel):
    total: int
    items: list[Item]


class Order(BaseModel):
    item: UUID
    quantity: int = Field(ge=1, le=100)


DB: dict[UUID, Item] = {}
LOG: list[str] = []


@asynccontextmanager
async def lifespan(app: FastAPI):
    DB.clear()
    yield
    DB.clear()


app = FastAPI(title="Inventory", lifespan=lifespan)


def user(authorization: Annotated[str | None, Header()] = None) -> str:
    if authorization != "Bearer secret":
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "bad token", headers={"WWW-Authenticate": "Bearer"})
    return "alice"


def get_item(item_id: Annotated[UUID, Path()]) -> Item:
    if item_id not in DB:
        raise HTTPException(404, "no such item")
    return DB[item_id]


@app.get("/health")
async def health() -> dict[str, str]:
    return {"status": "ok"}


@app.post("/items", status_code=201, response_model=Item)
async def create(item: ItemIn, who: Annotated[str, Depends(user)], bg: BackgroundTasks, response: Response) -> Item:
    new = Item(id=uuid4(), created=datetime.now(timezone.utc), **item.model_dump())
    DB[new.id] = new
    bg.add_task(LOG.append, f"{who} created {new.id}")
    response.headers["Location"] = f"/items/{new.id}"
    return new


@app.get("/items", response_model=Page)
async def list_items(
    category: Category | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> Page:
    items = [i for i in DB.values() if category is None or i.category == category]
    return Page(total=len(items), items=items[offset : offset + limit])


@app.get("/items/{item_id}", response_model=Item)
async def read(item: Annotated[Item, Depends(get_item)]) -> Item:
    return item


@app.patch("/items/{item_id}", response_model=Item)
async def patch(item: Annotated[Item, Depends(get_item)], p: ItemPatch, who: Annotated[str, Depends(user)]) -> Item:
    new = item.model_copy(update=p.model_dump(exclude_unset=True))
    DB[item.id] = new
    return new


@app.delete("/items/{item_id}", status_code=204)
async def delete(item: Annotated[Item, Depends(get_item)], who: Annotated[str, Depends(user)]) -> None:
    del DB[item.id]


@app.post("/orders")
def order(o: Order) -> dict[str, float]:
    if o.item not in DB:
        raise HTTPException(404, "no such item")
    return {"total": DB[o.item].price * o.quantity}


@app.get("/log")
def log() -> list[str]:
    return LOG


@app.get("/mark")
def mark() -> int:
    return MARK


MARK = 0
