"""What a pack claims is run, and a claim that does not hold is told with what was wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest

from quizapp.domain.folder import TaskFolder
from quizapp.domain.items.base import Proof
from quizapp.domain.items.predicted import Predict
from quizapp.domain.report import CheckResult, Evidence, Found, ProofReport, Report, Verdict, overall
from quizapp.domain.run import CodeLine
from quizapp.domain.task import Mutant, Task
from quizapp.errors import NotFoundError
from quizapp.services.claims import Finding
from quizapp.services.verification import Verification
from tests.fakes import ISOLATION, FakeLibrary, make_choice, make_task

P, F, B, D, X = Verdict.PASSED, Verdict.FAILED, Verdict.BLOCKED, Verdict.DID_NOT_START, Verdict.CHECKER_FAULT


class ScriptedChecker:
    """Verdicts by the text of main.py; the second time another one, if a test says so."""

    def __init__(self, verdicts: Mapping[bytes, Sequence[Verdict]], proof: ProofReport | None = None) -> None:
        self.verdicts = dict(verdicts)
        self.proof = proof or ProofReport(holds=True)
        self.first: dict[bytes, list[Verdict]] = {}
        """Other verdicts for the first run of a source."""
        self.error: Exception | None = None
        self.running = self.most_at_once = 0
        self.seen: list[Mapping[str, bytes]] = []
        self.asked: list[tuple[str, ...]] = []
        self.found: list[Found] = []
        self.likely = ""

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
        """The verdicts that the test has written down."""
        if self.error is not None:
            raise self.error
        self.seen.append(sources)
        self.asked.append(tuple(only))
        source = sources["main.py"]
        results = [
            CheckResult(
                id=check.id,
                title=check.title,
                verdict=verdict,
                message="" if verdict is P else "It is not so.",
                step=0 if verdict is P else 1,
                evidence=Evidence(found=self.found, likely=self.likely, got="200 OK")
                if verdict is not P
                else Evidence(),
            )
            for check, verdict in zip(task.checks, self.first.pop(source, None) or self.verdicts[source], strict=True)
        ]
        return Report(
            task=task.id,
            verdict=overall([result.verdict for result in results]),
            checks=results,
            seed=5,
            isolation=ISOLATION,
            versions={},
            elapsed_ms=3,
        )

    async def prove(self, proof: Proof, *, trusted: bool = True) -> ProofReport:
        """As the test says."""
        return self.proof

    async def predict(self, item: Predict, *, trusted: bool = True) -> ProofReport:
        """As the test says."""
        return self.proof


def folder(**parts: object) -> TaskFolder:
    """A task with two checks, a right and a wrong solution."""
    made = make_task("shop", checks=("one", "two"))
    task = made.task.model_copy(update={"mutants": [Mutant(id="slip", say="A slip", caught_by=["two"])]})
    return made.model_copy(
        update={
            "task": task,
            "starter": {"main.py": b"starter"},
            "solution": {"main.py": b"solution"},
            "variants": {"other": {"main.py": b"variant"}},
            "mutants": {"slip": {"main.py": b"mutant"}},
            **parts,
        }
    )


GOOD = {b"starter": [F, F], b"solution": [P, P], b"variant": [P, P], b"mutant": [P, F]}


async def findings(checker: ScriptedChecker, made: TaskFolder | None = None, **options: object) -> dict[str, Finding]:
    """Every finding by its name."""
    verification = Verification(FakeLibrary(tasks=[made or folder()]), checker, **options)  # type: ignore[arg-type]  # as each test needs
    return {finding.name.removeprefix("demo/shop "): finding async for finding in verification.run()}


async def test_a_task_whose_claims_hold() -> None:
    """Starter, solution, each variant and each mutant are run; a rejected mutant tells who rejected it."""
    found = await findings(ScriptedChecker(GOOD))

    assert {name: (finding.ok, finding.message) for name, finding in found.items()} == {
        "starter": (True, "fails 2 of 2 checks"),
        "solution": (True, "passes 2 checks in 3 ms"),
        "variant other": (True, "passes 2 checks in 3 ms"),
        "mutant slip": (True, "rejected by two"),
    }


@pytest.mark.parametrize(
    ("source", "verdicts", "name", "message"),
    [
        (b"starter", [P, P], "starter", "it passes every check, so there is nothing left to do"),
        (b"solution", [P, F], "solution", "check two, step 1, failed: It is not so. Got 200 OK.; seed 5"),
        (
            b"variant",
            [D, B],
            "variant other",
            "check one, step 1, did not start: It is not so. Got 200 OK. (and 1 more); seed 5",
        ),
        (b"mutant", [P, P], "mutant slip", "“A slip” gets past two (passed); no check rejects it; seed 5"),
        (b"mutant", [F, P], "mutant slip", "“A slip” gets past two (passed); rejected by one; seed 5"),
        (b"mutant", [F, B], "mutant slip", "“A slip” gets past two (blocked); rejected by one; seed 5"),
        (b"starter", [X, F], "starter", "check one, step 1, checker fault: It is not so. Got 200 OK."),
    ],
)
async def test_a_claim_that_does_not_hold(source: bytes, verdicts: list[Verdict], name: str, message: str) -> None:
    """Exactly that claim fails, and its message says why."""
    found = await findings(ScriptedChecker({**GOOD, source: verdicts}))

    assert {key for key, finding in found.items() if not finding.ok} == {name}
    assert found[name].message == message


async def test_a_mutant_that_python_cannot_run_shows_nothing() -> None:
    """A wrong solution with a slip of the pen is caught by every check and proves none."""
    checker = ScriptedChecker({**GOOD, b"mutant": [D, D]})
    checker.found = [Found(say="SyntaxError: invalid syntax", spot=CodeLine(file="main.py", line=3))]

    found = await findings(checker)

    assert found["mutant slip"].message.startswith("it does not even start, so it shows nothing: check one")
    assert "SyntaxError: invalid syntax at main.py:3" in found["mutant slip"].message


async def test_a_mutant_without_a_source() -> None:
    """A name alone is no wrong solution."""
    found = await findings(ScriptedChecker(GOOD), folder(mutants={}))

    assert (found["mutant slip"].ok, found["mutant slip"].where) == (False, "sandbox/shop/task.yaml")


async def test_given_files_come_from_the_starter() -> None:
    """A solution is run with the support files that a learner has, whatever lies beside it."""
    made = folder(starter={"main.py": b"starter", "db.py": b"given"})
    made = made.model_copy(update={"task": made.task.model_copy(update={"given": ["db.py"]})})
    checker = ScriptedChecker(GOOD)

    await findings(checker, made)

    assert {sources["db.py"] for sources in checker.seen} == {b"given"}


async def test_what_fails_beside_others_is_judged_again_alone() -> None:
    """The run alone counts, and what it was beside others is kept for a note; nothing else runs meanwhile."""
    checker = ScriptedChecker(GOOD)
    checker.first = {b"solution": [P, F]}

    found = await findings(checker, jobs=3)

    assert found["solution"].ok
    assert found["solution"].beside == "check two, step 1, failed: It is not so. Got 200 OK.; seed 5"
    assert [finding.name for finding in found.values() if finding.beside] == ["demo/shop solution"]
    assert checker.seen[-1] == {"main.py": b"solution"}


async def test_one_at_a_time_nothing_is_judged_twice() -> None:
    """A claim that fails alone has failed."""
    checker = ScriptedChecker(GOOD)
    checker.first = {b"solution": [P, F]}

    found = await findings(checker, jobs=1)

    assert (found["solution"].ok, len(checker.seen)) == (False, 4)


async def test_repeated_runs_must_agree() -> None:
    """With `repeat` each claim is run so often."""
    checker = ScriptedChecker(GOOD)

    found = await findings(checker, repeat=3)

    assert all(finding.ok for finding in found.values())
    assert len(checker.seen) == 12


async def test_proofs_of_items() -> None:
    """A proof that does not hold is told; one for another version is skipped and counts as held."""
    proof = Proof.model_validate({"app": "app = 1", "steps": [{"GET": "/", "expect": 200}]})
    library = FakeLibrary([make_choice("claim").model_copy(update={"proof": proof})])

    broken = Verification(library, ScriptedChecker({}, ProofReport(holds=False, message="It is 404.")))
    skipped = Verification(library, ScriptedChecker({}, ProofReport(holds=False, skipped="Another version.")))
    told = [str(finding) async for finding in broken.run()]
    _ = [finding async for finding in skipped.run()]

    assert told == ["FAIL demo/claim proof: It is 404."]
    assert (broken.holds, skipped.holds, skipped.skipped) == (False, True, 1)


async def test_only_the_topics_that_are_named() -> None:
    """Of a topic the items are proved, and no coding task; one that is not there is told."""
    proof = Proof.model_validate({"app": "app = 1", "steps": [{"GET": "/", "expect": 200}]})
    item = make_choice("claim").model_copy(update={"proof": proof})
    library = FakeLibrary([item], tasks=[folder()])
    verification = Verification(library, ScriptedChecker({}, ProofReport(holds=True)))

    told = [finding.name async for finding in verification.run(topics=[item.topic])]
    with pytest.raises(NotFoundError, match="nowhere"):
        _ = [finding async for finding in verification.run(topics=["nowhere"])]

    assert told == ["demo/claim proof"]


async def test_known_wrong_answers_that_nobody_gave() -> None:
    """An author is told which `wrong` entries no mutant has ever shown."""
    steps = [{"GET": "/", "expect": 200, "wrong": [{"got": 500, "say": "Seen."}, {"got": 404, "say": "Never seen."}]}]
    made = folder()
    checks = [
        made.task.checks[0].model_validate({**made.task.checks[0].model_dump(), "steps": steps}),
        made.task.checks[1],
    ]
    made = made.model_copy(update={"task": made.task.model_copy(update={"checks": checks})})
    checker = ScriptedChecker(GOOD)
    checker.likely = "Seen."
    verification = Verification(FakeLibrary(tasks=[made]), checker, thorough=True)

    _ = [finding async for finding in verification.run()]

    assert [finding.message for finding in verification.unseen()] == [
        "no mutant gives this known wrong answer: Never seen."
    ]


@pytest.mark.parametrize("thorough", [False, True])
async def test_a_mutant_is_put_to_the_checks_that_it_names(thorough: bool) -> None:
    """All other checks cost time and prove nothing that was claimed; thoroughly, they are all asked."""
    made, checker = folder(), ScriptedChecker(GOOD)
    verification = Verification(FakeLibrary(tasks=[made]), checker, jobs=1, thorough=thorough)

    _ = [finding async for finding in verification.run()]

    asked = [only for only, sources in zip(checker.asked, checker.seen, strict=True) if only]
    assert asked == ([] if thorough else [tuple(mutant.caught_by) for mutant in made.task.mutants])


async def test_an_error_of_the_checker_ends_the_run() -> None:
    """An error is raised, not waited for."""
    checker = ScriptedChecker(GOOD)
    checker.error = ZeroDivisionError("oops")

    with pytest.raises(ZeroDivisionError):
        await findings(checker)


async def test_nothing_to_run_is_not_success() -> None:
    """An empty pack proves nothing."""
    verification = Verification(FakeLibrary(), ScriptedChecker({}))

    _ = [finding async for finding in verification.run()]

    assert not verification.holds
    assert verification.summary == "Nothing was run: there is no task and no proof here."
