from typing import Annotated

from fastapi import FastAPI, Path, Query
from pydantic import BaseModel, Field

app = FastAPI()


class Search(BaseModel):
    q: str = Field(min_length=1)
    limit: int = Field(default=10, gt=0, lt=51)


@app.get("/square/{num}")
async def square(num: Annotated[int, Path(description="Any whole number")]):
    return {"square": num**2}


@app.get("/greet")
async def greet(name: str = Query(default="Guest")):
    return {"message": "Hello " + name}


@app.get("/search")
async def search(params: Annotated[Search, Query()]) -> Search:
    return params
