"""A pack may be made by anyone: what may be read of it, and what is told instead."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path

import pytest

from quizapp.content import folder
from quizapp.content.folder import UnreadableError, read, scan, sources
from quizapp.content.lint import lint

SAMPLE = Path(__file__).parents[1] / "packs" / "sample"
posix = pytest.mark.skipif(os.name != "posix", reason="Windows has neither these links nor these pipes")


@pytest.fixture
def pack(tmp_path):
    """A copy of the sample pack."""
    root = tmp_path / "pack"
    shutil.copytree(SAMPLE, root)
    return root


def codes(root):
    """Code and file of every finding of the lint."""
    return [(found.code, found.file) for found in lint(root).diagnostics if found.code != "empty-topic"]


def test_the_files_of_a_pack_are_found_manifest_first(pack):
    """The order is the one in which they are needed."""
    files, faults = scan(pack)

    assert [file.path for file in files] == [
        "questions/pack.yaml",
        "questions/topics.yaml",
        "questions/interviews.yaml",
        "questions/syllabus.yaml",
        "questions/http.yaml",
        "questions/validation.yaml",
        "sandbox/first-route/task.yaml",
    ]
    assert faults == []


@posix
@pytest.mark.parametrize(
    "path",
    ["questions/http.yaml", "sandbox/first-route/task.yaml", "sandbox/first-route/starter/main.py"],
)
def test_a_link_out_of_the_pack_is_not_followed(pack, tmp_path, path):
    """What it points to is not read, and the link is a fault."""
    secret = tmp_path / "secret.yaml"
    secret.write_text((pack / path).read_text())
    (pack / path).unlink()
    (pack / path).symlink_to(secret)

    assert ("symlink", path) in codes(pack)


@posix
@pytest.mark.parametrize(
    "path",
    ["questions", "sandbox", "sandbox/first-route", "sandbox/first-route/solution", "sandbox/first-route/mutants"],
)
def test_a_linked_folder_is_not_entered(pack, tmp_path, path):
    """Wherever it stands in the pack."""
    elsewhere = tmp_path / "elsewhere"
    shutil.move(pack / path, elsewhere)
    (pack / path).symlink_to(elsewhere, target_is_directory=True)

    assert path in [file for _, file in codes(pack)]
    assert not any(file.startswith(path + "/") for _, file in codes(pack) if path != "questions")


@posix
def test_a_pipe_is_not_waited_for(pack):
    """A named pipe in place of a file is a fault and not a hang."""
    (pack / "questions/http.yaml").unlink()
    os.mkfifo(pack / "questions/http.yaml")
    found: list[object] = []

    looking = threading.Thread(target=lambda: found.extend(codes(pack)), daemon=True)
    looking.start()
    looking.join(timeout=30)

    assert ("no-file", "questions/http.yaml") in found
    with pytest.raises(UnreadableError):
        read(pack, "questions/http.yaml", 10)


@posix
def test_a_link_that_appears_between_listing_and_reading_is_not_followed(pack, tmp_path):
    """The file is opened without following links, whatever the directory said before."""
    (tmp_path / "secret").write_text("secret")
    (pack / "late.yaml").symlink_to(tmp_path / "secret")

    with pytest.raises(UnreadableError):
        read(pack, "late.yaml", 100)


def test_a_file_that_is_too_large_is_not_read(pack):
    """A bound of bytes holds for YAML and for sources."""
    (pack / "questions/http.yaml").write_bytes(b"#" * (folder.MAX_YAML_BYTES + 1))
    (pack / "sandbox/first-route/starter/big.py").write_bytes(b"#" * (folder.MAX_SOURCE_BYTES + 1))

    assert [found for found in codes(pack) if found[0] == "too-large"] == [
        ("too-large", "questions/http.yaml"),
        ("too-large", "sandbox/first-route/starter/big.py"),
    ]


def test_a_folder_in_the_place_of_a_file_is_not_read(pack):
    """What became a folder between listing and reading is told, and no descriptor stays open."""
    before = len(list(Path("/dev/fd").iterdir()))

    with pytest.raises(UnreadableError) as caught:
        read(pack, "questions", 10)

    assert caught.value.diagnostic.code == "no-file"
    assert len(list(Path("/dev/fd").iterdir())) == before


def test_too_many_files_are_not_read(pack, monkeypatch):
    """A bound of numbers holds for questions and for the files of a task."""
    monkeypatch.setattr(folder, "MAX_SOURCES", 3)
    for number in range(4):
        (pack / f"sandbox/first-route/starter/m{number}.py").write_text("")
    monkeypatch.setattr(folder, "MAX_FILES", 6)
    for number in range(4):
        (pack / f"questions/q{number}.yaml").write_text("")

    found = codes(pack)

    assert ("too-many", "questions") in found
    assert ("too-many", "sandbox/first-route/starter") in found


@posix
@pytest.mark.parametrize(
    "name", ["a\x1b[2J.yaml", "a\nb.yaml", "a\u202eb.yaml", "a:b.yaml", "a\\b.yaml", "x" * 130 + ".yaml"]
)
def test_names_that_act_or_cannot_be_stored_are_refused(pack, name):
    """A file's name is text as well; it is told escaped."""
    (pack / "questions" / name).write_text("")

    ((code, told),) = codes(pack)

    assert code == "file-name"
    assert told.isprintable()


def test_what_nothing_reads_is_told(pack):
    """A file that lies there in vain is a warning, so that a slip of the name is seen."""
    (pack / "questions/notes.txt").write_text("")
    (pack / "questions/more.yml").write_text("")
    (pack / "questions/README.md").write_text("")
    (pack / "questions/.swp").write_text("")
    (pack / "sandbox/loose.py").write_text("")
    (pack / "sandbox/empty").mkdir()
    (pack / "sandbox/first-route/tests").mkdir()

    assert codes(pack) == [
        ("file-name", "questions/more.yml"),
        ("unknown-file", "questions/notes.txt"),
        ("no-task", "sandbox/empty/task.yaml"),
        ("unknown-file", "sandbox/first-route/tests"),
        ("unknown-file", "sandbox/loose.py"),
    ]


def test_a_folder_without_questions_is_no_pack(tmp_path):
    """The first thing that is missing is said."""
    assert codes(tmp_path) == [("no-questions", "questions"), ("no-manifest", "questions/pack.yaml")]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a\x00b"])
def test_a_task_s_files_are_text(pack, content):
    """What an editor could not show is refused."""
    (pack / "sandbox/first-route/starter/data.bin").write_bytes(content)

    assert codes(pack) == [("encoding", "sandbox/first-route/starter/data.bin")]


def test_sources_are_found_below_folders_and_leftovers_are_not(pack):
    """Paths are relative to the starter; caches and editors' files do not count."""
    starter = pack / "sandbox/first-route/starter"
    (starter / "app/routers").mkdir(parents=True)
    (starter / "app/routers/users.py").write_text("x = 1\n")
    (starter / "app/__pycache__").mkdir()
    (starter / "app/__pycache__/users.cpython-311.pyc").write_bytes(b"\x00")

    found, faults = sources(pack, "sandbox/first-route/starter")

    assert list(found) == ["app/routers/users.py", "main.py"]
    assert faults == []


def test_dotfiles_that_belong_to_a_project_are_a_task_s_files(pack):
    """An image's and a repository's own dotfiles are part of a task, an editor's are not."""
    starter = pack / "sandbox/first-route/starter"
    for name in (".dockerignore", ".env.example", ".gitignore", ".main.py.swp", ".DS_Store"):
        (starter / name).write_text("x\n")

    found, faults = sources(pack, "sandbox/first-route/starter")

    assert sorted(found) == [".dockerignore", ".env.example", ".gitignore", "main.py"]
    assert faults == []
