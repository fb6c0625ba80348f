"""Runs the learner's own tests in the sandbox."""

from __future__ import annotations

import importlib.util
import os
import sys
from typing import TYPE_CHECKING, Any

from quizapp.runner.agent.channel import Message
from quizapp.runner.agent.spot import Ground

if TYPE_CHECKING:
    import pytest

MAX_TESTS = 500
MAX_LINE = 500


class _Recorder:
    """A pytest plugin that counts and names."""

    def __init__(self, *, is_reversed: bool) -> None:
        self._is_reversed = is_reversed
        self.passed = 0
        self.failed = 0
        self.errors = 0
        self.tests: list[str] = []
        self.failures: list[str] = []

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Turn the order round if asked to."""
        if self._is_reversed:
            items.reverse()

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A file that cannot be collected is an error."""
        if report.failed:
            self.errors += 1
            self._failure(report.nodeid, report)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """One report each for set-up, call and teardown."""
        if report.when == "call":
            self.tests.append(report.nodeid[:MAX_LINE])
            if report.passed:
                self.passed += 1
            elif report.failed:
                self.failed += 1
                self._failure(report.nodeid, report)
        elif report.failed:
            self.errors += 1
            self._failure(f"{report.nodeid} ({report.when})", report)

    def _failure(self, name: str, report: Any) -> None:
        crash = getattr(report.longrepr, "reprcrash", None)
        text = crash.message if crash is not None else str(report.longrepr)
        lines = [line for line in str(text).strip().splitlines() if line.strip()]
        self.failures.append(f"{name}: {lines[0] if crash is not None and lines else (lines or [''])[-1]}"[:MAX_LINE])

    def facts(self, code: int) -> Message:
        """The outcome, in the shape of `PytestRun`."""
        return {
            "passed": self.passed,
            "failed": self.failed,
            "errors": self.errors,
            "exit_code": code,
            "failures": self.failures[:MAX_TESTS],
            "tests": self.tests[:MAX_TESTS],
        }


def run(order: Message, ground: Ground) -> tuple[int, Message]:
    """Run pytest on a path and tell what came of it."""
    import pytest  # noqa: PLC0415 - a third of a second that only runs of tests pay

    recorder = _Recorder(is_reversed=order["reversed"])
    sys.argv = ["pytest"]
    # The same plugins everywhere, whatever else is installed beside quizapp.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    arguments = [
        order["path"],
        "-q",
        "-p",
        "no:cacheprovider",
        "--color=no",
        "--rootdir",
        ground.folder,
        "-W",
        "ignore::pytest.PytestAssertRewriteWarning",
    ]
    arguments += ["-p", "anyio.pytest_plugin"]
    if importlib.util.find_spec("pytest_asyncio"):
        arguments += ["-p", "pytest_asyncio", "-o", "asyncio_default_fixture_loop_scope=function"]
    code = int(pytest.main(arguments, plugins=[recorder]))
    return code, recorder.facts(code)
