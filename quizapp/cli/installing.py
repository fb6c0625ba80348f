"""`quizapp pack add` and `update`: what a pack has is said before it is taken in."""

from __future__ import annotations

import asyncio
import shutil
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from quizapp.cli.working import application, working
from quizapp.errors import StoppedError

if TYPE_CHECKING:
    from quizapp.domain.installation import InstallResult, PackOffer
    from quizapp.services.packs import PackService

MAX_WARNINGS = 10


@contextmanager
def opened() -> Iterator[PackService]:
    """The service, with everything closed and swept afterwards."""
    app = application()
    try:
        yield app.packs
    finally:
        asyncio.run(app.close())
        app.installer.sweep()


@click.command(short_help="Install a pack from a folder, an archive, the web, git or pip.")
@click.argument("source")
@click.option("--link", is_flag=True, help="Use a folder where it lies: for its author, who goes on writing it.")
@click.option("--replace", is_flag=True, help="Take the place of a pack of the same id that came from elsewhere.")
@click.option("--yes", "-y", is_flag=True, help="Do not ask; what the pack has is said all the same.")
def add(*, source: str, link: bool, replace: bool, yes: bool) -> int:
    r"""Install the pack at SOURCE: read it, say what it has and what of it would ever run, ask, and take it in.

    \b
    ./my-pack                                 a folder, copied (or used where it lies, with --link)
    ./my-pack.zip   packs.tar.gz#folder       an archive
    https://host/my-pack.zip                  an archive on the web
    https://host/owner/my-pack.git@v1.2       a git repository; @ names a branch, tag or commit
    git+ssh://git@host/packs.git@main#folder  # names the pack's folder inside
    dist:my-pack                              an installed Python distribution with the
                                              entry point group quizapp.packs

    A pack with faults is refused, and nothing of it is run while it is read. What is installed is a copy: change SOURCE
    and say `quizapp pack update`.
    """
    with opened() as packs:
        with working("The look at a pack", "looking at it") as watch:
            offer = packs.offer(source, link=link, replace=replace, watch=watch)
        if offer.is_same:
            packs.discard(offer)
            click.echo(f"{offer.id} {offer.version} is installed already, with the same files.")
            return 0
        try:
            describe(offer)
            agreed = yes or click.confirm("Install it?" if offer.replaces is None else "Update it?")
        except BaseException:
            packs.discard(offer)
            raise
        if not agreed:
            packs.discard(offer)
            click.echo("Nothing was changed.")
            return 1
        with working("The new pack", "installing") as watch:
            result = packs.install(offer, watch=watch)
        _tell_result(result)
        return 0


@click.command(short_help="Fetch packs from their sources again.")
@click.argument("packs", metavar="[ID]...", nargs=-1)
@click.option("--yes", "-y", is_flag=True, help="Do not ask.")
def update(*, packs: tuple[str, ...], yes: bool) -> int:
    """Fetch the packs with these IDs from their sources again, or all packs.

    Your history stays: renamed items keep theirs, items whose question or answer changed come up again soon, and items
    that are gone are asked no more. Pinned packs stay as they are.
    """

    def accept(offer: PackOffer) -> bool:
        with work.aside():
            describe(offer)
            return yes or click.confirm("Update it?")

    states = set()
    with opened() as service, working("The update of packs", "looking for newer packs") as work:
        try:
            for outcome in service.update(packs, accept=accept, watch=work):
                states.add(outcome.state)
                if outcome.state != "bundled" or packs:
                    with work.aside():
                        click.echo(outcome.message, err=outcome.state == "failed")
        except StoppedError as error:
            if "updated" not in states:
                raise
            raise StoppedError("Stopped; what is told above is updated, the rest is as it was.") from error
    return 1 if "failed" in states else 0


def describe(offer: PackOffer) -> None:
    """Say what a pack has, and what of it would ever run."""
    before = f" (now {offer.replaces.version})" if offer.replaces else ""
    rows = {
        "pack": f"{offer.title} · {offer.id} {offer.version}{before}",
        "by": ", ".join(offer.authors),
        "license": offer.license,
        "from": offer.source + (f" at {offer.revision[:12]}" if offer.revision else ""),
        "has": offer.holdings.summary,
        "runs": offer.holdings.runs,
        "changes": offer.changes.summary if offer.changes else "",
    }
    for name, value in rows.items():
        if value:
            _echo(name, value)
    if offer.trusted:
        click.echo("careful  trusted_packs in your settings names this id: its code may run where nothing contains it.")
    for notice in offer.warnings[:MAX_WARNINGS]:
        click.echo(f"warning  {notice.where}: {notice.message}")
    if len(offer.warnings) > MAX_WARNINGS:
        click.echo(f"         and {len(offer.warnings) - MAX_WARNINGS} more warnings")


def _echo(name: str, value: str) -> None:
    """A name and what belongs to it, on as many lines as the terminal needs."""
    if not sys.stdout.isatty():
        click.echo(f"{name:8} {shown(value)}")
        return
    width = max(40, min(100, shutil.get_terminal_size().columns))
    lines = textwrap.wrap(shown(value), width - 9, break_long_words=False, break_on_hyphens=False)
    for number, line in enumerate(lines):
        click.echo(f"{'' if number else name:8} {line}")


def shown(text: str) -> str:
    """A text of a pack on one line, without anything that a terminal would act upon."""
    from quizapp.content.diagnostic import printable

    return printable(" ".join(text.split()))


def _tell_result(result: InstallResult) -> None:
    pack = result.pack
    click.echo(f"{pack.id} {pack.version} is installed. `quizapp pack show {pack.id}` tells more.")
    click.echo(
        f"Its topics stand last in `quizapp roadmap` and on the home screen; `quizapp study --topic {pack.id}/TOPIC`"
        " asks one of them."
    )
    if result.taken_up.renamed:
        click.echo(f"Items renamed, with their history: {result.taken_up.renamed}.")
    if result.taken_up.fresh:
        click.echo(f"Items that changed and come up again: {len(result.taken_up.fresh)}.")
