"""Packs that are installed: updated, pinned, switched off and on, and kept whole whatever happens."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from quizapp.content.install import registry
from quizapp.content.install.installer import PackInstaller
from quizapp.errors import NotFoundError, PackError, UsageError
from tests.hostile import folder
from tests.person import NOW, Person

ROOT = Path(__file__).parents[2]


def test_pinned_packs_stay(person: Person, author: Path) -> None:
    """An update leaves them alone until they are let go."""
    source = folder(author)
    person.add(str(source))
    person.packs.pin("sample")
    (source / "questions" / "x.md").write_text("x")

    pinned = person.states()
    with pytest.raises(UsageError, match="pinned"):
        person.packs.offer_update("sample")
    person.packs.pin("sample", pinned=False)

    assert (pinned, person.states()) == (["pinned"], ["updated"])


def test_packs_are_switched_off_and_on(person: Person, author: Path) -> None:
    """What is off is not in the library; the last one stays on; the bundled one may be off as well."""
    person.add(str(folder(author)))
    ids = []
    for change in (person.packs.disable, person.packs.enable):
        change("sample")
        ids.append([manifest.id for manifest in person.library.manifests()])
    person.packs.disable("fastapi")
    ids.append([manifest.id for manifest in person.library.manifests()])

    with pytest.raises(UsageError, match="only pack that is switched on"):
        person.packs.disable("sample")
    person.packs.remove("sample")

    assert ids == [["fastapi"], ["fastapi", "sample"], ["sample"]]
    assert [manifest.id for manifest in person.library.manifests()] == ["fastapi"]


def test_what_is_not_there_cannot_be_changed(person: Person) -> None:
    """The ids that are there are named; the bundled pack cannot be removed or pinned."""
    with pytest.raises(NotFoundError, match="No pack nothing is installed"):
        person.packs.remove("nothing")
    with pytest.raises(UsageError, match="comes with quizapp"):
        person.packs.remove("fastapi")
    with pytest.raises(UsageError, match="comes with quizapp"):
        person.packs.pin("fastapi")


def test_an_update_tells_what_changes(person: Person, author: Path) -> None:
    """New, changed, renamed and gone items are counted before anything is installed."""
    source = folder(author)
    person.add(str(source))
    http = (source / "questions" / "http.yaml").read_text()
    (source / "questions" / "http.yaml").write_text(http.replace("id: teapot", "id: kettle"))
    manifest = (source / "questions" / "pack.yaml").read_text()
    (source / "questions" / "pack.yaml").write_text(manifest.replace("aliases: {", "aliases: {teapot: kettle, "))
    task = (source / "sandbox" / "first-route" / "task.yaml").read_text()
    (source / "sandbox" / "first-route" / "task.yaml").write_text(task.replace("brief: |", "brief: |\n  Anew.\n"))

    offer = person.packs.offer_update("sample")

    assert offer is not None
    assert offer.changes is not None
    person.packs.discard(offer)
    assert (offer.changes.renamed, offer.changes.changed, offer.changes.gone) == (["kettle"], ["first-route"], [])


def test_a_faulty_update_keeps_the_old_version(person: Person, author: Path) -> None:
    """The old files stay, and the round of updates tells what was wrong, with its line."""
    source = folder(author)
    person.add(str(source))
    (source / "questions" / "http.yaml").write_text("- id: [\n")

    [update] = [update for update in person.packs.update() if update.id == "sample"]

    assert update.state == "failed"
    assert "questions/http.yaml:" in update.message
    assert person.titles() == {"sample": "A sample pack"}


def test_a_source_that_has_gone_holds_up_no_other_update(person: Person, author: Path, tmp_path: Path) -> None:
    """The pack stays as it is and says where its source was; the packs after it are updated."""
    source, other = folder(author), tmp_path / "other"
    shutil.copytree(source, other)
    manifest = other / "questions" / "pack.yaml"
    manifest.write_text(manifest.read_text().replace("id: sample", "id: second", 1))
    person.add(str(source))
    person.add(str(other))
    shutil.rmtree(source)
    manifest.write_text(manifest.read_text().replace("title: A sample pack", "title: The second one", 1))

    updates = {update.id: update for update in person.packs.update()}

    assert (updates["sample"].state, updates["second"].state) == ("failed", "updated")
    assert str(source) in updates["sample"].message
    assert person.titles() == {"sample": "A sample pack", "second": "The second one"}


def test_a_damaged_record_is_told_and_harms_nothing_else(person: Person, author: Path) -> None:
    """The pack is out, its files are kept, the others go on."""
    person.add(str(folder(author)))
    (person.folder / "sample.json").write_text("{")

    person.library.use(person.installer.roots())
    damaged = person.packs.damaged()
    person.installer.sweep()

    assert [manifest.id for manifest in person.library.manifests()] == ["fastapi"]
    assert len(damaged) == 1
    assert len(list(person.folder.glob("sample.*/questions"))) == 1


def test_a_system_without_locks_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows packs are refused in words, with the way out, and nothing is made."""
    monkeypatch.setattr(registry, "fcntl", None)

    with pytest.raises(PackError, match="cannot be kept on this system") as caught:
        PackInstaller(tmp_path / "packs", now=lambda: NOW)

    assert "WSL" in (caught.value.hint or "")
    assert not (tmp_path / "packs").exists()


def test_nothing_is_swept_while_somebody_else_looks(person: Person, author: Path, tmp_path: Path) -> None:
    """Old files stay as long as another process has the packs open, and go when it has ended."""
    source = folder(author)
    person.add(str(source))
    held = os.environ | {"PYTHONPATH": str(ROOT)}
    code = (
        "import sys; from pathlib import Path; from quizapp.content.install.registry import Registry\n"
        f"Registry(Path({str(person.folder)!r})).hold(); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=held, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == "held\n"
        (source / "questions" / "x.md").write_text("x")
        person.states()
        kept = person.installer.sweep(), len(list(person.folder.glob("sample.*/questions")))
        other.stdin.close()
    swept = person.installer.sweep(), len(list(person.folder.glob("sample.*/questions")))

    assert (kept, swept) == ((0, 2), (1, 1))
