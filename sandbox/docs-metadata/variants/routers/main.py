from fastapi import APIRouter, FastAPI, HTTPException
from fastapi.openapi.docs import get_swagger_ui_html
from pydantic import BaseModel


class Item(BaseModel):
    id: int
    name: str


NAMES = {1: "Pen", 2: "Ink"}
NOT_FOUND = {
    404: {
        "description": "Unknown",
        "content": {
            "application/json": {
                "schema": {"type": "object", "properties": {"detail": {"type": "string"}}, "required": ["detail"]}
            }
        },
    }
}
items = APIRouter(prefix="/items", tags=["items"], responses=NOT_FOUND)
legacy = APIRouter(deprecated=True)
private = APIRouter(include_in_schema=False)


@items.get("/{item_id}", summary="Read one item", description="Looks an item up by its number.", response_model=Item)
async def show(item_id: int):
    try:
        return Item(id=item_id, name=NAMES[item_id])
    except KeyError:
        raise HTTPException(404, "item not found") from None


@legacy.get("/old")
async def old():
    return {"use": "/items/1"}


@private.get("/internal")
async def internal():
    return {"items": len(NAMES)}


@private.get("/help")
async def docs():
    return get_swagger_ui_html(openapi_url="/openapi.json", title="Help")


app = FastAPI(title="DocuBot API", version="1.0.0", docs_url=None, redoc_url=None)
for router in (items, legacy, private):
    app.include_router(router)
