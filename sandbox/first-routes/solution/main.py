from fastapi import FastAPI

app = FastAPI()


@app.get("/")
def home() -> dict[str, str]:
    return {"msg": "Home"}


@app.get("/about")
def about() -> dict[str, str]:
    return {"msg": "About"}


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}


@app.post("/items")
def create_item() -> dict[str, bool]:
    return {"created": True}


@app.delete("/items/{item_id}")
def delete_item(item_id: int) -> dict[str, int]:
    return {"deleted": item_id}
