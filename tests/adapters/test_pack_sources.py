"""Packs from real sources: folders, archives, repositories, servers, distributions; there and back again."""

from __future__ import annotations

import http.server
import io
import os
import shutil
import subprocess
import sys
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from functools import partial
from pathlib import Path

import pytest

from quizapp.content.install import registry
from quizapp.content.install.examination import Examination, examine
from quizapp.content.install.git import environment as git_environment
from quizapp.content.install.installer import PackInstaller
from quizapp.content.library import PackLibrary
from quizapp.domain.installation import TakenUp
from quizapp.domain.work import Watch
from quizapp.errors import NotFoundError, PackError, PackRefusedError, StoppedError, UsageError
from quizapp.services.packs import PackService
from tests.hostile import changed, files, folder, git, repository, tarred, zipped

NOW = datetime(2027, 1, 1, tzinfo=timezone.utc)
ROOT = Path(__file__).parents[2]


def examined(root: Path, watch: Watch) -> Examination:
    """As the process apart does it, without its start."""
    watch.check()
    return examine(root)


class Person:
    """Somebody with a folder of packs."""

    def __init__(self, root: Path, cache: Path) -> None:
        self.folder = root / "packs"
        self.installer = PackInstaller(self.folder, now=lambda: NOW, examine=examined)
        self.library = PackLibrary(self.installer.roots(), cache)
        self.packs = PackService(self.installer, self.library, reload=self._reload)

    def _reload(self, _: Watch) -> TakenUp:
        self.library.use(self.installer.roots())
        return TakenUp()

    def add(self, source: str, **options: bool) -> str:
        """Install; returns the revision."""
        return self.packs.install(self.packs.offer(source, **options)).pack.revision or ""

    def titles(self) -> dict[str, str]:
        """The titles of the packs in the library, by id, without the bundled one."""
        return {each.id: each.title for each in self.library.manifests() if each.id != "fastapi"}

    def states(self) -> list[str]:
        """What became of a round of updates, without the bundled pack."""
        return [update.state for update in self.packs.update() if update.state != "bundled"]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all tests: the bundled pack is compiled once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def person(tmp_path: Path, cache: Path) -> Iterator[Person]:
    """Somebody who has no pack yet."""
    made = Person(tmp_path, cache)
    yield made
    made.library.close()
    made.installer.close()


@pytest.fixture
def author(tmp_path: Path) -> Path:
    """A folder where packs are written."""
    made = tmp_path / "author"
    made.mkdir()
    return made


@contextmanager
def served(root: Path, *, moved: dict[str, str] | None = None) -> Iterator[str]:
    """A web server for a folder; returns its address. `moved` leads from one path to an address."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            target = (moved or {}).get(self.path)
            if target is None:
                super().do_GET()
                return
            self.send_response(302)
            self.send_header("Location", target)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(root))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def test_a_folder_is_copied_and_updated(person: Person, author: Path) -> None:
    """What is installed is a copy; an update takes up what changed in the source."""
    source = folder(author)
    person.add(str(source))

    (source / "questions" / "pack.yaml").write_bytes(changed("A sample pack", "Another title")["questions/pack.yaml"])
    before = person.titles()
    states = [*person.states(), *person.states()]

    assert (before, person.titles()) == ({"sample": "A sample pack"}, {"sample": "Another title"})
    assert states == ["updated", "same"]


def test_a_linked_folder_is_used_where_it_lies(person: Person, author: Path) -> None:
    """Its author's changes are there at once, and removing it leaves the folder alone."""
    source = folder(author)
    person.add(str(source), link=True)

    (source / "questions" / "pack.yaml").write_bytes(changed("A sample pack", "Another title")["questions/pack.yaml"])
    person.library.refresh()
    titles, states = person.titles(), person.states()
    person.packs.remove("sample")

    assert (titles, states) == ({"sample": "Another title"}, ["linked"])
    assert (source / "questions" / "pack.yaml").is_file()


@pytest.mark.parametrize("make", [zipped, tarred])
@pytest.mark.parametrize("prefix", ["", "my-pack-1.0/"])
def test_an_archive_is_unpacked(person: Person, author: Path, make: object, prefix: str) -> None:
    """With or without a folder around everything, as forges make it; only a pack's own files come in."""
    assert callable(make)
    source = make(author, {f"{prefix}{name}": content for name, content in {**files(), "docs/x.md": b"x"}.items()})

    person.add(source)

    [lies] = [pack.folder for pack in person.packs.installed() if pack.id == "sample"]
    found = {str(path.relative_to(lies)): path.read_bytes() for path in lies.rglob("*") if path.is_file()}
    assert found == files()


def test_a_pack_in_a_folder_of_an_archive(person: Person, author: Path) -> None:
    """`#folder` names it; without it the packs that are there are named."""
    source = zipped(author, {f"{pack}/{name}": content for pack in "ab" for name, content in files().items()})

    with pytest.raises(PackRefusedError) as refusal:
        person.add(source)
    person.add(f"{source}#b")

    assert "a, b" in str(refusal.value)
    assert person.titles() == {"sample": "A sample pack"}


def test_one_digest_whatever_the_source(person: Person, author: Path) -> None:
    """The same files have the same digest as a folder, a zip, a tar and a commit."""
    sources = [str(folder(author)), zipped(author, files()), tarred(author, files())]
    sources.append(f"git+{repository(author).as_uri()}")

    offers = [person.packs.offer(source) for source in sources]
    for offer in offers:
        person.packs.discard(offer)

    assert len({offer.digest for offer in offers}) == 1
    assert [path.name for path in person.folder.iterdir()] == [".use"]


def test_a_repository_on_disk(person: Person, author: Path) -> None:
    """A branch moves with an update, a tag and a commit stay; `show` knows the commit."""
    source = repository(author)
    first = git(source, "rev-parse", "HEAD")
    git(source, "tag", "v1")
    tagged, by_commit = f"git+{source.as_uri()}@v1", f"git+{source.as_uri()}@{first[:12]}"

    revisions = [person.add(f"git+{source.as_uri()}@main")]
    (source / "questions" / "pack.yaml").write_bytes(changed("A sample pack", "Another title")["questions/pack.yaml"])
    git(source, "commit", "-q", "-a", "-m", "two")
    states = person.states()
    revisions.append(person.packs.find("sample").revision or "")
    titles = [person.titles()["sample"]]
    for address in (tagged, by_commit):
        revisions.append(person.add(address, replace=True))
        states += person.states()
        titles.append(person.titles()["sample"])

    assert revisions == [first, git(source, "rev-parse", "HEAD"), first, first]
    assert states == ["updated", "same", "same"]
    assert titles == ["Another title", "A sample pack", "A sample pack"]


def test_a_pack_in_a_folder_of_a_repository(person: Person, author: Path) -> None:
    """`#folder` names it, beside `@ref`."""
    source = repository(author, {f"packs/one/{name}": content for name, content in files().items()})

    person.add(f"git+{source.as_uri()}@main#packs/one")

    assert person.titles() == {"sample": "A sample pack"}


def test_a_repository_over_http(person: Person, author: Path) -> None:
    """A server that only knows files is enough, and an update finds what was pushed."""
    source = repository(author)
    bare = author / "pack.git"
    git(author, "clone", "-q", "--bare", str(source), str(bare))
    git(bare, "update-server-info")

    with served(author) as address:
        first = person.add(f"{address}/pack.git")
        (source / "questions" / "x.md").write_text("x")
        git(source, "add", "-A")
        git(source, "commit", "-q", "-m", "two")
        git(source, "push", "-q", str(bare), "main")
        git(bare, "update-server-info")
        states = person.states()

    assert first == git(source, "rev-parse", "HEAD~1")
    assert states == ["updated"]
    assert person.packs.find("sample").revision == git(source, "rev-parse", "HEAD")


def test_a_ref_that_is_not_there(person: Person, author: Path) -> None:
    """What git says is told, in one line."""
    source = repository(author)

    with pytest.raises(PackError, match="git cannot fetch this: couldn't find remote ref nowhere"):
        person.add(f"git+{source.as_uri()}@nowhere")


def test_an_archive_on_the_web(person: Person, author: Path) -> None:
    """It is downloaded, through redirects that stay where they may lead."""
    zipped(author, files())
    steps: list[str] = []

    with served(author, moved={"/latest": "/pack.zip"}) as address:
        offer = person.packs.offer(f"{address}/latest", watch=Watch(lambda advance: steps.append(advance.doing)))
        person.packs.install(offer)

    assert person.titles() == {"sample": "A sample pack"}
    assert {"fetching", "unpacking", "checking"} <= set(steps)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/missing.zip", "the server answers 404"),
        ("/to-file", "the server answers 302"),
        ("/to-ftp", "leads elsewhere"),
        ("/round", "nothing can be fetched|the server answers 302"),
        ("/page", "neither a .zip nor a .tar.gz"),
    ],
)
def test_a_bad_answer(person: Person, author: Path, path: str, words: str) -> None:
    """What lies elsewhere, goes round in circles or is no archive is refused."""
    (author / "page").write_text("<html>")
    moved = {"/to-file": "file:///etc/passwd", "/to-ftp": "ftp://127.0.0.1/pack.zip", "/round": "/round"}

    with served(author, moved=moved) as address, pytest.raises(PackError, match=words):
        person.add(f"{address}{path}")

    assert not list(person.folder.glob(".stage-*"))


def test_a_redirect_from_the_web_never_leads_into_this_machine() -> None:
    """From https only to https, and to no address of a private network."""
    from urllib.request import Request

    from quizapp.content.install.web import _Redirects

    asked = Request("https://example.com/pack.zip")
    for target in ("http://example.com/x", "https://127.0.0.1/x", "https://localhost/x", "https://[::1]/x",
                   "https://10.0.0.1/x", "https://me:pw@example.com/x", "file:///etc/passwd"):  # fmt: skip
        with pytest.raises(PackRefusedError, match="leads elsewhere"):
            _Redirects().redirect_request(asked, io.BytesIO(), 302, "", {}, target)  # type: ignore[arg-type]  # urllib closes no more of it
    assert _Redirects().redirect_request(asked, io.BytesIO(), 302, "", {}, "https://cdn.example.com/x")  # type: ignore[arg-type]  # urllib closes no more of it


def test_a_work_that_is_stopped_changes_nothing(person: Person, author: Path) -> None:
    """Whoever says so while it goes on gets everything back as it was."""
    source = zipped(author, files())
    asked: list[None] = []

    def is_cancelled() -> bool:
        asked.append(None)
        return len(asked) > 3

    with pytest.raises(StoppedError):
        person.packs.offer(source, watch=Watch(is_cancelled=is_cancelled))

    assert person.titles() == {}
    assert [path.name for path in person.folder.iterdir()] == [".use"]


def test_a_distribution_made_by_pip(person: Person, author: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wheel with the entry point, installed by pip, is found without importing it; a new version is an update."""
    site = author / "site"
    monkeypatch.syspath_prepend(str(site))

    install_wheel(author, site, "1.0", files())
    revisions = [person.add("dist:demo-pack")]
    shutil.rmtree(site)
    install_wheel(author, site, "1.1", changed("A sample pack", "Another title"))
    states = person.states()
    revisions.append(person.packs.find("sample").revision or "")

    assert revisions == ["1.0", "1.1"]
    assert states == ["updated"]
    assert "demo_pack" not in sys.modules
    assert person.titles() == {"sample": "Another title"}


def install_wheel(root: Path, site: Path, version: str, members: dict[str, bytes]) -> None:
    """Build a wheel that declares a pack, and let pip install it."""
    wheel = root / f"demo_pack-{version}-py3-none-any.whl"
    info = f"demo_pack-{version}.dist-info"
    about = {
        "demo_pack/__init__.py": b"raise SystemExit('imported')\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: demo-pack\nVersion: {version}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": b"[quizapp.packs]\nsample = demo_pack\n",
    }
    content = {**{f"demo_pack/{name}": text for name, text in members.items()}, **about}
    record = "".join(f"{name},,\n" for name in [*content, f"{info}/RECORD"])
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in {**content, f"{info}/RECORD": record.encode()}.items():
            archive.writestr(name, text)
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-index", "--no-deps", "--no-compile",
               "--disable-pip-version-check", "--target", str(site), str(wheel)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)


def test_a_distribution_that_is_none_of_ours(person: Person) -> None:
    """Not installed, or without a pack: either is told."""
    with pytest.raises(PackError, match="no distribution no-such-thing is installed"):
        person.add("dist:no-such-thing")
    with pytest.raises(PackError, match="the distribution pytest declares no pack"):
        person.add("dist:pytest")


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
    with pytest.raises(NotFoundError, match="no pack nothing is installed"):
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


def test_a_persons_own_way_of_ssh_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """GIT_SSH names a program: a command of ours would go over it. Without either git may ask nothing."""
    monkeypatch.delenv("GIT_SSH_COMMAND", raising=False)
    monkeypatch.delenv("GIT_SSH", raising=False)
    plain = git_environment("ssh")
    monkeypatch.setenv("GIT_SSH", "plink")
    own = git_environment("ssh")

    assert plain["GIT_SSH_COMMAND"] == "ssh -oBatchMode=yes"
    assert (own["GIT_SSH"], "GIT_SSH_COMMAND" in own) == ("plink", False)


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


def test_a_tar_of_another_make(person: Person, author: Path) -> None:
    """GNU tar's long names are read as well."""
    long = f"sandbox/first-route/starter/{'x' * 90}/{'y' * 90}.py"
    members = {**files(), long: b"y = 1\n"}

    person.add(tarred(author, members, format_=tarfile.GNU_FORMAT))

    assert list(person.folder.glob(f"sample.*/{long}"))
