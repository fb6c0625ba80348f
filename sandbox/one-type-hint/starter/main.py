from fastapi import FastAPI

app = FastAPI()


@app.get("/double/{n}")
def double(n):
    return {"result": n * 2}
