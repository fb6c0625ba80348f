"""The bundled pack's claims are run: one test a coding task, one for all proofs of items.

`pytest tests/content/test_pack_proves_itself.py -k first-routes` runs one task.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from quizapp.checker.engine import SandboxChecker
from quizapp.content.library import PackLibrary
from quizapp.runner.sandbox import ForkSandbox
from quizapp.services.verification import Verification

ROOT = Path(__file__).parents[2]
TASKS = sorted(path.parent.name for path in ROOT.glob("sandbox/*/task.yaml"))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> PackLibrary:
    """The repository's own pack."""
    return PackLibrary([ROOT], tmp_path_factory.mktemp("cache"))


@pytest.fixture
async def checker(tmp_path: Path) -> AsyncIterator[SandboxChecker]:
    """The real checker in the real sandbox."""
    sandbox = ForkSandbox()
    try:
        yield SandboxChecker(sandbox)
    finally:
        await sandbox.close()


@pytest.mark.parametrize("task", TASKS)
async def test_a_task_proves_itself(library: PackLibrary, checker: SandboxChecker, task: str) -> None:
    """The starter fails, the solution and its variants pass, each mutant is rejected by the checks that it names."""
    verification = Verification(library, checker, jobs=1)

    failed = [str(finding) async for finding in verification.run(tasks=[task]) if not finding.ok]

    if failed:
        pytest.fail("\n".join(failed), pytrace=False)
    assert verification.held > 0


async def test_every_proof_holds_and_every_stated_answer_is_real(library: PackLibrary, checker: SandboxChecker) -> None:
    """What items claim is what really happens."""
    verification = Verification(library, checker, jobs=2)
    listed = [listing.id for listing in library.listings() if listing.kind != "task"]

    failed = [str(finding) async for finding in verification.run_items() if not finding.ok]

    if failed:
        pytest.fail("\n".join(failed), pytrace=False)
    assert verification.held > 0 or not listed
