from fastapi import FastAPI, HTTPException, Request

app = FastAPI()


@app.post("/users")
async def create_user(request: Request):
    data = await request.json()
    if not isinstance(data, dict):
        raise HTTPException(400, "send an object")
    if "username" not in data:
        raise HTTPException(400, "username is missing")
    if not isinstance(data["username"], str):
        raise HTTPException(400, "username must be a text")
    if len(data["username"]) < 3 or len(data["username"]) > 30:
        raise HTTPException(400, "username must have 3 to 30 characters")
    if "email" not in data:
        raise HTTPException(400, "email is missing")
    if "@" not in data["email"] or "." not in data["email"]:
        raise HTTPException(400, "email is wrong")
    full_name = data.get("full_name")
    if full_name is not None and len(full_name) > 100:
        raise HTTPException(400, "full_name is too long")
    return {"username": data["username"], "email": data["email"], "full_name": full_name}
