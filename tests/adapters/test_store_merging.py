"""Merging: two machines' histories become one, the same in any order and any number of times, on real files."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from quizapp.domain.activity import ActivityEvent
from quizapp.domain.card import Card, Rating
from quizapp.domain.items.identity import ItemId
from quizapp.domain.safekeeping import Merged
from quizapp.errors import StoreError, UsageError
from quizapp.store import cards
from quizapp.store.backups import SqliteBackups
from quizapp.store.database import Database
from quizapp.store.merging import merge
from quizapp.store.progress import SqliteProgress
from quizapp.store.transfer import export, unpack
from tests.fakes import START, FakeScheduler, make_attempt, make_review
from tests.machines import KINDS, live

EXAMPLES = int(os.environ.get("QUIZAPP_EXAMPLES", "12"))
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""No shrinking: an example takes a second on a busy machine."""
STEPS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 30), st.integers(0, 7)),
    max_size=8,
)


def described(file: Path) -> tuple[str, list[tuple[object, ...]]]:
    """A history as its export, and everything that follows from it."""
    with closing(Database(file)) as database:
        text = file.with_suffix(".export")
        export(database, text)
        derived = [
            *database.rows("SELECT * FROM cards ORDER BY item"),
            *database.rows("SELECT * FROM undone ORDER BY number"),
            *database.rows("SELECT * FROM recalls ORDER BY at, review"),
            *database.rows("SELECT * FROM stale ORDER BY item"),
        ]
    return text.read_text(), derived


def merged(folder: Path, *files: Path) -> Path:
    """The first file with the others merged into it one after another; each of them stays as it is."""
    made = folder / f"{len(list(folder.iterdir()))}.sqlite3"
    shutil.copyfile(files[0], made)
    with closing(Database(made)) as database:
        for each in files[1:]:
            with closing(Database(each)) as other:
                merge(database, other, FakeScheduler())
    return made


@settings(max_examples=EXAMPLES, phases=PHASES)
@given(ancestor=STEPS, steps=st.tuples(STEPS, STEPS, STEPS))
def test_merging_has_one_result(ancestor: list, steps: tuple[list, list, list]) -> None:
    """Commutative, associative and idempotent: what came of three machines is one history, cards and all."""
    with TemporaryDirectory(prefix="quizapp-") as name:
        folder = Path(name)
        live(folder / "ancestor.sqlite3", "ancestor", ancestor)
        machines = []
        for place, done in enumerate(steps):
            machines.append(folder / f"machine-{place}.sqlite3")
            shutil.copyfile(folder / "ancestor.sqlite3", machines[-1])
            live(machines[-1], f"machine-{place}", done)

        results = [described(merged(folder, *order)) for order in permutations(machines)]
        one, two, three = machines
        results.append(described(merged(folder, one, merged(folder, two, three))))
        results.append(described(merged(folder, merged(folder, one, two), merged(folder, three, one))))
        all_of_them = merged(folder, *machines, *machines)
        results.append(described(all_of_them))
        results.append(described(merged(folder, all_of_them, all_of_them, one)))

        assert all(result == results[0] for result in results[1:])
        with closing(SqliteProgress(all_of_them)) as progress:
            kept = described(all_of_them)[1]
            progress.rebuild(FakeScheduler())
            assert kept == described(all_of_them)[1]
            assert list(progress.faults()) == []


@settings(max_examples=EXAMPLES, phases=PHASES)
@given(steps=STEPS)
def test_an_export_is_the_history(steps: list) -> None:
    """What is exported and taken in again is the same history, with the same cards after a replay."""
    with TemporaryDirectory(prefix="quizapp-") as name:
        file, again = Path(name) / "one.sqlite3", Path(name) / "again.sqlite3"
        live(file, "one", steps)
        before = described(file)

        unpack(file.with_suffix(".export"), again)
        with closing(SqliteProgress(again)) as progress:
            progress.rebuild(FakeScheduler())

        assert described(again) == before


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """A small history."""
    path = tmp_path / "progress.sqlite3"
    live(path, "one", [(kind, place, place) for place, kind in enumerate(KINDS)])
    return path


def text_of(file: Path) -> list[str]:
    """The lines of its export."""
    with closing(Database(file)) as database:
        export(database, file.with_suffix(".export"))
    return file.with_suffix(".export").read_text().splitlines(keepends=True)


def test_an_export_takes_no_other_files_place(file: Path, tmp_path: Path) -> None:
    """An earlier export is replaced; anything else under that name is left alone, and told."""
    earlier, essay = tmp_path / "history.jsonl", tmp_path / "essay.txt"
    essay.write_text("months of work")
    with closing(Database(file)) as database:
        first = export(database, earlier)
        second = export(database, earlier)
        with pytest.raises(UsageError, match="no export") as caught:
            export(database, essay)

    assert first == second
    assert caught.value.where == str(essay)
    assert essay.read_text() == "months of work"


def test_a_name_too_long_for_a_file_is_told(file: Path, tmp_path: Path) -> None:
    """Whether an export goes there or a history comes from there: the name is told, and nothing is written."""
    long = tmp_path / ("x" * 300)

    with closing(Database(file)) as database, pytest.raises(StoreError) as exported:
        export(database, long)
    with pytest.raises(StoreError) as restored:
        SqliteBackups(file).restore(long, START)

    assert (exported.value.where, restored.value.where) == (str(long), str(long))
    assert list(tmp_path.glob("x*")) == []


def test_what_was_new_is_counted(file: Path, tmp_path: Path) -> None:
    """A merge says what it brought, and that nothing was new the second time."""
    other = tmp_path / "other.sqlite3"
    live(other, "other", [("study", 1, 1), ("bookmark", 2, 2)])
    with closing(Database(file)) as ours, closing(Database(other)) as theirs:
        first = merge(ours, theirs, FakeScheduler())
        second = merge(ours, theirs, FakeScheduler())

    assert first == Merged(sessions=1, attempts=1, reviews=1, events=1)
    assert second.is_empty


def test_contradiction_is_refused(file: Path, tmp_path: Path) -> None:
    """The same id with another answer is told, and nothing is changed."""
    other = tmp_path / "other.sqlite3"
    with closing(SqliteProgress(other)) as progress:
        progress.log(ActivityEvent(id="event-one-5", kind="bookmark", subject="demo/9", at=START, detail={"set": 1}))
    before = described(file)

    with closing(Database(file)) as ours, closing(Database(other)) as theirs, pytest.raises(StoreError) as caught:
        merge(ours, theirs, FakeScheduler())

    assert "event-one-5" in caught.value.message
    assert described(file) == before


def test_overrides_stay_after_what_they_override(tmp_path: Path) -> None:
    """Ratings that were changed on another machine at the very moment of the answer count as changed."""
    one, other = tmp_path / "one.sqlite3", tmp_path / "other.sqlite3"
    item, scheduler = ItemId("demo/a"), FakeScheduler()
    attempt = make_attempt(1, item, Rating.GOOD, START)
    with closing(SqliteProgress(other)) as progress:
        progress.record(attempt, make_review(attempt), scheduler.review(None, item, Rating.GOOD, START))
        again = make_review(attempt, rating=Rating.AGAIN, overrides="review-of-attempt-1")
        progress.revise(again.model_copy(update={"id": "a"}), scheduler.review(None, item, Rating.AGAIN, START))
    live(one, "one", [("study", 5, 5)])

    with closing(Database(one)) as ours, closing(Database(other)) as theirs:
        merge(ours, theirs, scheduler)

    with closing(SqliteProgress(one)) as progress:
        card = progress.card(item)
        assert card is not None
        assert card == scheduler.review(None, item, Rating.AGAIN, START)
        assert [review.id for review in progress.reviews(item=item)] == ["review-of-attempt-1", "a"]


def test_order_is_that_of_moments(tmp_path: Path) -> None:
    """What was done on two machines by turns is told by turns."""
    one, other = tmp_path / "one.sqlite3", tmp_path / "other.sqlite3"
    live(one, "one", [("study", 0, 1), ("study", 20, 2)])
    live(other, "other", [("study", 10, 1), ("study", 30, 2)])

    with closing(Database(one)) as ours, closing(Database(other)) as theirs:
        merge(ours, theirs, FakeScheduler())

    with closing(SqliteProgress(one)) as progress:
        assert [attempt.at - START for attempt in progress.attempts()] == [
            timedelta(minutes=minutes) for minutes in (0, 10, 20, 30)
        ]


class Watching(FakeScheduler):
    """Counts replayed reviews, and does something after so many of them."""

    def __init__(self, after: int, do: Callable[[], None]) -> None:
        self._left = after
        self._do = do

    def review(self, card: Card | None, item: ItemId, rating: Rating, at: datetime) -> Card:
        """As ever, with a look at the right moment."""
        if not self._left:
            self._do()
        self._left -= 1
        return super().review(card, item, rating, at)


def large(file: Path, items: int) -> Path:
    """A history with one review of so many items."""
    with closing(SqliteProgress(file)) as progress:
        for number in range(items):
            at = START + timedelta(seconds=number)
            attempt = make_attempt(number, ItemId(f"demo/{number:04}"), Rating.GOOD, at)
            card = FakeScheduler().review(None, attempt.item, attempt.rating, attempt.at)
            progress.record(attempt, make_review(attempt), card)
    return file


def test_a_large_merge_locks_nobody_out_while_it_replays(tmp_path: Path) -> None:
    """The union is on disk at once, and its cards come some at a time: others see them, and may write in between."""
    one, other = tmp_path / "one.sqlite3", large(tmp_path / "other.sqlite3", 2 * cards.BATCH + 1)
    SqliteProgress(one).close()
    seen: list[tuple[int, int]] = []

    def look() -> None:
        with closing(sqlite3.connect(one)) as connection:
            seen.extend(connection.execute("SELECT (SELECT count(*) FROM attempts), (SELECT count(*) FROM cards)"))

    with closing(Database(one)) as ours, closing(Database(other)) as theirs:
        merge(ours, theirs, Watching(cards.BATCH, look))

    assert seen == [(2 * cards.BATCH + 1, cards.BATCH)]
    assert described(one) == described(other)


def test_a_merge_that_is_killed_while_it_replays_is_finished_at_the_next_start(tmp_path: Path) -> None:
    """Nothing of the union is lost, and the cards that are missing are known to be."""
    one, other = tmp_path / "one.sqlite3", large(tmp_path / "other.sqlite3", 2 * cards.BATCH)
    SqliteProgress(one).close()

    def end() -> None:
        raise KeyboardInterrupt

    with closing(Database(one)) as ours, closing(Database(other)) as theirs, pytest.raises(KeyboardInterrupt):
        merge(ours, theirs, Watching(cards.BATCH + 10, end))
    with closing(SqliteProgress(one)) as progress:
        before = (len(progress.attempts()), len(progress.cards()))
        mended = progress.mend(FakeScheduler())

    assert (before, mended) == ((2 * cards.BATCH, cards.BATCH), cards.BATCH)
    assert described(one) == described(other)


@pytest.mark.parametrize("line", range(12))
def test_damaged_export_is_refused(file: Path, tmp_path: Path, line: int) -> None:
    """A line that is missing, doubled, cut or of another shape is found; nothing is made."""
    lines = text_of(file)
    line %= len(lines)
    row = json.loads(lines[line])
    damages = [
        [*lines[:line], *lines[line + 1 :]],
        [*lines[: line + 1], *lines[line:]],
        [*lines[:line], lines[line][:-4] + "\n", *lines[line + 1 :]],
        [*lines[:line], json.dumps([*row, 1] if isinstance(row, list) else {}) + "\n", *lines[line + 1 :]],
        lines[:-1],
    ]

    for place, damaged in enumerate(damages):
        source, made = tmp_path / f"{place}.export", tmp_path / f"{place}.sqlite3"
        source.write_text("".join(damaged))
        with pytest.raises(StoreError) as caught:
            unpack(source, made)
        assert str(source) in (caught.value.where or "")
        assert not made.exists()


@pytest.mark.parametrize("header", ['"version":1e999', '"tables":{"sessions":[["id"]]}', '"tables":{"sessions":[1]}'])
def test_a_header_of_other_types_is_refused(file: Path, tmp_path: Path, header: str) -> None:
    """A number without end, or a column that is a list, is no header of ours."""
    first, *others = text_of(file)
    name = header.partition(":")[0]
    value = json.dumps(json.loads(first)[name.strip('"')], separators=(",", ":"))
    source = tmp_path / "hostile.export"
    source.write_text(first.replace(f"{name}:{value}", header) + "".join(others))

    with pytest.raises(StoreError, match=r"neither an export|no history has"):
        unpack(source, tmp_path / "made.sqlite3")


def test_rows_nested_beyond_reason_are_refused(file: Path, tmp_path: Path) -> None:
    """An answer of an interview is JSON: brackets without end are an error that names the file."""
    with closing(sqlite3.connect(file)) as connection, connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(interview_items)")]
        values = ["[" * 100_000 if name == "body" else 1 for name in columns]
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(f"INSERT INTO interview_items VALUES ({', '.join('?' * len(columns))})", values)

    with pytest.raises(StoreError) as caught:
        unpack(file, tmp_path / "made.sqlite3")
    assert caught.value.where == str(file)


def test_anything_else_is_refused(tmp_path: Path) -> None:
    """A file of another kind is neither merged nor changed."""
    for place, content in enumerate((b"", b"\x89PNG\r\n" * 50, b"{}", b"[1]\n", b'{"file": "quizapp progress"}')):
        source = tmp_path / f"{place}"
        source.write_bytes(content)

        with pytest.raises(StoreError):
            unpack(source, tmp_path / "made.sqlite3")

        assert source.read_bytes() == content
    foreign = tmp_path / "foreign.sqlite3"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE notes (text)")
    with pytest.raises(StoreError, match="another program"):
        unpack(foreign, tmp_path / "made.sqlite3")
