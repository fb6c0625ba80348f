"""Blueprints to choose from: those of the packs, and the learner's own."""

from __future__ import annotations

from quizapp.domain.interview.draw import room_for
from quizapp.domain.interview.records import OwnBlueprint
from quizapp.domain.pack import Blueprint
from quizapp.domain.ports.clock import Clock
from quizapp.domain.ports.interviews import InterviewRecords
from quizapp.domain.ports.library import Library
from quizapp.errors import NotFoundError
from quizapp.services.interview.own import Wish, build
from quizapp.services.interview.view import BlueprintChoice

OWN = "own"
"""In the id of a blueprint that the learner made it stands in the pack's place."""


class Shelf:
    """Finds, builds and keeps blueprints."""

    def __init__(self, library: Library, records: InterviewRecords, clock: Clock) -> None:
        self._library = library
        self._records = records
        self._clock = clock

    def all(self) -> list[BlueprintChoice]:
        """Every blueprint: the learner's own first, then those of the packs."""
        own = [(one.pack, one.blueprint, one.id) for one in self._records.blueprints()]
        packs = [(pack, blueprint, f"{pack}/{blueprint.id}") for pack, blueprint in self._library.blueprints()]
        return [
            BlueprintChoice(
                id=name,
                blueprint=blueprint,
                available=self.drawable(blueprint, pack),
                own=name.startswith(f"{OWN}/"),
            )
            for pack, blueprint, name in [*own, *packs]
        ]

    def drawable(self, blueprint: Blueprint, pack: str) -> int:
        """How many questions and tasks it would draw; a question that fits two sections counts for both."""
        return sum(room_for(section, pack=pack, library=self._library) for section in blueprint.sections)

    def find(self, blueprint_id: str) -> tuple[str, str, Blueprint]:
        """Its pack, its full id, and a blueprint by its full or bare id.

        Raises:
            NotFoundError: there is none of that name.
        """
        every = [(one.pack, one.id, one.blueprint) for one in self._records.blueprints()]
        every += [(pack, f"{pack}/{blueprint.id}", blueprint) for pack, blueprint in self._library.blueprints()]
        for pack, name, blueprint in every:
            if blueprint_id in {name, blueprint.id}:
                return pack, name, blueprint
        known = ", ".join(name for _, name, _ in every) or "none"
        raise NotFoundError(f"No interview blueprint is called {blueprint_id}.", hint=f"There are: {known}.")

    def save(self, blueprint: Blueprint, *, pack: str = "") -> OwnBlueprint:
        """Keep a blueprint of the learner's own; one of the same id takes the place of the earlier one.

        Raises:
            NotFoundError: there is no pack to draw from.
        """
        packs = [manifest.id for manifest in self._library.manifests()]
        if not packs or (pack and pack not in packs):
            named = f"There is no pack {pack}".rstrip()
            raise NotFoundError(f"{named}.", hint=f"There are: {', '.join(packs) or 'none'}.")
        own = OwnBlueprint(
            id=f"{OWN}/{blueprint.id}", pack=pack or packs[0], made=self._clock.now(), blueprint=blueprint
        )
        self._records.save_blueprint(own)
        return own

    def build(self, wish: Wish, *, pack: str = "") -> Blueprint:
        """The blueprint that fits a wish; it is not kept yet.

        Raises:
            NotFoundError: nothing in the library fits.
        """
        packs = [manifest.id for manifest in self._library.manifests()]
        return build(wish, pack=pack or (packs[0] if packs else ""), library=self._library)

    def remove(self, blueprint_id: str) -> None:
        """Forget a blueprint of the learner's own; what was held by it stays."""
        self._records.remove_blueprint(blueprint_id)
