"""A pack's claims, run: starters fail, solutions pass, the checks named reject each mutant, proofs hold."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from quizapp.domain.fields import Model
from quizapp.domain.folder import TaskFolder
from quizapp.domain.items.identity import ItemId
from quizapp.domain.items.predicted import Predict
from quizapp.domain.ports.checker import Checker
from quizapp.domain.ports.library import Library
from quizapp.domain.report import CheckResult, ProofReport, Report, Verdict
from quizapp.domain.steps.request import RequestStep
from quizapp.domain.task import Mutant
from quizapp.domain.wording import plural

_REJECTED = frozenset([Verdict.FAILED, Verdict.CRASHED, Verdict.TIMED_OUT, Verdict.DID_NOT_START])
_BROKEN_MUTANTS = ("SyntaxError", "IndentationError", "ModuleNotFoundError", "NameError")


class Finding(Model):
    """What became of one claim."""

    name: str
    """What was run: `fastapi/first-routes solution`, `fastapi/body-422 proof`."""
    ok: bool
    message: str
    """Why it does not hold; of a mutant that was rejected, by which checks."""
    where: str = ""
    """A place in the pack, as far as it is known."""

    def __str__(self) -> str:
        """One line, and where to look."""
        mark = "ok  " if self.ok else "FAIL"
        place = f"\n       {self.where}" if self.where and not self.ok else ""
        return f"{mark} {self.name}: {self.message}{place}"


@dataclass(frozen=True)
class _Claim:
    kind: Literal["starter", "solution", "variant", "mutant", "proof", "stated answer"]
    name: str
    where: str
    judge: Callable[[], Awaitable[tuple[bool, str]]]


class Verification:
    """Runs every claim of the packs in a library.

    Args:
        library: the packs.
        checker: runs tasks and proofs.
        jobs: how many claims are run at the same time.
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
        self._held_by_kind: Counter[str] = Counter()
        self._tasks = 0
        self._checks = 0

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
        tasks = f" in {plural(self._tasks, 'task')} with {plural(self._checks, 'check')}" if self._tasks else ""
        kinds = ", ".join(plural(count, kind) for kind, count in self._held_by_kind.items())
        return f"{self.held} of {self.held + self.failed} claims hold{skipped}{tasks}: {kinds}."

    async def run(self, *, tasks: Sequence[str] = (), items: bool = True) -> AsyncIterator[Finding]:
        """A finding for each claim as soon as it is known.

        Args:
            tasks: only these coding tasks, by full or bare id; all of them if none is named.
            items: also the proofs of items; not if tasks are named.
        """
        folders = self._folders(tasks)
        self._tasks = len(folders)
        self._checks = sum(len(folder.task.checks) for folder in folders)
        claims = [claim for folder in folders for claim in self._task_claims(folder)]
        if items and not tasks:
            claims += list(self._item_claims())
        async for finding in self._run_all(claims):
            yield finding

    async def run_items(self, *, topics: Sequence[str] = ()) -> AsyncIterator[Finding]:
        """Only the proofs and the stated answers of items; of these topics, `pack/topic`, if any is named."""
        async for finding in self._run_all(list(self._item_claims(topics))):
            yield finding

    def unseen(self, tasks: Sequence[str] = ()) -> list[Finding]:
        """After a thorough `run`: known wrong answers that neither starter nor mutant gave. Advice, no failure."""
        return [
            Finding(
                name=f"{folder.id} check {check.id}",
                ok=True,
                message=f"no mutant gives this known wrong answer: {known.say}",
                where=_where(folder),
            )
            for folder in self._folders(tasks)
            for check in folder.task.checks
            for step in check.steps
            if isinstance(step, RequestStep)
            for known in step.wrong
            if known.say not in self._seen_wrong.get((folder.id, check.id), set())
        ]

    def _folders(self, tasks: Sequence[str]) -> list[TaskFolder]:
        if tasks:
            return [self._library.task(ItemId(task)) for task in tasks]
        return [self._library.task(listing.id) for listing in self._library.listings(kinds=("task",))]

    async def _run_all(self, claims: Sequence[_Claim]) -> AsyncIterator[Finding]:
        """Judge the claims, `jobs` at a time; what is left is ended when the reader stops."""
        self.total = len(claims)
        waiting = iter(claims)
        found: asyncio.Queue[tuple[_Claim, Finding] | None] = asyncio.Queue()

        async def work() -> None:
            try:
                for claim in waiting:
                    found.put_nowait((claim, await self._judge(claim)))
            finally:
                found.put_nowait(None)

        workers = [asyncio.create_task(work()) for _ in range(self._jobs)]
        busy = len(workers)
        try:
            while busy:
                judged = await found.get()
                if judged is None:
                    busy -= 1
                    continue
                claim, finding = judged
                self.held += finding.ok
                self.failed += not finding.ok
                self._held_by_kind[claim.kind] += finding.ok
                yield finding
            await asyncio.gather(*workers)
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)

    async def _judge(self, claim: _Claim) -> Finding:
        ok, message = True, ""
        for number in range(1, self._repeat + 1):
            ok, message = await claim.judge()
            if not ok:
                message = f"run {number} of {self._repeat}: {message}" if self._repeat > 1 else message
                break
        return Finding(name=claim.name, ok=ok, message=message, where=claim.where)

    def _task_claims(self, folder: TaskFolder) -> Iterator[_Claim]:
        def check(files: Mapping[str, bytes], only: Sequence[str] = ()) -> Callable[[], Awaitable[Report]]:
            return partial(self._check, folder, files, only)

        starter = _judging(check(folder.starter), starter_fails)
        yield _Claim("starter", f"{folder.id} starter", _where(folder, "starter"), starter)
        solution = _judging(check(folder.solution), passes)
        yield _Claim("solution", f"{folder.id} solution", _where(folder, "solution"), solution)
        for name, files in _named(folder.variants).items():
            yield _Claim("variant", f"{folder.id} {name}", _where(folder, name), _judging(check(files), passes))
        for mutant in folder.task.mutants:
            wrong = folder.mutants.get(mutant.id)
            only = () if self._thorough else mutant.caught_by
            judge = _missing_mutant if wrong is None else _judging(check(wrong, only), _rejects(mutant))
            yield _Claim("mutant", f"{folder.id} mutant {mutant.id}", _where(folder), judge)

    async def _check(self, folder: TaskFolder, files: Mapping[str, bytes], only: Sequence[str]) -> Report:
        report = await self._checker.check(folder.task, folder.with_given(files), only=only, trusted=self._trusted)
        for result in report.checks:
            if result.evidence.likely:
                self._seen_wrong.setdefault((folder.id, result.id), set()).add(result.evidence.likely)
        return report

    def _item_claims(self, topics: Sequence[str] = ()) -> Iterator[_Claim]:
        for listing in self._library.listings(topics=topics):
            if listing.kind == "task":
                continue
            item = self._library.item(listing.id)
            if item.proof is not None:
                prove = partial(self._checker.prove, item.proof, trusted=self._trusted)
                yield _Claim("proof", f"{listing.id} proof", "", self._proving(prove))
            if isinstance(item, Predict):
                predict = partial(self._checker.predict, item, trusted=self._trusted)
                yield _Claim("stated answer", f"{listing.id} stated answers", "", self._proving(predict))

    def _proving(self, run: Callable[[], Awaitable[ProofReport]]) -> Callable[[], Awaitable[tuple[bool, str]]]:
        async def judge() -> tuple[bool, str]:
            report = await run()
            if report.skipped:
                self.skipped += 1
                return True, f"skipped: {report.skipped}"
            return report.holds, report.message or "holds"

        return judge


def _judging(
    run: Callable[[], Awaitable[Report]], judge: Callable[[Report], tuple[bool, str]]
) -> Callable[[], Awaitable[tuple[bool, str]]]:
    async def judged() -> tuple[bool, str]:
        report = await run()
        fault = next((result for result in report.checks if result.verdict is Verdict.CHECKER_FAULT), None)
        return (False, _told(fault)) if fault is not None else judge(report)

    return judged


async def _missing_mutant() -> tuple[bool, str]:
    return False, "its source is missing: give it `edit:` or a folder mutants/<id>/"


def _named(variants: Mapping[str, Mapping[str, bytes]]) -> dict[str, Mapping[str, bytes]]:
    return {f"variant {name}": files for name, files in variants.items()}


def _where(folder: TaskFolder, part: str = "") -> str:
    """A folder or file inside the pack."""
    path = {"starter": "starter/", "solution": "solution/"}.get(part, "task.yaml")
    if part.startswith("variant "):
        path = f"variants/{part.removeprefix('variant ')}/"
    return f"sandbox/{folder.task.id}/{path}"


def _told(result: CheckResult) -> str:
    evidence = result.evidence
    row = f" ({evidence.row})" if evidence.row else ""
    got = f" Got {evidence.got.splitlines()[0]}." if evidence.got else ""
    found = "".join(
        f" {found.say}" + (f" at {found.spot.file}:{found.spot.line}" if found.spot else "") for found in evidence.found
    )
    sent = f" Sent {evidence.sent}." if evidence.sent else ""
    return f"check {result.id}, step {result.step}, {result.verdict}: {result.message}{row}{sent}{got}{found}"


def starter_fails(report: Report) -> tuple[bool, str]:
    """At least one check rejects the starter."""
    rejected = [result.id for result in report.checks if result.verdict in _REJECTED]
    if rejected:
        return True, f"fails {len(rejected)} of {len(report.checks)} checks"
    return False, "it passes every check, so there is nothing left to do"


def passes(report: Report) -> tuple[bool, str]:
    """Every check passes."""
    bad = [result for result in report.checks if result.verdict is not Verdict.PASSED]
    if not bad:
        return True, f"passes {len(report.checks)} checks in {report.elapsed_ms:.0f} ms"
    more = f" (and {len(bad) - 1} more)" if len(bad) > 1 else ""
    return False, f"{_told(bad[0])}{more}; seed {report.seed}"


def _rejects(mutant: Mutant) -> Callable[[Report], tuple[bool, str]]:
    def judge(report: Report) -> tuple[bool, str]:
        verdicts = {result.id: result for result in report.checks}
        rejected = [result.id for result in report.checks if result.verdict in _REJECTED]
        broken = next((result for result in report.checks if _is_broken(result)), None)
        if broken is not None:
            return False, f"it does not even start, so it shows nothing: {_told(broken)}"
        missed = [name for name in mutant.caught_by if name not in rejected]
        if not missed:
            return True, f"rejected by {', '.join(rejected)}"
        told = ", ".join(f"{name} ({verdicts[name].verdict})" for name in missed)
        others = f"rejected by {', '.join(rejected)}" if rejected else "no check rejects it"
        return False, f"“{mutant.say}” gets past {told}; {others}; seed {report.seed}"

    return judge


def _is_broken(result: CheckResult) -> bool:
    """Whether a mutant is no plausible wrong solution but a file that Python cannot run."""
    return result.verdict is Verdict.DID_NOT_START and any(
        found.say.startswith(_BROKEN_MUTANTS) for found in result.evidence.found
    )
