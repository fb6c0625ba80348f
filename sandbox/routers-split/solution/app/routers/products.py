from fastapi import APIRouter, status
from pydantic import BaseModel

from app.store import PRODUCTS

router = APIRouter(prefix="/products", tags=["products"])


class Product(BaseModel):
    name: str
    price: int


@router.get("")
def list_products() -> list[dict[str, int | str]]:
    return PRODUCTS


@router.post("", status_code=status.HTTP_201_CREATED)
def add_product(product: Product) -> Product:
    PRODUCTS.append(product.model_dump())
    return product
