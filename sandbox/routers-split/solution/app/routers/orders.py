from fastapi import APIRouter, Depends, HTTPException, status
from pydantic import BaseModel

from app.dependencies import require_key
from app.store import ORDERS, next_order_id

# What every route here needs is said once, and a new route cannot forget it.
router = APIRouter(prefix="/orders", tags=["orders"], dependencies=[Depends(require_key)])


class NewOrder(BaseModel):
    item: str


def find(order_id: int) -> dict[str, int | str]:
    if order_id not in ORDERS:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "order not found")
    return ORDERS[order_id]


@router.get("")
def list_orders() -> list[dict[str, int | str]]:
    return list(ORDERS.values())


@router.post("", status_code=status.HTTP_201_CREATED)
def create_order(new: NewOrder) -> dict[str, int | str]:
    order_id = next_order_id()
    ORDERS[order_id] = {"id": order_id, "item": new.item}
    return ORDERS[order_id]


@router.get("/{order_id}")
def read_order(order_id: int) -> dict[str, int | str]:
    return find(order_id)


@router.delete("/{order_id}", status_code=status.HTTP_204_NO_CONTENT)
def delete_order(order_id: int) -> None:
    del ORDERS[find(order_id)["id"]]
