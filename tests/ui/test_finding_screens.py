"""Search, the glossary and the topic page: nothing is given away, everything is a key away."""

from __future__ import annotations

import asyncio

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from quizapp.config import Settings
from quizapp.domain.grading import Passed
from quizapp.domain.items.identity import ItemId
from quizapp.domain.pack import Term, Topic
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import GlossaryRequested, SearchRequested, TopicRequested
from quizapp.ui.screens.find import FindScreen
from quizapp.ui.screens.glossary import GlossaryScreen
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.practice import PracticeScreen
from quizapp.ui.screens.study import StudyScreen
from quizapp.ui.screens.topic import TopicScreen
from quizapp.ui.widgets.narrowing import Words
from tests.fakes import FakeLibrary, make_task
from tests.ui import samples
from tests.ui.conftest import FakeServices, picture, shown
from tests.ui.practising import until
from tests.ui.test_pictures import sizes

TERMS = [
    Term(term="Idempotent", say="Twice does what `once` does.", also=["repeatable"]),
    Term(term="Safe", say="Nothing changes.", translations={"zh-Hans": "什么都不改变。"}),
]


def with_words(*, language: str = "en") -> FakeServices:
    """Every sample, a task, and a topic with words; a few answers, and a bookmark."""
    services = FakeServices(settings=Settings(language=language))
    topics: list[Topic] = [samples.TOPICS[0].model_copy(update={"glossary": TERMS}), *samples.TOPICS[1:]]
    services.library = FakeLibrary(samples.ITEMS, tasks=[make_task("first-loop", topic="event-loop")], topics=topics)
    session = services.study.start(size=8)
    for _ in range(8):
        services.study.answer(services.study.showing(session), Passed(), 20)
    services.study.finish(session)
    services.bookmarks.toggle("demo/created")
    return services


async def settle(app: QuizApp, pilot: Pilot[None]) -> None:
    """Let looking come to its end."""
    await pilot.pause()
    await app.workers.wait_for_complete()
    await pilot.pause()


async def test_a_question_that_is_found_is_studied_at_once() -> None:
    """Neither key nor explanation is among the hits; Enter asks the question, and Escape comes back to the hits."""
    services = with_words()
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("slash")
        await settle(app, pilot)
        await pilot.press(*"resource cre")
        await settle(app, pilot)
        hits = shown(app)
        await pilot.press("enter")
        await pilot.pause()

        assert "1 hit" in hits
        assert "Which status code says that a resource was created?" in hits
        assert "201" not in hits
        assert isinstance(app.screen, StudyScreen)
        assert app.screen.session.plan == ["demo/created"]
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, FindScreen)
        assert services.study.resumable() is None


@pytest.mark.parametrize(
    ("words", "screen"), [("first-loop", PracticeScreen), ("middleware", TopicScreen), ("repeatable", GlossaryScreen)]
)
async def test_each_kind_of_hit_opens_what_it_is(words: str, screen: type) -> None:
    """A task, a topic, a word."""
    app = QuizApp(with_words(), opening=SearchRequested(words.replace("-", " ")))

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await pilot.press("enter")
        await settle(app, pilot)

        assert isinstance(app.screen, screen)


async def test_without_words_the_bookmarks_are_listed_and_studied() -> None:
    """Ctrl+S studies them together; Escape clears the words first and leaves then."""
    app = QuizApp(with_words(), opening=SearchRequested("middleware"))

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await pilot.press("ctrl+s")
        await settle(app, pilot)
        assert isinstance(app.screen, FindScreen)
        await pilot.press("escape")
        await settle(app, pilot)
        bookmarks = shown(app)
        await pilot.press("ctrl+s")
        await pilot.pause()
        plan = app.screen.session.plan
        await pilot.press("escape", "escape")
        await pilot.pause()

        assert "1 bookmark;" in bookmarks
        assert plan == ["demo/created"]
        assert isinstance(app.screen, HomeScreen)


async def test_nothing_found_is_told() -> None:
    """Words that nothing has, and words of which each has something."""
    app = QuizApp(with_words())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("slash", *"xyzzy")
        await settle(app, pilot)
        nothing = shown(app)
        await pilot.press("enter", *" created")
        await settle(app, pilot)

        assert "Nothing has these words." in nothing
        assert "Nothing has all of these words. With one of them:" in shown(app)


async def test_the_glossary_narrows_as_one_types() -> None:
    """By a word, by another name for it, by its meaning in any language; Enter opens its topic."""
    app = QuizApp(with_words(language="zh-Hans"))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("g")
        await pilot.pause()
        every = shown(app)
        await pilot.press(*"repeat")
        await pilot.pause()
        one = shown(app)
        await pilot.press("escape", *"nothing")
        await pilot.pause()
        other = shown(app)
        await pilot.press("enter")
        await settle(app, pilot)

        assert "2 words" in every
        assert "什么都不改变。" in every
        assert ("Idempotent" in one, "Safe" in one) == (True, False)
        assert ("Idempotent" in other, "Safe" in other) == (False, True)
        assert isinstance(app.screen, TopicScreen)
        assert "HTTP for APIs" in shown(app)


LONG = "Doing it a second time changes nothing that the first time has not changed, whatever happens in between."


@pytest.mark.parametrize("width", [60, 80])
async def test_lines_of_the_glossary_go_on_below_their_beginning(width: int) -> None:
    """A meaning that needs more than a line stays a block, and follows when the terminal is resized."""
    services = with_words()
    topic = samples.TOPICS[0].model_copy(update={"glossary": [Term(term="Idempotent", say=LONG)]})
    services.library = FakeLibrary(samples.ITEMS, topics=[topic, *samples.TOPICS[1:]])
    app = QuizApp(services, opening=GlossaryRequested())

    async with app.run_test(size=(100, 24)) as pilot:
        await settle(app, pilot)
        await pilot.resize_terminal(width, 24)
        await settle(app, pilot)
        lines = shown(app).splitlines()

    start = next(place for place, line in enumerate(lines) if "Doing it" in line)
    told = [line for line in lines[start:] if line.strip()][:2]
    assert [line.index(line.split()[0]) for line in told] == [told[0].index("Doing")] * 2


async def test_lines_of_the_search_go_on_below_their_beginning() -> None:
    """Title and quotation stand beside the mark."""
    services = with_words()
    services.library.put(samples.item("short", "long", stem=f"{LONG} {LONG} Yes?", accept=["yes"]))
    app = QuizApp(services, opening=SearchRequested("second"))

    async with app.run_test(size=(60, 24)) as pilot:
        await settle(app, pilot)
        lines = shown(app).splitlines()

    start = next(place for place, line in enumerate(lines) if "Doing it" in line)
    first, following = lines[start], lines[start + 1]
    assert following.index(following.split()[0]) == first.index("Doing")


async def test_a_topic_has_four_panes() -> None:
    """Note, questions with how they stand, mistakes, record; a defect is named only once its question is answered."""
    services = with_words()
    app = QuizApp(services, opening=TopicRequested("demo/event-loop"))

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        panes = [shown(app)]
        for key in "234":
            await pilot.press(key)
            await pilot.pause()
            panes.append(shown(app))

        assert "The event loop in a minute" in panes[0]
        assert "1 of 2 known" in panes[1]
        assert "task, level 2, new" in panes[1]
        assert "It blocks the event loop" in panes[2]
        assert "right the first time" in panes[3]


async def test_a_topic_gives_nothing_away_before_an_answer() -> None:
    """A defect that is still to be found is counted, not named."""
    app = QuizApp(FakeServices(), opening=TopicRequested("demo/event-loop"))

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await pilot.press("3")
        await pilot.pause()

        assert "It blocks the event loop" not in shown(app)
        assert "1 mistake will stand here" in shown(app)


async def test_a_topics_questions_and_tasks_are_opened_from_it() -> None:
    """Enter on a question studies it, on a task opens it; its words and a choice within it are a key away."""
    app = QuizApp(with_words(), opening=TopicRequested("demo/event-loop"))

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await pilot.press("2", "enter")
        await pilot.pause()
        studied = app.screen.session.plan
        await pilot.press("escape")
        await settle(app, pilot)
        await pilot.press("down", "enter")
        await settle(app, pilot)

        assert studied == ["demo/blocking"]
        assert isinstance(app.screen, PracticeScreen)


async def test_panes_are_shown_by_mouse() -> None:
    """A click on a name shows its pane."""
    app = QuizApp(with_words(), opening=TopicRequested("demo/http"))

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await pilot.click(app.screen.query("Tab")[3])
        await pilot.pause()

        assert "right the first time" in shown(app)


@sizes
async def test_search_picture(picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """What was found."""
    app = QuizApp(with_words(), opening=SearchRequested("loop"))

    async with app.run_test(size=size) as pilot:
        await settle(app, pilot)

        assert await picture(app, pilot) == picture_of


@sizes
async def test_glossary_picture(picture_of: SnapshotAssertion, size: tuple[int, int]) -> None:
    """Every word."""
    app = QuizApp(with_words(language="zh-Hans"), opening=GlossaryRequested())

    async with app.run_test(size=size) as pilot:
        await settle(app, pilot)

        assert await picture(app, pilot) == picture_of


@sizes
@pytest.mark.parametrize("pane", ["items", "mistakes", "record"])
async def test_topic_picture(picture_of: SnapshotAssertion, size: tuple[int, int], pane: str) -> None:
    """What a topic has beside its note."""
    app = QuizApp(with_words(), opening=TopicRequested("demo/event-loop"))

    async with app.run_test(size=size) as pilot:
        await settle(app, pilot)
        await app.screen.action_pane(pane)
        await pilot.pause()

        assert await picture(app, pilot) == picture_of


async def test_the_cursor_moves_among_all_hits_at_once() -> None:
    """Hits below the window are listed while nobody types, and at the latest when the cursor moves."""
    services = FakeServices(
        [samples.SHORT.model_copy(update={"id": ItemId(f"demo/created-{number}")}) for number in range(30)]
    )
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("slash", *"resource")
        page = app.screen
        assert isinstance(page, FindScreen)
        async with asyncio.timeout(30):
            while "30 hits" not in shown(app):
                await pilot.pause(0.01)
        await pilot.press("up")

        assert page.lines.highlighted == page.lines.option_count - 1 == 29


async def test_hits_that_stay_keep_the_cursor() -> None:
    """Another letter that finds the same leaves the list as it is."""
    numbered = [samples.SHORT.model_copy(update={"id": ItemId(f"demo/created-{number}")}) for number in range(3)]
    app = QuizApp(FakeServices(numbered))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("slash", *"resourc")
        await settle(app, pilot)
        page = app.screen
        assert isinstance(page, FindScreen)
        await pilot.press("down", "e")
        await settle(app, pilot)

        assert "3 hits" in shown(app)
        assert page.lines.highlighted == 1


async def test_hits_lay_nothing_out() -> None:
    """However many there are, and whatever is told of them, unless that takes another line."""
    app = QuizApp(FakeServices())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("slash", "r")
        await settle(app, pilot)
        await pilot.pause(0.1)  # the page has come up
        layouts: list[object] = []
        page = app.screen
        assert isinstance(page, FindScreen)
        page.screen_layout_refresh_signal.subscribe(page, layouts.append)

        await pilot.press(*"esource")
        await settle(app, pilot)
        some = page.lines.option_count
        await pilot.press(*"xxx")
        await settle(app, pilot)
        none = page.lines.option_count
        hushed = len(layouts)
        page.say("word " * 30)
        await until(pilot, lambda: layouts)

        assert (some > 0, none) == (True, 0)
        assert hushed == 0
        assert page.query_one("#listed").size.height == 2


async def test_a_search_that_is_broken_off_leaves_what_was_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    """While hits are drawn the earlier ones stand there, and Enter opens one of those."""
    services = FakeServices()
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("slash", *"resource")
        await settle(app, pilot)
        page = app.screen
        assert isinstance(page, FindScreen)
        before = [option.id for option in page.lines.options]
        monkeypatch.setattr("quizapp.ui.screens.find.BREATH", 60.0)
        page.query_one(Words).value = "status"
        await pilot.pause(0.3)  # REST, and a search: the first hit has been drawn, and no other one
        during = [option.id for option in page.lines.options]
        await pilot.press("enter")
        await pilot.pause()

        assert before
        assert during == before
        assert isinstance(app.screen, StudyScreen)


async def test_bookmarks_are_listed_without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody types: however many there are, they stand there at once."""
    monkeypatch.setattr("quizapp.ui.screens.find.BREATH", 60.0)
    app = QuizApp(with_words(), opening=SearchRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.3)

        assert isinstance(app.screen, FindScreen)
        assert app.screen.lines.option_count == 1
