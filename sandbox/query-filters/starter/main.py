from catalog import PRODUCTS, Product
from fastapi import FastAPI, Request

app = FastAPI()


def shown(product: Product) -> dict:
    return {"name": product.name, "price": product.price, "in_stock": product.in_stock}


@app.get("/products")
def list_products(request: Request):
    params = request.query_params
    found = PRODUCTS
    if "tag" in params:
        found = [product for product in found if params["tag"] in product.tags]
    if "in_stock" in params:
        found = [product for product in found if product.in_stock == bool(params["in_stock"])]
    found = sorted(found, key=lambda product: getattr(product, params.get("sort", "name")))
    return [shown(product) for product in found[: int(params.get("limit", 20))]]
