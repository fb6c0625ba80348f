from dataclasses import dataclass
from itertools import count
from typing import Annotated

from fastapi import FastAPI, HTTPException, status
from pydantic import BaseModel, Field
from shop import OWNER, cost_of

app = FastAPI()


class OrderIn(BaseModel):
    """What a client may say."""

    item: Annotated[str, Field(min_length=1)]
    quantity: Annotated[int, Field(ge=1, le=100)]
    coupon: str | None = None


class OrderOut(BaseModel):
    """What a client may see."""

    id: int
    item: str
    quantity: int
    status: str


@dataclass
class Order:
    """What we keep."""

    id: int
    item: str
    quantity: int
    coupon: str | None
    owner: str
    cost: float
    status: str = "new"


orders: dict[int, Order] = {}
ids = count(1)


def find(order_id: int) -> Order:
    if order_id not in orders:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "order not found")
    return orders[order_id]


@app.post("/api/orders", status_code=status.HTTP_201_CREATED, response_model=OrderOut)
def create_order(new: OrderIn) -> Order:
    order = Order(id=next(ids), owner=OWNER, cost=cost_of(new.item, new.quantity), **new.model_dump())
    orders[order.id] = order
    return order


@app.get("/api/orders", response_model=list[OrderOut])
def list_orders() -> list[Order]:
    return list(orders.values())


@app.get("/api/orders/{order_id}", response_model=OrderOut)
def get_order(order_id: int) -> Order:
    return find(order_id)


@app.delete("/api/orders/{order_id}", status_code=status.HTTP_204_NO_CONTENT)
def delete_order(order_id: int) -> None:
    del orders[find(order_id).id]
