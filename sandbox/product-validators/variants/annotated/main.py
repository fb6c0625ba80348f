import math
import re

from fastapi import APIRouter, FastAPI, HTTPException
from pydantic import BaseModel, field_validator


class ProductIn(BaseModel):
    name: str
    price: float
    sku: str
    description: str

    @field_validator("price")
    @classmethod
    def price_is_a_price(cls, value: float) -> float:
        if not 0 < value < math.inf:
            raise ValueError("a price is a number above 0")
        return value

    @field_validator("sku")
    @classmethod
    def sku_has_its_form(cls, value: str) -> str:
        capitals = value.upper()
        if not re.fullmatch("[A-Z]{3}-[0-9]{4}", capitals, re.ASCII):
            raise ValueError("a sku is three capitals, a dash and four digits")
        return capitals

    @field_validator("description")
    @classmethod
    def description_says_something(cls, value: str) -> str:
        if len(value) not in range(10, 1001):
            raise ValueError("a description has 10 to 1000 characters")
        return value


shelf: list[ProductIn] = []
router = APIRouter(prefix="/products")


@router.post("", status_code=201)
async def create(product: ProductIn) -> ProductIn:
    if any(product.sku == other.sku for other in shelf):
        raise HTTPException(409, detail=f"{product.sku} exists")
    shelf.append(product)
    return product


@router.get("/{sku}")
async def show(sku: str) -> ProductIn:
    for product in shelf:
        if product.sku == sku:
            return product
    raise HTTPException(404)


app = FastAPI()
app.include_router(router)
