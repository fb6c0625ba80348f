"""Reports on disk: the latest of each task, whole or not at all, and never in the way."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest

from quizapp.domain.folder import TaskFolder
from quizapp.domain.report import CheckResult, Evidence, KeptReport, Report, Verdict
from quizapp.domain.request import Request
from quizapp.runner.reports import FolderReports
from quizapp.runner.workspace import FolderWorkspaces
from tests.fakes import ISOLATION, make_task

NOON = datetime(2026, 11, 22, 12, tzinfo=timezone.utc)


def report_of(verdict: Verdict = Verdict.FAILED) -> KeptReport:
    """A report with one check and its evidence."""
    evidence = Evidence(sent="GET /", request=Request(target="/\x1b[31m", headers=(("a", "b"),)), hints=["Look."])
    check = CheckResult(id="answers", title="It answers", verdict=verdict, evidence=evidence)
    report = Report(
        task="pages", verdict=verdict, checks=[check], seed=7, isolation=ISOLATION, versions={}, elapsed_ms=1.5
    )
    return KeptReport(report=report, at=NOON, sources="abc")


@pytest.fixture
def folder() -> TaskFolder:
    """A task."""
    return make_task("pages")


def test_the_latest_is_read_again(tmp_path: Path, folder: TaskFolder) -> None:
    """By another process, with all its evidence; each task has its own."""
    FolderReports(tmp_path / "r").keep(folder, report_of())
    FolderReports(tmp_path / "r").keep(folder, report_of(Verdict.PASSED))
    reports = FolderReports(tmp_path / "r")

    assert reports.last(folder) == report_of(Verdict.PASSED)
    assert reports.last(make_task("another")) is None


@pytest.mark.parametrize("content", [b"", b"{", b'{"report": 1}', b"\xff\xfe"])
def test_a_damaged_one_is_none(tmp_path: Path, folder: TaskFolder, content: bytes) -> None:
    """It is never the reason why a task does not open."""
    reports = FolderReports(tmp_path)
    reports.keep(folder, report_of())
    next(tmp_path.rglob("*.json")).write_bytes(content)

    assert reports.last(folder) is None


def test_a_disk_that_takes_nothing_is_no_error(tmp_path: Path, folder: TaskFolder) -> None:
    """The attempt is in the history; the report is a comfort."""
    (tmp_path / "r").write_text("a file where the folder would be")
    reports = FolderReports(tmp_path / "r")
    reports.keep(folder, report_of())

    assert reports.last(folder) is None


def test_a_digest_follows_the_learners_own_files(tmp_path: Path, folder: TaskFolder) -> None:
    """The same for the same state, for its snapshot too, and for no other."""
    workspaces = FolderWorkspaces(tmp_path)
    before = workspaces.digest(folder)
    workspaces.write(folder, "main.py", "changed = 1\n")
    snapshot = workspaces.snapshot(folder, "check")
    changed = workspaces.digest(folder)
    workspaces.reset(folder)

    assert changed != before
    assert workspaces.digests(folder)[snapshot] == changed
    assert workspaces.digest(folder) == before
    assert workspaces.contents(folder, snapshot)["main.py"] == b"changed = 1\n"
