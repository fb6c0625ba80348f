from fastapi import FastAPI

app = FastAPI()


@app.post("/items")
def create_item(data: dict):
    return data


@app.post("/ask")
def ask(data: dict):
    return {"question": data["question"], "top_k": data["top_k"]}


@app.post("/users")
def create_user(data: dict):
    return data
