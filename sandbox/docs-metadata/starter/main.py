from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

app = FastAPI()


class Item(BaseModel):
    id: int
    name: str


ITEMS = {1: Item(id=1, name="Pen"), 2: Item(id=2, name="Ink")}


# Looks an item up by its number.
@app.get("/items/{item_id}")
def read_item(item_id: int):
    if item_id not in ITEMS:
        raise HTTPException(404, "item not found")
    return ITEMS[item_id]


# Nobody should use this any more, but some still do.
@app.get("/old")
def old():
    return {"use": "/items/1"}


# For our own monitoring, not for clients.
@app.get("/internal")
def internal():
    return {"items": len(ITEMS)}
