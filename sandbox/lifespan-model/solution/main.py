from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI, Request
from pydantic import BaseModel, Field
from support import Model


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.model = Model()
    try:
        yield
    finally:
        app.state.model.close()


app = FastAPI(lifespan=lifespan)


def get_model(request: Request) -> Model:
    return request.app.state.model


CurrentModel = Annotated[Model, Depends(get_model)]


class Measures(BaseModel):
    features: Annotated[list[float], Field(min_length=4, max_length=4)]


class Answer(BaseModel):
    label: str
    score: float


@app.post("/predict")
def predict(measures: Measures, model: CurrentModel) -> Answer:
    label, score = model.predict(measures.features)
    return Answer(label=label, score=score)


@app.get("/ready")
def ready(model: CurrentModel):
    return {"model": model.version}
