from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

app = FastAPI()


class Item(BaseModel):
    name: str


ITEMS: dict[int, str] = {}
LAST_ID = 0


@app.post("/items")
def create_item(item: Item):
    global LAST_ID
    LAST_ID += 1
    ITEMS[LAST_ID] = item.name
    return {"id": LAST_ID, "name": item.name}


@app.get("/items/{item_id}")
def read_item(item_id: int):
    return {"id": item_id, "name": ITEMS.get(item_id)}


@app.delete("/items/{item_id}")
def delete_item(item_id: int):
    return {"deleted": ITEMS.pop(item_id, None)}


@app.post("/imports")
def start_import():
    return {"status": "queued"}


@app.get("/secure")
def secure(is_allowed: str = "no"):
    if is_allowed == "true":
        return {"msg": "welcome"}
    return HTTPException(status_code=401, detail="not allowed")
