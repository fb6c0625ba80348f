from dataclasses import dataclass
from typing import Annotated

from annotated_types import Interval, MinLen
from fastapi import Body, FastAPI, Response
from pydantic import BaseModel, ConfigDict, PositiveFloat

app = FastAPI()


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ItemIn(Strict):
    name: str
    price: PositiveFloat


@dataclass
class Person:
    email: str
    age: Annotated[int, Interval(ge=0, le=130)]


@app.post("/items")
async def create_item(item: ItemIn, response: Response):
    response.status_code = 201
    return item.model_dump()


@app.post("/ask")
async def ask(
    question: Annotated[str, MinLen(1), Body()],
    top_k: Annotated[int, Interval(gt=0, lt=21), Body()] = 5,
):
    return {"question": question, "top_k": top_k}


@app.post("/users", status_code=201)
async def create_user(person: Person):
    return person
