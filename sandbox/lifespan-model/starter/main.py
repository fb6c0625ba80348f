import logging
from contextlib import asynccontextmanager

from fastapi import FastAPI
from pydantic import BaseModel
from support import Model

log = logging.getLogger("main")
model = Model()


@asynccontextmanager
async def lifespan(app: FastAPI):
    log.info("hello")
    yield
    log.info("goodbye")


app = FastAPI(lifespan=lifespan)


@app.on_event("shutdown")
def close_model():
    model.close()


class Measures(BaseModel):
    features: list[float]


def get_model() -> Model:
    return Model()


@app.post("/predict")
async def predict(measures: Measures):
    label, score = get_model().predict(measures.features)
    return {"label": label, "score": score}


@app.get("/ready")
def ready():
    return {"model": model.version}
