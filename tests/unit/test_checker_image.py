"""Images told from Dockerfiles: what they hold, what they run, what a change costs."""

from __future__ import annotations

from typing import Any

import pytest

from quizapp.checker.failure import StepFailedError
from quizapp.checker.image.build import Image, describe
from quizapp.checker.image.dockerfile import BuildError, expand
from quizapp.checker.image.ignore import kept
from quizapp.checker.steps.image import image_of, served_by

CONTEXT = {
    "requirements.txt": b"fastapi>=0.122\n# a comment\nuvicorn[standard]==0.54  # the server\n",
    "app/main.py": b"app = 1\n",
    "app/data/greetings.json": b"{}",
    "tests/test_app.py": b"",
    ".env": b"KEY=x\n",
}
GOOD = """\
# syntax=docker/dockerfile:1
ARG VERSION=3.13
FROM python:${VERSION}-slim
WORKDIR /srv
COPY requirements.txt .
RUN pip install --no-cache-dir \\
    # inside a continuation
    -r requirements.txt
COPY app ./app
USER nobody
CMD ["uvicorn", "app.main:app", "--host", "0.0.0.0", "--workers=4"]
"""


def built(dockerfile: str, ignore: str = "") -> Image:
    """The image that this describes in a folder with the usual files."""
    return describe(dockerfile, CONTEXT, ignore)


def test_the_facts_of_a_good_image():
    """Base, user, server, packages and files are told as JSON."""
    facts = built(GOOD).facts

    assert facts == {
        "base": "python:3.13-slim",
        "python": [3, 13],
        "user": "nobody",
        "signals": True,
        "server": {
            "program": "uvicorn",
            "app": "app.main:app",
            "host": "0.0.0.0",
            "port": 8000,
            "workers": 4,
            "reload": False,
            "asgi": True,
        },
        "installs": ["fastapi", "uvicorn"],
        "lacks": [],
        "holds": ["app/data/greetings.json", "app/main.py", "requirements.txt"],
        "requirements": ["requirements.txt"],
        "reinstalls": ["requirements.txt"],
    }


def test_the_sources_are_what_the_server_can_import():
    """Paths are told from the working directory."""
    assert sorted(built(GOOD).sources) == ["app/data/greetings.json", "app/main.py", "requirements.txt"]


@pytest.mark.parametrize(
    ("copied", "places"),
    [
        ("COPY . .", {"/srv/app/main.py", "/srv/.env", "/srv/requirements.txt"}),
        ("COPY . /code/", {"/code/app/main.py", "/code/.env"}),
        ("COPY app .", {"/srv/main.py", "/srv/data/greetings.json"}),
        ("COPY ./app/ app/", {"/srv/app/main.py", "/srv/app/data/greetings.json"}),
        ("COPY app/* ./app/", {"/srv/app/main.py", "/srv/app/greetings.json"}),
        ("COPY app/main.py server.py", {"/srv/server.py"}),
        ("COPY app/main.py requirements.txt ./", {"/srv/main.py", "/srv/requirements.txt"}),
        ('COPY ["app/main.py", "/opt/"]', {"/opt/main.py"}),
        ("COPY --chown=nobody require*.txt /tmp/", {"/tmp/requirements.txt"}),
    ],
)
def test_where_copied_files_come_to_lie(copied: str, places: set[str]):
    """COPY follows Docker's rules for folders, single files and patterns."""
    tree = built(f"FROM python:3.13\nWORKDIR /srv\n{copied}\n").stage.tree

    assert places <= tree.keys()


@pytest.mark.parametrize(
    ("ignore", "seen"),
    [
        ("", [".env", "app/.env", "app/main.py"]),
        (".env", ["app/.env", "app/main.py"]),
        ("**/.env", ["app/main.py"]),
        ("*\n!app", ["app/.env", "app/main.py"]),
        ("# .env\n/app/", [".env"]),
        (".env*\n!.env", [".env", "app/.env", "app/main.py"]),
    ],
)
def test_what_a_dockerignore_keeps_out(ignore: str, seen: list[str]):
    """The last line that matches decides."""
    assert kept([".env", "app/.env", "app/main.py"], ignore) == seen


@pytest.mark.parametrize(
    ("steps", "reinstalls"),
    [
        ("COPY . .\nRUN pip install -r requirements.txt", True),
        ("COPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .", False),
        ("RUN --mount=type=bind,source=requirements.txt,target=r.txt pip install -r requirements.txt\nCOPY . .", False),
        ("COPY app app\nRUN pip install fastapi", True),
    ],
)
def test_what_a_change_of_the_code_costs(steps: str, reinstalls: bool):
    """Whatever was copied before the packages were installed makes them be installed again."""
    facts = built(f"FROM python:3.13\nWORKDIR /srv\n{steps}\n").facts

    assert ("app/main.py" in facts["reinstalls"]) == reinstalls


def test_stages_are_followed():
    """Packages, files and costs of a stage come along with what is copied from it or stands on it."""
    image = built(
        "FROM python:3.12-slim AS base\nWORKDIR /srv\n"
        "FROM base AS build\nCOPY requirements.txt .\n"
        "RUN python -m venv /venv && /venv/bin/pip install -r requirements.txt\n"
        "FROM base\nCOPY --from=build /venv /venv\nCOPY app app\nRUN useradd --create-home worker\nUSER worker\n"
        'ENTRYPOINT ["tini", "--"]\nCMD ["/venv/bin/uvicorn", "app.main:app", "--host", "::"]\n'
    )

    assert image.facts["installs"] == ["fastapi", "uvicorn"]
    assert image.facts["reinstalls"] == ["requirements.txt"]
    assert image.facts["holds"] == ["app/data/greetings.json", "app/main.py"]
    assert (image.facts["user"], image.facts["signals"]) == ("worker", True)
    assert image.facts["server"]["host"] == "::"


@pytest.mark.parametrize(
    ("requirements", "command"),
    [
        ("fastapi\nuvicorn-worker\n", '["gunicorn", "-k", "uvicorn_worker.UvicornWorker", "m:app"]'),
        ("fastapi\nfastapi-cli\n", '["fastapi", "run", "app/main.py"]'),
        ("fastapi[standard]\n", '["uvicorn", "m:app"]'),
    ],
)
def test_a_server_may_come_with_another_package(requirements: str, command: str):
    """What a package requires is installed with it, and need not be named."""
    files = {"requirements.txt": requirements.encode(), "app/main.py": b""}
    steps = "COPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY app app"

    assert describe(f"FROM python:3.13\n{steps}\nCMD {command}\n", files, "").facts["lacks"] == []


ANYWHERE = "0.0.0.0"


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ('CMD ["uvicorn", "m:app"]', {"host": "127.0.0.1", "workers": 1, "reload": False}),
        ("CMD uvicorn m:app --reload --port 80", {"program": "uvicorn", "app": "m:app", "reload": True, "port": 80}),
        ('ENV UVICORN_HOST=0.0.0.0 WEB_CONCURRENCY=4\nCMD ["uvicorn", "m:app"]', {"host": ANYWHERE, "workers": 4}),
        ('CMD ["python", "-m", "uvicorn", "--reload", "m:app"]', {"program": "uvicorn", "app": "m:app"}),
        ('CMD ["gunicorn", "m:app", "-b", "0.0.0.0:9000"]', {"asgi": False, "host": ANYWHERE, "port": 9000}),
        ('CMD ["gunicorn", "-k", "uvicorn_worker.UvicornWorker", "-w", "4", "m:app"]', {"asgi": True, "workers": 4}),
        ('CMD ["fastapi", "run", "app/main.py"]', {"app": "app.main:app", "host": ANYWHERE, "reload": False}),
        ('CMD ["fastapi", "dev", "app/main.py"]', {"host": "127.0.0.1", "reload": True}),
        ('CMD ["hypercorn", "m:app", "--bind", ":8000"]', {"program": "hypercorn", "host": ANYWHERE}),
        ('ENTRYPOINT ["uvicorn"]\nCMD ["m:app", "--host", "0.0.0.0"]', {"app": "m:app", "host": ANYWHERE}),
    ],
)
def test_which_server_a_command_starts(command: str, expected: dict[str, Any]):
    """Options, defaults and variables are told as the server itself would read them."""
    server = built(f"FROM python:3.13\n{command}\n").facts["server"]

    assert {name: server[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("command", "signals"),
    [
        ('CMD ["uvicorn", "m:app"]', True),
        ("CMD uvicorn m:app", False),
        ("CMD exec uvicorn m:app", True),
        ("CMD ['uvicorn', 'm:app']", False),
        ('CMD ["sh", "-c", "uvicorn m:app"]', False),
        ('CMD ["sh", "-c", "migrate && exec uvicorn m:app"]', True),
    ],
)
def test_whether_sigterm_reaches_the_server(command: str, signals: bool):
    """A shell in between keeps the signal for itself."""
    assert built(f"FROM python:3.13\n{command}\n").signals == signals


@pytest.mark.parametrize(
    ("dockerfile", "message", "line"),
    [
        ("COPY . .\nFROM python:3.13\n", "COPY stands before", 1),
        ("# nothing\n", "there is no FROM", 1),
        ("FROM python:3.13\nINSTALL fastapi\n", "INSTALL is no instruction", 2),
        ("FROM python:3.13\n\nCOPY nothing.txt .\n", "no such file", 3),
        ("FROM python:3.13\nRUN pip install -r requirements.txt\n", "has not been copied", 2),
        ("FROM python:3.13\nUSER app\n", "no RUN has made a user", 2),
        ("FROM python:3.13\nCOPY x\n", "a source and a destination", 2),
        ("FROM python:3.13\nRUN\n", "needs something behind it", 2),
    ],
)
def test_what_docker_would_refuse(dockerfile: str, message: str, line: int):
    """The line is told from 1."""
    with pytest.raises(BuildError, match=message) as raised:
        built(dockerfile)

    assert raised.value.line == line


def test_variables_are_put_in():
    """Defaults and alternatives as in a shell; an escaped dollar stays."""
    assert expand(r"$A ${A}1 ${B:-b} ${A:+then} ${B:+then} \$A", {"A": "a"}) == "a a1 b then  $A"


def test_a_row_of_stars_takes_no_time():
    """A pattern that would keep a backtracking engine busy for hours is matched at once."""
    assert kept(["a" * 200], "*a" * 60 + "b") == ["a" * 200]


def test_a_dockerfile_that_is_not_there_is_told():
    """With the files that are."""
    with pytest.raises(StepFailedError) as raised:
        image_of("Dockerfile", CONTEXT)

    assert raised.value.message == "There is no file Dockerfile."
    assert "requirements.txt" in raised.value.found[0].say


def test_what_docker_would_refuse_is_told_with_its_line():
    """The learner sees the line that stops the build."""
    with pytest.raises(StepFailedError) as raised:
        image_of("Dockerfile", {**CONTEXT, "Dockerfile": b"FROM python:3.13\nUSER app\n"})

    spot = raised.value.found[0].spot
    assert spot is not None
    assert (spot.file, spot.line, spot.code) == ("Dockerfile", 2, "USER app")


def test_the_app_that_an_image_serves():
    """Its name, its files and its variables, without those that only Linux needs."""
    dockerfile = GOOD.replace("USER nobody", "ENV COLOUR=red PATH=/venv/bin\nUSER nobody")

    app, files, env = served_by("Dockerfile", {**CONTEXT, "Dockerfile": dockerfile.encode()})

    assert (app, env) == ("app.main:app", {"COLOUR": "red"})
    assert files["app/main.py"] == CONTEXT["app/main.py"]


def test_a_command_that_is_no_server_is_told():
    """Nothing can be started from it."""
    with pytest.raises(StepFailedError, match="cannot be told which app"):
        served_by("Dockerfile", {"Dockerfile": b'FROM python:3.13\nCMD ["python", "main.py"]\n'})


def test_an_app_that_is_not_where_its_command_looks_is_told():
    """Flattened by COPY, the package is gone."""
    dockerfile = GOOD.replace("COPY app ./app", "COPY app .")

    with pytest.raises(StepFailedError, match=r"there is no app/main\.py"):
        served_by("Dockerfile", {**CONTEXT, "Dockerfile": dockerfile.encode()})


@pytest.mark.parametrize("base", ["$BASE", "${BASE}"])
def test_an_image_of_no_name_cannot_be_built(base: str) -> None:
    """Docker refuses a FROM whose variable is not set."""
    with pytest.raises(BuildError, match="names no image"):
        built(f"FROM {base}\n")


def test_arguments_that_no_shell_reads_are_left_out() -> None:
    """An open quote in a variable is the learner's slip, and the rest of the image is told all the same."""
    server = built("FROM python:3.13\nENV GUNICORN_CMD_ARGS=--bind='x\nCMD gunicorn main:app\n").server

    assert server is not None
    assert server.app == "main:app"


def test_a_port_of_thousands_of_digits_stays_text() -> None:
    """Python itself would read no number of that length."""
    facts = built(f'FROM python:3.13\nCMD ["uvicorn", "main:app", "--port", "{"9" * 5000}"]\n').facts

    assert facts["server"]["port"] == "9" * 5000
