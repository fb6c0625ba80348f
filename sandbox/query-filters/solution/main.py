from operator import attrgetter
from typing import Annotated, Literal

from catalog import PRODUCTS, Product
from fastapi import FastAPI, Query
from pydantic import BaseModel, ConfigDict, Field

app = FastAPI()


class Filters(BaseModel):
    """The whole query string; what is not listed here is refused."""

    model_config = ConfigDict(extra="forbid")

    tag: list[str] = []
    in_stock: bool | None = None
    sort: Literal["name", "price"] = "name"
    limit: Annotated[int, Field(ge=1, le=100)] = 20

    def accepts(self, product: Product) -> bool:
        """Whether all tags are there, and the stock is as asked."""
        return product.tags.issuperset(self.tag) and self.in_stock in {None, product.in_stock}


class ProductOut(BaseModel):
    name: str
    price: float
    in_stock: bool


@app.get("/products", response_model=list[ProductOut])
def list_products(filters: Annotated[Filters, Query()]) -> list[Product]:
    found = [product for product in PRODUCTS if filters.accepts(product)]
    return sorted(found, key=attrgetter(filters.sort))[: filters.limit]
