"""Packs from real sources: folders, archives, repositories, servers, distributions; there and back again."""

from __future__ import annotations

import http.server
import io
import shutil
import subprocess
import sys
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from quizapp.content.install.git import environment as git_environment
from quizapp.domain.work import Watch
from quizapp.errors import PackError, PackRefusedError, StoppedError
from tests.hostile import changed, files, folder, git, repository, tarred, zipped
from tests.person import Person


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

    with pytest.raises(PackError, match="Git cannot fetch this: couldn't find remote ref nowhere"):
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
        ("/missing.zip", "The server answers 404"),
        ("/to-file", "The server answers 302"),
        ("/to-ftp", "leads elsewhere"),
        ("/round", "Nothing can be fetched|The server answers 302"),
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
    with pytest.raises(PackError, match="No distribution no-such-thing is installed"):
        person.add("dist:no-such-thing")
    with pytest.raises(PackError, match="The distribution pytest declares no pack"):
        person.add("dist:pytest")


def test_a_persons_own_way_of_ssh_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """GIT_SSH names a program: a command of ours would go over it. Without either git may ask nothing."""
    monkeypatch.delenv("GIT_SSH_COMMAND", raising=False)
    monkeypatch.delenv("GIT_SSH", raising=False)
    plain = git_environment("ssh")
    monkeypatch.setenv("GIT_SSH", "plink")
    own = git_environment("ssh")

    assert plain["GIT_SSH_COMMAND"] == "ssh -oBatchMode=yes"
    assert (own["GIT_SSH"], "GIT_SSH_COMMAND" in own) == ("plink", False)


def test_a_tar_of_another_make(person: Person, author: Path) -> None:
    """GNU tar's long names are read as well."""
    long = f"sandbox/first-route/starter/{'x' * 90}/{'y' * 90}.py"
    members = {**files(), long: b"y = 1\n"}

    person.add(tarred(author, members, format_=tarfile.GNU_FORMAT))

    assert list(person.folder.glob(f"sample.*/{long}"))
