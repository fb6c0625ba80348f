"""A pack measured against its syllabus: every way in which a row can fail to be covered."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.cli.root import run
from quizapp.content.coverage import coverage
from quizapp.content.lint import lint
from quizapp.content.pack import load_pack

MANIFEST = "id: p\ntitle: P\nversion: 1.0.0\nlicense: MIT\n"
TOPICS = """
- phase: One
  topics:
    - {id: a, title: A, summary: S, notes: {en: N, de: N}, glossary: [{term: T, say: S}]}
"""
STEMS = ["Which word names the type of an answer?", "How many workers does a server start?", "Who closes a session?"]
PROOF = "  proof: {app: 'app = 1', steps: [{GET: /, expect: 200}]}\n"


def short(number: int, covers: str, more: str = "") -> str:
    """A short item that names rows."""
    return (
        f"- id: i{number}\n  kind: short\n  topic: a\n  difficulty: {number + 1}\n  seconds: 5\n"
        f"  stem: {STEMS[number]}\n  explanation: So.\n  accept: [a]\n  covers: [{covers}]\n{more}"
    )


def part(rules: str = "", rows: str = "{id: F01, says: One fact.}") -> str:
    """A syllabus of one part."""
    return f"- part: Facts\n{rules}  rows: [{rows}]\n"


@pytest.fixture
def write(tmp_path: Path):
    """Write a pack and give back its folder."""

    def written(syllabus: str | None, *items: str) -> Path:
        files = {"pack": MANIFEST, "topics": TOPICS, "a": "".join(items)}
        if syllabus is not None:
            files["syllabus"] = syllabus
        (tmp_path / "questions").mkdir()
        for name, text in files.items():
            (tmp_path / "questions" / f"{name}.yaml").write_text(text, encoding="utf-8")
        return tmp_path

    return written


@pytest.mark.parametrize(
    ("syllabus", "items", "lacks"),
    [
        (part(), [short(0, "F01")], None),
        (part(), [short(0, "")], "nothing covers it"),
        (part("  by: [open, task]\n"), [short(0, "F01")], "no item of kind open or task covers it"),
        (part("  at_least: 2\n"), [short(0, "F01, F01"), short(1, "")], "1 item of 2"),
        (part("  at_least: 2\n"), [short(0, "F01"), short(1, "F01")], None),
        (part("  shown: true\n"), [short(0, "F01")], "nothing shows it by running: no proof, no predict, no task"),
        (part("  shown: true\n"), [short(0, "F01", PROOF)], None),
        (part("  at_least: 0\n"), [short(0, "")], None),
        (part("", "{id: T01, says: S, includes: [F01]}, {id: F01, says: S}"), [short(0, "F01")], None),
    ],
)
def test_a_row_says_what_it_lacks(write, syllabus, items, lacks):
    """By kind, by number, by proof; what covers a part of a row covers the row."""
    found = coverage(load_pack(write(syllabus, *items)))

    assert found.parts[0].rows[0].lacks == lacks


def test_an_item_that_covers_a_row_and_its_part_counts_once(write):
    """Otherwise two names in one item would make two items."""
    syllabus = part("  at_least: 2\n", "{id: T01, says: S, includes: [F01]}")
    found = coverage(load_pack(write(syllabus, short(0, "T01, F01"))))

    assert found.parts[0].rows[0].lacks == "1 item of 2"


def test_the_counts_are_those_of_the_pack(write):
    """Items by kind, proofs, and for each topic what it has."""
    found = coverage(load_pack(write(None, short(0, "F01", PROOF), short(1, ""))))

    topic = found.topics[0]
    assert (found.kinds, found.proofs) == ({"short": 2}, 1)
    assert (topic.items, topic.proofs, topic.difficulty, topic.notes, topic.terms) == (2, 1, (1, 2), ["en", "de"], 1)


@pytest.mark.parametrize(
    ("syllabus", "options", "expected"),
    [
        (part(), [], (0, "✓ F01  One fact.", "✗")),
        (
            part("", "{id: F01, says: One fact.}, {id: F02, says: Another.}"),
            [],
            (1, "nothing covers it", "0 not covered"),
        ),
        (part("", "{id: F01, says: One fact.}, {id: F02, says: Another.}"), ["--missing"], (1, "✗ F02", "F01")),
        (None, [], (0, "has no questions/syllabus.yaml", "✗")),
        ("- part: Facts\n  rowz: []\n", [], (1, "syllabus.yaml:2", "✗")),
        (part("  by: [essay]\n"), [], (1, "unknown kind essay", "✗")),
    ],
)
def test_the_command_tells_and_fails(write, capsys, syllabus, options, expected):
    """Every row with what covers it; exit code 1 when one is not covered, or the syllabus cannot be read."""
    code, words, not_said = expected
    root = write(syllabus, short(0, "F01"))

    result = run(["pack", "coverage", *options, str(root)])

    output = capsys.readouterr().out
    assert result == code
    assert words in output
    assert not_said not in output


def test_a_row_that_does_not_exist_is_an_error_where_it_is_named(write):
    """With the row that was most likely meant; a pack without a syllabus may name what it likes."""
    named = short(0, "F10")

    found = lint(write(part("", "{id: F01, says: S}"), named))

    assert [(each.file, each.line, each.code) for each in found.diagnostics] == [("questions/a.yaml", 9, "unknown-row")]


def test_a_pack_without_a_syllabus_may_name_any_rows(write):
    """Its table may be kept elsewhere."""
    assert lint(write(None, short(0, "F10"))).diagnostics == []
