from typing import Annotated

from fastapi import Body, FastAPI
from pydantic import BaseModel, Field

app = FastAPI()


class Item(BaseModel):
    name: str
    qty: Annotated[int, Field(gt=0)]


class User(BaseModel):
    nick: str


class Note(BaseModel):
    text: str


class Cart(BaseModel):
    cart_id: int
    item: Item
    user: User
    priority: int


# Several body parameters: each is looked for under its name. A plain int joins them with Body().
@app.put("/carts/{cart_id}")
def put_item(cart_id: int, item: Item, user: User, priority: Annotated[int, Body()]) -> Cart:
    return Cart(cart_id=cart_id, item=item, user=user, priority=priority)


# A single one is the whole body, unless it is embedded.
@app.post("/notes")
def add_note(note: Annotated[Note, Body(embed=True)]) -> dict[str, Note]:
    return {"note": note}


@app.post("/scores")
def add_score(score: Annotated[int, Body()]) -> dict[str, int]:
    return {"score": score}
