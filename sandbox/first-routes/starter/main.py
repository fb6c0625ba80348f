from fastapi import FastAPI

app = FastAPI()


# One route to answer everything. It saves typing, and it is why nobody can tell a page from a typing error.
@app.get("/{page:path}")
def anything(page: str):
    return page or "Home"


@app.get("/items")
def create_item():
    return {"created": "yes"}
