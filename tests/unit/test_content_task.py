"""A coding task's folder: starter, solution, variants, and mutants made whole."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import pytest

from quizapp.content.lint import lint
from quizapp.content.pack import load_pack
from quizapp.content.task import edited
from quizapp.domain.steps.tests import Replacement

SAMPLE = Path(__file__).parents[1] / "packs" / "sample"
TASK = "sandbox/first-route"


@pytest.fixture
def pack(tmp_path):
    """A copy of the sample pack."""
    root = tmp_path / "pack"
    shutil.copytree(SAMPLE, root)
    return root


def findings(root):
    """Code and place of every finding of the lint."""
    return [(found.code, found.where) for found in lint(root).diagnostics if found.code != "empty-topic"]


def change(root, old, new):
    """Change `task.yaml`."""
    path = root / TASK / "task.yaml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def test_a_task_is_read_with_all_its_files(pack):
    """The sample's task has one variant and two mutants."""
    (task,) = load_pack(pack).tasks

    assert (list(task.folder.variants), list(task.folder.mutants)) == (["router"], ["wrong-word", "get-only"])
    assert task.folder.id == "sample/first-route"


@pytest.mark.parametrize("name", ["starter", "solution"])
def test_a_missing_folder_is_told(pack, name):
    """A task without starter or solution cannot be proved."""
    shutil.rmtree(pack / TASK / name)

    assert (f"no-{name}", f"{TASK}/{name}") in findings(pack)


@pytest.mark.parametrize("folder", ["", "/variants", "/mutants"])
def test_a_folder_that_cannot_be_read_is_told(pack, monkeypatch, folder):
    """As a fault of the pack at its place; the lint goes on."""
    real = Path.iterdir

    def listed(path):
        if path == pack / f"{TASK}{folder}":
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "iterdir", listed)

    assert ("unreadable", f"{TASK}{folder}") in findings(pack)


def test_the_folder_is_named_like_the_task(pack):
    """One name, so that what is read is what is found."""
    change(pack, "id: first-route", "id: other")

    assert findings(pack) == [("task-id", f"{TASK}/task.yaml:1:5")]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("replace: hello", "replace: nowhere", ("edit", f"{TASK}/task.yaml:24:21")),
        ("{main.py: {replace", "{gone.py: {replace", ("no-file", f"{TASK}/task.yaml:24:21")),
        ("id: get-only", "id: all-methods", ("no-mutant", f"{TASK}/task.yaml:25:5")),
        ("minutes: 5", "minutes: 5\nopen_with: gone.py", ("no-file", f"{TASK}/task.yaml:7:12")),
        ("minutes: 5", "minutes: 5\ngiven: [main.py, gone.py]", ("no-file", f"{TASK}/task.yaml:7:18")),
    ],
)
def test_what_does_not_fit_is_told_at_its_place(pack, old, new, expected):
    """Edits, overlays and file names are held against the files."""
    change(pack, 'replace: "hello"', "replace: hello")
    change(pack, old, new)

    assert expected in findings(pack)


def test_a_mutant_s_folder_without_an_entry_is_told(pack):
    """A mutant that no check has to catch proves nothing."""
    shutil.copytree(pack / TASK / "mutants/get-only", pack / TASK / "mutants/stray")

    assert findings(pack) == [("unknown-mutant", f"{TASK}/mutants/stray")]


def test_a_mutant_is_edited_or_laid_over_and_not_both(pack):
    """Two descriptions of one mutant could differ."""
    shutil.copytree(pack / TASK / "mutants/get-only", pack / TASK / "mutants/wrong-word")

    assert findings(pack) == [("two-mutants", f"{TASK}/task.yaml:24:11")]


def test_edits_apply_one_after_another_and_exactly_once():
    """The second edit sees what the first one wrote."""
    steps = [Replacement(replace="a", by="bb"), Replacement(replace="bbc", by="d")]

    assert edited("ac", steps) == ("d", None)
    assert edited("aac", steps)[1] == (0, 2)
    assert edited("ax", steps)[1] == (1, 0)


def test_a_result_counts_what_was_looked_at(pack):
    """The summary is one line, and a warning fails only a strict pack."""
    result = lint(pack)

    assert result.summary == (
        "7 files, 3 topics, 4 items (1 choice, 1 match, 2 short), 1 task with 2 checks and 2 mutants, 1 interview: "
        "0 errors, 1 warning"
    )
    assert result.is_clean()
    assert not result.is_clean(strict=True)
