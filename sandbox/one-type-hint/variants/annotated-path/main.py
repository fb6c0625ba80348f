from typing import Annotated

from fastapi import FastAPI, Path
from pydantic import BaseModel

app = FastAPI()


class Doubled(BaseModel):
    result: int


@app.get("/double/{n}")
async def double(n: Annotated[int, Path()]) -> Doubled:
    return Doubled(result=n + n)
