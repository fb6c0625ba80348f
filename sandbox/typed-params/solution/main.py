from typing import Annotated

from fastapi import FastAPI, Query

app = FastAPI()


@app.get("/square/{num}")
def square(num: int) -> dict[str, int]:
    return {"square": num * num}


@app.get("/greet")
def greet(name: str = "Guest") -> dict[str, str]:
    return {"message": f"Hello {name}"}


@app.get("/search")
def search(
    q: Annotated[str, Query(min_length=1)],
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> dict[str, str | int]:
    return {"q": q, "limit": limit}
