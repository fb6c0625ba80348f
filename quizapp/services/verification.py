"""A pack's claims, run: starters fail, solutions pass, the checks named reject each mutant, proofs hold."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from functools import partial

from quizapp.domain.folder import TaskFolder
from quizapp.domain.items.identity import ItemId
from quizapp.domain.items.predicted import Predict
from quizapp.domain.ports.checker import Checker
from quizapp.domain.ports.library import Library
from quizapp.domain.report import ProofReport, Report
from quizapp.domain.steps.request import RequestStep
from quizapp.domain.wording import plural
from quizapp.services.claims import Claim, Finding, judging, missing_mutant, passes, rejects, starter_fails


class Verification:
    """Runs every claim of the packs in a library.

    Args:
        library: the packs.
        checker: runs tasks and proofs.
        jobs: how many claims are run at the same time. Most of a run is waiting, so several for each core keep it busy;
            a claim that does not hold beside others is judged once more when nothing else runs, and that counts.
        repeat: how often each claim must hold; more than once shows checks that depend on luck.
        thorough: whether a mutant is put to every check, not only to those that it names. Takes several times as
            long, and tells which other checks reject it.
        trusted: whether the packs' code may run where there is no isolation.
    """

    def __init__(
        self,
        library: Library,
        checker: Checker,
        *,
        jobs: int = 2,
        repeat: int = 1,
        thorough: bool = False,
        trusted: bool = True,
    ) -> None:
        self._library = library
        self._checker = checker
        self._jobs = max(jobs, 1)
        self._repeat = max(repeat, 1)
        self._thorough = thorough
        self._trusted = trusted
        self._seen_wrong: dict[tuple[ItemId, str], set[str]] = {}
        self.total = 0
        """How many claims `run` set out to judge; known from its start."""
        self.held = 0
        self.failed = 0
        self.skipped = 0
        self.unsteady: list[Finding] = []
        """Claims that hold alone, but did not beside others."""
        self._held_by_kind: Counter[str] = Counter()
        self._folders: list[TaskFolder] = []
        """Of the coding tasks that `run` set out to judge."""

    @property
    def holds(self) -> bool:
        """Whether everything that was run holds, and something was run."""
        return self.failed == 0 and self.held > 0

    @property
    def summary(self) -> str:
        """How many claims hold, and of which kind; one line."""
        if not self.held and not self.failed:
            return "Nothing was run: there is no task and no proof here."
        skipped = f", {self.skipped} skipped here" if self.skipped else ""
        skipped += f", {len(self.unsteady)} of them only when nothing else runs" if self.unsteady else ""
        checks = sum(len(folder.task.checks) for folder in self._folders)
        tasks = f" in {plural(len(self._folders), 'task')} with {plural(checks, 'check')}" if self._folders else ""
        kinds = ", ".join(plural(count, kind) for kind, count in self._held_by_kind.items())
        return f"{self.held} of {self.held + self.failed} claims hold{skipped}{tasks}: {kinds}."

    async def run(
        self, *, tasks: Sequence[str] = (), topics: Sequence[str] = (), items: bool = True
    ) -> AsyncIterator[Finding]:
        """A finding for each claim as soon as it is known.

        Args:
            tasks: only these coding tasks, by full or bare id; all of them if neither they nor topics are named.
            topics: only the proofs and the stated answers of these topics' items, by full or bare id.
            items: also the proofs of items; of all of them unless tasks or topics are named.

        Raises:
            NotFoundError: there is no such task or topic.
        """
        within = [self._topic(topic) for topic in topics]
        folders = [] if topics and not tasks else self._folders_of(tasks)
        self._folders = folders
        claims = [claim for folder in folders for claim in self._task_claims(folder)]
        if items and (topics or not tasks):
            claims += list(self._item_claims(within))
        async for finding in self._run_all(claims):
            yield finding

    def unseen(self) -> list[Finding]:
        """After a thorough `run`: known wrong answers that neither starter nor mutant gave. Advice, no failure."""
        return [
            Finding(
                name=f"{folder.id} check {check.id}",
                ok=True,
                message=f"no mutant gives this known wrong answer: {known.say}",
                where=_where(folder),
            )
            for folder in self._folders
            for check in folder.task.checks
            for step in check.steps
            if isinstance(step, RequestStep)
            for known in step.wrong
            if known.say not in self._seen_wrong.get((folder.id, check.id), set())
        ]

    def _folders_of(self, tasks: Sequence[str]) -> list[TaskFolder]:
        if tasks:
            return [self._library.task(ItemId(task)) for task in tasks]
        return [self._library.task(listing.id) for listing in self._library.listings(kinds=("task",))]

    def _topic(self, name: str) -> str:
        for each in self._library.roadmap():
            if name in {each.id, each.topic.id}:
                return each.id
        return self._library.topic(name).id

    async def _run_all(self, claims: Sequence[Claim]) -> AsyncIterator[Finding]:
        """Judge the claims, `jobs` at a time; what is left is ended when the reader stops."""
        self.total = len(claims)
        waiting = iter(claims)
        found: asyncio.Queue[tuple[Claim, Finding] | None] = asyncio.Queue()
        doubtful: list[tuple[Claim, Finding]] = []

        async def work() -> None:
            try:
                for claim in waiting:
                    finding = await self._judge(claim)
                    if finding.ok or self._jobs == 1:
                        found.put_nowait((claim, finding))
                    else:
                        doubtful.append((claim, finding))
            finally:
                found.put_nowait(None)

        workers = [asyncio.create_task(work()) for _ in range(self._jobs)]
        busy = len(workers)
        try:
            while busy:
                judged = await found.get()
                if judged is None:
                    busy -= 1
                else:
                    yield self._counted(*judged)
            await asyncio.gather(*workers)
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)
        for claim, beside in doubtful:
            alone = await self._judge(claim)
            yield self._counted(claim, alone.model_copy(update={"beside": beside.message if alone.ok else ""}))

    def _counted(self, claim: Claim, finding: Finding) -> Finding:
        self.held += finding.ok
        self.failed += not finding.ok
        self._held_by_kind[claim.kind] += finding.ok
        if finding.beside:
            self.unsteady.append(finding)
        return finding

    async def _judge(self, claim: Claim) -> Finding:
        ok, message = True, ""
        for number in range(1, self._repeat + 1):
            ok, message = await claim.judge()
            if not ok:
                message = f"run {number} of {self._repeat}: {message}" if self._repeat > 1 else message
                break
        return Finding(name=claim.name, ok=ok, message=message, where=claim.where)

    def _task_claims(self, folder: TaskFolder) -> Iterator[Claim]:
        def check(files: Mapping[str, bytes], only: Sequence[str] = ()) -> Callable[[], Awaitable[Report]]:
            return partial(self._check, folder, files, only)

        starter = judging(check(folder.starter), starter_fails)
        yield Claim("starter", f"{folder.id} starter", _where(folder, "starter"), starter)
        solution = judging(check(folder.solution), passes)
        yield Claim("solution", f"{folder.id} solution", _where(folder, "solution"), solution)
        for name, files in _named(folder.variants).items():
            yield Claim("variant", f"{folder.id} {name}", _where(folder, name), judging(check(files), passes))
        for mutant in folder.task.mutants:
            wrong = folder.mutants.get(mutant.id)
            only = () if self._thorough else mutant.caught_by
            judge = missing_mutant if wrong is None else judging(check(wrong, only), rejects(mutant))
            yield Claim("mutant", f"{folder.id} mutant {mutant.id}", _where(folder), judge)

    async def _check(self, folder: TaskFolder, files: Mapping[str, bytes], only: Sequence[str]) -> Report:
        report = await self._checker.check(folder.task, folder.with_given(files), only=only, trusted=self._trusted)
        for result in report.checks:
            if result.evidence.likely:
                self._seen_wrong.setdefault((folder.id, result.id), set()).add(result.evidence.likely)
        return report

    def _item_claims(self, topics: Sequence[str]) -> Iterator[Claim]:
        for listing in self._library.listings(topics=topics):
            if listing.kind == "task":
                continue
            item = self._library.item(listing.id)
            if item.proof is not None:
                prove = partial(self._checker.prove, item.proof, trusted=self._trusted)
                yield Claim("proof", f"{listing.id} proof", "", self._proving(prove))
            if isinstance(item, Predict):
                predict = partial(self._checker.predict, item, trusted=self._trusted)
                yield Claim("stated answer", f"{listing.id} stated answers", "", self._proving(predict))

    def _proving(self, run: Callable[[], Awaitable[ProofReport]]) -> Callable[[], Awaitable[tuple[bool, str]]]:
        async def judge() -> tuple[bool, str]:
            report = await run()
            if report.skipped:
                self.skipped += 1
                return True, f"skipped: {report.skipped}"
            return report.holds, report.message or "holds"

        return judge


def _named(variants: Mapping[str, Mapping[str, bytes]]) -> dict[str, Mapping[str, bytes]]:
    return {f"variant {name}": files for name, files in variants.items()}


def _where(folder: TaskFolder, part: str = "") -> str:
    """A folder or file inside the pack."""
    path = {"starter": "starter/", "solution": "solution/"}.get(part, "task.yaml")
    if part.startswith("variant "):
        path = f"variants/{part.removeprefix('variant ')}/"
    return f"sandbox/{folder.task.id}/{path}"
