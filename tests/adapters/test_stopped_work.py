"""Work that is stopped, at moments all over it: packs, history, backups and files are as they were before."""

from __future__ import annotations

import asyncio
import hashlib
import os
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing, nullcontext
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from quizapp.cli import installing, working
from quizapp.cli.root import run
from quizapp.content.exchange.export import export as export_pack
from quizapp.content.exchange.formats import harvest
from quizapp.content.exchange.planting import plant
from quizapp.content.lint import lint
from quizapp.domain import work
from quizapp.domain.card import Rating
from quizapp.domain.installation import PackUpdate
from quizapp.domain.items.identity import ItemId
from quizapp.domain.safekeeping import Backup
from quizapp.domain.work import Advance, Watch
from quizapp.errors import StoppedError
from quizapp.services.claims import Finding
from quizapp.services.verification import Verification
from quizapp.store import database
from quizapp.store.backups import SqliteBackups
from quizapp.store.progress import SqliteProgress
from tests.fakes import START, FakeScheduler, make_attempt, make_review
from tests.hostile import files, folder, repository, zipped
from tests.person import installer_of

SAMPLE = Path(__file__).parents[1] / "packs" / "sample"
LATER = START + timedelta(days=90)
Out = pytest.CaptureFixture[str]
WORKS: dict[str, Callable[[SqliteBackups, Path, Watch], object]] = {
    "backup": lambda mine, _, watch: mine.take("by hand", LATER, watch=watch),
    "restore a backup": lambda mine, theirs, watch: mine.restore(theirs, LATER, watch=watch),
    "restore an export": lambda mine, theirs, watch: mine.restore(theirs.with_suffix(".jsonl"), LATER, watch=watch),
    "merge": lambda mine, theirs, watch: mine.merge(theirs, FakeScheduler(), LATER, watch=watch),
    "export": lambda mine, _, watch: mine.export(mine.path.with_name("old.jsonl"), watch=watch),
}


def stopped_everywhere(act: Callable[[Watch], object], state: Callable[[], object]) -> int:
    """Stop a work the first time at which it asks, then at later and later ones, until it is done before it is stopped.

    Each time everything must be as it was. Returns how often it was stopped.
    """
    before, moment, stopped = state(), 0, 0
    while True:
        left = moment

        def is_cancelled() -> bool:
            nonlocal left
            left -= 1
            return left < 0

        try:
            act(Watch(is_cancelled=is_cancelled))
        except StoppedError:
            stopped += 1
            assert state() == before, f"stopped when it had asked {moment} times"
            moment = max(moment + 1, moment * 5 // 4)
        else:
            return stopped


def history(path: Path, first: int, count: int) -> Path:
    """A progress file with so many answers."""
    with closing(SqliteProgress(path)) as progress:
        for number in range(first, first + count):
            at = START + timedelta(hours=number)
            attempt = make_attempt(number, ItemId(f"demo/{number % 7}"), Rating.GOOD, at)
            card = FakeScheduler().review(progress.card(attempt.item), attempt.item, Rating.GOOD, at)
            progress.record(attempt, make_review(attempt), card)
    return path


def listing(place: Path) -> dict[str, str]:
    """Every file below a folder with its content's digest; what belongs to an open database is left out."""
    return {
        str(path.relative_to(place)): hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        for path in sorted(place.rglob("*"))
        if path.is_file() and not path.name.endswith(("-wal", "-shm", ".sqlite3", ".lock", ".use"))
    }


def standing(mine: SqliteBackups) -> object:
    """Answers, cards, backups, and whatever else lies there."""
    with closing(SqliteProgress(mine.path)) as progress:
        answers = [attempt.id for attempt in progress.attempts(undone=True)]
        cards = sorted((item, card.due) for item, card in progress.cards().items())
    return answers, cards, [backup.path.name for backup in mine.all()], listing(mine.path.parent)


@pytest.mark.parametrize("name", WORKS)
def test_a_history_is_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """In the middle of a copy, a look for damage, a row, a statement: no half history, no backup, no file is left."""
    monkeypatch.setattr(database, "PAGES", 4)
    monkeypatch.setattr(database, "STEPS", 400)
    monkeypatch.setattr(work, "EVERY", 5)
    mine = SqliteBackups(history(tmp_path / "mine" / "progress.sqlite3", 0, 40))
    theirs = history(tmp_path / "theirs" / "progress.sqlite3", 100, 40)
    SqliteBackups(theirs).export(theirs.with_suffix(".jsonl"))
    mine.export(mine.path.with_name("old.jsonl"))
    mine.take("daily", START)

    stopped = stopped_everywhere(lambda watch: WORKS[name](mine, theirs, watch), lambda: standing(mine))

    assert stopped >= 10


def test_a_damaged_history_is_moved_away_only_by_what_takes_its_place(tmp_path: Path) -> None:
    """Stopped at any moment the damaged file lies where it lay."""
    mine = SqliteBackups(history(tmp_path / "mine" / "progress.sqlite3", 0, 40))
    good = mine.take("daily", START)
    mine.path.write_bytes(b"no database at all" * 500)

    stopped = stopped_everywhere(
        lambda watch: mine.restore(good.path, LATER, watch=watch),
        lambda: (mine.path.read_bytes(), sorted(path.name for path in mine.path.parent.rglob("*"))),
    )

    assert stopped >= 3
    with closing(SqliteProgress(mine.path)) as progress:
        assert len(list(progress.attempts(undone=True))) == 40


@pytest.mark.parametrize("kind", ["archive", "git", "folder"])
def test_a_pack_leaves_nothing_behind(tmp_path: Path, kind: str) -> None:
    """Stopped while it is fetched, unpacked or read, nothing of it lies among the packs."""
    author = tmp_path / "author"
    author.mkdir()
    sources: dict[str, Callable[[], str]] = {
        "archive": lambda: zipped(author, files()),
        "git": lambda: f"git+{repository(author).as_uri()}",
        "folder": lambda: str(folder(author, files())),
    }
    source = sources[kind]()
    packs = tmp_path / "packs"

    installer = installer_of(packs)

    def add(watch: Watch) -> None:
        installer.discard(installer.offer(source, link=False, watch=watch))

    stopped = stopped_everywhere(add, lambda: listing(packs))
    installer.close()

    assert stopped >= 3


def test_an_import_writes_no_half_pack(tmp_path: Path) -> None:
    """Stopped anywhere between the first card and the last file there is no folder."""
    cards = tmp_path / "cards.csv"
    cards.write_text("question,answer\n" + "".join(f"What is {n} in Roman?,Number {n} it is\n" for n in range(120)))
    told: list[str] = []

    def import_(watch: Watch) -> None:
        hearing = Watch(lambda advance: told.append(str(advance)), watch.is_cancelled)
        plant(harvest(cards, None, hearing), source="cards.csv", title="Cards", path=tmp_path / "pack", watch=hearing)

    stopped = stopped_everywhere(import_, lambda: listing(tmp_path))

    assert stopped >= 8
    assert "naming, 50 of 120 questions" in told
    assert (tmp_path / "pack" / "questions" / "pack.yaml").is_file()


def test_an_export_keeps_the_file_of_before(tmp_path: Path) -> None:
    """A pack's export that is stopped leaves the one of last week."""
    pack = folder(tmp_path, files())
    out = tmp_path / "cards.csv"
    out.write_text("last week's")

    stopped = stopped_everywhere(lambda watch: export_pack(pack, out, watch), lambda: listing(tmp_path))

    assert stopped >= 3
    assert out.read_text() != "last week's"


def test_a_lint_tells_files_and_rules(tmp_path: Path) -> None:
    """What is read and judged is counted to its true end, and a stop is heeded."""
    pack = folder(tmp_path, files())
    told: list[Advance] = []

    lint(pack, Watch(told.append))
    stopped = stopped_everywhere(lambda watch: lint(pack, watch), lambda: None)

    assert {advance.doing for advance in told} == {"reading", "judging"}
    assert all(advance.total is not None and advance.done < advance.total for advance in told)
    assert stopped >= 5


def test_a_copy_is_counted_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each portion is told with what is left, never more than there is."""
    monkeypatch.setattr(database, "PAGES", 4)
    mine = SqliteBackups(history(tmp_path / "progress.sqlite3", 0, 40))
    told: list[Advance] = []

    backup = mine.take("by hand", START, watch=Watch(told.append))

    copied = [advance for advance in told if advance.doing == "copying"]
    assert [advance.done for advance in copied] == sorted(advance.done for advance in copied)
    assert len(copied) > 3
    assert copied[-1].done == copied[-1].total == backup.size


# The command line


@pytest.fixture
def at_home(quizapp_home: Path) -> SqliteBackups:
    """The history of whoever types commands."""
    return SqliteBackups(history(quizapp_home / "data" / "progress.sqlite3", 0, 10))


def interrupted(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """Ctrl+C, so many times, as soon as a copy is asked for."""
    take = SqliteBackups.take

    def taken(self: SqliteBackups, reason: str, now: datetime, *, watch: Watch) -> Backup:
        for _ in range(times):
            os.kill(os.getpid(), signal.SIGINT)
        return take(self, reason, now, watch=watch)

    monkeypatch.setattr(SqliteBackups, "take", taken)


@pytest.mark.parametrize("times", [1, 2])
def test_ctrl_c_leaves_nothing_half_done(
    at_home: SqliteBackups, monkeypatch: pytest.MonkeyPatch, capsys: Out, times: int
) -> None:
    """The first one stops the work, a second one ends it where it is; either exits with 130, and all is as it was."""
    before, handler = standing(at_home), signal.getsignal(signal.SIGINT)
    interrupted(monkeypatch, times)

    code = run(["progress", "backup"])

    assert code == 130
    assert "Stopped" in capsys.readouterr().err
    assert standing(at_home) == before
    assert signal.getsignal(signal.SIGINT) is handler


@pytest.mark.parametrize(("done", "told"), [(True, "the rest is as it was"), (False, "nothing was changed")])
def test_updates_that_are_stopped_say_what_was_done(
    monkeypatch: pytest.MonkeyPatch, capsys: Out, *, done: bool, told: str
) -> None:
    """A pack that was updated before the stop stays so, and it is not said that nothing was changed."""

    class Packs:
        def update(self, packs: tuple[str, ...], **_: object) -> Iterator[PackUpdate]:
            if done:
                yield PackUpdate(id="sql", state="updated", message="sql went from 1 to 2.")
            raise StoppedError("Stopped; nothing was changed.")

    monkeypatch.setattr(installing, "opened", lambda: nullcontext(Packs()))

    code = run(["pack", "update", "--yes"])

    assert code == 130
    assert told in capsys.readouterr().err


def test_without_a_terminal_nothing_is_painted(at_home: SqliteBackups, capsys: Out) -> None:
    """In a pipe or a log there are no lines of progress, and only the result."""
    code = run(["progress", "backup"])

    told = capsys.readouterr()
    assert (code, told.err) == (0, "")
    assert told.out.startswith("Kept in ")
    assert len(at_home.all()) == 1


def test_on_a_terminal_the_line_is_painted_and_taken_away(monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    """What is told stands on one line with its seconds, and nothing is left of it at the end."""
    monkeypatch.setattr(working, "_draws", lambda: True)
    monkeypatch.setattr(working, "PATIENCE", 0.0)
    monkeypatch.setattr(working, "PAINT_SECONDS", 0.001)
    err = ""

    with working.working("The backup", "copying") as watch:
        watch.tell(Advance("copying", 3, 9))
        for _ in range(10_000):
            err += capsys.readouterr().err
            if "copying, 3 of 9 files  0 s" in err:
                break
        os.kill(os.getpid(), signal.SIGINT)
        for _ in range(10_000):
            err += capsys.readouterr().err
            if working.STOPPING in err:
                break
    err += capsys.readouterr().err

    assert "copying, 3 of 9 files  0 s" in err
    assert working.STOPPING in err
    assert err.endswith("\r\x1b[K")


def test_what_cannot_be_stopped_any_more_goes_on() -> None:
    """Once the new state holds the first ctrl+c changes nothing, the second one ends the program."""
    with working.working("The merge", "merging") as watch:
        watch.tell(Advance("scheduling anew", 3, 9, "card", stoppable=False))
        os.kill(os.getpid(), signal.SIGINT)
        watch.tell(Advance("scheduling anew", 6, 9, "card", stoppable=False))
        watch.check()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)


def test_ctrl_c_ends_a_verification(quizapp_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    """What runs is ended with its sandbox, nothing is left waiting, and in a log there is no bar."""

    async def run_claims(self: Verification, **_: object) -> AsyncIterator[Finding]:
        self.total = 2
        yield Finding(name="one", ok=True, message="holds", where="sandbox/one")
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(60)

    monkeypatch.setattr(Verification, "run", run_claims)

    code = run(["pack", "verify", str(SAMPLE)])

    assert code == 130
    assert capsys.readouterr().err.strip() == "Stopped."


@pytest.mark.parametrize(("notify", "signs"), [("bell", "\a"), ("off", "")])
def test_a_sign_after_what_took_long(
    quizapp_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out, notify: str, signs: str
) -> None:
    """On a terminal, if asked for, and not after what was stopped."""
    monkeypatch.setenv("QUIZAPP_NOTIFY", notify)
    monkeypatch.setattr(working.sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr("quizapp.ui.notice.LONG_SECONDS", 0.0)

    with working.signed("The backup"):
        pass
    done = capsys.readouterr().err
    with pytest.raises(StoppedError), working.signed("The backup"):
        raise StoppedError("Stopped; nothing was changed.")
    stopped = capsys.readouterr().err

    assert (done, stopped) == (signs, "")


def test_a_library_that_is_read_anew_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    """Files are counted on one line, which is gone when the last one was read."""
    monkeypatch.setattr(working, "PATIENCE", -1.0)
    monkeypatch.setattr(working, "PAINT_SECONDS", 0.0)
    reading = working._Reading()

    for number in range(3):
        reading(number, 3)

    assert capsys.readouterr().err.split("\r\x1b[K") == ["", *(f"reading packs, {n} of 3 files" for n in range(3)), ""]
