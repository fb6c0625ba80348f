from fastapi import FastAPI, HTTPException, status
from pydantic import BaseModel

app = FastAPI(title="DocuBot API", version="1.0.0", docs_url="/help", redoc_url=None)


class Item(BaseModel):
    id: int
    name: str


class Problem(BaseModel):
    detail: str


ITEMS = {1: Item(id=1, name="Pen"), 2: Item(id=2, name="Ink")}


@app.get(
    "/items/{item_id}",
    tags=["items"],
    summary="Read one item",
    responses={status.HTTP_404_NOT_FOUND: {"model": Problem, "description": "No item has this number"}},
)
def read_item(item_id: int) -> Item:
    """Looks an item up by its number."""
    if item_id not in ITEMS:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "item not found")
    return ITEMS[item_id]


@app.get("/old", deprecated=True)
def old() -> dict[str, str]:
    return {"use": "/items/1"}


@app.get("/internal", include_in_schema=False)
def internal() -> dict[str, int]:
    return {"items": len(ITEMS)}
