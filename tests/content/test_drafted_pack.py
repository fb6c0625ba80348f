"""The pack that an author begins with holds what it promises, and its archive is the same every time."""

from __future__ import annotations

import os
import shutil
import tarfile
import zipfile
from pathlib import Path

import pytest

from quizapp.bootstrap import Application
from quizapp.cli.root import run
from quizapp.config import Settings
from quizapp.content.authoring.build import build, contents
from quizapp.content.authoring.draft import TEMPLATE, draft, slug
from quizapp.content.install.naming import is_wanted
from quizapp.content.lint import lint
from quizapp.errors import PackError, PackRefusedError, UsageError
from quizapp.paths import Paths
from quizapp.services.verification import Verification


def paths(folder: Path) -> Paths:
    """Folders of a person who has nothing yet."""
    return Paths(*(folder / name for name in ("data", "config", "cache", "state", "run")))


def mistakes(root: Path) -> list[str]:
    """What the strict lint says."""
    return [str(found) for found in lint(root).diagnostics]


async def test_a_new_pack_proves_itself(tmp_path: Path) -> None:
    """As it stands it lints strictly, and starter, solution, variant, mutants and proofs do what they are to do."""
    root = draft("My first pack", tmp_path / "pack")
    application = Application(Settings(), paths(tmp_path), packs=(root,))
    verification = Verification(application.library, application.checker, jobs=2, trusted=True)

    findings = [finding async for finding in verification.run()]
    await application.close()

    assert mistakes(root) == []
    assert [str(finding) for finding in findings if not finding.ok] == []
    assert len(findings) >= 7


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("My SQL pack", "my-sql-pack"),
        ("Éléments de Python", "elements-de-python"),
        ('it\'s [/] <b>"odd"</b>: #1 \\ {x} & *y', "its-b-odd-b-1-x-y"),
        ("line\nbreak\x1b[31m and\u202e more", "line-break-31m-and-more"),
        ("../../etc/passwd", "etc-passwd"),
        ("- yes", "yes"),
        ("@ID@ of @AUTHOR_YAML@", "id-of-author-yaml"),
    ],
)
def test_an_odd_name_is_made_safe(tmp_path: Path, name: str, pack: str) -> None:
    """Whatever the title is, the pack lints strictly and its id is a plain one."""
    root = draft(name, tmp_path / "pack", author='"; rm -rf / #\n[x]\x1b')

    found = lint(root)
    assert [str(each) for each in found.diagnostics] == []
    assert slug(name) == pack
    assert f"id: {pack} " in (root / "questions" / "pack.yaml").read_text()


@pytest.mark.parametrize("name", ["", "   ", "日本語", "\x00\x1b", "!?", "x" * 81, "FastAPI"])
def test_a_name_without_an_id_of_its_own_is_refused(tmp_path: Path, name: str) -> None:
    """No letters, too many of them, or the bundled pack's own id: nothing is written."""
    with pytest.raises(UsageError) as caught:
        draft(name, tmp_path / "pack")

    assert caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A folder with something in it, a file and a link are left as they are; an empty folder is taken."""
    full, file, link, empty = (tmp_path / name for name in ("full", "file", "link", "empty"))
    full.mkdir()
    (full / "mine.txt").write_text("mine")
    file.write_text("mine")
    link.symlink_to(tmp_path / "elsewhere")
    empty.mkdir()

    for place in (full, file, link):
        with pytest.raises(UsageError, match="nothing is overwritten"):
            draft("A pack", place)
    draft("A pack", empty)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "file", "full", "link"]
    assert (full / "mine.txt").read_text() == file.read_text() == "mine"
    assert (empty / "questions" / "pack.yaml").is_file()


def test_the_workflow_and_the_ignored_files_are_written(tmp_path: Path) -> None:
    """Files with a dot before their names arrive with it; no placeholder is left, and every file of the template is."""
    root = draft("A pack", tmp_path / "pack")

    written = {path.relative_to(root).as_posix(): path.read_text() for path in root.rglob("*") if path.is_file()}
    assert {".github/workflows/pack.yml", ".gitignore", "README.md"} <= written.keys()
    assert len(written) == len([path for path in TEMPLATE.rglob("*") if path.is_file()])
    assert [path for path, text in written.items() if "@ID@" in text or "@TITLE" in text] == []
    assert "quizapp pack verify" in written[".github/workflows/pack.yml"]


@pytest.mark.parametrize("suffix", [".zip", ".tar.gz"])
def test_the_archive_is_the_same_from_another_folder_and_later(tmp_path: Path, suffix: str) -> None:
    """Other times, modes, order, caches and editors' files change no byte."""
    root = draft("A pack", tmp_path / "pack")
    copy = tmp_path / "other" / "copy"
    shutil.copytree(root, copy)
    for path in sorted(copy.rglob("*"), reverse=True):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    (copy / "README.md").chmod(0o600)
    (copy / "questions" / "basics.yaml~").write_text("old")
    (copy / "sandbox" / "first-endpoint" / "starter" / "__pycache__").mkdir()

    first = build(root, tmp_path / f"one{suffix}")
    again = build(copy, tmp_path / f"two{suffix}")

    assert first.path.read_bytes() == again.path.read_bytes()
    assert first.digest == again.digest


def test_the_archive_holds_the_pack_and_nothing_else(tmp_path: Path) -> None:
    """One folder; no workflow, no cache; both formats hold the same, and what is unpacked lints."""
    root = draft("A pack", tmp_path / "pack")
    (root / "notes-of-mine.txt").write_text("private")
    packed = build(root, tmp_path / "a.zip")
    tarred = build(root, tmp_path / "a.tar.gz")

    with zipfile.ZipFile(packed.path) as archive, tarfile.open(tarred.path) as other:
        names = archive.namelist()
        archive.extractall(tmp_path / "out")
        assert other.getnames() == names

    assert {name.split("/")[0] for name in names} == {"a-pack-0.1.0"}
    assert {name.split("/")[1] for name in names} == {"README.md", "questions", "sandbox"}
    assert mistakes(tmp_path / "out" / "a-pack-0.1.0") == []


def test_what_lies_beside_is_what_an_installation_takes(tmp_path: Path) -> None:
    """What is said of the pack goes along under every name that is kept by whoever installs it, and nothing else."""
    root = draft("A pack", tmp_path / "pack")
    for name in ("COPYING", "licence.md", "CONTRIBUTING.md", "setup.py"):
        (root / name).write_text("words")

    beside = {path for path in contents(root) if "/" not in path}

    assert beside == {"README.md", "COPYING", "licence.md"}
    assert all(is_wanted([path]) for path in beside)


def test_a_faulty_pack_is_not_built(tmp_path: Path) -> None:
    """The findings come with the refusal; what was there before stays."""
    root = draft("A pack", tmp_path / "pack")
    archive = tmp_path / "a.zip"
    archive.write_text("before")
    items = root / "questions" / "basics.yaml"
    items.write_text(items.read_text().replace("kind: choice", "kind: guess"))

    with pytest.raises(PackRefusedError) as caught:
        build(root, archive)

    assert "questions/basics.yaml:" in caught.value.findings[0]
    assert archive.read_text() == "before"


def test_a_link_is_not_packed(tmp_path: Path) -> None:
    """What a link in a task's folder points to never comes into the archive."""
    root = draft("A pack", tmp_path / "pack")
    (tmp_path / "secret").write_text("secret")
    (root / "sandbox" / "first-endpoint" / "notes.md").symlink_to(tmp_path / "secret")

    with pytest.raises(PackError, match=r"link|read"):
        build(root, tmp_path / "a.zip")

    assert not (tmp_path / "a.zip").exists()


def test_build_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, quizapp_home: Path
) -> None:
    """`new` and `build` say where things lie; a name without a format is refused."""
    monkeypatch.chdir(tmp_path)

    codes = [run(["pack", "new", "A pack"]), run(["pack", "build", "a-pack"])]
    refused = run(["pack", "build", "a-pack", "-o", "archive.rar"])

    out = capsys.readouterr()
    assert codes == [0, 0]
    assert refused == 2
    assert "a-pack-0.1.0.zip" in out.out
    assert "End its name with .zip" in out.err
