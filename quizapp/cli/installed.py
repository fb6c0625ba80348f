"""`quizapp pack list`, `show`, `remove`, `enable`, `disable`, `pin`: the packs that are there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from quizapp.cli.installing import opened, shown

if TYPE_CHECKING:
    from quizapp.domain.installation import InstalledPack


@click.command("list", short_help="List the packs that are installed.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
def list_packs(*, as_json: bool) -> int:
    """List the packs that are installed, where they came from, and which are switched on."""
    with opened() as packs:
        found, damaged = packs.installed(), packs.damaged()
    if as_json:
        click.echo(json.dumps([pack.model_dump(mode="json") for pack in found], indent=2, ensure_ascii=False))
    else:
        width = max(len(pack.id) for pack in found)
        for pack in found:
            marks = [word for word, holds in (("off", not pack.enabled), ("pinned", pack.pinned)) if holds]
            marked = f"  ({', '.join(marks)})" if marks else ""
            click.echo(f"{pack.id:{width}}  {pack.version:8}  {shown(pack.title)}  [{shown(pack.source)}]{marked}")
    for sentence in damaged:
        click.echo(shown(sentence), err=True)
    return 1 if damaged else 0


@click.command(short_help="Tell everything about one pack.")
@click.argument("pack", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def show(*, pack: str, as_json: bool) -> int:
    """Tell where the pack ID came from, what it is, and where it lies."""
    with opened() as packs:
        found = packs.find(pack)
    if as_json:
        click.echo(found.model_dump_json(indent=2))
        return 0
    rows = {
        "id": found.id,
        "title": found.title,
        "version": found.version,
        "source": found.source,
        "revision": found.revision or "",
        "sha256": found.digest or "",
        "added": found.added.strftime("%Y-%m-%d %H:%M UTC") if found.added else "",
        "updated": found.updated.strftime("%Y-%m-%d %H:%M UTC") if found.updated else "",
        "homepage": found.homepage or "",
        "state": ("on" if found.enabled else "off") + (", pinned" if found.pinned else ""),
        "folder": str(found.folder),
    }
    for name, value in rows.items():
        if value:
            click.echo(f"{name:9} {shown(value)}")
    return 0


@click.command(short_help="Take a pack out.")
@click.argument("pack", metavar="ID")
@click.option("--yes", "-y", is_flag=True, help="Do not ask.")
def remove(*, pack: str, yes: bool) -> int:
    """Take the pack ID out. What you answered, and your solutions of its coding tasks, stay."""
    with opened() as packs:
        found = packs.find(pack)
        if not yes and not found.is_bundled and not click.confirm(f"Remove {found.id} {found.version}?"):
            click.echo("Nothing was changed.")
            return 1
        packs.remove(pack)
    click.echo(f"{found.id} is removed. Your history stays: add it again, and it goes on.")
    return 0


@click.command(short_help="Switch a pack on.")
@click.argument("pack", metavar="ID")
def enable(*, pack: str) -> int:
    """Switch the pack ID on."""
    with opened() as packs:
        _tell_state(packs.enable(pack))
    return 0


@click.command(short_help="Switch a pack off, and keep it.")
@click.argument("pack", metavar="ID")
def disable(*, pack: str) -> int:
    """Switch the pack ID off: its items are asked no more, and nothing of it is lost."""
    with opened() as packs:
        _tell_state(packs.disable(pack))
    return 0


@click.command(short_help="Keep a pack at its version.")
@click.argument("pack", metavar="ID")
@click.option("--off", is_flag=True, help="Let it be updated again.")
def pin(*, pack: str, off: bool) -> int:
    """Keep the pack ID at its version: updates leave it alone."""
    with opened() as packs:
        _tell_state(packs.pin(pack, pinned=not off))
    return 0


def _tell_state(pack: InstalledPack) -> None:
    state = "on" if pack.enabled else "off"
    click.echo(f"{pack.id} {pack.version} is {state}{', and pinned' if pack.pinned else ''}.")
