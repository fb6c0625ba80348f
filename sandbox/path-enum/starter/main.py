from fastapi import FastAPI

app = FastAPI()


@app.get("/models/{name}")
def model(name: str):
    if name.lower() == "small":
        return {"name": name, "params": 1}
    if name.lower() == "medium":
        return {"name": name, "params": 7}
    if name.lower() == "large":
        return {"name": name, "params": 70}
    return {"error": f"no model is called {name}"}


@app.get("/levels/{n}")
def level(n: int):
    if 1 < n < 10:
        return {"level": n}
    return {"error": "out of range"}
