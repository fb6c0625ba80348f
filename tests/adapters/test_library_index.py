"""The index of a pack: made again as far as something changed, and whole again whatever becomes of its file."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import quizapp
from quizapp.content import compiler
from quizapp.content.index import Index
from quizapp.content.library import PackLibrary
from tests.adapters.sample_library import ALL, LONG_AGO, reopened


def test_an_unchanged_pack_is_not_parsed_again(library, pack, cache, compiled):
    """Opening again reads directory entries and the index only."""
    assert reopened(pack, cache) == (ALL, [])
    assert compiled == []


def test_an_unchanged_pack_loads_no_yaml(library, pack, cache):
    """A fresh process that opens an unchanged library imports neither yaml nor rapidfuzz."""
    code = (
        "import sys; from pathlib import Path; from quizapp.content.library import PackLibrary\n"
        f"library = PackLibrary([Path({str(pack)!r})], Path({str(cache)!r}))\n"
        "library.listings(); library.item('sample/body-422')\n"
        "print(sorted({'yaml', 'rapidfuzz'} & set(sys.modules)))"
    )

    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)

    assert answer.stdout.strip() == "[]"


def test_only_a_changed_file_is_parsed(library, pack, cache, compiled):
    """Everything that came from other files is kept."""
    path = pack / "questions/http.yaml"
    path.write_text(path.read_text().replace("id: teapot", "id: kettle"))

    ids, faults = reopened(pack, cache)

    assert compiled == ["questions/http.yaml"]
    assert ["sample/kettle", *ALL[1:]] == ids
    assert faults == []


def test_a_file_that_was_only_touched_is_not_parsed(library, pack, cache, compiled):
    """Another time with the same content changes nothing."""
    os.utime(pack / "questions/http.yaml", (LONG_AGO + 5, LONG_AGO + 5))

    assert reopened(pack, cache) == (ALL, [])
    assert compiled == []


def test_a_change_within_the_clock_tick_of_the_first_reading_is_seen(library, pack, cache):
    """The same size and time do not hide a change made right after the file was indexed."""
    path = pack / "questions/http.yaml"
    path.write_text(path.read_text().replace("id: teapot", "id: kettle"))
    library.refresh()
    status = path.stat()
    path.write_text(path.read_text().replace("id: kettle", "id: teapot"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    ids, _ = reopened(pack, cache)

    assert ids == ALL


def test_a_deleted_file_takes_its_items_along(library, pack, cache):
    """And its topics count anew."""
    (pack / "questions/http.yaml").unlink()

    ids, _ = reopened(pack, cache)

    assert ids == ["sample/first-route", "sample/missing-field", "sample/body-422"]


def index_file(cache) -> Path:
    """The one index in the cache."""
    (path,) = (cache / "packs").glob("*.db")
    return path


def stored_ids(cache) -> list[str]:
    """The ids of the items that are in the index on disk."""
    with contextlib.closing(sqlite3.connect(index_file(cache))) as connection:
        return [row[0] for row in connection.execute("SELECT id FROM item WHERE place IS NOT NULL")]


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 100, b"SQLite format 3\x00" + b"\x07" * 5000])
def test_a_corrupt_index_is_made_again(library, pack, cache, content):
    """What is no index is replaced, and the next start finds a good one."""
    library.close()
    for path in (cache / "packs").iterdir():
        path.unlink() if path.suffix != ".db" else path.write_bytes(content)

    assert reopened(pack, cache) == (ALL, [])
    assert len(stored_ids(cache)) == 5


def test_an_index_that_is_corrupt_inside_is_made_again(library, pack, cache):
    """Damage that shows only when a page is read does not end the program."""
    library.close()
    path = index_file(cache)
    content = bytearray(path.read_bytes())
    content[4096:] = b"\x5a" * (len(content) - 4096)
    path.write_bytes(content)

    assert reopened(pack, cache) == (ALL, [])


def test_an_index_of_another_version_is_made_again(library, pack, cache, monkeypatch, compiled):
    """Code that reads packs differently does not trust what other code compiled."""
    library.close()
    monkeypatch.setattr(compiler, "FORMAT", 999)

    assert reopened(pack, cache) == (ALL, [])
    assert len(compiled) == 7


def test_a_module_in_a_folder_of_the_domain_makes_an_index_another_version(tmp_path, monkeypatch):
    """What an item means is said in packages inside the domain: a change there is a change of the code."""
    package = tmp_path / "quizapp"
    for folder in ("domain", "content"):
        shutil.copytree(
            Path(quizapp.__file__).parent / folder, package / folder, ignore=shutil.ignore_patterns("__pycache__")
        )
    monkeypatch.setattr(quizapp, "__file__", str(package / "__init__.py"))
    before = compiler.code_stamp()
    unchanged = compiler.code_stamp()

    os.utime(package / "domain" / "items" / "base.py", (LONG_AGO, LONG_AGO))

    assert (unchanged == before, compiler.code_stamp() == before) == (True, False)


def test_without_a_writable_cache_the_library_lives_in_memory(pack, tmp_path):
    """A cache that cannot be a folder costs time, not the library."""
    blocked = tmp_path / "file"
    blocked.write_text("no folder")

    assert reopened(pack, blocked / "cache") == (ALL, [])


def test_a_read_only_index_is_used_while_it_holds_and_left_for_memory_when_it_does_not(pack, cache, monkeypatch):
    """An index that cannot be written is never an error."""
    PackLibrary([pack], cache).close()
    real = sqlite3.connect

    def read_only(path, **options):
        if str(path) == ":memory:":
            return real(path, **options)
        return real(f"file:{path}?mode=ro", uri=True, **options)

    monkeypatch.setattr(sqlite3, "connect", read_only)
    assert reopened(pack, cache) == (ALL, [])
    path = pack / "questions/http.yaml"
    path.write_text(path.read_text().replace("id: teapot", "id: kettle"))

    ids, _ = reopened(pack, cache)

    assert ids[0] == "sample/kettle"


def test_a_locked_index_is_left_for_memory(library, pack, cache, monkeypatch):
    """A process that never lets go of the index does not hold up another one for ever."""
    monkeypatch.setattr("quizapp.content.disposable._WAIT", 0.05)
    holder = sqlite3.connect(index_file(cache), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    (pack / "questions/http.yaml").unlink()

    ids, _ = reopened(pack, cache)

    holder.execute("ROLLBACK")
    holder.close()
    assert len(ids) == 3


def test_a_crash_in_a_rebuild_leaves_the_index_as_it_was(library, pack, cache, monkeypatch):
    """A rebuild is all or nothing, and is made up for at the next start."""
    library.close()
    path = pack / "questions/http.yaml"
    path.write_text(path.read_text().replace("id: teapot", "id: kettle"))
    monkeypatch.setattr(Index, "place", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        PackLibrary([pack], cache)
    assert "teapot" in stored_ids(cache)
    assert "kettle" not in stored_ids(cache)
    monkeypatch.undo()

    ids, _ = reopened(pack, cache)

    assert ids[0] == "sample/kettle"


def test_two_processes_that_compile_at_once_agree(pack, cache):
    """Both end with the same listings, whoever was first."""
    code = (
        "from pathlib import Path; from quizapp.content.library import PackLibrary\n"
        f"print([x.id for x in PackLibrary([Path({str(pack)!r})], Path({str(cache)!r})).listings()])"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]

    answers = [process.communicate(timeout=90) for process in running]

    assert [(f"{ALL}\n", "")] * 3 == answers
    assert reopened(pack, cache) == (ALL, [])
