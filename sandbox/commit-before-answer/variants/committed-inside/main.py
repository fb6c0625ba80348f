from collections.abc import Iterator
from contextlib import contextmanager

import support
from fastapi import APIRouter, BackgroundTasks, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, Field


class Conflict(Exception):
    pass


@contextmanager
def transaction() -> Iterator[support.UnitOfWork]:
    work = support.UnitOfWork()
    try:
        yield work
        try:
            work.commit()
        except support.ConflictError as error:
            raise Conflict from error
    except Exception:
        work.rollback()
        raise
    finally:
        work.close()


class NewOrder(BaseModel):
    item: str = Field(min_length=1)


router = APIRouter()


# No dependency at all: the transaction is a block inside the route, so it ends before the route returns.
@router.post("/orders", status_code=201)
def create(new: NewOrder, tasks: BackgroundTasks):
    with transaction() as work:
        work.add(new.item)
        if new.item == "gold":
            raise HTTPException(422, "not gold")
    tasks.add_task(support.audit, new.item)
    return new


@router.get("/orders")
def index():
    with transaction() as work:
        return work.rows()


@router.get("/report")
def report():
    def lines() -> Iterator[str]:
        with transaction() as work:
            for number in range(len(work.rows())):
                yield work.line(number)

    return StreamingResponse(lines(), media_type="text/plain")


app = FastAPI()
app.include_router(router)


@app.exception_handler(Conflict)
def on_conflict(_: Request, __: Conflict) -> JSONResponse:
    return JSONResponse({"detail": "conflict"}, 409)
