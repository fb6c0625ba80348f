from typing import Annotated

from fastapi import APIRouter, Body, Depends, HTTPException

from .. import store

router = APIRouter()


async def found(order_id: int) -> dict:
    if order_id not in store.ORDERS:
        raise HTTPException(404)
    return store.ORDERS[order_id]


Order = Annotated[dict, Depends(found)]


@router.get("")
async def index():
    return list(store.ORDERS.values())


@router.post("", status_code=201)
async def create(item: Annotated[str, Body(embed=True)]):
    order = {"id": store.next_order_id(), "item": item}
    return store.ORDERS.setdefault(order["id"], order)


@router.get("/{order_id}")
async def show(order: Order):
    return order


@router.delete("/{order_id}", status_code=204)
async def delete(order: Order):
    store.ORDERS.pop(order["id"])
