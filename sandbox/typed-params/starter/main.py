from fastapi import FastAPI

app = FastAPI()


# Try GET /square/4 and GET /greet?name=Ann: both answer, and both are wrong. Why?


@app.get("/square/{num}")
def square(num):
    return {"square": num * 2}


@app.get("/greet")
def greet(name):
    return {"message": f"Hello {name}"}


@app.get("/search")
def search(q="", limit="10"):
    return {"q": q, "limit": limit}
