"""Every block of the check language, run against a real app in the real sandbox: the right app passes."""

# ruff: noqa: E501 - steps are written as a pack writes them

from __future__ import annotations

import pytest

from quizapp.checker.engine import SandboxChecker
from quizapp.domain.report import Verdict
from tests.checked_app import one_file, only, sources, steps_task

pytestmark = pytest.mark.asyncio(loop_scope="module")


BLOCKS = {
    "requests": """
        - POST: /items
          json: {name: Pen, price: 1.5}
          expect: {status: 201, json: {id: $int, name: Pen, secret: $absent}}
          wrong: [{got: {status: 200}, say: FastAPI sends 200 unless the decorator has status_code=201.}]
          save: {id: $.id}
        - GET: /items
          expect:
            headers: {content-type: {$starts: application/json}}
            json: [{id: "${id}", name: Pen}]
            at: {"$[0].name": {$len: {$between: [1, 40]}}, "$[*].price": {$each: {$gt: 0}}}
            schema: {type: array, items: {required: [id, name, price]}}
        - HEAD: /items
          expect: 405
    """,
    "invalid bodies": """
        - {POST: /items, json: {name: Pen}, expect: {invalid: {body.price: missing}}}
        - POST: /items
          with: {price: [-1, 0, abc, null, [], {}]}
          json: {name: Pen, price: "${price}"}
          expect: {status: 422, at: {"$.detail[0].loc": [body, price]}}
        - {POST: /items, body: "{", headers: {content-type: application/json}, expect: {invalid: {body.1: json_invalid}}}
        - {POST: /items, fuzz: {from: openapi, kind: negative, cases: 12}, expect: 422}
    """,
    "authentication": """
        - {GET: /users/me, expect: {status: 401, headers: {www-authenticate: {$match: "(?i)^bearer"}}}}
        - POST: /token
          form: {username: ann, password: x}
          expect: {json: {token_type: bearer, access_token: $jwt}}
          save: {token: $.access_token}
        - {GET: /users/me, bearer: "${token}", expect: {status: 200, json: {name: ann, password: $absent}}}
        - {DELETE: /users/1, bearer: "${token}", expect: 403}
        - GET: /users/me
          bearer: {jwt: {sub: ann, sub_id: 7}, key: "${'s' * 32}", expires: 60s}
          expect: {status: 200, json: {$exact: {id: 7, name: ann}}}
        - {GET: /users/me, bearer: {jwt: {sub: ann, sub_id: 7}, key: "${'s' * 32}", expires: -60s}, expect: 401}
        - {GET: /users/me, bearer: {jwt: {sub: ann, sub_id: 7}, key: "${'t' * 32}", expires: 60s}, expect: 401}
        - {GET: /users/me, bearer: {jwt: {sub: ann, sub_id: 7}, alg: none}, expect: 401}
    """,
    "openapi": """
        - openapi:
            info: {title: FastAPI}
            operations:
              POST /items: {tags: [items], responses: {"201": $present, "422": $present}}
              GET /old: {deprecated: true}
              GET /users/me: {security: [{HTTPBearer: []}]}
              GET /nowhere: $absent
            schemas: {ItemIn: {required: {$unordered: [price, name]}, properties: {price: {exclusiveMinimum: 0}}}}
            security_schemes: {HTTPBearer: {type: http, scheme: bearer}}
            at: {"$.paths['/items'].post.operationId": $str}
    """,
    "preflight, redirect, cookies": """
        - {preflight: /items, from: "https://shop.example", method: POST, headers: [X-Token], expect: {allowed: true}}
        - {preflight: /items, from: "https://evil.example", method: POST, expect: {allowed: false}}
        - {preflight: /items, from: "https://shop.example", method: DELETE, expect: {allowed: false, status: 400}}
        - {GET: /items, expect: {headers: {x-process-time: {$number: {$ge: 0}}}}}
        - {GET: /old, expect: {status: 307, headers: {location: /items}}}
        - {GET: /old, follow: true, expect: {status: 200, url: /items}}
        - {GET: /old, expect: 307, save: {place: header location}}
        - {GET: "${place}", expect: {status: 200, url: /items}}
        - {GET: /login, expect: {cookies: {sid: {httponly: true, samesite: lax, max-age: {$le: 3600}}}}, save: {sid: cookie sid}}
        - {GET: /whoami, expect: {json: {sid: "${sid}"}}}
        - {GET: /whoami, cookies: {sid: mine}, expect: {json: {sid: mine}}}
        - {GET: /whoami, client: 10.1.2.3, expect: {json: {client: 10.1.2.3}}}
    """,
    "event loop": """
        - GET: /slow
          together: 5
          expect: {status: 200, loop: free, speedup: {$ge: 3}}
        - {GET: /slow, together: 3, expect: {statuses: {200: 3}, elapsed: {$lt: 5s}}}
    """,
    "background task": """
        - {POST: /jobs, expect: 202}
        - {GET: /jobs/1, expect: {json: {status: running}}}
        - {GET: /jobs/1, until: {json: {status: done}}, within: 2s}
        - journal: {order: [POST /jobs response.end, "log app.jobs: job 1 done"]}
        - logs: {has: [{logger: app.jobs, level: INFO, message: {$match: "job \\\\d+ done"}}], never: [{message: {$contains: hunter2}}]}
    """,
    "settings and limits": """
        - {app: start, env: {APP_NAME: Blue, LIMIT: 3, WINDOW: 0.4}}
        - {GET: /info, expect: {json: {app: Blue}}}
        - {GET: /limited, repeat: 3, expect: 200}
        - {GET: /limited, expect: {status: 429, headers: {retry-after: {$number: {$gt: 0}}}}}
        - wait: 450ms
        - {GET: /limited, repeat: 5, expect: {statuses: {200: 3, 429: 2}}}
        - {app: restart, env: {APP_NAME: Red}}
        - {GET: /info, expect: {json: {app: Red}}}
        - {app: restart, unset: [APP_NAME]}
        - {GET: /info, expect: {json: {app: demo}}}
    """,
    "lifespan": """
        - {GET: /ready, expect: {json: {warm: true}}}
        - journal: {order: [lifespan begin, lifespan startup, GET /ready request], never: [lifespan end]}
        - {app: stop, expect: {exit: 0, logs: [{logger: app.jobs, message: {$contains: cache closed}}]}}
    """,
    "dependencies from outside": """
        - {app: start, trace: [app.deps:get_settings, app.deps:get_db, app.main:db]}
        - {GET: /info, expect: 200}
        - journal: {calls: {app.deps:get_settings: 1}}
        - {GET: /db, expect: {json: {open: 1}}}
        - journal: {order: [get_db yield, db return, GET /db response.end, get_db resume, get_db return]}
    """,
    "overrides": """
        - {app: start, overrides: {app.deps:get_current_user: {return: {id: 42, name: fake}, as: app.deps:User}}}
        - {GET: /users/me, expect: {json: {id: 42, name: fake}}}
        - {app: restart, overrides: {app.deps:get_current_user: {raise: {status: 401, detail: no}}}}
        - {GET: /users/me, expect: 401}
    """,
    "websocket": """
        - {ws: /chat/ann, query: {token: bad}, expect: {refused: 403}}
        - {ws: /chat/ann, query: {token: t}, as: ann}
        - {peer: ann, recv: {type: joined, name: ann}}
        - {ws: /chat/bob, query: {token: t}, as: bob}
        - {peer: ann, recv: {type: joined, name: bob}}
        - {peer: bob, recv: {type: joined}}
        - {peer: bob, send: {text: hi}}
        - {peer: ann, recv: {type: msg, from: bob, text: hi}, within: 1s}
        - {peer: bob, recv: {type: msg}}
        - {peer: bob, send: {type: bye}}
        - {peer: bob, closed: 1000}
        - {peer: ann, recv: {type: left, name: bob}}
        - {peer: ann, silent: 50ms}
        - {ws: /chat/cid, query: {token: t}, as: cid}
        - {peer: ann, recv: $any}
        - {peer: cid, leave: true}
        - {peer: ann, recv_text: {$contains: left}}
        - {peer: ann, close: 1000}
        - {GET: /ready, expect: 200}
    """,
    "stream and upload": """
        - {GET: /ticks, stream: sse, expect: {spread: {$ge: 100ms}, events: [{event: tick, data: {n: 0}}, $any, {data: {n: 2}}]}}
        - {GET: /ticks, stream: lines, expect: {events: {$len: 9}}}
        - POST: /upload
          multipart: {note: hello, file: {name: a.png, type: image/png, size: 2kB}}
          expect: {json: {size: 2048, type: image/png, note: hello}}
        - POST: /upload
          multipart: {note: hello, file: {name: a.bin, size: 900kB}}
          headers: {transfer-encoding: chunked}
          expect: {json: {size: 921600}}
        - {POST: /upload, multipart: {note: hello}, expect: {invalid: {body.file: missing}}}
    """,
    "the code itself": """
        - {code: app/routers/users.py, must: [{call: fastapi.APIRouter}]}
        - {code: app/main.py, must: [{call: "*.include_router"}, {imports: app.routers.users}], never: [{route: /users/**}]}
        - {code: app/routers/users.py, must: [{route: /users/me}, {lines: {$lt: 40}}]}
        - {code: "**/*.py", never: [{call: time.sleep, inside: async def}]}
        - {code: app/deps.py, must: [{text: "class \\\\w+\\\\(BaseSettings\\\\)"}]}
    """,
    "the learner's tests": """
        - {pytest: tests, expect: {passed: {$ge: 1}, failed: 0, errors: 0}}
        - {pytest: tests, order: reversed, expect: {failed: 0}}
        - pytest: tests
          plugin: |
            import pytest

            @pytest.fixture(autouse=True, scope="session")
            def watch():
                yield
                from app.main import app
                assert not app.dependency_overrides
          expect: {passed: {$ge: 1}, failed: 0, errors: 0}
        - pytest: tests
          mutants:
            - {id: answers 200, edit: {app/main.py: {replace: status_code=201, by: status_code=200}}}
            - {id: accepts a negative price, edit: {app/main.py: {replace: "price: float = Field(gt=0)", by: "price: float"}}}
          expect: {caught: all}
    """,
}


@pytest.mark.parametrize("block", BLOCKS)
async def test_the_right_app_passes_every_block(checker: SandboxChecker, block: str) -> None:
    """Each block of the language holds for an app that does what it asks."""
    task = steps_task(BLOCKS[block])

    result = only(await checker.check(task, sources(), seed=7))

    assert (result.verdict, result.message) == (Verdict.PASSED, ""), result.evidence


async def test_a_client_leaves_a_stream_after_so_many_events(checker: SandboxChecker) -> None:
    """The connection is cut when they have come, so the app sees its client go."""
    app = one_file(
        """
@app.get("/ticks")
def ticks():
    async def produce():
        try:
            for number in range(6):
                yield f"data: {number}\\n\\n"
                await asyncio.sleep(0.2)
            log.info("told to the end")
        finally:
            log.info("over")

    return StreamingResponse(produce(), media_type="text/event-stream")
""",
        imports="import asyncio\nimport logging\nfrom fastapi import FastAPI\nfrom fastapi.responses import StreamingResponse\n"
        "\napp = FastAPI()\nlog = logging.getLogger('ticks')\n",
    )
    steps = """
        - {GET: /ticks, stream: sse, leave_after: 2, expect: {status: 200, events: [{data: 0}, {data: 1}]}}
        - journal: {order: ["log ticks: over", GET /ticks app.done], never: ["log ticks: told to the end"]}
          within: 1.2s
    """

    result = only(await checker.check(steps_task(steps, app="main:app"), app, seed=7))

    assert (result.verdict, result.message) == (Verdict.PASSED, ""), result.evidence


async def test_a_stalled_peer_stays_connected_and_reads_nothing(checker: SandboxChecker) -> None:
    """What is sent to a peer that stalls piles up until the app has to wait; others are served."""
    app = one_file(
        """
@app.websocket("/flood")
async def flood(socket: WebSocket):
    await socket.accept()
    await socket.receive_text()
    for number in range(1, 4):
        await socket.send_text(str(number) * 400_000)
        log.info("sent %d", number)
""",
        imports="import logging\nfrom fastapi import FastAPI, WebSocket\n\napp = FastAPI()\nlog = logging.getLogger('flood')\n",
    )
    steps = """
        - {ws: /flood, as: ann}
        - {ws: /flood, as: bob}
        - {peer: ann, stall: true}
        - {peer: ann, text: go}
        - journal: {order: ["log flood: sent 1"], never: ["log flood: sent 3", WS /flood app.done]}
          within: 500ms
        - {peer: bob, text: go}
        - {peer: bob, recv_text: {$starts: "1"}}
        - {peer: bob, recv_text: {$starts: "2"}}
        - {peer: bob, recv_text: {$starts: "3"}}
    """

    result = only(await checker.check(steps_task(steps, app="main:app"), app, seed=7))

    assert (result.verdict, result.message) == (Verdict.PASSED, ""), result.evidence
