"""What is installed: a wheel and an sdist, in environments of their own, elsewhere, without the checkout."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.skipif(importlib.util.find_spec("hatchling") is None, reason="needs hatchling, which builds offline"),
    pytest.mark.skipif(sys.platform == "win32", reason="paths of POSIX environments"),
    pytest.mark.timeout(600),
    pytest.mark.slow,
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both, as they would be published."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-d", str(folder)], cwd=ROOT, check=True)
    return folder


def shipped() -> set[str]:
    """Files of packs that a learner needs: those under version control, dotfiles too."""
    done = subprocess.run(
        ["git", "ls-files", "-z", "questions", "sandbox"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip("this is no checkout")
    return {name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()}


def test_both_hold_every_file_of_the_packs(built: Path) -> None:
    """Also those whose names begin with a dot."""
    wanted = shipped()
    (wheel,), (sdist,) = built.glob("*.whl"), built.glob("*.tar.gz")
    in_wheel = {name.removeprefix("quizapp/bundled/") for name in zipfile.ZipFile(wheel).namelist()}
    with tarfile.open(sdist) as archive:
        in_sdist = {name.partition("/")[2] for name in archive.getnames()}

    assert any("/." in name for name in wanted)
    assert wanted - in_wheel == set()
    assert wanted - in_sdist == set()
    assert not [name for name in in_wheel | in_sdist if name.endswith(".pyc")]


@pytest.fixture(scope="module", params=["whl", "tar.gz"])
def installed(request: pytest.FixtureRequest, built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `quizapp` command of an environment with nothing in it but quizapp and what it depends on."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    # What quizapp depends on is lent by this environment, whose own .pth files (an editable quizapp) do not count.
    (packages / "lent.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    (file,) = built.glob(f"*.{request.param}")
    install = ["-m", "pip", "--python", str(folder / "bin" / "python"), "install", "--no-deps", "--no-index"]
    subprocess.run(
        [sys.executable, *install, "--no-build-isolation", "--ignore-installed", "--quiet", str(file)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": sysconfig.get_paths()["purelib"]},
        check=True,
    )
    return folder / "bin" / "quizapp"


def environment() -> dict[str, str]:
    """Ours, without what would lead an installed Python to this checkout."""
    return {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "PYTHONHOME"}}


def call(command: Path, home: Path, *arguments: str, keys: str = "") -> subprocess.CompletedProcess[str]:
    """Run it somewhere else, with a home of its own."""
    return subprocess.run(
        [str(command), *arguments],
        cwd=home,
        env={**environment(), "QUIZAPP_HOME": str(home / "kept"), "PYTHONDONTWRITEBYTECODE": "1"},
        input=keys,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_an_installed_quizapp_works_without_the_checkout(installed: Path, tmp_path: Path) -> None:
    """Study, a coding task with dotfiles, the packs, the doctor: everything comes from the installation."""
    place = installed.parents[1]
    where = subprocess.run(
        [str(installed.with_name("python")), "-c", "import quizapp; print(quizapp.__file__)"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    studied = call(installed, tmp_path, "study", "--plain", "--size", "1", keys="x\n\n\n")
    checked = call(installed, tmp_path, "check", "settings-fail-fast", "--json")
    examined = call(installed, tmp_path, "doctor", "--json")
    kept = call(installed, tmp_path, "data", "--json")

    assert where.startswith(str(place))
    assert studied.returncode == 0, studied.stderr
    assert checked.returncode == 1, checked.stderr
    assert {path.name for path in (tmp_path / "kept").rglob("settings-fail-fast/.env*")} != set()
    findings = json.loads(examined.stdout)
    assert [finding for finding in findings if finding["state"] == "broken"] == []
    (recorded,) = (finding["say"] for finding in findings if finding["subject"] == "progress")
    assert int(recorded.split()[0]) >= 2
    assert json.loads(kept.stdout)[0]["bytes"] > 0


def test_what_is_left_after_removal(installed: Path, tmp_path: Path) -> None:
    """`quizapp data remove` leaves nothing behind of what was made."""
    call(installed, tmp_path, "study", "--plain", "--size", "1", keys="x\n\n\n")

    removed = call(installed, tmp_path, "data", "remove", "--yes")

    assert removed.returncode == 0, removed.stderr
    assert [path for path in (tmp_path / "kept").rglob("*") if path.is_file()] == []
