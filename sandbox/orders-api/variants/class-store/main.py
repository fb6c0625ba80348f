from typing import Annotated, Literal

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Path
from pydantic import BaseModel, ConfigDict, Field, PositiveInt
from shop import OWNER, cost_of


class OrderBase(BaseModel):
    item: str = Field(min_length=1)
    quantity: int = Field(gt=0, lt=101)


class NewOrder(OrderBase):
    model_config = ConfigDict(extra="forbid")

    coupon: str | None = None


class PublicOrder(OrderBase):
    id: PositiveInt
    status: Literal["new"] = "new"


class StoredOrder(PublicOrder):
    coupon: str | None
    owner: str
    cost: float


class Store:
    def __init__(self) -> None:
        self.rows: list[StoredOrder] = []
        self.last_id = 0

    def add(self, new: NewOrder) -> StoredOrder:
        self.last_id += 1
        cost = cost_of(new.item, new.quantity)
        row = StoredOrder(id=self.last_id, owner=OWNER, cost=cost, **new.model_dump())
        self.rows.append(row)
        return row

    def get(self, order_id: int) -> StoredOrder:
        for row in self.rows:
            if row.id == order_id:
                return row
        raise HTTPException(404, detail="order not found")


store = Store()
StoreDep = Annotated[Store, Depends(lambda: store)]
OrderId = Annotated[int, Path()]
router = APIRouter(prefix="/api/orders", tags=["orders"])


@router.post("", status_code=201)
async def create(new: NewOrder, store: StoreDep) -> PublicOrder:
    return store.add(new)


@router.get("")
async def index(store: StoreDep) -> list[PublicOrder]:
    return store.rows


@router.get("/{order_id}")
async def show(order_id: OrderId, store: StoreDep) -> PublicOrder:
    return store.get(order_id)


@router.delete("/{order_id}", status_code=204)
async def destroy(order_id: OrderId, store: StoreDep) -> None:
    store.rows.remove(store.get(order_id))


app = FastAPI()
app.include_router(router)
