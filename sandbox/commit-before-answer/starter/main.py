from fastapi import Depends, FastAPI, HTTPException
from fastapi.responses import StreamingResponse
from pydantic import BaseModel
from support import ConflictError, UnitOfWork, audit

app = FastAPI()


class Order(BaseModel):
    item: str


def get_work():
    work = UnitOfWork()
    try:
        yield work
        work.commit()
    except ConflictError:
        work.rollback()
        raise HTTPException(409, "somebody was faster")
    finally:
        work.close()


@app.post("/orders", status_code=201)
def create_order(order: Order, work: UnitOfWork = Depends(get_work)):
    work.add(order.item)
    if order.item == "gold":
        raise HTTPException(422, "gold cannot be ordered")
    audit(order.item)
    return {"item": order.item}


@app.get("/orders")
def list_orders(work: UnitOfWork = Depends(get_work)):
    return work.rows()


@app.get("/report")
def report(work: UnitOfWork = Depends(get_work)):
    numbers = range(len(work.rows()))
    return StreamingResponse((work.line(number) for number in numbers), media_type="text/plain")
