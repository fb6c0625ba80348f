"""Studying by keyboard: every kind can be answered, nothing is lost, everything is explained."""

from __future__ import annotations

import pytest

from quizapp.domain.card import Rating
from quizapp.domain.grading import Arranged, Paired, Passed, Picked, Pointed, Typed
from quizapp.domain.items.any import Item
from quizapp.domain.report import Exchange, ProofReport
from quizapp.errors import NotFoundError, SandboxRefusedError, StoreError
from quizapp.ui.app import QuizApp
from quizapp.ui.messages import StudyRequested
from quizapp.ui.screens.home import HomeScreen
from quizapp.ui.screens.study import StudyScreen
from quizapp.ui.screens.summary import SummaryScreen
from tests.fakes import FakeLibrary
from tests.ui import samples
from tests.ui.conftest import FakeServices, notices, shown


def keys_for(item: Item, order: list[int]) -> list[str]:
    """The keys that answer a sample rightly, with the options in that order."""
    digit = {position: str(place) for place, position in enumerate(order, 1)}
    letter = {position: "abcdefghi"[place] for place, position in enumerate(order)}
    match item.id:
        case "body-422":
            return [digit[0], "enter"]
        case "idempotent":
            return [digit[0], digit[1], "enter"]
        case "created":
            return ["2", "0", "1", "enter"]
        case "session":
            return [*"yield", "enter", *"close", "enter"]
        case "onion":
            return [letter[0], letter[1], letter[2], letter[3], "enter"]
        case "codes":
            return [letter[0], letter[1], letter[2], "enter"]
        case "path-int":
            return ["3", *"int", "underscore", *"parsing", "enter"]
        case _:
            return ["down", "down", "down", "down", "space", digit[0], "enter"]


RESPONSES = {
    "body-422": Picked(options=[0]),
    "idempotent": Picked(options=[0, 1]),
    "created": Typed(texts=["201"]),
    "session": Typed(texts=["close", "yield"]),
    "onion": Arranged(lines=[0, 1, 2, 3]),
    "codes": Paired(rights=[0, 1, 2]),
    "path-int": Typed(texts=["422", "int_parsing"]),
    "blocking": Pointed(line=5, option=0),
}


@pytest.mark.parametrize("item", samples.ITEMS, ids=lambda item: item.id)
async def test_every_kind_is_answered_by_keyboard(item: Item) -> None:
    """The keys alone give the right response, and it is recorded."""
    services = FakeServices([item])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        showing = app.screen.showing
        await pilot.press(*keys_for(item, showing.order))
        await pilot.pause()

        attempts = services.progress.attempts()
        assert [attempt.response for attempt in attempts] == [RESPONSES[item.id].model_dump(mode="json")]
        assert attempts[0].score == 1.0
        assert "Right" in shown(app)


@pytest.mark.parametrize("item", [samples.CHOICE, samples.SEVERAL, samples.PREDICT, samples.SPOT], ids=lambda i: i.id)
async def test_options_have_letters_too(item: Item) -> None:
    """A letter picks as the number does."""
    services = FakeServices([item])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        keys = keys_for(item, app.screen.showing.order)
        first = next(place for place, key in enumerate(keys) if key.isdigit())
        letters = [key if place != first else "abcdefghi"[int(key) - 1] for place, key in enumerate(keys)]
        await pilot.press(*letters)
        await pilot.pause()

        assert services.progress.attempts()[0].score == 1.0


@pytest.mark.parametrize("item", samples.ITEMS, ids=lambda item: item.id)
async def test_every_kind_can_be_given_up(item: Item) -> None:
    """ctrl+g, or x where no letters are typed, says "I don't know", and the answer is told."""
    services = FakeServices([item])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(100):
            await pilot.pause(0.05)
            if app.screen.query("#answer"):
                break
        await pilot.press("ctrl+g" if item.kind in {"short", "cloze", "predict"} else "x")
        for _ in range(100):
            await pilot.pause(0.05)
            if "Not known yet" in shown(app):
                break

        attempts = services.progress.attempts()
        assert [attempt.response for attempt in attempts] == [Passed().model_dump(mode="json")]
        assert "Not known yet" in shown(app)


@pytest.mark.parametrize("item", samples.ITEMS, ids=lambda item: item.id)
async def test_enter_before_an_answer_records_nothing(item: Item) -> None:
    """Enter on an empty answer says what is missing."""
    services = FakeServices([item])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.screen.query_one("#answer").enter()
        await pilot.pause()

        assert services.progress.attempts() == []
        assert app.screen.asking


async def test_what_is_missing_is_said_below_the_options_and_never_over_them() -> None:
    """Enter pressed again and again piles up no notices; they stand where the advice stood, and go with the answer."""
    app = QuizApp(FakeServices([samples.CHOICE]), opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter", "enter", "enter")
        await pilot.pause()

        assert notices(app) == []
        assert "! Pick an answer first; x says that you don't know." in shown(app)
        await pilot.press("1", "enter")
        await pilot.pause()
        assert "Pick an answer first" not in shown(app)


async def test_defect_before_its_line_is_answered_with_what_comes_first() -> None:
    """A digit on the code is neither a line nor nothing: it is told that a line comes first, and nothing is picked."""
    app = QuizApp(FakeServices([samples.SPOT]), opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("1")
        await pilot.pause()

        assert "! Mark a line first: arrows, then Space." in shown(app)
        assert "(•)" not in shown(app)


async def test_defect_is_picked_from_the_code_once_a_line_is_marked() -> None:
    """Back on the code to look again, a defect's key still picks it."""
    app = QuizApp(FakeServices([samples.SPOT]), opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("space", "shift+tab", "b")
        await pilot.pause()

        assert "2 (•)" in shown(app)


async def test_failed_question_is_told_to_come_again_this_session() -> None:
    """Who fails is told why the count of questions grows; who changes the rating, when it comes instead."""
    app = QuizApp(FakeServices([samples.CHOICE, samples.SEVERAL]), opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("x")
        await pilot.pause()
        failed = shown(app)
        await pilot.press("3")
        await pilot.pause()
        changed = shown(app)

    assert ("again this session" in failed, "again this session" in changed) == (True, False)


@pytest.mark.parametrize(
    ("item", "advice"),
    [
        (samples.CHOICE, "or a-"),
        (samples.PREDICT, "or type your answer"),
        (samples.SPOT, "1-2 or a-b picks its defect"),
    ],
    ids=lambda value: getattr(value, "id", ""),
)
async def test_advice_names_every_way_to_pick(item: Item, advice: str) -> None:
    """Letters are told beside digits, and typing where something is typed."""
    app = QuizApp(FakeServices([item]), opening=StudyRequested())

    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()

        assert advice in shown(app)


async def test_long_line_of_code_in_a_stem_is_wrapped() -> None:
    """What would be cut off at the edge cannot be read with the keyboard, and may be the answer."""
    stem = (
        f"What is returned?\n\n```python\ndef read({', '.join(f'number{n}: int' for n in range(6))}) -> Book: ...\n```"
    )
    app = QuizApp(FakeServices([samples.CHOICE.model_copy(update={"stem": stem})]), opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()

        assert "Book" in shown(app)


async def test_rationale_and_explanation_are_told_after_the_answer() -> None:
    """Every option's rationale, the explanation and the references stand on the screen after the answer, not before."""
    services = FakeServices([samples.CHOICE])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 60)) as pilot:
        await pilot.pause()
        before = shown(app)
        await pilot.press("1", "enter")
        await pilot.pause()
        after = shown(app)

    told = [
        "It validates before it calls you.",
        "400 is a choice",
        "It never reaches",
        "RequestValidationError",
        "https://",
    ]
    assert [text in before for text in told] == [False] * 5
    assert [text in after for text in told] == [True] * 5


@pytest.mark.parametrize(
    ("item", "picked", "told"),
    [
        (samples.CHOICE, [1], ["✓ {} ( )", "✗ {} (•)", "· {} ( )"]),
        (samples.SEVERAL, [0, 2], ["✓ {} [x]", "✓ {} [ ]", "✗ {} [x]"]),
    ],
    ids=["one", "several"],
)
async def test_what_was_picked_is_told_from_what_was_missed_without_colour(
    item: Item, picked: list[int], told: list[str]
) -> None:
    """Each option keeps its box as the learner left it, beside the mark of what is right."""
    app = QuizApp(FakeServices([item]), opening=StudyRequested())

    async with app.run_test(size=(80, 60)) as pilot:
        await pilot.pause()
        number = [str(app.screen.showing.order.index(position) + 1) for position in range(3)]
        await pilot.press(*(number[position] for position in picked), "enter")
        await pilot.pause()
        text = shown(app)

    assert [line for line in map(str.format, told, number) if line not in text] == []


async def test_answer_is_on_disk_before_the_verdict_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """When recording fails nothing is told, and Enter tries again with the same answer."""
    services = FakeServices([samples.CHOICE])
    app = QuizApp(services, opening=StudyRequested())
    real = services.progress.record

    def full(*_: object) -> None:
        raise StoreError("The disk is full.", hint="make room")

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        monkeypatch.setattr(services.progress, "record", full)
        await pilot.press("1", "enter")
        await pilot.pause()
        failed, said = shown(app), notices(app)
        monkeypatch.setattr(services.progress, "record", real)
        await pilot.press("enter")
        await pilot.pause()

        assert said == ["The disk is full. next: make room"]
        assert "It validates" not in failed
        assert len(services.progress.attempts()) == 1


@pytest.mark.parametrize(
    ("key", "rating"), [("1", Rating.AGAIN), ("h", Rating.HARD), ("3", Rating.GOOD), ("e", Rating.EASY)]
)
async def test_rating_can_be_overridden(key: str, rating: Rating) -> None:
    """A digit or letter after the answer sets the rating that counts."""
    services = FakeServices([samples.SHORT])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        services.clock.advance(30)
        await pilot.press("2", "0", "1", "enter")
        await pilot.pause()
        await pilot.press(key)
        await pilot.pause()

        assert rating is services.progress.reviews()[-1].rating


async def test_time_is_counted_from_showing_to_answering() -> None:
    """An attempt's seconds are those between question and answer."""
    services = FakeServices([samples.SHORT])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        services.clock.advance(12.5)
        await pilot.press("2", "0", "1", "enter")
        await pilot.pause()

    assert [attempt.seconds for attempt in services.progress.attempts()] == [12.5]


async def test_escape_leaves_and_home_resumes(services: FakeServices) -> None:
    """A session that was left goes on where it was."""
    app = QuizApp(services)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("s")
        await pilot.pause()
        first = app.screen.showing.id
        await pilot.press("x" if not app.screen.query_one("#answer").typing else "ctrl+g")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        second = app.screen.showing.id
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert "Resume" in shown(app)
        await pilot.press("r")
        await pilot.pause()

        assert isinstance(app.screen, StudyScreen)
        assert second == app.screen.showing.id
        assert first != second


async def test_session_ends_in_a_summary() -> None:
    """After the last item the summary says how many were right at once."""
    services = FakeServices([samples.SHORT, samples.CHOICE])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for _ in range(2):
            await pilot.press(*keys_for(app.screen.showing.item, app.screen.showing.order))
            await pilot.pause()
            await pilot.press("enter")
            await pilot.pause()

        assert isinstance(app.screen, SummaryScreen)
        assert "2 of 2 questions right at once" in shown(app)
        await pilot.press("h")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


async def test_nothing_to_study_is_told_and_the_screen_stays() -> None:
    """A library without items says so and offers what to do."""
    app = QuizApp(FakeServices([]))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("s")
        await pilot.pause()

        assert isinstance(app.screen, HomeScreen)
        assert "Nothing is due and nothing is new here." in notices(app)[0]


async def test_letters_take_their_lines_even_j_and_k() -> None:
    """With eleven lines j and k are lines, not movements."""
    lines = [f"step_{number}()" for number in range(11)]
    services = FakeServices([samples.item("order", "long", code=True, lines=lines)])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        await pilot.press("k", "j", "a")
        await pilot.pause()

        order = app.screen.showing.order
        assert [order[10], order[9], order[0]] == app.screen.query_one("#answer")._placed


async def test_markup_and_escapes_are_shown_as_text() -> None:
    """Brackets in a pack stay brackets, before and after the answer."""
    services = FakeServices([samples.HOSTILE])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(100, 50)) as pilot:
        await pilot.pause()
        before = shown(app)
        await pilot.press("1", "enter")
        await pilot.pause()
        after = shown(app)

    for text in ("[/]", "[bold]bold[/bold]", "list[int]", "dict[str, list[int]]"):
        assert text in before
    for text in ("[/] closes nothing here.", "[bold]not bold[/bold]", "[@click=app.quit]never[/]", "[link=x]y[/link]"):
        assert text in after
    assert "\x1b" not in before + after


async def test_note_opens_over_the_answer() -> None:
    """N shows the topic's note in the language of the settings, Escape closes it."""
    services = FakeServices([samples.SHORT])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("2", "enter")
        await pilot.pause()
        await pilot.press("n")
        await pilot.pause()
        assert "HTTP for APIs in a minute: list[int]." in shown(app)
        await pilot.press("escape")
        await pilot.pause()

        assert isinstance(app.screen, StudyScreen)


async def test_proof_is_run_and_its_real_exchanges_are_shown() -> None:
    """P runs a proof and shows what was sent and what came back, markup and all as text."""
    services = FakeServices([samples.PREDICT])
    exchange = Exchange(sent="GET /items/x", got='422 [/] {"detail": []}')
    services.checker.proof = ProofReport(holds=True, exchanges=[exchange])
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+g")
        await pilot.pause()
        await pilot.press("p")
        await app.workers.wait_for_complete()
        await pilot.pause()
        text = shown(app)

    assert "It holds" in text
    assert "→ GET /items/x" in text
    assert '← 422 [/] {"detail": []}' in text


async def test_proof_is_not_offered_without_one() -> None:
    """P does nothing for an item that has no proof."""
    app = QuizApp(FakeServices([samples.SHORT]), opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+g")
        await pilot.pause()
        await pilot.press("p")
        await pilot.pause()

        assert isinstance(app.screen, StudyScreen)


async def test_sandbox_failure_is_told_in_the_proof() -> None:
    """Where nothing can be run the box says so, and the session goes on."""
    services = FakeServices([samples.PREDICT])

    async def refuse(*_: object, **__: object) -> None:
        raise SandboxRefusedError("This code may not run here without isolation.", hint="trust the pack")

    services.checker.predict = refuse
    app = QuizApp(services, opening=StudyRequested())

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+g")
        await pilot.pause()
        await pilot.press("p")
        await app.workers.wait_for_complete()
        await pilot.pause()
        text = shown(app)
        await pilot.press("escape")
        await pilot.pause()

        assert "This code may not run here" in text
        assert "trust the pack" in text
        assert isinstance(app.screen, StudyScreen)


async def test_markup_in_titles_and_errors_is_shown_as_text() -> None:
    """A topic's title stands unharmed in bar, question, box and home screen, and an error in its notice."""
    services = FakeServices()
    title = "HTTP [/] list[int]"
    services.library = FakeLibrary([samples.SHORT], topics=[samples.topic("http", title)])
    app = QuizApp(services)

    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        home = shown(app)
        await pilot.press("enter")
        await pilot.pause()
        topic = shown(app)
        await pilot.press("s")
        await pilot.pause()
        question = shown(app)
        await pilot.press("ctrl+g")
        await pilot.pause()
        await pilot.press("n")
        await pilot.pause()
        box = shown(app)
        await pilot.press("escape")
        await pilot.pause()
        with app.screen.telling():
            raise NotFoundError("There is no [/] here.", where="[bold]x", hint="write list[int]")
        await pilot.pause(0.5)
        notice = shown(app)

    assert [True] * 4 == [title in text for text in (home, topic, question, box)]
    assert "There is no [/] here." in notice
    assert "where: [bold]x" in notice
    assert "next: write list[int]" in notice
