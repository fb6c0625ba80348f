from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Item(BaseModel):
    name: str
    qty: int


class Note(BaseModel):
    text: str


class Score(BaseModel):
    score: int


@app.put("/carts/{cart_id}")
def put_item(cart_id: int, item: Item, nick: str = "nobody", priority: int = 0):
    return {"cart_id": cart_id, "item": item, "user": {"nick": nick}, "priority": priority}


@app.post("/notes")
def add_note(note: Note):
    return {"note": note}


@app.post("/scores")
def add_score(score: Score):
    return score
