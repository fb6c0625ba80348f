"""The authoring guide says what is so: made of the models, with examples that lint and prove themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quizapp.bootstrap import Application
from quizapp.cli.authoring import CHAPTERS
from quizapp.cli.root import run
from quizapp.config import Settings
from quizapp.content.authoring.draft import draft
from quizapp.content.authoring.guide import EXAMPLES, PARTS, TUTORIAL, examples, guide
from quizapp.content.lint import lint
from quizapp.content.rule import RULES
from quizapp.domain.items.any import KINDS
from quizapp.paths import Paths
from quizapp.services.verification import Verification


async def test_the_examples_lint_strictly_and_hold(tmp_path: Path) -> None:
    """An example of each kind, put into a new pack, is as good as the guide asks of authors."""
    root = draft("A pack", tmp_path / "pack")
    (root / "questions" / "examples.yaml").write_text(EXAMPLES.read_text())
    paths = Paths(*(tmp_path / name for name in ("data", "config", "cache", "state", "run")))
    application = Application(Settings(), paths, packs=(root,))
    verification = Verification(application.library, application.checker, jobs=2, trusted=True)

    findings = [finding async for finding in verification.run()]
    await application.close()

    assert [str(found) for found in lint(root).diagnostics] == []
    assert tuple(sorted(examples())) == tuple(sorted(KINDS))
    assert [str(finding) for finding in findings if not finding.ok] == []
    assert len([finding for finding in findings if "example-" in str(finding)]) >= 2


@pytest.mark.parametrize("part", ["pack", "topics", "items", "interviews", "syllabus"])
def test_every_field_has_a_meaning(part: str) -> None:
    """A field without a docstring would be a row without an explanation."""
    text = guide(part)

    rows = [line for line in text.split("\n") if re.match(r"\| `\w+` \|", line)]
    assert len(rows) > 3
    assert [row for row in rows if re.fullmatch(r"\| `(?!kind`)\w+` .*\| +\|", row)] == []


def test_every_rule_is_explained() -> None:
    """The lint's own docstrings."""
    text = guide("rules")

    assert [code for code in RULES if f"**{code}**" not in text] == []


def test_every_command_of_the_tutorial_exists(capsys: pytest.CaptureFixture[str]) -> None:
    """What an author is told to type is there."""
    run(["pack", "--help"])
    known = capsys.readouterr().out

    commands = set(re.findall(r"quizapp pack (\w+)", TUTORIAL.read_text()))
    assert {"new", "preview", "lint", "verify", "add", "build", "import", "export"} <= commands
    assert [name for name in commands if f"\n  {name} " not in known] == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_each_chapter_is_printed(capsys: pytest.CaptureFixture[str], chapter: str) -> None:
    """One chapter by its name, under its title."""
    code = run(["pack", "guide", chapter])

    assert code == 0
    assert capsys.readouterr().out.startswith(f"## {PARTS[chapter]}")


def test_the_whole_guide_has_every_chapter() -> None:
    """And a list of them at its top; every model that is named is explained in it."""
    text = guide()

    assert [title for title in PARTS.values() if f"\n## {title}\n" not in text] == []
    rows = [line for line in text.split("\n") if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"\[([A-Z]\w+)\]", row.split(" | ")[1])}
    assert [name for name in named if f"### {name}\n" not in text] == []
