"""A report as plain text, as JSON and as JUnit XML; all from the one model of `domain.report`."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from quizapp.domain.report import CheckResult, Evidence, Report, Verdict

MARKS = {Verdict.PASSED: "✓", Verdict.BLOCKED: "–"}
"""A mark for each verdict; what is not here is a failure."""
FAILURE_MARK = "✗"

_LABEL_WIDTH = 10
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def mark(verdict: Verdict) -> str:
    """One character; never the only carrier of the verdict."""
    return MARKS.get(verdict, FAILURE_MARK)


def as_text(report: Report, *, hints_shown: int = 0, width: int = 110) -> str:
    """The whole report for a terminal without colours.

    Args:
        report: of one run.
        hints_shown: so many hints are told for each check that did not pass.
        width: of a line, in characters.
    """
    blocks = ["\n".join(_check_lines(check, hints_shown=hints_shown, width=width)) for check in report.checks]
    versions = ", ".join(f"{name} {version}" for name, version in report.versions.items())
    summary = (
        f"{report.verdict.capitalize()}: {report.passed} of {len(report.checks)} checks passed"
        f" in {report.elapsed_ms:.0f} ms ({report.isolation.badge}; seed {report.seed}; {versions})"
    )
    return "\n".join([*_spaced(blocks), "", summary])


def _spaced(blocks: list[str]) -> Iterator[str]:
    """Blocks of several lines stand apart; lines do not."""
    for number, block in enumerate(blocks):
        if number and ("\n" in block or "\n" in blocks[number - 1]):
            yield ""
        yield block


def _check_lines(check: CheckResult, *, hints_shown: int, width: int) -> Iterator[str]:
    head = f"{mark(check.verdict)} {check.title}"
    if check.verdict is Verdict.PASSED:
        yield head
        return
    note = check.verdict.value if check.verdict is not Verdict.FAILED else ""
    if check.step:
        note = f"{note}  step {check.step}/{check.steps}".strip()
    yield f"{head:<{max(0, width - len(note) - 2)}}  {note}".rstrip()
    if check.message:
        yield from _wrapped(check.message, width, indent="  ")
    for label, text in evidence_lines(check.evidence, hints_shown=hints_shown):
        yield from _labelled(label, text, width)


def evidence_lines(evidence: Evidence, *, hints_shown: int = 0) -> Iterator[tuple[str, str]]:
    """Label and text of each part that is there, in the order in which a failure is read."""
    if evidence.row:
        yield "row", evidence.row
    yield from _present(sent=evidence.sent, got=evidence.got, expected=evidence.expected)
    for found in evidence.found:
        spot = found.spot
        place = f"\n{spot.file}:{spot.line} {spot.code.strip()}".rstrip() if spot else ""
        yield "found", found.say + place
    yield from _present(likely=evidence.likely, why=evidence.why)
    for hint in evidence.hints[:hints_shown]:
        yield "try", hint
    yield from _present(learn=evidence.learn, repeat=evidence.repeat)


def _present(**parts: str) -> Iterator[tuple[str, str]]:
    return ((label, text) for label, text in parts.items() if text)


def _labelled(label: str, text: str, width: int) -> Iterator[str]:
    hanging = "  " + " " * _LABEL_WIDTH
    first = f"  {label:<{_LABEL_WIDTH}}"
    for line in text.splitlines():
        # A command to copy stays on one line.
        yield from [first + line] if label == "repeat" else _wrapped(line, width, indent=first, hanging=hanging)
        first = hanging


def _wrapped(text: str, width: int, *, indent: str, hanging: str | None = None) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=indent if hanging is None else hanging,
        break_on_hyphens=False,
        drop_whitespace=True,
    ) or [indent.rstrip()]


def as_json_text(report: Report) -> str:
    """One JSON object: the model, and whether the run passed."""
    return json.dumps(report.model_dump(mode="json"), ensure_ascii=False, indent=2)


def as_junit(report: Report) -> str:
    """A JUnit XML test suite: a case a check; blocked ones are skipped, faults of ours are errors."""
    cases = "".join(_junit_case(report, check) for check in report.checks)
    counts = {
        "tests": len(report.checks),
        "failures": sum(_junit_tag(check.verdict) == "failure" for check in report.checks),
        "errors": sum(_junit_tag(check.verdict) == "error" for check in report.checks),
        "skipped": sum(_junit_tag(check.verdict) == "skipped" for check in report.checks),
    }
    numbers = " ".join(f'{name}="{count}"' for name, count in counts.items())
    seconds = f'time="{report.elapsed_ms / 1000:.3f}"'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<testsuites {numbers} {seconds}>\n"
        f"<testsuite name={_attribute(report.task)} {numbers} {seconds}>\n"
        f"{cases}</testsuite>\n</testsuites>\n"
    )


def _junit_tag(verdict: Verdict) -> str:
    if verdict is Verdict.PASSED:
        return ""
    return {Verdict.BLOCKED: "skipped", Verdict.CHECKER_FAULT: "error"}.get(verdict, "failure")


def _junit_case(report: Report, check: CheckResult) -> str:
    opening = f'<testcase classname={_attribute(report.task)} name={_attribute(check.title)} time="{check.seconds:.3f}"'
    tag = _junit_tag(check.verdict)
    if not tag:
        return f"{opening}/>\n"
    text = "\n".join(_check_lines(check, hints_shown=0, width=110))
    return (
        f"{opening}><{tag} message={_attribute(check.message or check.verdict.value)}>"
        f"{_escaped(text)}</{tag}></testcase>\n"
    )


def _attribute(text: str) -> str:
    return quoteattr(_NOT_IN_XML.sub("\ufffd", text))


def _escaped(text: str) -> str:
    return escape(_NOT_IN_XML.sub("\ufffd", text))
