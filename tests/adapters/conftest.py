"""What tests of the sandbox, of the library, of packs, of workspaces and of the history share."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from quizapp import bootstrap
from quizapp.bootstrap import Application
from quizapp.checker.engine import SandboxChecker
from quizapp.config import Settings
from quizapp.content import loader
from quizapp.content.library import PackLibrary
from quizapp.domain.ports.progress import Progress
from quizapp.paths import Paths
from quizapp.runner.sandbox import ForkSandbox
from quizapp.runner.workspace import FolderWorkspaces
from quizapp.store.progress import SqliteProgress
from tests.adapters.sample_library import LONG_AGO, SAMPLE
from tests.adapters.workspaces import Ticking
from tests.fakes import FakeProgress
from tests.person import Person


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sandbox() -> AsyncIterator[ForkSandbox]:
    """One warm sandbox for all tests of a file."""
    made = ForkSandbox()
    await made.warm()
    yield made
    await made.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def checker(sandbox: ForkSandbox) -> SandboxChecker:
    """The real checker in the real sandbox."""
    return SandboxChecker(sandbox)


@pytest.fixture
def pack(tmp_path):
    """A copy of the sample pack, last changed long ago."""
    root = tmp_path / "pack"
    shutil.copytree(SAMPLE, root)
    for path in root.rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO))
    return root


@pytest.fixture
def sample_installed(tmp_path: Path, quizapp_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sample pack, which is all that the command line finds installed."""
    assert not (quizapp_home / "data").exists()
    root = tmp_path / "pack"
    shutil.copytree(SAMPLE, root)

    def application(**_: object) -> Application:
        return Application(Settings(), Paths.discover(), packs=(root,))

    monkeypatch.setattr(bootstrap, "application", application)
    return root


@pytest.fixture
def cache(tmp_path):
    """A folder that does not exist yet."""
    return tmp_path / "cache"


@pytest.fixture
def library(pack, cache):
    """The pack, opened."""
    opened = PackLibrary([pack], cache)
    yield opened
    opened.close()


@pytest.fixture
def compiled(monkeypatch):
    """The files that were parsed since the test began."""
    parsed: list[str] = []
    real = loader.load_content

    def spy(content, path, kind):
        parsed.append(path)
        return real(content, path, kind)

    monkeypatch.setattr(loader, "load_content", spy)
    return parsed


@pytest.fixture(params=["memory", "sqlite"])
def progress(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Progress]:
    """An empty history of either kind."""
    history = FakeProgress() if request.param == "memory" else SqliteProgress(tmp_path / "progress.sqlite3")
    yield history
    history.close()


@pytest.fixture
def workspaces(tmp_path: Path) -> FolderWorkspaces:
    """Workspaces below an empty folder."""
    return FolderWorkspaces(tmp_path / "workspaces", now=Ticking())


@pytest.fixture(scope="module")
def packs_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all tests of a file: the bundled pack is compiled once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def person(tmp_path: Path, packs_cache: Path) -> Iterator[Person]:
    """Somebody who has no pack yet."""
    made = Person(tmp_path / "packs", packs_cache)
    yield made
    made.close()


@pytest.fixture
def author(tmp_path: Path) -> Path:
    """A folder where packs are written."""
    made = tmp_path / "author"
    made.mkdir()
    return made
