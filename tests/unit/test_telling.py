"""Reports as text, JSON and JUnit."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.report import CheckResult, Evidence, Found, Report, Verdict, overall
from quizapp.domain.run import CodeLine, Isolation, IsolationLevel
from quizapp.domain.telling import as_json_text, as_junit, as_text

FAILURE = CheckResult(
    id="created",
    title="POST /items answers 201 with the new item",
    verdict=Verdict.FAILED,
    message="The status is 200, this task asks for 201.",
    step=1,
    steps=2,
    evidence=Evidence(
        sent='POST /items   {"name": "Pen"}',
        got='200 OK   {"id":1}',
        expected="201 Created",
        found=[Found(say="made by create()", spot=CodeLine(file="app/main.py", line=28, code="    return item"))],
        why="201 tells the client that a new resource exists. 200 only says that the request was understood.",
        hints=["Look at the decorator.", "It takes status_code."],
        learn="status-codes",
        repeat='curl -i -X POST $APP/items --json \'{"name": "Pen"}\' # long enough that it would be wrapped at eighty',
    ),
)


def report(*checks: CheckResult) -> Report:
    """A report of these checks."""
    return Report(
        task="orders-api",
        verdict=overall([check.verdict for check in checks]),
        checks=list(checks),
        seed=7,
        isolation=Isolation(level=IsolationLevel.FULL),
        versions={"python": "3.13.0", "fastapi": "0.165.0"},
        elapsed_ms=34.2,
    )


def test_a_failure_reads_top_down() -> None:
    """Headline, what was sent, what came, what was asked, the learner's own line, why; hints only on request."""
    text = as_text(report(FAILURE), width=80)

    assert text == (
        "✗ POST /items answers 201 with the new item                             step 1/2\n"
        "  The status is 200, this task asks for 201.\n"
        '  sent      POST /items   {"name": "Pen"}\n'
        '  got       200 OK   {"id":1}\n'
        "  expected  201 Created\n"
        "  found     made by create()\n"
        "            app/main.py:28 return item\n"
        "  why       201 tells the client that a new resource exists. 200 only says that\n"
        "            the request was understood.\n"
        "  learn     status-codes\n"
        '  repeat    curl -i -X POST $APP/items --json \'{"name": "Pen"}\' # long enough that it would be wrapped at'
        " eighty\n"
        "\n"
        "Failed: 0 of 1 checks passed in 34 ms (sandbox: full; seed 7; python 3.13.0, fastapi 0.165.0)"
    )


def test_hints_are_told_one_at_a_time() -> None:
    """So many as were asked for, nudge first."""
    one, two = (as_text(report(FAILURE), hints_shown=count) for count in (1, 2))

    assert "  try       Look at the decorator.\n" in one
    assert "status_code." not in one
    assert "  try       It takes status_code.\n" in two


def test_every_verdict_has_a_mark_and_a_word() -> None:
    """A reader without colours, or with a screen reader, knows what happened."""
    others = [verdict for verdict in Verdict if verdict not in {Verdict.PASSED, Verdict.FAILED}]
    text = as_text(report(*(CheckResult(id="a", title="It works", verdict=verdict) for verdict in others)))

    for verdict, line in zip(others, [line for line in text.splitlines() if "It works" in line], strict=True):
        assert line.endswith(verdict.value)
        assert line[0] in "✗–"


def test_json_is_the_model() -> None:
    """What a script reads comes back as the same report."""
    original = report(FAILURE)

    assert Report.model_validate(json.loads(as_json_text(original))) == original


@given(st.text(), st.sampled_from(list(Verdict)))
def test_junit_is_xml_whatever_stands_in_it(text: str, verdict: Verdict) -> None:
    """Angle brackets, quotes and control characters of servers and learners do not break it."""
    suite = ET.fromstring(as_junit(report(CheckResult(id="a", title=f"t{text}", verdict=verdict, message=text))))

    (case,) = suite.iter("testcase")
    tags = {Verdict.PASSED: [], Verdict.BLOCKED: ["skipped"], Verdict.CHECKER_FAULT: ["error"]}
    assert [child.tag for child in case] == tags.get(verdict, ["failure"])
