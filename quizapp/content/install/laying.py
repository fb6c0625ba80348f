"""From a source to files in a stage: the one place that knows every kind of source."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Literal

from quizapp.content.install import distribution, local
from quizapp.content.install.archive import Archive
from quizapp.content.install.entry import lay
from quizapp.content.install.git import Repository
from quizapp.content.install.source import (
    ArchiveSource,
    DistributionSource,
    FolderSource,
    GitSource,
    Source,
    WebSource,
)
from quizapp.content.install.stage import Stage
from quizapp.content.install.web import download
from quizapp.domain.work import Watch

Origin = Literal["folder", "archive", "https", "git", "distribution"]


def lay_down(source: Source, stage: Stage, scratch: Path, watch: Watch, *, address: str) -> tuple[Origin, str | None]:
    """Lay a source's pack down.

    Args:
        source: where it comes from.
        stage: where it goes.
        scratch: a folder for what is needed on the way.
        watch: of the whole work.
        address: how errors call the source.

    Returns:
        what kind of source it is, and its revision if it has one.
    """
    with ExitStack() as stack:
        match source:
            case FolderSource(path):
                lay(local.entries(path), "", stage)
                return "folder", None
            case ArchiveSource(path, subfolder):
                lay(Archive(path, shown=address, scratch=scratch, watch=watch, stack=stack).entries(), subfolder, stage)
                return "archive", None
            case WebSource(url, subfolder):
                file = scratch / "download"
                download(url, file, watch)
                lay(Archive(file, shown=address, scratch=scratch, watch=watch, stack=stack).entries(), subfolder, stage)
                return "https", None
            case GitSource(_, _, subfolder, _):
                folder = scratch / "repository"
                repository = Repository(source, folder, shown=address, watch=watch, stack=stack)
                commit = repository.fetch()
                lay(repository.entries(commit), subfolder, stage)
                return "git", commit
            case DistributionSource():
                folder, version = distribution.locate(source)
                lay(local.entries(folder), "", stage)
                return "distribution", version
