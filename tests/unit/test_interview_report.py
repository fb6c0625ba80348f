"""Debriefs as documents: everything escaped, nothing fetched, nothing lost."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser

import pytest

from quizapp.domain.grading import Passed, Picked, Response, Said, Typed
from quizapp.domain.items.any import Item
from quizapp.domain.pack import Blueprint
from quizapp.services.interview import InterviewService
from quizapp.services.interview.changes import changes
from quizapp.services.interview.report import html
from quizapp.services.interview.verdict import TOO_FEW
from tests.fakes import FakeClock, FakeInterviews, FakeLibrary, FakeProgress, FakeScheduler
from tests.ui.interviewing import SPOKEN
from tests.ui.samples import item as make_item

NASTY = '<script src="https://evil.example/x.js"></script>&<img src=x onerror=alert(1)>'
ITEMS = [
    make_item(
        "choice",
        "nasty",
        stem=f"Which of {NASTY} is code?\n\n```python\nprint('<b>')\n```\n",
        options=[
            {"text": f"right {NASTY}", "key": True, "why": "It is."},
            {"text": f"wrong {NASTY} `a|b`", "why": f"Never: {NASTY}"},
        ],
        explanation="See [the docs](https://fastapi.tiangolo.com) and **this**.",
        refs=["https://fastapi.tiangolo.com/"],
    ),
    make_item("short", "typed", stem="Which status?", accept=["201"], explanation="Created."),
    SPOKEN,
]
BLUEPRINT = Blueprint.model_validate(
    {"id": "all", "title": f"All {NASTY}", "summary": "All.", "sections": [{"title": NASTY, "minutes": 9, "items": 3}]}
)
FETCHING = {"src", "href", "action", "data", "poster", "srcset", "background", "formaction", "xlink:href"}
ALLOWED = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "main",
    "h1",
    "h2",
    "h3",
    "h4",
    "p",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "br",
    "span",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "article",
    "pre",
    "code",
    "blockquote",
    "svg",
    "line",
    "text",
    "circle",
    "rect",
    "polyline",
}


class Reader(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag."""
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        """Text."""
        self.text.append(data)


@pytest.fixture
def service() -> InterviewService:
    """An interview that was held, with an answer of each sort."""
    answers: dict[str, Response] = {
        "choice": Picked(options=[1]),
        "short": Typed(texts=[f"200 {NASTY} ```"]),
        "open": Said(text=f"# {NASTY}\n> they wait"),
    }
    return _held(ITEMS, answers)


def _held(items: Sequence[Item], answers: Mapping[str, Response]) -> InterviewService:
    """An interview over all of these items; a kind without an answer is left open, a follow-up is passed."""
    section = BLUEPRINT.sections[0].model_copy(update={"items": len(items)})
    blueprint = BLUEPRINT.model_copy(update={"sections": [section]})
    library = FakeLibrary(items, blueprints=[blueprint])
    service = InterviewService(library, FakeProgress(), FakeScheduler(), FakeClock(), records=FakeInterviews())
    session = service.start("all", seed=1)
    while (showing := service.stand(session).showing) is not None:
        if service.stand(session).ask:
            service.answer(session, showing.position - 1, Passed(), 30)
        elif showing.item.kind in answers:
            service.answer(session, showing.position - 1, answers[showing.item.kind], 30)
        else:
            service.go_to(session, showing.position, seconds=30)
    service.finish(session)
    return service


def test_the_page_needs_nothing_but_itself(service: InterviewService) -> None:
    """No tag and no attribute of it fetches or runs anything, and a browser is told to fetch nothing."""
    page = service.report(service.held(), "html")
    reader = Reader()
    reader.feed(page)

    styles = "".join(re.findall(r"<style>(.*?)</style>", page, re.DOTALL))
    addresses = [value for _, value in reader.attributes if "http:" in value or "https:" in value or "//" in value]
    assert reader.tags <= ALLOWED
    assert not {name for name, _ in reader.attributes if name in FETCHING or name.startswith("on")}
    assert addresses == []
    assert "url(" not in styles
    assert "@import" not in styles
    assert "default-src 'none'" in page


def test_the_page_shows_what_was_said_and_asked_as_text(service: InterviewService) -> None:
    """Markup in a stem, an option, an answer or a title is text."""
    page = service.report(service.held(), "html")
    reader = Reader()
    reader.feed(page)
    text = "".join(reader.text)

    assert f"All {NASTY}" in text
    assert f"200 {NASTY} ```" in text
    assert f"# {NASTY}\n> they wait" in text
    assert f"Which of {NASTY} is code?" in text


def test_the_page_has_its_plots_inside(service: InterviewService) -> None:
    """Shares by criterion and topic, and the time of each question, as SVG."""
    page = service.report(service.held(), "html")

    assert page.count("<svg") == 3
    assert "@media print" in page


def test_markdown_keeps_an_answer_in_its_fence(service: InterviewService) -> None:
    """What was typed cannot end the fence that it stands in, and a bar does not break a table."""
    text = service.report(service.held(), "md")

    fences = re.findall(r"^(`{3,})text\n(.*?)\n\1$", text, re.MULTILINE | re.DOTALL)
    rows = [line for line in text.splitlines() if line.startswith("| ") and "---" not in line]
    assert f"200 {NASTY} ```" in [body for _, body in fences]
    assert rows == []


def test_markdown_has_a_table_of_what_was_asked_enough() -> None:
    """A bar in an answer does not break its row; what was asked too little stands in one line below."""
    items = [ITEMS[1].model_copy(update={"id": f"typed-{number}"}) for number in range(3)]
    service = _held([*items, SPOKEN], {"short": Typed(texts=["200 | 201"])})

    text = service.report(service.held(), "md")

    table = text.partition("## By criterion\n\n")[2].partition("\n\n")[0].splitlines()
    assert len(table) == 3
    assert {len(re.split(r"(?<!\\)\|", row)) for row in table} == {6}
    assert "200 \\| 201" in table[2]
    assert f"{TOO_FEW} In your own words 0 of 1\n" in text


def test_a_short_debrief_in_markdown_tells_nothing_twice() -> None:
    """Nothing was answered: no table without data, no fence around nothing, nothing missed, each right answer once."""
    lines = make_item("order", "lines", lines=["first", "second", "third"])
    service = _held([*ITEMS[1:], lines], {})

    text = service.report(service.held(), "md")

    assert text.count("**Not answered.**") == 3
    assert "| level, 1 to 4 |" not in text
    assert text.count(TOO_FEW) == 2
    assert "nothing" not in text
    assert "**Missed:**" not in text
    assert text.count("```text") == text.count("201") == 1
    assert f"- {SPOKEN.points[0].say}" in text.partition("**What it asks for:**")[2]
    assert "**A strong answer:**\n\n1. first\n2. second\n3. third\n" in text


def test_markdown_says_in_one_line_that_an_answer_was_not_known() -> None:
    """A pass is told as such; a right answer is not printed again, and a wrong one is put right once."""
    passed = _held([ITEMS[1]], {"short": Passed()})
    right = _held([ITEMS[1]], {"short": Typed(texts=["201"])})
    wrong = _held([ITEMS[1]], {"short": Typed(texts=["200"])})

    unknown, known, mistaken = (one.report(one.held(), "md") for one in (passed, right, wrong))

    assert "**You said that you don't know** (score 0%; 30 s, expected 40 s)." in unknown
    assert "```text\n201\n```" in unknown
    assert (known.count("```text\n201\n```"), known.count("**Right:**")) == (1, 0)
    assert (mistaken.count("```text\n200\n```"), mistaken.count("```text\n201\n```")) == (1, 1)
    assert "**Missed:**" not in mistaken


def test_json_has_every_question_with_its_evidence(service: InterviewService) -> None:
    """What was asked, said, missed, a strong answer, time used and expected."""
    record = json.loads(service.report(service.held(), "json"))

    short = next(question for question in record["questions"] if question["kind"] == "short")
    assert short["said"] == f"200 {NASTY} ```"
    assert short["missed"] == ["right is 201"]
    assert short["strong"] == "Created."
    assert (short["seconds"], short["expected_seconds"]) == (30, 40)
    assert record["verdict"]["standing"] == "not enough data"
    assert [one["ask"] for question in record["questions"] for one in question["follow_ups"]] == [
        "And what would you do about it?"
    ]


def test_code_that_never_changed_has_no_way() -> None:
    """Nothing kept, nothing told."""
    assert changes([]) == []


def test_a_follow_up_stands_with_its_own_answer() -> None:
    """What was said at first and what was said when asked after it are two quotations, and code is code."""
    asked = SPOKEN.model_copy(
        update={"follow_ups": [SPOKEN.follow_ups[0].model_copy(update={"ask": "Would `sleep` do?"})]}
    )
    blueprint = BLUEPRINT.model_copy(update={"title": "Talk", "id": "talk"})
    library = FakeLibrary([asked], blueprints=[blueprint])
    service = InterviewService(library, FakeProgress(), FakeScheduler(), FakeClock(), records=FakeInterviews())
    session = service.start("talk", seed=1)
    for place, text in enumerate(["The others wait.", "No: a thread."]):
        service.answer(session, place, Said(text=text), 30)
    session = service.finish(session)

    page, text = service.report(session, "html"), service.report(session, "md")

    assert "<blockquote>The others wait.</blockquote>" in page
    assert "Asked after it: Would <code>sleep</code> do?" in page
    assert "<blockquote>No: a thread.</blockquote>" in page
    assert "```text\nThe others wait.\n```" in text
    assert "```text\nNo: a thread.\n```" in text


@pytest.mark.timeout(20)
def test_a_fence_that_never_ends_stalls_no_report() -> None:
    """A text of marks alone, as a pack may have it, is written as soon as another one."""
    assert html._prose("`" * 5_000 + "\n" + "``\n" * 5_000).startswith("<p>")
