import asyncio
from contextlib import asynccontextmanager

from fastapi import APIRouter, Body, Depends, FastAPI
from fastapi.concurrency import run_in_threadpool

import support

loaded: dict[str, support.Model] = {}


@asynccontextmanager
async def lifespan(app: FastAPI):
    loaded["iris"] = await asyncio.to_thread(support.Model)
    yield
    loaded.pop("iris").close()


async def get_model():
    return loaded["iris"]


router = APIRouter()


@router.post("/predict")
async def predict(
    features: tuple[float, float, float, float] = Body(embed=True), model: support.Model = Depends(get_model)
):
    prediction = await run_in_threadpool(model.predict, list(features))
    return prediction._asdict()


@router.get("/ready")
async def ready(model: support.Model = Depends(get_model)):
    return {"model": model.version}


app = FastAPI(lifespan=lifespan)
app.include_router(router)
