"""Wrong solutions that learners write, and the headline that names the real cause of each."""
# ruff: noqa: E501 - steps are written as a pack writes them

from __future__ import annotations

import pytest

from quizapp.checker.engine import SandboxChecker
from quizapp.domain.report import Verdict
from tests.checked_app import one_file, only, steps_task

pytestmark = pytest.mark.asyncio(loop_scope="module")


MISTAKES = {
    "an HTTPException returned": (
        """
from fastapi import HTTPException
@app.get("/items/{n}")
def item(n: int):
    return HTTPException(404, "no such item")
""",
        "- {GET: /items/9, expect: 404}",
        "Your code returned an HTTPException instead of raising it.",
        "",
    ),
    "a status returned in a tuple": (
        '@app.get("/items/{n}")\ndef item(n: int):\n    return {"detail": "no"}, 404\n',
        "- {GET: /items/9, expect: 404}",
        "Your function returned a pair, and FastAPI sent it as a list with status 200.",
        "",
    ),
    "an await that is missing": (
        'async def load():\n    return {"a": 1}\n\n@app.get("/")\nasync def home():\n    return load()\n',
        "- {GET: /, expect: {json: {a: 1}}}",
        "A coroutine was used without await.",
        "coroutine",
    ),
    "an await that is missing, used at once": (
        'async def load():\n    return {"a": 1}\n\n@app.get("/")\nasync def home():\n    return load()["a"]\n',
        "- {GET: /, expect: {json: 1}}",
        "A coroutine was used without await.",
        "main.py:9",
    ),
    "a forgotten return": (
        '@app.get("/")\ndef home():\n    {"a": 1}\n',
        "- {GET: /, expect: {json: {a: 1}}}",
        "The answer is null: your function returns nothing here.",
        "",
    ),
    "JSON encoded twice": (
        'import json\n@app.get("/")\ndef home():\n    return json.dumps({"a": 1})\n',
        "- {GET: /, expect: {json: {a: 1}}}",
        "The body is a string that holds JSON: it was encoded twice.",
        "",
    ),
    "a slash too many": (
        '@app.get("/items/")\ndef items():\n    return []\n',
        "- {GET: /items, expect: 200}",
        "GET /items is redirected to /items/: your route is declared with another slash at its end.",
        "",
    ),
    "a slash too many, status not asked for": (
        '@app.get("/items/")\ndef items():\n    return []\n',
        "- {GET: /items, expect: {json: []}}",
        "GET /items is redirected to /items/: your route is declared with another slash at its end.",
        "",
    ),
    "plain parameters where a body was meant": (
        '@app.post("/items")\ndef make(name: str, price: float):\n    return {"name": name}\n',
        "- {POST: /items, json: {name: Pen, price: 1}, expect: 200}",
        "FastAPI refused the request: query.name is missing and 1 other field.",
        "query.price (missing)",
    ),
    "an answer that does not fit its model": (
        """
from pydantic import BaseModel
class Out(BaseModel):
    id: int
    name: str
@app.get("/", response_model=Out)
def home():
    return {"name": "Pen"}
""",
        "- {GET: /, expect: 200}",
        "What your function returns does not fit its response model.",
        "id",
    ),
    "the wrong method": (
        '@app.get("/items")\ndef make():\n    return {}\n',
        "- {POST: /items, json: {}, expect: 201}",
        "The path /items exists, but not for POST.",
        "GET /items",
    ),
    "a router that is not included": (
        'from fastapi import APIRouter\nrouter = APIRouter(prefix="/users")\n@router.get("/me")\ndef me():\n    return {}\n',
        "- {GET: /users/me, expect: 200}",
        "No route answers GET /users/me.",
        "your app has no routes",
    ),
    "a prefix given twice": (
        'from fastapi import APIRouter\nrouter = APIRouter(prefix="/users")\n@router.get("/users/me")\ndef me():\n    return {}\napp.include_router(router)\n',
        "- {GET: /users/me, expect: 200}",
        "No route answers GET /users/me.",
        "your routes: GET /users/users/me",
    ),
    "the broad route first": (
        '@app.get("/users/{n}")\ndef one(n: int):\n    return {}\n@app.get("/users/me")\ndef me():\n    return {"me": 1}\n',
        "- {GET: /users/me, expect: {json: {me: 1}}}",
        "FastAPI refused the request: path.n is no integer.",
        "path.n (int_parsing)",
    ),
    "a route's own 404": (
        'from fastapi import HTTPException\n@app.get("/items/{n}")\ndef one(n: int):\n    raise HTTPException(404)\n',
        "- {GET: /items/1, expect: 200}",
        "The status is 404, this task asks for 200.",
        "your route one() main.py:5",
    ),
    "another key": (
        '@app.get("/")\ndef home():\n    return {"userName": "ann"}\n',
        "- {GET: /, expect: {json: {user_name: ann}}}",
        "$.user_name is not there.",
        "there is a key userName",
    ),
    "a number as text": (
        '@app.get("/")\ndef home():\n    return {"n": "3"}\n',
        "- {GET: /, expect: {json: {n: 3}}}",
        '$.n is the string "3", not the integer 3.',
        "",
    ),
    "true where 1 is asked for": (
        '@app.get("/")\ndef home():\n    return {"n": True}\n',
        "- {GET: /, expect: {json: {n: 1}}}",
        "$.n is true, the task asks for 1.",
        "",
    ),
    "text instead of JSON": (
        'from fastapi.responses import PlainTextResponse\n@app.get("/", response_class=PlainTextResponse)\ndef home():\n    return "hello"\n',
        "- {GET: /, expect: {json: {a: 1}}}",
        "The body is not JSON: Expecting value at line 1, column 1.",
        "",
    ),
    "a 422 made by hand": (
        'from fastapi import HTTPException\n@app.post("/items")\nasync def make():\n    raise HTTPException(422, "bad")\n',
        "- {POST: /items, json: {}, expect: {invalid: {body.name: missing}}}",
        "The 422 is not FastAPI's own: it has no list of errors that names body.name.",
        "",
    ),
    "another field refused": (
        """
from pydantic import BaseModel
class Item(BaseModel):
    title: str
@app.post("/items")
def make(item: Item):
    return item
""",
        "- {POST: /items, json: {}, expect: {invalid: {body.name: missing}}}",
        "The 422 does not name body.name.",
        "it names body.title (missing)",
    ),
    "bad input accepted": (
        '@app.post("/items")\ndef make(item: dict):\n    return item\n',
        "- {POST: /items, json: {price: -1}, expect: 422}",
        "The request was accepted with 200, this task asks for 422.",
        "",
    ),
    "a header forgotten": (
        '@app.post("/items", status_code=201)\ndef make():\n    return {}\n',
        "- {POST: /items, expect: {status: 201, headers: {location: /items/1}}}",
        "The header location is missing.",
        "",
    ),
    "a cookie that scripts can read": (
        'from fastapi import Response\n@app.get("/")\ndef home(answer: Response):\n    answer.set_cookie("sid", "x")\n    return {}\n',
        "- {GET: /, expect: {cookies: {sid: {httponly: true}}}}",
        "The cookie sid is set without httponly.",
        "your route home()",
    ),
    "a number out of bounds": (
        '@app.get("/")\ndef home():\n    return {"total": 3.5}\n',
        "- {GET: /, expect: {json: {total: {$between: [1, 3]}}}}",
        "$.total is 3.5, the task asks for 1 to 3.",
        "",
    ),
    "another program started": (
        'import subprocess\n@app.get("/")\ndef home():\n    return subprocess.check_output(["ls"])\n',
        "- {GET: /, expect: 200}",
        "Your code raised PermissionError where the task expects 200 OK.",
        "the sandbox starts no other program",
    ),
    "a list too short": (
        '@app.get("/")\ndef home():\n    return [1]\n',
        "- {GET: /, expect: {json: [1, 2]}}",
        "The body has 1 item, the task asks for 2.",
        "",
    ),
    "a body with 204": (
        '@app.delete("/items/{n}", status_code=204)\ndef drop(n: int):\n    return {"deleted": n}\n',
        "- {DELETE: /items/1, expect: {status: 204, body: ''}}",
        "",
        "",
    ),
    "every call shares one lock": (
        """
import asyncio
LOCK = asyncio.Lock()
@app.get("/")
async def home():
    async with LOCK:
        await asyncio.sleep(0.1)
    return {}
""",
        "- {GET: /, together: 5, expect: {loop: free, speedup: {$ge: 2.5}}}",
        "The calls ran one after the other.",
        "",
    ),
    "a limit off by one": (
        """
from fastapi import HTTPException
HITS = []
@app.get("/")
def home():
    HITS.append(1)
    if len(HITS) > 4:
        raise HTTPException(429)
    return {}
""",
        "- {GET: /, repeat: 5, expect: {statuses: {200: 3, 429: 2}}}",
        "Of 5 calls, 4 got 200, the task asks for 3.",
        "",
    ),
    "one id for all": (
        'ID = 7\n@app.get("/")\ndef home():\n    return {"id": ID}\n',
        "- {GET: /, repeat: 2, expect: {distinct: $.id}}",
        "$.id is 7 in two answers, it must differ from call to call.",
        "",
    ),
    "a job that never ends": (
        '@app.get("/job")\ndef job():\n    return {"status": "running"}\n',
        "- {GET: /job, until: {json: {status: done}}, within: 100ms}",
        'Even after 0.1 s: $.status is "running", the task asks for "done".',
        "",
    ),
    "a Location that leads elsewhere": (
        """
from fastapi import Response
@app.post("/jobs", status_code=202)
def create(response: Response):
    response.headers["Location"] = "https://elsewhere.example/1"
""",
        "- {POST: /jobs, expect: 202, save: {place: header location}}\n- {GET: '${place}', expect: 200}",
        '"https://elsewhere.example/1" is no address on this app.',
        "",
    ),
    "everything at once in place of a stream": (
        """
import time
from fastapi.responses import Response
@app.get("/ticks")
def ticks():
    text = ""
    for n in range(3):
        text += f"data: {n}\\n\\n"
        time.sleep(0.05)
    return Response(text, media_type="text/event-stream")
""",
        "- {GET: /ticks, stream: sse, expect: {events: [{data: 0}, {data: 1}, {data: 2}], spread: {$ge: 60ms}}}",
        "Everything came at once: it was not streamed as it was made.",
        "",
    ),
    "events that never end": (
        """
from fastapi.responses import StreamingResponse
@app.get("/ticks")
def ticks():
    return StreamingResponse((f"data: {n}\\n" for n in range(3)), media_type="text/event-stream")
""",
        "- {GET: /ticks, stream: sse, expect: {events: [{data: 0}, {data: 1}, {data: 2}]}}",
        "No event came: an event ends with an empty line, and its lines begin with data: or event:.",
        "",
    ),
    "events that never end, timed": (
        """
from fastapi.responses import StreamingResponse
@app.get("/ticks")
def ticks():
    return StreamingResponse((f"data: {n}\\n" for n in range(3)), media_type="text/event-stream")
""",
        "- {GET: /ticks, stream: sse, expect: {spread: {$ge: 60ms}}}",
        "No event came: an event ends with an empty line, and its lines begin with data: or event:.",
        "",
    ),
    "a stream of another kind": (
        """
from fastapi.responses import StreamingResponse
@app.get("/ticks")
def ticks():
    return StreamingResponse((f"data: {n}\\n\\n" for n in range(3)))
""",
        "- {GET: /ticks, stream: sse, expect: {events: [{data: 0}]}}",
        "The answer is no event stream: its content-type is missing.",
        "",
    ),
    "every origin let in": (
        'from fastapi.middleware.cors import CORSMiddleware\napp.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)\n',
        '- {preflight: /, from: "https://evil.example", expect: {allowed: false}}',
        "A browser would let a page on https://evil.example in.",
        "access-control-allow-origin: https://evil.example",
    ),
    "no CORS at all": (
        '@app.get("/")\ndef home():\n    return {}\n',
        '- {preflight: /, from: "https://shop.example", expect: {allowed: true}}',
        "A browser would block a page on https://shop.example.",
        "access-control-allow-origin is missing",
    ),
    "a password in the log": (
        'import logging\n@app.post("/login")\ndef login(body: dict):\n    logging.getLogger("shop").info("login %s", body)\n    return {}\n',
        "- {POST: /login, json: {password: hunter2}, expect: 200}\n- {logs: {never: [{message: {$contains: hunter2}}]}}",
        "The log holds what it must not: \"login {'password': 'hunter2'}\".",
        "logged by shop",
    ),
    "a password logged after the answer": (
        'import asyncio, logging\nfrom fastapi import BackgroundTasks\nasync def later():\n    await asyncio.sleep(0.1)\n    logging.getLogger("shop").info("hunter2")\n@app.get("/")\ndef home(tasks: BackgroundTasks):\n    tasks.add_task(later)\n    return {}\n',
        "- {GET: /, expect: 200}\n- {logs: {never: [{message: {$contains: hunter2}}]}, within: 1s}",
        'The log holds what it must not: "hunter2".',
        "logged by shop",
    ),
    "a dependency called by hand": (
        'from fastapi import Depends\ndef make_id():\n    return 1\n@app.get("/")\ndef home(one=Depends(make_id)):\n    return {"a": make_id(), "b": make_id()}\n',
        "- {app: start, trace: ['main:make_id']}\n- {GET: /, expect: 200}\n- {journal: {calls: {'main:make_id': 1}}}",
        "make_id() ran 3 times, the task asks for once.",
        "",
    ),
    "work before the answer": (
        'import logging\n@app.post("/jobs", status_code=202)\ndef job():\n    logging.getLogger("jobs").info("done")\n    return {}\n',
        '- {POST: /jobs, expect: 202}\n- {journal: {order: [POST /jobs response.end, "log jobs: done"]}}',
        "“log jobs: done” did not happen after “POST /jobs response.end”.",
        "",
    ),
    "a start that should have failed": (
        '@app.get("/")\ndef home():\n    return {}\n',
        "- {app: start, env: {API_KEY: ''}, expect: {started: false}}",
        "The app started, though it must refuse to.",
        "",
    ),
    "a socket without accept": (
        'from fastapi import WebSocket\n@app.websocket("/ws")\nasync def ws(socket: WebSocket):\n    await socket.send_text("hello")\n',
        "- {ws: /ws}",
        "Your code raised RuntimeError before the WebSocket was accepted.",
        "main.py:7",
    ),
    "a socket accepted before the token is read": (
        'from fastapi import WebSocket\n@app.websocket("/ws")\nasync def ws(socket: WebSocket):\n    await socket.accept()\n    await socket.close(1008)\n',
        "- {ws: /ws, expect: {refused: 403}}",
        "The WebSocket was accepted first and closed with 1008 after; it should be refused.",
        "",
    ),
    "a socket whose handler raises": (
        'from fastapi import WebSocket\n@app.websocket("/ws")\nasync def ws(socket: WebSocket):\n    await socket.accept()\n    message = await socket.receive_json()\n    await socket.send_json(message["text"])\n',
        "- {ws: /ws}\n- {peer: it, send: {word: hi}}\n- {peer: it, recv: hi}",
        "Your code raised KeyError.",
        "main.py:9",
    ),
    "a socket that stays silent": (
        'from fastapi import WebSocket\n@app.websocket("/ws")\nasync def ws(socket: WebSocket):\n    await socket.accept()\n    await socket.receive_text()\n    await socket.receive_text()\n',
        "- {ws: /ws}\n- {peer: it, text: hi}\n- {peer: it, recv_text: 'echo: hi', within: 200ms}",
        "it received nothing within 0.2 s.",
        "",
    ),
    "no route for a socket": (
        'from fastapi import WebSocket\n@app.websocket("/socket")\nasync def ws(socket: WebSocket):\n    await socket.accept()\n',
        "- {ws: /ws}",
        "No WebSocket route answers /ws.",
        "WS /socket",
    ),
    "a blocking call by name": (
        'from time import sleep as nap\n@app.get("/")\nasync def home():\n    nap(1)\n    return {}\n',
        "- {code: '**/*.py', never: [{call: time.sleep, inside: async def}]}",
        "time.sleep() inside async def must not be used in main.py.",
        "main.py:7",
    ),
    "the app documented otherwise": (
        '@app.post("/item")\ndef make():\n    return {}\n',
        "- {openapi: {operations: {POST /items: $present}}}",
        "In your OpenAPI document: POST /items is not there.",
        "documented: POST /item",
    ),
    "the app documents too much": (
        '@app.get("/health", tags=["health"])\ndef health():\n    return {}\n',
        "- {openapi: {operations: {GET /health: {tags: $absent}}}}",
        "In your OpenAPI document: GET /health.tags must not be there.",
        "",
    ),
    "redirects without end": (
        'from fastapi.responses import RedirectResponse\n@app.get("/a")\ndef a():\n    return RedirectResponse("/a")\n',
        "- {GET: /a, follow: true, expect: 200}",
        "The app redirects without end: more than 10 of them.",
        "",
    ),
    "a redirect to somewhere else": (
        'from fastapi.responses import RedirectResponse\n@app.get("/a")\ndef a():\n    return RedirectResponse("https://evil.example/x")\n',
        "- {GET: /a, follow: true, expect: 200}",
        "The app sends the client away: https://evil.example/x is not on the app itself.",
        "",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
async def test_the_headline_names_the_cause(checker: SandboxChecker, mistake: str) -> None:
    """One plain sentence says what is wrong, and the evidence points at it."""
    app, steps, headline, evidence = MISTAKES[mistake]

    result = only(await checker.check(steps_task(steps, app="main:app"), one_file(app), seed=3))

    assert result.message == headline
    assert (result.verdict is Verdict.PASSED) == (not headline)
    found = "\n".join(
        f"{each.say} {each.spot.file}:{each.spot.line}" if each.spot else each.say for each in result.evidence.found
    )
    assert evidence in found


async def test_what_a_response_model_refuses_is_told_place_by_place(checker: SandboxChecker) -> None:
    """The field, what is wrong with it and what was returned, without FastAPI's dicts and paths."""
    app = (
        "from fastapi import HTTPException\nfrom pydantic import BaseModel\nclass Item(BaseModel):\n    id: int\n"
        '@app.get("/")\ndef home() -> Item:\n    return HTTPException(404, "no item")\n'
    )

    result = only(await checker.check(steps_task("- GET: /\n  expect: 404", app="main:app"), one_file(app), seed=3))

    assert result.message == "Your code returned an HTTPException instead of raising it."
    assert result.evidence.found[0].say == (
        "ResponseValidationError: response.id: Field required (got HTTPException(status_code=404, detail='no item'))"
    )


@pytest.mark.parametrize(
    ("body", "likely"),
    [("{}['id']", "The look-up raised."), ("itmes", ""), ("HTTPException(404)", "It does not fit the model.")],
)
async def test_a_packs_word_on_a_500_is_told_for_the_exception_that_it_means(
    checker: SandboxChecker, body: str, likely: str
) -> None:
    """What the checker knows for certain, a misspelt name or a response model, is not guessed at."""
    app = f'from fastapi import HTTPException\n@app.get("/")\ndef home() -> dict[str, int]:\n    return {body}\n'
    steps = """
- GET: /
  expect: 404
  wrong:
    - {got: {status: 500}, raised: ResponseValidationError, say: It does not fit the model.}
    - {got: {status: 500}, say: The look-up raised.}
"""

    result = only(await checker.check(steps_task(steps, app="main:app"), one_file(app), seed=3))

    assert result.evidence.likely == likely


async def test_a_known_wrong_stream_is_recognised(checker: SandboxChecker) -> None:
    """What a pack says of a wrong answer is told for streams too."""
    app = 'from fastapi.responses import PlainTextResponse\n@app.get("/", response_class=PlainTextResponse)\ndef home():\n    return "a;b"\n'
    steps = """
- GET: /
  stream: lines
  expect: {events: ["a,b"]}
  wrong: [{got: {body: {$contains: ";"}}, say: The separator is a comma.}]
"""

    result = only(await checker.check(steps_task(steps, app="main:app"), one_file(app), seed=3))

    assert result.verdict is Verdict.FAILED
    assert result.evidence.likely == "The separator is a comma."


async def test_the_type_of_an_uploaded_file_may_be_a_value(checker: SandboxChecker) -> None:
    """A table of content types is sent as it is written."""
    app = 'from fastapi import UploadFile\n@app.post("/")\ndef take(file: UploadFile):\n    return file.content_type\n'
    steps = """
- POST: /
  with: {kind: [text/csv, text/plain]}
  multipart: {file: {name: a.txt, type: "${kind}", text: a}}
  expect: {json: "${kind}"}
"""

    result = only(await checker.check(steps_task(steps, app="main:app"), one_file(app), seed=3))

    assert result.verdict is Verdict.PASSED, result.message
