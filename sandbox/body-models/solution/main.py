from typing import Annotated

from fastapi import FastAPI, status
from pydantic import BaseModel, Field

app = FastAPI()


class Item(BaseModel):
    name: str
    price: Annotated[float, Field(gt=0)]


class Question(BaseModel):
    question: Annotated[str, Field(min_length=1)]
    top_k: Annotated[int, Field(ge=1, le=20)] = 5


class User(BaseModel):
    email: str
    age: Annotated[int, Field(ge=0, le=130)]


@app.post("/items", status_code=status.HTTP_201_CREATED)
def create_item(item: Item) -> Item:
    return item


@app.post("/ask")
def ask(question: Question) -> Question:
    return question


@app.post("/users", status_code=status.HTTP_201_CREATED)
def create_user(user: User) -> User:
    return user
