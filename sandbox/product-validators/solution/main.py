from typing import Annotated, Any

from fastapi import FastAPI, HTTPException, status
from pydantic import BaseModel, BeforeValidator, Field

app = FastAPI()


def in_capitals(value: Any) -> Any:
    """Before the pattern is looked at; what is no text is left to the type."""
    return value.upper() if isinstance(value, str) else value


class Product(BaseModel):
    name: str
    # NaN compares as false with everything, and infinity is above 0: neither is a price.
    price: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    sku: Annotated[str, BeforeValidator(in_capitals), Field(pattern=r"^[A-Z]{3}-[0-9]{4}$")]
    description: Annotated[str, Field(min_length=10, max_length=1000)]


products: dict[str, Product] = {}


@app.post("/products", status_code=status.HTTP_201_CREATED)
def create_product(product: Product) -> Product:
    if product.sku in products:
        raise HTTPException(status.HTTP_409_CONFLICT, "sku exists")
    products[product.sku] = product
    return product


@app.get("/products/{sku}")
def read_product(sku: str) -> Product:
    if sku not in products:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "product not found")
    return products[sku]
