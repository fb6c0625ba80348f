"""Python in packs: what is meant to run must at least be Python. It is parsed here and never run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from quizapp.content.loader import Record
from quizapp.content.pack import LoadedPack
from quizapp.content.rule import Finding, Place, at, pack_rule
from quizapp.domain.items.picked import Spot
from quizapp.domain.items.predicted import Predict
from quizapp.domain.items.typed import BLANK, Cloze
from quizapp.domain.syntax import tree

MAX_CODE_WIDTH = 100
"""Columns that fit beside the rest of the screen."""


def syntax_error(source: str | bytes) -> tuple[int, str] | None:
    """Line and reason why a source is no Python, or None."""
    try:
        tree(source)
    except SyntaxError as error:
        return error.lineno or 1, error.msg
    except (ValueError, RecursionError, MemoryError) as error:
        return 1, str(error) or "it is nested too deeply"
    return None


def _apps(record: Record[Any]) -> Iterator[tuple[Place, str]]:
    item = record.model
    if item.proof is not None:
        yield ("proof", "app"), item.proof.app
    if isinstance(item, Predict):
        yield ("app",), item.app
    if isinstance(item, Cloze) and item.language == "python":
        yield ("code",), BLANK.sub("blank", item.code)
    if isinstance(item, Spot) and item.language == "python":
        yield ("code",), item.code


@pack_rule("error")
def no_python(pack: LoadedPack) -> Iterator[Finding]:
    """An app, a snippet or a solution cannot be parsed as Python."""
    for record in pack.items:
        for place, source in _apps(record):
            if isinstance(record.model, Spot | Cloze) and place == ("code",):
                continue  # a snippet may be a piece of a file, and a defect may be one of syntax
            found = syntax_error(source)
            if found is not None:
                message = f"line {found[0]} of this code is no Python: {found[1]}"
                yield at(record, place, message, "Mend the code; `quizapp pack verify` runs it.")
    for task in pack.tasks:
        trees = {"solution": task.folder.solution}
        trees |= {f"variants/{name}": files for name, files in task.folder.variants.items()}
        for folder, files in trees.items():
            for path, content in files.items():
                found = syntax_error(content) if path.endswith(".py") else None
                if found is not None:
                    hint = "Mend the file; `quizapp pack verify` runs it."
                    yield Finding(f"this is no Python: {found[1]}", hint, f"{task.path}/{folder}/{path}", found[0], 1)


@pack_rule("warning")
def wide_code(pack: LoadedPack) -> Iterator[Finding]:
    """A line of code is wider than 100 columns and will not fit on a learner's screen."""
    for record in pack.items:
        for place, source in _apps(record):
            for number, line in enumerate(source.split("\n"), 1):
                if len(line) > MAX_CODE_WIDTH:
                    message = f"line {number} of this code has {len(line)} columns"
                    yield at(record, place, message, f"Break it: {MAX_CODE_WIDTH} columns fit.")
                    break
