"""What a person may name as a source, and what it is taken for."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.content.install.source import (
    ArchiveSource,
    DistributionSource,
    FolderSource,
    GitSource,
    WebSource,
    parse,
)
from quizapp.errors import UsageError

COMMIT = "0123456789012345678901234567890123456789"


def git(url: str, ref: str = "", subfolder: str = "", protocol: str = "https") -> GitSource:
    """A repository."""
    return GitSource(url, ref, subfolder, protocol)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("https://a.example/p.zip", WebSource("https://a.example/p.zip", "")),
        ("https://a.example/p.zip?v=1#x/y", WebSource("https://a.example/p.zip?v=1", "x/y")),
        ("https://a.example/p.zip#subdirectory=x", WebSource("https://a.example/p.zip", "x")),
        ("http://127.0.0.1:8000/p.zip", WebSource("http://127.0.0.1:8000/p.zip", "")),
        ("http://localhost/p.zip", WebSource("http://localhost/p.zip", "")),
        ("https://a.example/o/p.git", git("https://a.example/o/p.git")),
        ("https://a.example/o/p.git@v1#x", git("https://a.example/o/p.git", "v1", "x")),
        ("https://a.example/o/p.git@feature/x", git("https://a.example/o/p.git", "feature/x")),
        ("git+https://a.example/o/p@feature/x", git("https://a.example/o/p", "feature/x")),
        (f"git+https://a.example/o/p.git@{COMMIT}", git("https://a.example/o/p.git", COMMIT)),
        ("https://github.com/o/p", git("https://github.com/o/p")),
        ("https://github.com/o/p/archive/v1.zip", WebSource("https://github.com/o/p/archive/v1.zip", "")),
        ("ssh://git@a.example:22/o/p.git@v1", git("ssh://git@a.example:22/o/p.git", "v1", "", "ssh")),
        ("git@a.example:o/p.git@v1#x", git("git@a.example:o/p.git", "v1", "x", "ssh")),
        ("git+file:///srv/p@v1", git("/srv/p", "v1", "", "file")),
        ("dist:my-pack", DistributionSource("my-pack", "")),
        ("dist:my-pack#one", DistributionSource("my-pack", "one")),
        ("my-pack", DistributionSource("my-pack", "")),
    ],
)
def test_a_source_is_what_it_looks_like(text: str, source: object, tmp_path: Path) -> None:
    """Its address is kept, and means the same again."""
    found, kept = parse(text, folder=tmp_path)

    assert found == source
    assert parse(kept, folder=tmp_path)[0] == source


def test_what_lies_on_disk(tmp_path: Path) -> None:
    """Folders, archives and bare repositories are told apart, and kept by their whole paths."""
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack.zip").write_bytes(b"PK")
    bare = tmp_path / "bare"
    (bare / "objects").mkdir(parents=True)
    (bare / "HEAD").write_text("ref: refs/heads/main")

    found = {text: parse(text, folder=tmp_path) for text in ("pack", "./pack.zip", "pack.zip#x", "bare")}

    assert {text: source for text, (source, _) in found.items()} == {
        "pack": FolderSource(tmp_path / "pack"),
        "./pack.zip": ArchiveSource(tmp_path / "pack.zip", ""),
        "pack.zip#x": ArchiveSource(tmp_path / "pack.zip", "x"),
        "bare": git(str(bare), protocol="file"),
    }
    elsewhere = tmp_path / "pack"
    assert {text: parse(kept, folder=elsewhere)[0] for text, (_, kept) in found.items()} == {
        text: source for text, (source, _) in found.items()
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "missing"),
        ("no/such/thing.zip", "no such folder or archive"),
        ("a\x1b[2J", "invisible characters"),
        ("x" * 3000, "not that long"),
        ("-x", "hyphen"),
        ("git+-x", "program or an option"),
        ("git+https://a.example/p.git@-x", "no branch, tag or commit"),
        ("git+https://a.example/p.git@a..b", "no branch, tag or commit"),
        ("git+https://a.example/p.git@a:b", "no branch, tag or commit"),
        ("git+https://a.example/p.git@+a", "no branch, tag or commit"),
        ("git+https://-oX/p.git", "names no host"),
        ("ssh://-oX@a.example/p.git", "no ssh address"),
        ("ssh://git:pw@a.example/p.git", "no ssh address"),
        ("git@a.example:-x", "option"),
        ("git+https://a.example/p.git;x y", "no address of a repository"),
        ("git+ftp://a.example/p.git", "not fetched by ftp"),
        ("git+http://a.example/p.git", "by https, not by http"),
        ("http://127.0.0.1.example/p.zip", "by https, not by http"),
        ("https:///p.zip", "no host"),
        ("https://[::1/p.zip", "no address"),
        ("https://a.example:port/p.zip", "no address"),
        ("javascript://x/p.zip", "not fetched by javascript"),
        ("git+file://host/p", "names a host"),
        ("https://a.example/p.zip#../..", "leads out"),
        ("dist:../x", "no name of a distribution"),
        ("dist:a b", "no name of a distribution"),
    ],
)
def test_a_source_that_means_nothing(text: str, words: str, tmp_path: Path) -> None:
    """It is refused before anything is asked of anybody."""
    with pytest.raises(UsageError, match=words) as refusal:
        parse(text, folder=tmp_path)

    assert all(line.isprintable() for line in str(refusal.value).splitlines())
