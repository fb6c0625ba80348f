"""What a question answered in one's own words looks like, from the empty page to an overruled point."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from quizapp.domain.card import Rating
from quizapp.domain.items.said import Open
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import StudyRequested
from quizapp.ui.widgets.answers.open import SpeechArea
from quizapp.ui.widgets.points import PointRows
from tests.ui import samples
from tests.ui.conftest import FakeServices, picture, shown

UPLOADS = samples.item(
    "open",
    "uploads-in-words",
    topic="event-loop",
    difficulty=3,
    stem="An endpoint takes a file. When do you declare `UploadFile`, and when `bytes`?",
    points=[
        {
            "id": "memory",
            "say": "With `bytes` the whole file is read into memory.",
            "weight": 2,
            "must": True,
            "any_of": ["bytes memory"],
            "missing": "`bytes` means the whole file in memory, for each upload that runs at the moment.",
        },
        {
            "id": "spooled",
            "say": "`UploadFile` is spooled; it goes to disk beyond a limit.",
            "weight": 2,
            "any_of": ["disk", "spool"],
            "found": "You could add that it can be read in chunks.",
            "missing": "`UploadFile` wraps a spooled file. Beyond about a megabyte it goes to disk.",
        },
        {
            "id": "metadata",
            "say": "`UploadFile` knows the file's name and content type.",
            "any_of": ["filename", "content-type"],
            "missing": "`UploadFile` also has `filename`, `content_type` and `size`.",
        },
    ],
    red_flags=[
        {"id": "limits", "say": "Neither of them limits how large an upload may be.", "any_of": ["limits size"]},
    ],
    model_answer=(
        "With `bytes` the whole file is in memory, so that is for small files. `UploadFile` is a spooled file that "
        "goes to disk beyond a limit; it also has the filename and the content type."
    ),
    follow_ups=[
        {"ask": "Ten people upload 500 MB each. What happens to the server?", "when_missing": "memory"},
        {"ask": "Where does the name come from, and may you use it as a path?", "when_missing": "metadata"},
        {"ask": "Does either of them limit how large an upload may be?"},
    ],
)
ANSWER = "With bytes all of it is in memory. An UploadFile goes to disk, and it limits the size."
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


async def write(pilot: Pilot[None], text: str) -> None:
    """Type an answer, as fast as a test may."""
    pilot.app.screen.query_one(SpeechArea).insert(text)
    await pilot.pause()


@SIZES
async def test_the_whole_way(picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """The page, the answer on it, the verdict with its points, and what an overrule makes of it."""
    app = QuizApp(FakeServices([UPLOADS]), opening=StudyRequested())

    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.screen.query_one(SpeechArea).cursor_blink = False
        asked = await picture(app, pilot)
        await write(pilot, ANSWER)
        written = await picture(app, pilot)
        await pilot.press("ctrl+s")
        await pilot.pause()
        judged = await picture(app, pilot)
        await pilot.press("f")
        await pilot.pause()

        assert asked == picture_of(name="asked")
        assert written == picture_of(name="written")
        assert judged == picture_of(name="judged")
        assert await picture(app, pilot) == picture_of(name="overruled")


@SIZES
async def test_the_end_of_it_can_be_read(picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """A good answer and the next questions lie below; the end key goes there."""
    app = QuizApp(FakeServices([UPLOADS]), opening=StudyRequested())

    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await write(pilot, ANSWER)
        await pilot.press("ctrl+s")
        await pilot.pause()
        for _ in range(12):
            await pilot.press("pagedown")
        await pilot.pause()

        assert "Where does the name come from" in shown(app)
        assert "Ten people upload" not in shown(app)
        assert await picture(app, pilot) == picture_of


@SIZES
async def test_verdict_and_points_are_on_the_first_page(size: tuple[int, int]) -> None:
    """Without scrolling one sees the score, the words that earned a point and how to overrule it."""
    app = QuizApp(FakeServices([UPLOADS]), opening=StudyRequested())

    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await write(pilot, ANSWER)
        await pilot.press("ctrl+s")
        await pilot.pause()
        text = shown(app)

        assert isinstance(UPLOADS, Open)
        assert "Partly right, 55%" in text
        assert "you said: “With bytes all of it is in memory”" in text
        assert app.screen.query_one(PointRows).has_focus


@SIZES
async def test_an_overrule_is_kept_with_its_review(size: tuple[int, int]) -> None:
    """The attempt stays as the grader saw it; the score that counts, and the rating, follow the learner."""
    services = FakeServices([UPLOADS])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await write(pilot, ANSWER)
        await pilot.press("ctrl+s")
        await pilot.pause()
        await pilot.press("f", "i")
        await pilot.pause()

        assert "✓ Right" in shown(app)
        assert [attempt.score for attempt in services.progress.attempts()] == [0.55]
        assert services.progress.reviews()[-1].rating is not Rating.AGAIN
