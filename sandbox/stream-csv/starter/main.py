from fastapi import FastAPI, Response

from source import products

app = FastAPI()


@app.get("/export")
async def export(rows: int):
    text = "id,name,price\n"
    for number, name, price in products(rows):
        text += f"{number},{name},{price}\n"
    return Response(text)
