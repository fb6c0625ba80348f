from typing import Annotated, Literal

from fastapi import APIRouter, FastAPI
from pydantic import BaseModel, Field

Name = Literal["small", "medium", "large"]
Level = Annotated[int, Field(gt=0, lt=11)]


class Model(BaseModel):
    name: Name
    params: int


models: dict[Name, Model] = {
    "large": Model(name="large", params=70),
    "medium": Model(name="medium", params=7),
    "small": Model(name="small", params=1),
}
router = APIRouter()


@router.get("/models/{name}", response_model=Model)
async def show(name: Name):
    return models[name]


@router.get("/levels/{n}")
async def level(n: Level):
    return {"level": n}


app = FastAPI()
app.include_router(router)
