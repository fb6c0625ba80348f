from contextlib import AsyncExitStack
from typing import Annotated, TypedDict

from fastapi import Depends, FastAPI, HTTPException
from fastapi.requests import HTTPConnection
from pydantic import BaseModel, conlist
from support import Model


class State(TypedDict):
    model: Model


class Resources:
    """Everything that the app holds while it lives."""

    def __init__(self, app: FastAPI) -> None:
        self.stack = AsyncExitStack()

    async def __aenter__(self) -> State:
        model = Model()
        self.stack.callback(model.close)
        return {"model": model}

    async def __aexit__(self, *error) -> None:
        await self.stack.aclose()


def get_model(connection: HTTPConnection) -> Model:
    if not hasattr(connection.state, "model"):
        raise HTTPException(503, "no model")
    return connection.state.model


class Measures(BaseModel):
    features: conlist(float, min_length=4, max_length=4)


app = FastAPI(lifespan=Resources)


@app.post("/predict")
def predict(measures: Measures, model: Annotated[Model, Depends(get_model)]):
    return dict(zip(("label", "score"), model.predict(measures.features), strict=True))


@app.get("/ready")
def ready(model: Annotated[Model, Depends(get_model)]):
    return {"model": model.version}
