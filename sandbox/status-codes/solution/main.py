from itertools import count

from fastapi import FastAPI, HTTPException, Response, status
from pydantic import BaseModel

app = FastAPI()


class ItemIn(BaseModel):
    name: str


class Item(ItemIn):
    id: int


items: dict[int, Item] = {}
ids = count(1)


def find(item_id: int) -> Item:
    if item_id not in items:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "item not found")
    return items[item_id]


@app.post("/items", status_code=status.HTTP_201_CREATED)
def create_item(new: ItemIn, response: Response) -> Item:
    if any(item.name == new.name for item in items.values()):
        raise HTTPException(status.HTTP_409_CONFLICT, "item exists")
    item = Item(id=next(ids), name=new.name)
    items[item.id] = item
    response.headers["Location"] = f"/items/{item.id}"
    return item


@app.get("/items/{item_id}")
def read_item(item_id: int) -> Item:
    return find(item_id)


@app.delete("/items/{item_id}", status_code=status.HTTP_204_NO_CONTENT)
def delete_item(item_id: int) -> None:
    del items[find(item_id).id]


@app.post("/imports", status_code=status.HTTP_202_ACCEPTED)
def start_import() -> dict[str, str]:
    return {"status": "queued"}


@app.get("/secure")
def secure(*, is_allowed: bool = False) -> dict[str, str]:
    if not is_allowed:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "not allowed")
    return {"msg": "welcome"}
