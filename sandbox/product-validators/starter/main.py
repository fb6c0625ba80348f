from fastapi import FastAPI
from pydantic import BaseModel, field_validator

app = FastAPI()


class Product(BaseModel):
    name: str
    price: float
    sku: str
    description: str

    @field_validator("price")
    @classmethod
    def price_is_positive(cls, value: float) -> float:
        if value <= 0:
            raise ValueError("the price must be above 0")
        return value

    @field_validator("sku")
    @classmethod
    def sku_in_capitals(cls, value: str) -> str:
        value.upper()


products: dict[str, Product] = {}


@app.post("/products")
def create_product(product: Product):
    products[product.sku] = product
    return product


@app.get("/products/{sku}")
def read_product(sku: str):
    return products[sku]
