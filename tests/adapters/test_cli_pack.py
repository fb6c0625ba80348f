"""`quizapp pack add` and what follows, as a person types it; packs are read in a process of their own."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from quizapp.cli.root import run
from quizapp.content.install import limits
from quizapp.content.install.examination import examine_apart
from quizapp.domain.work import Watch
from quizapp.errors import PackRefusedError, StoppedError
from tests.hostile import EXECUTED, changed, files, folder, zipped

pytestmark = pytest.mark.usefixtures("quizapp_home")


def listed(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """Versions by id, as `pack list --json` has them."""
    capsys.readouterr()
    run(["pack", "list", "--json"])
    return {pack["id"]: pack["version"] for pack in json.loads(capsys.readouterr().out)}


def test_a_pack_comes_and_goes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What it has and what it would run is said first; then it is there, and can be taken out again."""
    source = zipped(tmp_path, files())

    code = run(["pack", "add", source, "--yes"])
    said = capsys.readouterr().out
    there = listed(capsys)
    again, shown = run(["pack", "add", source, "--yes"]), run(["pack", "show", "sample"])
    told = capsys.readouterr().out
    gone = run(["pack", "remove", "sample", "--yes"])

    assert (code, again, shown, gone) == (0, 0, 0, 0)
    assert "CC0-1.0" in said
    assert "1 coding task" in said
    assert "In the sandbox, and only when you open them, run the apps of 1 coding task" in said
    assert "`quizapp study --topic sample/TOPIC`" in said
    assert there == {"fastapi": "1.0.0", "sample": "1.0.0"}
    assert "installed already, with the same files" in told
    assert source in told
    assert listed(capsys) == {"fastapi": "1.0.0"}


def test_whoever_says_no_gets_nothing(
    tmp_path: Path, quizapp_home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is left of what was offered; the end of the input means no as well."""
    source = str(folder(tmp_path))
    codes = []
    for answer in ("n\n", ""):
        monkeypatch.setattr("sys.stdin", io.StringIO(answer))
        codes.append(run(["pack", "add", source]))

    assert codes == [1, 130]
    assert listed(capsys) == {"fastapi": "1.0.0"}
    assert {path.name for path in (quizapp_home / "data" / "packs").iterdir()} <= {".use", ".lock"}


def test_a_faulty_pack_is_refused_with_its_places(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each fault with file:line:column, and one sentence."""
    source = folder(tmp_path, changed("version: 1.0.0", "version: one"))

    code = run(["pack", "add", str(source), "--yes"])

    said = capsys.readouterr().err
    assert code == 1
    assert "questions/pack.yaml:3:10: error:" in said
    assert "This pack has faults: questions/pack.yaml:3:10:" in said


def test_code_beside_a_pack_is_not_imported_by_the_reader(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even when the person stands in the pack's own folder, and it has modules by the names of ours."""
    left = tmp_path / EXECUTED
    evil = f"open({str(left)!r}, 'w')\n".encode()
    source = folder(tmp_path, {**files(), **dict.fromkeys(["quizapp.py", "yaml.py", "sitecustomize.py"], evil)})
    monkeypatch.chdir(source)

    code = run(["pack", "add", ".", "--yes"])

    assert code == 0, capsys.readouterr().err
    assert not left.exists()


def test_updates_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From which version to which, pinned ones, and what failed with its place and exit code 1."""
    source = folder(tmp_path)
    run(["pack", "add", str(source), "--yes"])
    (source / "questions" / "pack.yaml").write_bytes(changed("1.0.0", "1.1.0")["questions/pack.yaml"])

    codes = [run(["pack", "pin", "sample"]), run(["pack", "update"]), run(["pack", "pin", "--off", "sample"])]
    codes.append(run(["pack", "update", "--yes"]))
    said = capsys.readouterr().out
    (source / "questions" / "http.yaml").write_text("- [")
    codes.append(run(["pack", "update", "sample", "--yes"]))

    assert codes == [0, 0, 0, 0, 1]
    assert "sample is pinned to 1.0.0" in said
    assert "sample went from 1.0.0 to 1.1.0 (no item differs in what it asks)." in said
    assert "questions/http.yaml:" in capsys.readouterr().err
    assert listed(capsys)["sample"] == "1.1.0"


def test_a_disabled_pack_is_not_studied(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its topics are there only while it is on."""
    run(["pack", "add", str(folder(tmp_path)), "--yes"])
    codes = [run(["check", "sample/first-route"])]
    run(["pack", "disable", "sample"])
    codes.append(run(["check", "sample/first-route"]))

    assert codes == [1, 2]
    assert "There is no task sample/first-route" in capsys.readouterr().err


def test_texts_of_any_language_come_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A title that the system's own encoding has no letters for is told as it is written."""
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    root = folder(tmp_path)
    manifest = root / "questions" / "pack.yaml"
    manifest.write_text(manifest.read_text().replace("A sample pack", "Überblick 样本"), encoding="utf-8")

    found = examine_apart(root, Watch(lambda _: None, lambda: False), shown="x")

    assert found.manifest is not None
    assert found.manifest.title == "Überblick 样本"


def test_reading_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that reads is killed, and the pack refused."""
    monkeypatch.setattr(limits, "EXAMINE_SECONDS", 0.01)

    with pytest.raises(PackRefusedError, match=r"more than 0\.01 seconds"):
        examine_apart(folder(tmp_path), Watch(lambda _: None, lambda: False), shown="x")


def test_reading_can_be_stopped(tmp_path: Path) -> None:
    """Whoever stops it waits for nothing."""
    with pytest.raises(StoppedError):
        examine_apart(folder(tmp_path), Watch(lambda _: None, lambda: True), shown="x")


def test_a_reader_that_dies_refuses_the_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when it needs more memory than it may have."""
    monkeypatch.setattr("quizapp.content.install.examination.sys.executable", "/bin/false")

    with pytest.raises(PackRefusedError, match="more time or memory than a pack should"):
        examine_apart(folder(tmp_path), Watch(lambda _: None, lambda: False), shown="x")
