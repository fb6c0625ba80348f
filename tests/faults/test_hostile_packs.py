"""Hostile packs: each is refused, or made harmless, and leaves everything as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from quizapp.errors import QuizAppError
from tests.hostile import EXECUTED, HOSTILE, Hostile, changed, folder
from tests.person import Person


class Home(Person):
    """A person's packs, with a good one in them."""

    def __init__(self, root: Path, cache: Path) -> None:
        super().__init__(root / "data" / "packs", cache)
        good = root / "good"
        good.mkdir(parents=True)
        self.add(str(folder(good, changed("id: sample", "id: good"))))


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all tests: the bundled pack is compiled once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def home(tmp_path: Path, cache: Path) -> Iterator[Home]:
    """Packs of one person."""
    made = Home(tmp_path / "home", cache)
    yield made
    made.close()


def everything(root: Path) -> dict[str, str]:
    """Every file below a folder, with what is in it."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        for path in sorted(root.rglob("*"))
    }


def is_executable(path: Path) -> bool:
    """Whether a file may be run."""
    return path.is_file() and bool(path.stat().st_mode & 0o111)


def added(home: Home, source: str) -> QuizAppError | None:
    """Why a source was refused; None if it was installed."""
    try:
        home.packs.install(home.packs.offer(source))
    except QuizAppError as error:
        return error
    return None


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case.name)
def test_a_hostile_pack_does_no_harm(case: Hostile, home: Home, tmp_path: Path) -> None:
    """It is refused with one sentence, or comes in as data: nothing else is written, run or lost."""
    made = tmp_path / "made"
    made.mkdir()
    source = case.make(made)
    outside, inside = everything(made), everything(home.folder)
    escaped = Path("/tmp/quizapp-escaped.txt")
    escaped.unlink(missing_ok=True)

    refusal = added(home, source)

    message = refusal.message if refusal else ""
    told = [*str(refusal).splitlines(), *"\n".join(getattr(refusal, "findings", ())).splitlines()]
    assert not [line for line in told if not line.isprintable()]
    assert "\n" not in message
    assert case.refused in message
    assert bool(case.refused) == bool(message)
    assert everything(made) == outside
    assert {path.name for path in tmp_path.iterdir()} == {"home", "made"}
    assert not escaped.exists()
    assert not list(tmp_path.rglob(EXECUTED))
    assert {manifest.id for manifest in home.library.manifests()} >= {"fastapi", "good"}
    if case.refused:
        assert everything(home.folder) == inside
    else:
        taken = {path.name for path in home.folder.iterdir()} - set(inside)
        assert {name.partition(".")[0] for name in taken} == {"sample"}
        assert not [path for path in home.folder.rglob("*") if path.is_symlink() or is_executable(path)]


def test_there_are_sixty() -> None:
    """Enough of them to mean something."""
    assert len({case.name for case in HOSTILE}) >= 60
