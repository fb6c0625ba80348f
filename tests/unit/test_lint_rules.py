"""Every lint rule, with an example that it refuses and one that it lets pass."""

from __future__ import annotations

import textwrap

import pytest

from quizapp.content.lint import lint
from quizapp.content.rule import RULES

MANIFEST = "id: p\ntitle: P\nversion: 1.0.0\nlicense: MIT\n"
TOPICS = """
- phase: One
  topics:
    - {id: a, title: A, summary: S, notes: {en: N}}
    - {id: b, title: B, summary: S, notes: {en: N}, after: [a]}
"""
TASK = """
id: t1
title: T
topic: a
intent: build
difficulty: 1
minutes: 5
brief: Do it.
checks:
  - {id: c1, title: C, why: W, steps: [{GET: /, expect: 200}]}
mutants:
  - {id: m1, say: S, caught_by: c1, edit: {main.py: {replace: "2", by: "3"}}}
"""
STEMS = {
    "i1": "Which word names the type of a route's answer?",
    "i2": "How many workers does uvicorn start?",
    "i9": "Who closes a session?",
}
STARTER = "x = 1\n"
SOLUTION = "x = 2\n"


def choice(name="i1", stem="Which one?", options=None, more=""):
    """A choice item; options are (text, why) and the first one is the key."""
    options = options or [("right", "so"), ("wrong", "thus"), ("worse", "hence")]
    lines = [
        f"    - {{text: {text!r}, why: {why!r}{', key: true' if number == 0 else ''}}}"
        for number, (text, why) in enumerate(options)
    ]
    return (
        f"- id: {name}\n  kind: choice\n  topic: a\n  difficulty: 1\n  seconds: 30\n  stem: |\n"
        + textwrap.indent(stem, "    ")
        + "\n  explanation: Because.\n  options:\n"
        + "\n".join(lines)
        + f"\n{more}"
    )


def short(name="i1", accept="[a]", more=""):
    """A short item."""
    return (
        f"- id: {name}\n  kind: short\n  topic: a\n  difficulty: 1\n  seconds: 30\n  stem: {STEMS[name]}\n"
        f"  explanation: Because.\n  accept: {accept}\n{more}"
    )


def spot(code, line, options="[{text: a, why: b, key: true}, {text: c, why: d}]"):
    """A spot item."""
    return (
        "- id: i1\n  kind: spot\n  topic: a\n  difficulty: 1\n  seconds: 30\n  stem: Where?\n  explanation: Because.\n"
        f"  code: |\n{textwrap.indent(code, '    ')}\n  lines: {line}\n  options: {options}\n"
    )


def spoken(points="", flags="", answer="It waits for others. It blocks the loop."):
    """An open item of two points."""
    return (
        "- id: i1\n  kind: open\n  topic: a\n  difficulty: 1\n  seconds: 60\n  stem: What does an await do?\n"
        f"  explanation: Because.\n  model_answer: {answer}\n  points:\n"
        + (points or point("a", "waits others", must=True))
        + point("b", "block loop")
        + (f"  red_flags:\n    - {{id: f, say: So not., any_of: {flags}}}\n" if flags else "")
    )


def point(name, phrase, *, must=False):
    """A point of an open item."""
    return f"    - {{id: {name}, say: So., must: {str(must).lower()}, missing: Not so., any_of: [{phrase}]}}\n"


FENCED = "What happens?\n```python\napp = FastAPI()\n```"
PROOF = "  proof: {app: 'x = 1', steps: [{GET: /, expect: 200}]}\n"
PLANTED = (
    "  - {{id: c2, title: C, why: W, steps: [{{pytest: tests, expect: {{caught: all}}, "
    "mutants: [{{id: b, edit: {{main.py: {{replace: {old!r}, by: z}}}}}}]}}]}}\n"
)


def with_check(line):
    """The task with another check."""
    return TASK.replace("mutants:\n", line + "mutants:\n")


def keys_at(positions):
    """Items whose keys stand at these positions."""
    parts = []
    for number, position in enumerate(positions):
        options = ", ".join(
            f"{{text: o{number}{each}, why: w{each}{', key: true' if each == position else ''}}}" for each in range(3)
        )
        parts.append(
            f"- {{id: i{number}, kind: choice, topic: a, difficulty: 1, seconds: 3, explanation: E, "
            f"stem: '{chr(97 + number) * 30}', options: [{options}]}}\n"
        )
    return "".join(parts)


def roadmap(first="", second=""):
    """Two topics with additions."""
    return (
        "- phase: One\n  topics:\n"
        f"    - {{id: a, title: A, summary: S, notes: {{en: N}}{first}}}\n"
        f"    - {{id: b, title: B, summary: S, notes: {{en: N}}{second}}}\n"
    )


# By rule: the file, what is refused, what passes, and the line of the finding.
CASES = {
    "above": (
        "items",
        choice(options=[("right", "so"), ("wrong", "thus"), ("All of the above", "no")]),
        choice(options=[("right", "so"), ("wrong", "thus"), ("all of the requests", "no")]),
        12,
    ),
    "same-option": (
        "items",
        choice(options=[("right", "so"), ("one thing", "thus"), ("one  thing", "no")]),
        choice(options=[("right", "so"), ("one thing", "thus"), ("other thing", "no")]),
        12,
    ),
    "key-too-long": (
        "items",
        choice(options=[("it is validated, then refused with a list", "so"), ("it is kept", "thus")]),
        choice(options=[("it is validated and refused", "so"), ("it is kept as it came in", "thus")]),
        10,
    ),
    "absolute-distractors": (
        "items",
        choice(options=[("it waits", "so"), ("it always fails", "thus"), ("it never ends", "no")]),
        choice(options=[("it never waits", "so"), ("it always fails", "thus"), ("it never ends", "no")]),
        11,
    ),
    "stem-repeats-option": (
        "items",
        choice(stem="A body that has no name is refused. How?", options=[("so", "a"), ("has no name", "b")]),
        choice(stem="A body without a name is refused. How?", options=[("so", "a"), ("has no name", "b")]),
        11,
    ),
    "same-rationale": (
        "items",
        choice(options=[("right", "so"), ("wrong", "no such thing"), ("worse", "no such thing")]),
        choice(options=[("right", "so"), ("wrong", "no such thing"), ("worse", "no other thing")]),
        12,
    ),
    "key-position": ("items", keys_at([1] * 6), keys_at([0, 1, 2, 0, 1, 2]), 1),
    "negative-stem": (
        "items",
        choice(stem="A server starts. Which of these is not a status?"),
        choice(stem="A server starts. Which of these is **not** a status? Why does it not stop?"),
        6,
    ),
    "long-stem": (
        "items",
        choice(stem="word " * 121),
        choice(stem="word " * 119 + "\n```\n" + "code " * 50 + "\n```"),
        6,
    ),
    "long-note": ("topics", roadmap().replace("N}", "word " * 151 + "}", 1), roadmap().replace("N", "word " * 150), 3),
    "placeholder": (
        "items",
        choice(options=[("right", "TODO"), ("wrong", "thus")]),
        choice(options=[("right", "A `TODO` in code is found"), ("wrong", "thus")]),
        10,
    ),
    "invisible-text": (
        "items",
        choice(stem="Which \u202eone?"),
        choice(stem="Which “one” – é 你好?"),
        6,
    ),
    "no-address": (
        "items",
        choice(more="  refs: ['https://a.example/x', 'http://a.example']\n"),
        choice(more="  refs: ['https://a.example/x#y']\n"),
        13,
    ),
    "duplicate-id": ("items", short() + short(), short() + short("i2"), 9),
    "broken-alias": (
        "manifest",
        MANIFEST + "aliases:\n  old: gone\n",
        MANIFEST + "aliases:\n  old: i1\n",
        6,
    ),
    "retired-item": ("manifest", MANIFEST + "retired: [i1]\n", MANIFEST + "retired: [i8]\n", 5),
    "bad-requirement": (
        "manifest",
        MANIFEST + "requires: {fastapi: newest}\n",
        MANIFEST + "requires: {fastapi: '>=0.122,<1'}\n",
        5,
    ),
    "empty-pack": ("items", "", short(), None),
    "unknown-topic": ("items", short().replace("topic: a", "topic: z"), short(), 3),
    "prerequisite-cycle": (
        "topics",
        roadmap(", after: [b]", ", after: [a]"),
        roadmap("", ", after: [a]"),
        3,
    ),
    "prerequisite-order": ("topics", roadmap(", after: [b]"), roadmap("", ", after: [a]"), 3),
    "missing-note": ("topics", roadmap().replace("en:", "de:", 1), roadmap(), 3),
    "duplicate-term": (
        "topics",
        roadmap(", glossary: [{term: ASGI, say: S}]", ", glossary: [{term: WSGI, say: S, also: [asgi]}]"),
        roadmap(", glossary: [{term: ASGI, say: S}]", ", glossary: [{term: WSGI, say: S, also: [wsgi]}]"),
        4,
    ),
    "unknown-row": (
        "syllabus",
        "- part: Facts\n  rows:\n    - {id: F01, says: S}\n    - {id: F02, says: S, includes: [F01, F03]}\n",
        "- part: Facts\n  rows:\n    - {id: F01, says: S}\n    - {id: F02, says: S, includes: [F01]}\n",
        4,
    ),
    "duplicate-row": (
        "syllabus",
        "- part: Facts\n  rows:\n    - {id: F01, says: S}\n- part: More\n  rows:\n    - {id: F01, says: T}\n",
        "- part: Facts\n  rows:\n    - {id: F01, says: S}\n- part: More\n  rows:\n    - {id: F02, says: T}\n",
        6,
    ),
    "empty-topic": (
        "topics",
        roadmap() + "    - {id: c, title: C, summary: S, notes: {en: N}}\n",
        roadmap(),
        5,
    ),
    "short-section": (
        "interviews",
        "- {id: q, title: Q, summary: S, sections: [{title: T, minutes: 5, items: 9}]}\n",
        "- {id: q, title: Q, summary: S, sections: [{title: T, minutes: 5, items: 1, topics: [a]}]}\n",
        1,
    ),
    "unknown-section-task": (
        "interviews",
        "- {id: q, title: Q, summary: S, sections: [{title: T, minutes: 5, tasks: [nowhere]}]}\n",
        "- {id: q, title: Q, summary: S, sections: [{title: T, minutes: 5, items: 1, topics: [a]}]}\n",
        1,
    ),
    "example-mismatch": (
        "items",
        short(accept="[{pattern: '^4..$', example: '500'}]"),
        short(accept="[{pattern: '^4..$', example: '404'}]"),
        8,
    ),
    "wrong-is-accepted": (
        "items",
        short(accept="['404', {number: 5}]", more="  wrong: [{answer: 5.0, why: W}]\n"),
        short(accept="['404', {number: 5}]", more="  wrong: [{answer: 6, why: W}]\n"),
        9,
    ),
    "blank-spot": ("items", spot("a = 1\n\nb = 2", 2), spot("a = 1\n\nb = 2", 3), 12),
    "no-proof": ("items", choice(stem=FENCED), choice(stem=FENCED, more=PROOF), 1),
    "near-duplicate": (
        "items",
        choice("i1", "What does a server answer to a body that lacks a field?")
        + choice("i2", "What does the server answer to a body that lacks a field?"),
        choice("i1", "What does a server answer to a body that lacks a field?")
        + choice("i2", "Who closes a session that a dependency has opened with yield?"),
        18,
    ),
    "no-python": (
        "items",
        choice(more=PROOF.replace("x = 1", "x = = 1")),
        choice(more=PROOF),
        13,
    ),
    "no-must": ("items", spoken(point("a", "waits others")), spoken(), 10),
    "unearned-point": (
        "items",
        spoken(answer="It waits for others. It does not block the loop."),
        spoken(),
        11,
    ),
    "flagged-model-answer": ("items", spoken(flags="[waits]"), spoken(flags="[sleeps]"), 13),
    "earned-by-question": (
        "items",
        spoken(point("a", "await", must=True), answer="It blocks the loop. With an await it waits."),
        spoken(point("a", "await waits", must=True), answer="It blocks the loop. With an await it waits."),
        10,
    ),
    "shared-phrasing": (
        "items",
        spoken(point("a", "waits others, whole loop block", must=True)),
        spoken(point("a", "waits others, whole loop waits", must=True)),
        10,
    ),
    "unmatched-pattern": (
        "items",
        spoken(point("a", "waits others, {pattern: Waits, example: waits}", must=True)),
        spoken(point("a", "waits others, {pattern: waits, example: Waits}", must=True)),
        10,
    ),
    "single-point": (
        "items",
        spoken(point("a", "waits others", must=True)).replace(point("b", "block loop"), ""),
        spoken(point("a", "waits others", must=True)),
        10,
    ),
    "wide-code": ("items", spot("a = 1  # " + "x" * 100, 1), spot("a = 1  # " + "x" * 80, 1), 8),
    "same-as-starter": ("solution", STARTER, SOLUTION, 2),
    "same-as-solution": (
        "task",
        TASK.replace('by: "3"', 'by: "2"'),
        TASK,
        12,
    ),
    "no-mutants": ("task", TASK.partition("mutants:")[0], TASK, 2),
    "unproved-check": (
        "task",
        with_check("  - {id: c2, title: C, why: W, steps: [{GET: /, expect: 200}]}\n"),
        TASK,
        11,
    ),
    "planted-bug": (
        "task",
        with_check(PLANTED.format(old="y")).replace("caught_by: c1", "caught_by: [c1, c2]"),
        with_check(PLANTED.format(old="2")).replace("caught_by: c1", "caught_by: [c1, c2]"),
        11,
    ),
}


@pytest.fixture
def found(tmp_path):
    """Codes and lines of the findings about a sound pack in which one file is replaced."""

    def run(kind, text):
        files = {
            "manifest": ("questions/pack.yaml", MANIFEST),
            "topics": ("questions/topics.yaml", TOPICS),
            "items": ("questions/a.yaml", short()),
            "task": ("sandbox/t1/task.yaml", TASK),
            "starter": ("sandbox/t1/starter/main.py", STARTER),
            "solution": ("sandbox/t1/solution/main.py", SOLUTION),
            "more": ("questions/b.yaml", short("i9").replace("topic: a", "topic: b")),
        }
        if kind == "items" and not text:
            files = {name: files[name] for name in ("manifest", "topics")}
        elif kind in {"interviews", "syllabus"}:
            files[kind] = (f"questions/{kind}.yaml", text)
        else:
            files[kind] = (files[kind][0], text)
        for path, content in files.values():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(content, encoding="utf-8")
        return [(found.code, found.line) for found in lint(tmp_path).diagnostics]

    return run


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_bad_example_is_found_at_its_line(found, code):
    """Each rule finds its bad example, once, where the author has to look."""
    kind, bad, _, line = CASES[code]

    findings = found(kind, bad)

    assert [each for each in findings if each[0] == code] == [(code, line)]


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_good_example_passes_every_rule(found, code):
    """What the hint leads to is clean, by all rules and not only this one."""
    kind, _, good, _ = CASES[code]

    assert found(kind, good) == []


def test_every_rule_has_examples_and_an_explanation():
    """No rule is without a good and a bad example, and a docstring that says why it is there."""
    assert set(CASES) == set(RULES)
    assert all(len(text.split()) > 6 for text in (rule.explanation for rule in RULES.values()))


def test_rows_on_one_line_are_two_rows(found):
    """A place is a line and a column: an author may write a list of rows in one line."""
    rows = "- part: Facts\n  rows: [{id: F01, says: S}, {id: F01, says: T}]\n"

    assert ("duplicate-row", 2) in found("syllabus", rows)
