"""Words to look for, what they find, and that a key is never among what is told."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.content import words
from quizapp.domain.pack import Term
from quizapp.domain.search import HitKind, excerpt, holds, spaced, words_of
from quizapp.services.search import SearchService
from tests.fakes import FakeLibrary, FakeProgress, make_choice, make_short, make_task
from tests.ui import samples


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("response_model", [["response", "model"]]),
        ("  Depends   CACHE ", [["depends"], ["cache"]]),
        ("max-age=60", [["max", "age", "60"]]),
        ("缓存", [["缓", "存"]]),
        ("ＡＳＧＩ", [["asgi"]]),
        ('" ( * : ^ NEAR', [["near"]]),
        ("", []),
        ("a " * 50, [["a"]] * 12),
    ],
)
def test_words_of_a_query(query: str, expected: list[list[str]]) -> None:
    """Letters and digits only; parts that stand together stay together; no more than a dozen."""
    assert words_of(query) == expected


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("A response_model filters.", "response_model", True),
        ("A response model filters.", "response_mod", True),
        ("A model of the response.", "response_model", False),
        ("Depends caches once.", "cach depend", True),
        ("Depends caches once.", "depend twice", False),
        ("依赖缓存一次", "缓存", True),
        ("依赖缓存一次", "存缓", False),
        ("", "x", False),
    ],
)
def test_words_are_found_by_their_beginning(text: str, query: str, expected: bool) -> None:
    """Every word must be there, in any order."""
    assert holds(text, words_of(query)) is expected


@given(st.text(max_size=300), st.text(max_size=30))
def test_excerpt_is_short_and_of_the_text(text: str, query: str) -> None:
    """One line, no longer than asked for but for the dots at its ends."""
    piece = excerpt(text, words_of(query), width=40)

    assert len(piece) <= 44
    assert "\n" not in piece


def test_excerpt_shows_the_word() -> None:
    """The word stands in it, as it is written, with dots where something is left out."""
    text = "It begins far away. " * 9 + "Then `Depends` is called once, 依赖 缓存。" + " And it goes on." * 9

    piece = excerpt(spaced(text), words_of("depends"))

    assert "`Depends` is called once, 依赖缓存。" in piece
    assert piece.startswith("… ")
    assert piece.endswith(" …")


@pytest.fixture(params=["fts5", "plain"])
def table(request: pytest.FixtureRequest) -> Iterator[sqlite3.Connection]:
    """A table of words of either make."""
    connection = sqlite3.connect(":memory:")
    connection.execute(words.CREATE if request.param == "fts5" else words.CREATE_PLAIN)
    rows = [
        (1, "What is cached?", "Depends, once a request", "the key"),
        (2, "Another one", "is cached as well", "nothing"),
        (3, "A third", "nothing", "told: cached"),
        (4, "依 赖 缓 存", "", ""),
        (5, "response_model", "", ""),
    ]
    connection.executemany("INSERT INTO words (rowid, title, shown, told) VALUES (?, ?, ?, ?)", rows)
    yield connection
    connection.close()


def numbers(table: sqlite3.Connection, query: str) -> list[int]:
    """Rows found, the best first."""
    kind = table.execute("SELECT sql FROM sqlite_master WHERE name = 'words'").fetchone()[0]
    found: dict[int, None] = {}
    for statement, values in words.queries(words_of(query), full_text="fts5" in kind):
        found |= dict.fromkeys(number for (number,) in table.execute(statement, values))
    return list(found)


@pytest.mark.parametrize(
    ("query", "expected"),
    [("cach", [1, 2, 3]), ("cached depends", [1]), ("缓存", [4]), ("third cached", [3]), ("nowhere", [])],
)
def test_titles_come_before_what_is_told(table: sqlite3.Connection, query: str, expected: list[int]) -> None:
    """Title, then what is shown, then what is told after the answer."""
    assert numbers(table, query) == expected


@given(st.text(max_size=60))
def test_no_query_is_a_syntax_error(query: str) -> None:
    """Whatever is typed is looked for, and never understood as a command of SQLite's."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(words.CREATE)

        if words_of(query):
            assert numbers(connection, query) == []


def library() -> FakeLibrary:
    """Two questions, a task, and a topic with a word."""
    topic = samples.topic("http", "HTTP for APIs").model_copy(
        update={"glossary": [Term(term="Idempotent", say="Twice does what once does.", also=["repeatable"])]}
    )
    return FakeLibrary(
        [make_choice("methods", topic="http"), make_short("created", "201", topic="http")],
        tasks=[make_task("first-methods", topic="http")],
        topics=[topic],
    )


def test_a_search_finds_all_that_there_is() -> None:
    """Topics and words by their names come first, then questions and tasks, then what mentions it."""
    search = SearchService(library(), FakeProgress())

    kinds = {query: [(hit.kind, hit.id) for hit in search.find(query).hits] for query in ("http", "methods", "repeat")}

    assert kinds == {
        "http": [(HitKind.TOPIC, "demo/http")],
        "methods": [(HitKind.ITEM, "demo/methods"), (HitKind.TASK, "demo/first-methods")],
        "repeat": [(HitKind.TERM, "Idempotent")],
    }
    assert [hit.excerpt for hit in search.find("twice").hits] == ["Twice does what once does."]


def test_an_excerpt_says_more_than_the_title() -> None:
    """Words of the title need no excerpt; words among the options are quoted where they stand."""
    search = SearchService(library(), FakeProgress())

    assert [hit.excerpt for hit in search.find("holds methods").hits] == [""]
    assert [hit.excerpt for hit in search.find("off the mark").hits] == ["Off the mark · Right · Wrong"]


def test_one_of_the_words_will_do_when_nothing_has_all() -> None:
    """It is said so, and what has the longer word comes first."""
    search = SearchService(library(), FakeProgress())

    found = search.find("created methods")

    assert found.partly
    assert [hit.id for hit in found.hits] == ["demo/created", "demo/methods", "demo/first-methods"]
    assert search.find("x").hits == []


def test_lines_for_known_ids_leave_out_what_is_gone() -> None:
    """A bookmark of an item that left its pack is no line."""
    search = SearchService(library(), FakeProgress())

    assert [hit.id for hit in search.of(["demo/created", "demo/gone"])] == ["demo/created"]
