"""What is written in a pack."""
# ruff: noqa: D103 - the makers' names say what they make

from __future__ import annotations

from pathlib import Path

from tests.hostile.case import EXECUTED, hostile
from tests.hostile.sound import changed, files, folder


@hostile("more errors")
def yaml_aliases(root: Path) -> str:
    lol = "a: &a [x, x, x]\n" + "".join(f"b{n}: &b{n} [{', '.join(['*a'] * 9)}]\n" for n in range(9))
    return str(folder(root, {**files(), "questions/lol.yaml": lol.encode(), "questions/two.yaml": b"x: *y"}))


@hostile("nested deeper than")
def yaml_depth(root: Path) -> str:
    return str(folder(root, {**files(), "questions/deep.yaml": b"[" * 100_000}))


@hostile("gives a value a type")
def yaml_python_tag(root: Path) -> str:
    text = f"- !!python/object/apply:os.system ['touch {root / EXECUTED}']\n"
    return str(folder(root, {**files(), "questions/tag.yaml": text.encode()}))


@hostile("control character")
def escapes_in_a_title(root: Path) -> str:
    return str(folder(root, changed("title: A sample pack", 'title: "\x1b]0;owned\x07 A sample pack"')))


@hostile("control character")
def escaped_escapes_in_a_title(root: Path) -> str:
    return str(folder(root, changed("title: A sample pack", 'title: "\\e]0;owned\\a A sample pack"')))


@hostile("")
def markup_in_a_title(root: Path) -> str:
    return str(folder(root, changed("title: A sample pack", 'title: "[/] [link=x] A sample pack"')))


@hostile("cannot be seen")
def a_title_written_backwards(root: Path) -> str:
    return str(folder(root, changed("title: A sample pack", 'title: "A sample \\u202ekcap"')))


@hostile("belongs to the pack that comes with quizapp")
def the_bundled_packs_id(root: Path) -> str:
    return str(folder(root, changed("id: sample", "id: fastapi")))


@hostile("from elsewhere is installed already")
def another_packs_id(root: Path) -> str:
    return str(folder(root, changed("id: sample", "id: good")))


@hostile("faults")
def an_id_that_leads_out(root: Path) -> str:
    return str(folder(root, changed("id: sample", "id: ../../escaped")))


@hostile("faults")
def a_starter_that_leads_out(root: Path) -> str:
    members = files()
    task = members["sandbox/first-route/task.yaml"].decode()
    members["sandbox/first-route/task.yaml"] = (task + "\nopen_with: ../../../../etc/passwd\n").encode()
    return str(folder(root, members))


@hostile("No pack lies there")
def nothing_of_a_pack(root: Path) -> str:
    return str(folder(root, {"setup.py": f"open({str(root / EXECUTED)!r}, 'w')".encode()}))


@hostile("")
def code_that_would_like_to_run(root: Path) -> str:
    run = f"open({str(root / EXECUTED)!r}, 'w')\n".encode()
    extra = ["setup.py", "conftest.py", "sitecustomize.py", "quizapp.py", "yaml.py", "questions/__init__.py"]
    extra += ["sandbox/first-route/starter/conftest.py", "sandbox/first-route/starter/sitecustomize.py"]
    members = {**files(), **dict.fromkeys(extra, run)}
    members["sandbox/first-route/solution/main.py"] = run + members["sandbox/first-route/solution/main.py"]
    return str(folder(root, members))
