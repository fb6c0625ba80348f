from fastapi import FastAPI

app = FastAPI()


@app.api_route("/", methods=["GET", "POST"])
def home() -> dict[str, str]:
    return {"msg": "hello"}
