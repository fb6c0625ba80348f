"""The bundled pack's claims are run: one test a coding task, one a topic.

`pytest tests/content/test_pack_proves_itself.py -k first-routes` runs one task.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from quizapp.checker.engine import SandboxChecker
from quizapp.content.library import PackLibrary
from quizapp.runner.sandbox import ForkSandbox
from quizapp.services.verification import Verification

ROOT = Path(__file__).parents[2]
TASKS = sorted(path.parent.name for path in ROOT.glob("sandbox/*/task.yaml"))
TOPICS = re.findall(r"^    - id: (\S+)$", (ROOT / "questions" / "topics.yaml").read_text("utf-8"), re.MULTILINE)

JOBS = 4
"""Claims at a time: a run waits for most of its time."""

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PackLibrary]:
    """The repository's own pack."""
    library = PackLibrary([ROOT], tmp_path_factory.mktemp("cache"))
    yield library
    library.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def checker() -> AsyncIterator[SandboxChecker]:
    """The real checker in the real sandbox, one for all claims: most of a run's time would go into starting others."""
    sandbox = ForkSandbox()
    try:
        yield SandboxChecker(sandbox)
    finally:
        await sandbox.close()


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("task", TASKS)
async def test_a_task_proves_itself(library: PackLibrary, checker: SandboxChecker, task: str) -> None:
    """The starter fails, the solution and its variants pass, each mutant is rejected by the checks that it names."""
    verification = Verification(library, checker, jobs=JOBS)

    failed = [str(finding) async for finding in verification.run(tasks=[task]) if not finding.ok]

    if failed:
        pytest.fail("\n".join(failed), pytrace=False)
    assert verification.held > 0


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("topic", TOPICS)
async def test_what_a_topic_claims_is_what_happens(library: PackLibrary, checker: SandboxChecker, topic: str) -> None:
    """Every proof holds, and every stated answer is the real one."""
    verification = Verification(library, checker, jobs=JOBS)

    failed = [str(finding) async for finding in verification.run(topics=[topic]) if not finding.ok]

    if failed:
        pytest.fail("\n".join(failed), pytrace=False)
    assert verification.held == verification.total


def test_every_topic_is_among_those_that_are_proved(library: PackLibrary) -> None:
    """No topic is left out because it is written down in another way."""
    assert [topic.topic.id for topic in library.roadmap()] == TOPICS
