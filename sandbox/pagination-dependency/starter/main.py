from data import ITEMS, USERS
from fastapi import FastAPI

app = FastAPI()


@app.get("/items")
def list_items(page: int = 1, per_page: int = 20):
    start = (page - 1) * per_page
    found = ITEMS[start : start + per_page]
    return {"items": found, "page": page, "per_page": per_page, "total": len(ITEMS)}


# Copied from above, in a hurry.
@app.get("/users")
def list_users(page: int = 1, per_page: int = 10):
    start = page * per_page
    found = USERS[start : start + per_page]
    return {"items": found, "page": page, "per_page": per_page, "total": len(found)}
