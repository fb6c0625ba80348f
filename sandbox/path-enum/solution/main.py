from enum import StrEnum
from typing import Annotated

from fastapi import FastAPI, Path

app = FastAPI()


class Size(StrEnum):
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


PARAMS = {Size.SMALL: 1, Size.MEDIUM: 7, Size.LARGE: 70}


@app.get("/models/{name}")
def model(name: Size) -> dict[str, str | int]:
    return {"name": name, "params": PARAMS[name]}


@app.get("/levels/{n}")
def level(n: Annotated[int, Path(ge=1, le=10)]) -> dict[str, int]:
    return {"level": n}
