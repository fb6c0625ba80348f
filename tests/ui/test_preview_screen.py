"""A pack that its author is writing: what is wrong with it, and what is saved appears by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from quizapp.bootstrap import Application
from quizapp.config import Settings
from quizapp.content.authoring.draft import draft
from quizapp.domain.installation import Notice
from quizapp.errors import NotFoundError
from quizapp.paths import Paths
from quizapp.services.preview import PreviewService
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import PreviewRequested
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.preview import PreviewScreen
from quizapp.ui.screens.study import StudyScreen
from quizapp.ui.widgets.question import Question
from tests.ui.conftest import FakeServices, notices, picture, shown

NOTICES = [
    Notice(
        where="questions/http.yaml:12:7",
        severity="warning",
        code="key-too-long",
        message="the key has 90 characters, the longest distractor 20",
        hint="Move detail from the key into its `why`.",
    ),
    Notice(
        where="questions/[/]\x1b[31m.yaml:3:3",
        severity="error",
        code="unknown-field",
        message="`kee` is no field here, nor is list[int]",
        hint="Did you mean `key`?",
    ),
]


class Saves:
    """A watch whose saves the test makes."""

    def __init__(self) -> None:
        self.tell: Callable[[frozenset[str]], None] = lambda _: None

    @asynccontextmanager
    async def watch(self, root: Path, on_save: Callable[[frozenset[str]], None]) -> AsyncIterator[None]:
        """Keep whom to tell."""
        self.tell = on_save
        yield


def previewed(services: FakeServices, findings: list[Notice], root: Path = Path("my-pack")) -> Saves:
    """Give the services a preview whose lint says these findings, whatever they are by then."""
    saves = Saves()
    services.preview = PreviewService(
        root, services.library, refresh=lambda: None, lint=lambda _: list(findings), watch=saves.watch
    )
    services.preview.reload()
    return saves


async def until(pilot: Pilot[None], seen: Callable[[], bool]) -> None:
    """Wait, at most ten seconds, until something is so."""
    async with asyncio.timeout(10):
        while not seen():
            await pilot.pause(0.05)


@pytest.mark.parametrize("size", [(80, 24)], ids=["80x24"])
async def test_picture(services: FakeServices, picture_of: object, size: tuple[int, int]) -> None:
    """Findings above, errors first, items below."""
    previewed(services, NOTICES)
    app = QuizApp(services, opening=PreviewRequested())

    async with app.run_test(size=size) as pilot:
        await pilot.pause()

        assert await picture(app, pilot) == picture_of


async def test_findings_are_text_and_nothing_else(services: FakeServices) -> None:
    """Brackets and escapes of a pack do nothing; errors come before warnings."""
    previewed(services, NOTICES)
    app = QuizApp(services, opening=PreviewRequested())

    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        text = shown(app)

        assert "questions/[/].yaml:3:3" in text
        assert "list[int]" in text
        assert text.index("kee") < text.index("the key has 90")
        assert "1 error, 1 warning" in text


async def test_a_save_is_read_and_told(services: FakeServices) -> None:
    """After a save the list, the bar and a notice say how it stands now."""
    findings = list(NOTICES)
    saves = previewed(services, findings)
    app = QuizApp(services, opening=PreviewRequested())

    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        findings.clear()
        saves.tell(frozenset({"questions/http.yaml"}))
        await until(pilot, lambda: bool(notices(app)))

        assert notices(app) == ["Read again. nothing to mend"]
        assert "kee" not in shown(app)


async def test_home_leads_back_to_the_preview(services: FakeServices) -> None:
    """`h` shows what learners see first, `v` returns; packs are not installed during a preview."""
    previewed(services, [])
    app = QuizApp(services, opening=PreviewRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("h")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert "v Preview" in shown(app)
        await pilot.press("o")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        await pilot.press("v")
        await pilot.pause()
        assert isinstance(app.screen, PreviewScreen)


async def test_without_a_preview_the_key_does_nothing(services: FakeServices) -> None:
    """Learners have no such screen."""
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("v")
        await pilot.pause()

        assert isinstance(app.screen, HomeScreen)
        assert "Preview" not in shown(app)


@pytest.mark.parametrize("where", ["../../etc/passwd:1:1", "questions", "questions/gone.yaml:3:1"])
def test_a_finding_leads_to_no_file_outside_the_pack(services: FakeServices, tmp_path: Path, where: str) -> None:
    """What is opened in the editor lies in the pack and is a file."""
    (tmp_path / "questions").mkdir()
    previewed(services, [], tmp_path)
    assert services.preview is not None

    with pytest.raises(NotFoundError):
        services.preview.place(NOTICES[0].model_copy(update={"where": where}))


async def test_a_real_pack_is_followed_from_error_to_question(tmp_path: Path) -> None:
    """A fault appears when it is saved; mended, the question that is being asked reads as it was saved last."""
    root = draft("My pack", tmp_path / "pack")
    items = root / "questions" / "basics.yaml"
    good = items.read_text()
    services = Application(
        Settings(), Paths(*(tmp_path / name for name in ("data", "config", "cache", "state", "run"))), packs=(root,)
    )
    services.begin_preview(root)
    app = QuizApp(services, opening=PreviewRequested())

    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        items.write_text(good.replace("key: true", "kee: true"))
        await until(pilot, lambda: "`kee` is no field here" in shown(app))
        items.write_text(good)
        await until(pilot, lambda: "kee" not in shown(app) and "known-path-other-method" in shown(app))
        await pilot.press("home", "enter")
        await until(pilot, lambda: isinstance(app.screen, StudyScreen) and bool(app.screen.query(Question)))
        items.write_text(good.replace("The app has `GET /items`", "The tiny app has `GET /items`"))
        await until(pilot, lambda: "tiny app" in shown(app))
        (root / "questions").rename(root / "q")
        await until(pilot, lambda: "5 errors" in "".join(notices(app)))

        assert app.is_running
