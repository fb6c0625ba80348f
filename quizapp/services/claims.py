"""What a pack claims, and when a report shows that it holds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from quizapp.domain.fields import Model
from quizapp.domain.report import CheckResult, Report, Verdict
from quizapp.domain.task import Mutant

_REJECTED = frozenset([Verdict.FAILED, Verdict.CRASHED, Verdict.TIMED_OUT, Verdict.DID_NOT_START])
_BROKEN_MUTANTS = ("SyntaxError", "IndentationError", "ModuleNotFoundError", "NameError")


class Finding(Model):
    """What became of one claim."""

    name: str
    """What was run: `fastapi/first-routes solution`, `fastapi/body-422 proof`."""
    ok: bool
    message: str
    """Why it does not hold; of a mutant that was rejected, by which checks."""
    beside: str = ""
    """Why it did not hold beside other runs, if it holds alone: a check that depends on how busy the machine is."""
    where: str = ""
    """A place in the pack, as far as it is known."""

    def __str__(self) -> str:
        """One line, and where to look."""
        mark = "ok  " if self.ok else "FAIL"
        place = f"\n       {self.where}" if self.where and not self.ok else ""
        return f"{mark} {self.name}: {self.message}{place}"


@dataclass(frozen=True)
class Claim:
    """Something that can be run, and judges itself: whether it holds, and what to say of it."""

    kind: Literal["starter", "solution", "variant", "mutant", "proof", "stated answer"]
    name: str
    where: str
    judge: Callable[[], Awaitable[tuple[bool, str]]]


def judging(
    run: Callable[[], Awaitable[Report]], judge: Callable[[Report], tuple[bool, str]]
) -> Callable[[], Awaitable[tuple[bool, str]]]:
    """A claim about the report of a run; a fault of the checker shows nothing."""

    async def judged() -> tuple[bool, str]:
        report = await run()
        fault = next((result for result in report.checks if result.verdict is Verdict.CHECKER_FAULT), None)
        return (False, _told(fault)) if fault is not None else judge(report)

    return judged


async def missing_mutant() -> tuple[bool, str]:
    """No claim can be made about code that is not there."""
    return False, "its source is missing: give it `edit:` or a folder mutants/<id>/"


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


def rejects(mutant: Mutant) -> Callable[[Report], tuple[bool, str]]:
    """Each check that the mutant names rejects it."""

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


def _told(result: CheckResult) -> str:
    evidence = result.evidence
    row = f" ({evidence.row})" if evidence.row else ""
    got = f" Got {evidence.got.splitlines()[0]}." if evidence.got else ""
    found = "".join(
        f" {found.say}" + (f" at {found.spot.file}:{found.spot.line}" if found.spot else "") for found in evidence.found
    )
    sent = f" Sent {evidence.sent}." if evidence.sent else ""
    return f"check {result.id}, step {result.step}, {result.verdict}: {result.message}{row}{sent}{got}{found}"
