from fastapi.routing import APIRouter
from pydantic import BaseModel

from ..store import PRODUCTS


class Product(BaseModel):
    name: str
    price: int


products = APIRouter()
products.get("")(lambda: PRODUCTS)


@products.post("", status_code=201)
async def create(product: Product) -> Product:
    PRODUCTS.append(product.model_dump())
    return product
