"""Given: the app that your tests are to protect. The checks plant bugs in copies of it."""

from itertools import count
from typing import Annotated

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field

app = FastAPI()
ids = count(2)
items = {1: {"id": 1, "name": "pen", "price": 1.5}}


class NewItem(BaseModel):
    name: Annotated[str, Field(min_length=1)]
    price: Annotated[float, Field(gt=0)]


@app.get("/health")
def health():
    return {"status": "ok"}


@app.get("/items/{item_id}")
def read_item(item_id: int):
    if item_id not in items:
        raise HTTPException(404, "item not found")
    return items[item_id]


@app.post("/items", status_code=201)
def create_item(new: NewItem):
    item = {"id": next(ids), "name": new.name, "price": new.price}
    items[item["id"]] = item
    return item
