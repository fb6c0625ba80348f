"""What to study, as flags of the command line."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from quizapp.cli.levels import levels
from quizapp.cli.naming import topic_names

if TYPE_CHECKING:
    from quizapp.domain.ports.library import Library
    from quizapp.domain.selection import Selection

Command = TypeVar("Command", bound=Callable[..., Any])

_SOURCES = {
    "due": "What is due.",
    "new": "What was never answered.",
    "weak": "What was forgotten before or is hard, and does not last yet.",
    "bookmarked": "What has a bookmark.",
    "redo": "What was missed the last time, without moving the schedule.",
}
_OPTIONS = [
    *(
        click.option(f"--{name}", "sources", flag_value=name, multiple=True, help=told)
        for name, told in _SOURCES.items()
    ),
    click.option("--cram", is_flag=True, help="Leave the schedule alone; of everything, unless sources are named."),
    click.option(
        "--topic",
        "topics",
        multiple=True,
        metavar="TOPIC",
        shell_complete=topic_names,
        help="Only this topic; may be repeated.",
    ),
    click.option("--phase", "phases", multiple=True, metavar="PHASE", help="Only this phase; may be repeated."),
    click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only this kind of question; may be repeated."),
    click.option("--difficulty", metavar="N-M", help="Only these levels, such as 3 or 2-4, of 1 to 5."),
    click.option("--minutes", type=click.FloatRange(1, 600), help="As many questions as fit into so many minutes."),
    click.option("--item", "items", multiple=True, metavar="ID", help="This question and no other; may be repeated."),
]


def choosing(command: Command) -> Command:
    """Give a command every flag of a selection."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def selection_of(
    library: Library,
    *,
    sources: tuple[str, ...],
    topics: tuple[str, ...],
    phases: tuple[str, ...],
    kinds: tuple[str, ...],
    difficulty: str | None,
    minutes: float | None,
    cram: bool,
    items: tuple[str, ...],
    size: int | None,
) -> Selection | None:
    """What the flags ask for; None when there are none, so that a session that was left may go on.

    Raises:
        click.UsageError: something is named that is not there.
    """
    from quizapp.domain.selection import EVERYDAY, Selection, Source

    if not any([sources, topics, phases, kinds, difficulty, minutes, cram, items]):
        return None
    named = tuple(Source.MISSED if source == "redo" else Source(source) for source in dict.fromkeys(sources))
    return Selection(
        sources=named or ((Source.ALL,) if cram else EVERYDAY),
        topics=tuple(full_id(library, topic) for topic in topics),
        phases=tuple(_phase(library, phase) for phase in phases),
        kinds=tuple(kind_of(kind) for kind in kinds),
        difficulty=(1, 5) if difficulty is None else levels(difficulty),
        items=tuple(_item(library, item) for item in items),
        size=size,
        minutes=minutes,
        cram=cram,
    )


def full_id(library: Library, topic: str) -> str:
    """`pack/topic` for a topic that was named with or without its pack."""
    known = [entry.id for entry in library.roadmap()]
    found = [full for full in known if topic in {full, full.partition("/")[2]}]
    if len(found) == 1:
        return found[0]
    if found:
        raise click.UsageError(f"several packs have a topic {topic}: say which, {' or '.join(found)}")
    near = difflib.get_close_matches(topic, [full.partition("/")[2] for full in known], n=3)
    raise click.UsageError(
        f"there is no topic {topic}; " + (f"near: {', '.join(near)}" if near else "`quizapp roadmap` lists them")
    )


def _phase(library: Library, phase: str) -> str:
    """A phase as its pack writes it, for one that was named in any case or by its beginning."""
    known = list(dict.fromkeys(topic.phase for topic in library.roadmap()))
    wanted = phase.casefold()
    found = [name for name in known if name.casefold() == wanted] or [
        name for name in known if name.casefold().startswith(wanted)
    ]
    if len(found) != 1:
        raise click.UsageError(f"there is no phase {phase}; known: {', '.join(known)}")
    return found[0]


def kind_of(kind: str) -> str:
    """A kind of question, if it is one."""
    from quizapp.domain.items.any import KINDS

    if kind not in KINDS:
        raise click.UsageError(f"no kind of question is called {kind}; known: {', '.join(KINDS)}")
    return kind


def _item(library: Library, name: str) -> str:
    """The full id of a question; without its pack it is found when only one pack has it."""
    from quizapp.domain.items.identity import ItemId

    names = [name] if "/" in name else [f"{manifest.id}/{name}" for manifest in library.manifests()]
    found = [listing.id for full in names if (listing := library.listing(ItemId(full))) and listing.kind != "task"]
    if len(found) != 1:
        several = f": say which, {' or '.join(found)}" if found else "; `quizapp search WORDS` finds some"
        raise click.UsageError(f"there is no single question {name}{several}")
    return found[0]
