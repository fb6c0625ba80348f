"""What surrounds a coding task: workspaces, a checker, apps that run nothing."""
# ruff: noqa: D102 - the Protocols of quizapp.domain.ports say what each method does

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from quizapp.domain.folder import TaskFolder
from quizapp.domain.items.base import Proof
from quizapp.domain.items.identity import ItemId
from quizapp.domain.items.predicted import Predict
from quizapp.domain.report import CheckResult, KeptReport, ProofReport, Report, Verdict, overall
from quizapp.domain.run import CodeLine, Event, Exit, Isolation, IsolationLevel, Launch, PytestRun, StartFailure
from quizapp.domain.task import Task
from quizapp.errors import WorkspaceError
from tests.fakes.clock import START


class FakeWorkspaces:
    """Workspaces in memory; `open` names a folder that is not on disk."""

    def __init__(self) -> None:
        self.elsewhere: dict[Path, dict[str, bytes]] = {}
        """Other folders of the learner's."""
        self._files: dict[ItemId, dict[str, bytes]] = {}
        self._kept: dict[ItemId, list[tuple[str, datetime, str, dict[str, bytes]]]] = {}

    def open(self, folder: TaskFolder) -> Path:
        self._files.setdefault(folder.id, dict(folder.starter))
        return Path("/workspaces") / folder.id

    def sources(self, folder: TaskFolder) -> Mapping[str, bytes]:
        self.open(folder)
        return {**self._files[folder.id], **{path: folder.starter[path] for path in folder.task.given}}

    def sources_at(self, folder: TaskFolder, path: Path) -> Mapping[str, bytes]:
        if path not in self.elsewhere:
            raise WorkspaceError("There is no such folder.", where=str(path))
        return {**self.elsewhere[path], **{given: folder.starter[given] for given in folder.task.given}}

    def read(self, folder: TaskFolder, path: str) -> str:
        self.open(folder)
        try:
            return self._files[folder.id][path].decode()
        except KeyError as error:
            raise WorkspaceError(f"There is no file {path}.", where=f"{folder.id}/{path}") from error

    def write(self, folder: TaskFolder, path: str, text: str) -> None:
        self.open(folder)
        self._files[folder.id][path] = text.encode()

    def files(self, folder: TaskFolder) -> Sequence[str]:
        self.open(folder)
        return sorted(self._files[folder.id], key=lambda path: (path != folder.task.open_with, path))

    def snapshot(self, folder: TaskFolder, label: str) -> str | None:
        self.open(folder)
        kept = self._kept.setdefault(folder.id, [])
        present = dict(self._files[folder.id])
        if kept and kept[-1][3] == present:
            return None
        kept.append((f"snapshot-{len(kept) + 1}", START, label, present))
        return kept[-1][0]

    def snapshots(self, folder: TaskFolder) -> Sequence[tuple[str, datetime, str]]:
        return [(name, at, label) for name, at, label, _ in reversed(self._kept.get(folder.id, []))]

    def digest(self, folder: TaskFolder) -> str:
        self.open(folder)
        return _digest(folder, self._files[folder.id])

    def digests(self, folder: TaskFolder) -> Mapping[str, str]:
        return {name: _digest(folder, files) for name, _, _, files in self._kept.get(folder.id, [])}

    def contents(self, folder: TaskFolder, snapshot: str) -> Mapping[str, bytes]:
        for name, _, _, files in self._kept.get(folder.id, []):
            if name == snapshot:
                return dict(files)
        raise WorkspaceError(f"There is no snapshot {snapshot}.")

    def reset(self, folder: TaskFolder) -> str | None:
        kept = self.snapshot(folder, "before reset")
        self._files[folder.id] = dict(folder.starter)
        return kept

    def restore(self, folder: TaskFolder, snapshot: str) -> None:
        for name, _, _, files in self._kept.get(folder.id, []):
            if name == snapshot:
                self.snapshot(folder, "before restore")
                self._files[folder.id] = dict(files)
                return
        raise WorkspaceError(f"There is no snapshot {snapshot}.")


def _digest(folder: TaskFolder, files: Mapping[str, bytes]) -> str:
    return repr(sorted((path, content) for path, content in files.items() if path not in folder.task.given))


class FakeReports:
    """Reports in memory, written out and read in as on a disk."""

    def __init__(self) -> None:
        self.kept: dict[ItemId, str] = {}

    def keep(self, folder: TaskFolder, report: KeptReport) -> None:
        self.kept[folder.id] = report.model_dump_json()

    def last(self, folder: TaskFolder) -> KeptReport | None:
        text = self.kept.get(folder.id)
        return None if text is None else KeptReport.model_validate_json(text)


ISOLATION = Isolation(level=IsolationLevel.FULL, layers=["fake"])
VERSIONS = {"python": "3.13.1", "fastapi": "0.165.0"}


class FakeChecker:
    """Passes every check but those that a test says are to fail; remembers what it was given."""

    def __init__(self) -> None:
        self.verdicts: dict[str, Verdict] = {}
        """By the id of a check; PASSED otherwise."""
        self.proof = ProofReport(holds=True)
        self.given: list[Mapping[str, bytes]] = []
        """The sources of each run."""

    async def check(
        self,
        task: Task,
        sources: Mapping[str, bytes],
        *,
        seed: int | None = None,
        on_result: Callable[[CheckResult], None] | None = None,
        only: Sequence[str] = (),
        trusted: bool = True,
    ) -> Report:
        self.given.append(dict(sources))
        results = []
        for check in task.checks:
            if only and check.id not in only:
                continue
            verdict = self.verdicts.get(check.id, Verdict.PASSED)
            result = CheckResult(id=check.id, title=check.title, verdict=verdict, steps=len(check.steps))
            results.append(result)
            await asyncio.sleep(0)
            if on_result:
                on_result(result)
        return Report(
            task=task.id,
            verdict=overall([result.verdict for result in results]),
            checks=results,
            seed=1 if seed is None else seed,
            isolation=ISOLATION,
            versions=VERSIONS,
            elapsed_ms=12.0,
        )

    async def prove(self, proof: Proof, *, trusted: bool = True) -> ProofReport:
        return self.proof

    async def predict(self, item: Predict, *, trusted: bool = True) -> ProofReport:
        return self.proof


class FakeRunningApp:
    """An app that has started, or has failed to as the test says."""

    def __init__(self, failure: StartFailure | None = None) -> None:
        self._failure = failure
        self._exit: Exit | None = None
        self.printed = ""
        self.listed: list[str] = []
        """Its routes."""

    @property
    def socket_path(self) -> str:
        return "/run/fake.sock"

    @property
    def versions(self) -> Mapping[str, str]:
        return VERSIONS

    async def started(self) -> StartFailure | None:
        return self._failure

    async def journal(self) -> Sequence[Event]:
        return []

    async def where(self, request: int | None = None) -> CodeLine | None:
        return None

    async def routes(self) -> Sequence[str]:
        return self.listed

    async def stop(self, within: float = 2.0) -> Exit:
        return self._end(Exit(code=0))

    async def kill(self) -> Exit:
        return self._end(Exit(signal=9))

    def crash(self) -> None:
        """End by itself."""
        self._end(Exit(code=1))

    def _end(self, how: Exit) -> Exit:
        self._exit = self._exit or how
        return self._exit

    def ended(self) -> Exit | None:
        return self._exit

    def output(self) -> str:
        return self.printed

    async def files(self) -> Mapping[str, bytes]:
        return {}


class FakeSandbox:
    """Launches nothing; remembers what it was asked to launch."""

    def __init__(self) -> None:
        self.launches: list[Launch] = []
        self.apps: list[FakeRunningApp] = []
        self.failure: StartFailure | None = None
        self.tests = PytestRun(passed=1, exit_code=0)
        self.warmed = False
        self.closed = False

    @property
    def isolation(self) -> Isolation:
        return ISOLATION

    async def warm(self) -> None:
        self.warmed = True

    async def launch(self, launch: Launch) -> FakeRunningApp:
        self.launches.append(launch)
        self.apps.append(FakeRunningApp(self.failure))
        return self.apps[-1]

    async def run_pytest(
        self, launch: Launch, path: str, *, reversed_order: bool = False, within: float = 20.0
    ) -> PytestRun:
        self.launches.append(launch)
        return self.tests

    async def close(self) -> None:
        self.closed = True
        for app in self.apps:
            await app.kill()
