from collections.abc import Iterator
from typing import Annotated

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException, status
from fastapi.responses import StreamingResponse
from pydantic import BaseModel
from support import ConflictError, UnitOfWork, audit

app = FastAPI()


class Order(BaseModel):
    item: str


def get_reading() -> Iterator[UnitOfWork]:
    """A session for reading: open until the answer has been sent, however long it streams."""
    work = UnitOfWork()
    try:
        yield work
    finally:
        work.close()


def get_work() -> Iterator[UnitOfWork]:
    """A unit of work for writing: committed when the route has returned, or rolled back. It may still answer 409."""
    work = UnitOfWork()
    try:
        yield work
        work.commit()
    except ConflictError:
        work.rollback()
        raise HTTPException(status.HTTP_409_CONFLICT, "somebody was faster") from None
    except BaseException:
        work.rollback()
        raise
    finally:
        work.close()


Reading = Annotated[UnitOfWork, Depends(get_reading)]
# scope="function" ends the dependency when the route has returned, before the answer is sent.
Work = Annotated[UnitOfWork, Depends(get_work, scope="function")]


@app.post("/orders", status_code=status.HTTP_201_CREATED)
def create_order(order: Order, work: Work, background: BackgroundTasks) -> dict[str, str]:
    work.add(order.item)
    if order.item == "gold":
        raise HTTPException(status.HTTP_422_UNPROCESSABLE_CONTENT, "gold cannot be ordered")
    background.add_task(audit, order.item)
    return {"item": order.item}


@app.get("/orders")
def list_orders(work: Reading) -> list[str]:
    return work.rows()


@app.get("/report")
def report(work: Reading) -> StreamingResponse:
    numbers = range(len(work.rows()))
    return StreamingResponse((work.line(number) for number in numbers), media_type="text/plain")
