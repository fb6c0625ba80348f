"""What README and CONTRIBUTING say of the house is so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
QUESTIONS = ROOT / "questions"
_FILE = re.compile(r"`([\w./-]+(?:\.py|\.yaml|\.md|\.tcss|/))`")
_MODULE = re.compile(r"`(?:QUIZAPP\S+ )*python -m ((?:tests|quizapp)\.[\w.]+)")


def existing() -> Iterator[str]:
    """Every file and folder of the project, with a slash before it, and one behind a folder."""
    for part in ("quizapp", "tests", "questions", "sandbox"):
        for path in (ROOT / part, *(ROOT / part).rglob("*")):
            yield f"/{path.relative_to(ROOT).as_posix()}{'/' if path.is_dir() else ''}"
    yield from (f"/{path.name}" for path in ROOT.iterdir())


def test_contributing_names_what_there_is() -> None:
    """A file, folder or module that it names exists: a newcomer who follows it arrives."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    known = list(existing())
    named = {*_FILE.findall(text), *(f"{name.replace('.', '/')}.py" for name in _MODULE.findall(text))}

    missing = {name for name in named if not any(file.endswith(f"/{name}") for file in known)}

    assert len(named) > 100
    assert missing == set()


def test_readme_counts_what_there_is() -> None:
    """The number of tasks and interviews is exact, that of questions to the nearest ten or so."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    others = {"pack.yaml", "topics.yaml", "interviews.yaml", "syllabus.yaml"}
    files = [path for path in QUESTIONS.glob("*.yaml") if path.name not in others]
    items = sum(path.read_text(encoding="utf-8").count("\n- id: ") + 1 for path in files)
    interviews = len(yaml.safe_load((QUESTIONS / "interviews.yaml").read_text(encoding="utf-8")))
    tasks = len(list(ROOT.glob("sandbox/*/task.yaml")))

    [questions], [practised], [held] = (
        re.findall(rf"(\d+) {words}", text) for words in ("questions about", r"coding tasks\.", "mock interviews")
    )

    assert (int(practised), int(held)) == (tasks, interviews)
    assert int(questions) == pytest.approx(items, abs=10)
