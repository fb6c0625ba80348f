"""What a person does with packs, over an installer in memory."""

from __future__ import annotations

import pytest

from quizapp.domain.installation import Changes, PackOffer, TakenUp
from quizapp.domain.work import Watch
from quizapp.errors import NotFoundError, PackError, PackRefusedError, StoppedError, UsageError
from quizapp.services.packs import PackService, take_up
from tests.fakes import FakeClock, FakeLibrary, FakeProgress, FakeScheduler, make_choice
from tests.fakes.installer import FakeInstaller, offered

HERE, THERE = "https://here.example/demo.git", "https://there.example/demo.git"


def make_offer(pack: str, source: str, **changes: object) -> PackOffer:
    """What would be offered from a source."""
    return offered(source, **{"id": pack, "version": "1.0.0", "digest": f"{pack} 1.0.0", **changes})


class Fixture:
    """A service, and everything around it."""

    def __init__(self) -> None:
        self.installer = FakeInstaller()
        self.installer.offers |= {source: make_offer("demo", source) for source in (HERE, THERE)}
        self.library = FakeLibrary([make_choice("one"), make_choice("two")])
        self.reloads = 0
        self.trusted = {"demo"}
        self.packs = PackService(self.installer, self.library, reload=self._reload, trusts=self.trusted.__contains__)

    def _reload(self, _: Watch) -> TakenUp:
        self.reloads += 1
        return TakenUp(fresh=["demo/one"])

    def update_to(self, **changes: object) -> None:
        """Another version lies at the source."""
        self.installer.offers[HERE] = make_offer("demo", HERE, version="2.0.0", digest="new", **changes)


@pytest.fixture
def fixture() -> Fixture:
    """Nothing installed yet."""
    return Fixture()


@pytest.fixture
def installed(fixture: Fixture) -> Fixture:
    """One pack, installed."""
    fixture.packs.install(fixture.packs.offer(HERE))
    return fixture


def test_an_offer_is_installed(fixture: Fixture) -> None:
    """The library is made to follow, and what became of the history is told."""
    steps: list[str] = []
    offer = fixture.packs.offer(HERE, watch=Watch(lambda advance: steps.append(str(advance))))

    result = fixture.packs.install(offer)

    assert (offer.replaces, offer.changes, offer.trusted, offer.is_same) == (None, None, True, False)
    assert (result.pack.id, result.taken_up.fresh, fixture.reloads) == ("demo", ["demo/one"], 1)
    assert [pack.id for pack in fixture.packs.installed()] == ["fastapi", "demo"]
    assert steps == ["fetching, 2 KiB", "checking"]


def test_trust_is_what_the_settings_say_now(fixture: Fixture) -> None:
    """A pack whose trust is taken back, or given, while quizapp runs is told so at the next offer."""
    before = fixture.packs.offer(HERE).trusted
    fixture.trusted.clear()
    after = fixture.packs.offer(HERE).trusted

    assert (before, after) == (True, False)


def test_the_same_source_again_is_an_update(installed: Fixture) -> None:
    """It says what it replaces, what would change, and whether anything would."""
    same = installed.packs.offer(HERE)
    one, two = (each for _, each in sorted(installed.library.fingerprints("demo").items()))
    installed.update_to(prints={"one": "other", "zwei": two, "three": "new"}, aliases={"two": "zwei"})
    newer = installed.packs.offer(HERE)

    assert (same.is_same, newer.is_same) == (True, False)
    assert newer.replaces == installed.packs.find("demo")
    assert newer.changes == Changes(added=["three"], changed=["one"], renamed=["zwei"], gone=[])
    assert newer.changes.summary == "1 new, 1 changed, 1 renamed"
    assert one != "other"


def test_another_packs_id_is_refused(installed: Fixture) -> None:
    """Unless the person says that it takes its place; the bundled pack's never is free. No offer is left waiting."""
    installed.installer.offers["x"] = make_offer("fastapi", "x")
    with pytest.raises(PackRefusedError, match="from elsewhere is installed already"):
        installed.packs.offer(THERE)
    with pytest.raises(PackRefusedError, match="comes with quizapp"):
        installed.packs.offer("x", replace=True)
    waiting = list(installed.installer.waiting)

    installed.packs.install(installed.packs.offer(THERE, replace=True))

    assert waiting == []
    assert installed.packs.find("demo").source == THERE


def test_the_same_files_from_elsewhere_are_not_the_same(installed: Fixture) -> None:
    """Who replaces a pack by its twin from another place gets the updates of that place from then on."""
    installed.installer.offers[THERE] = installed.installer.offers[HERE].model_copy(update={"source": THERE})

    offer = installed.packs.offer(THERE, replace=True)
    installed.packs.install(offer)

    assert not offer.is_same
    assert installed.packs.find("demo").source == THERE


def test_a_round_of_updates(installed: Fixture) -> None:
    """Each pack by itself: what is bundled, pinned, linked or the same stays; what fails does not hold up the rest."""
    for name in ("bad", "linked", "same", "pinned", "declined"):
        installed.installer.offers[name] = make_offer(name, name)
        installed.packs.install(installed.packs.offer(name, link=name == "linked"))
    installed.packs.pin("pinned")
    installed.installer.offers["bad"] = PackRefusedError("faults", findings=("a.yaml:1:2: error: x",))
    installed.installer.offers["declined"] = make_offer("declined", "declined", digest="new")
    installed.update_to()

    updates = list(installed.packs.update(accept=lambda offer: offer.id != "declined"))

    assert {update.id: update.state for update in updates} == {
        "bad": "failed", "fastapi": "bundled", "declined": "declined", "demo": "updated", "linked": "linked",
        "pinned": "pinned", "same": "same",
    }  # fmt: skip
    assert "a.yaml:1:2" in next(update.message for update in updates if update.id == "bad")
    assert installed.packs.find("demo").version == "2.0.0"
    assert installed.installer.waiting == []


def test_a_source_with_another_pack_is_no_update(installed: Fixture) -> None:
    """A pack never becomes another one."""
    installed.installer.offers[HERE] = make_offer("other", HERE)

    with pytest.raises(PackRefusedError, match="calls itself other now"):
        installed.packs.offer_update("demo")

    assert installed.installer.waiting == []


def test_a_stopped_update_ends_the_round(installed: Fixture) -> None:
    """Nothing is changed, and nothing else is fetched."""
    installed.update_to()

    with pytest.raises(StoppedError):
        list(installed.packs.update(watch=Watch(is_cancelled=lambda: True)))

    assert installed.packs.find("demo").version == "1.0.0"


def test_whoever_fails_to_answer_leaves_nothing_waiting(installed: Fixture) -> None:
    """An offer is thrown away when the question about it is broken off."""

    def accept(_: PackOffer) -> bool:
        raise KeyboardInterrupt

    installed.update_to()
    with pytest.raises(KeyboardInterrupt):
        list(installed.packs.update(["demo"], accept=accept))

    assert installed.installer.waiting == []


def test_what_cannot_be_had(fixture: Fixture) -> None:
    """Errors come through as they are; ids that are not there are told with those that are."""
    with pytest.raises(PackError, match="Nothing lies there"):
        fixture.packs.offer("nowhere")
    with pytest.raises(NotFoundError, match="There are fastapi"):
        fixture.packs.find("demo")
    with pytest.raises(UsageError, match="only pack that is switched on"):
        fixture.packs.disable("fastapi")


def test_every_change_reloads(installed: Fixture) -> None:
    """Switching off and on, and taking out; pinning changes nothing that the library has."""
    before = installed.reloads
    installed.packs.disable("demo")
    installed.packs.enable("demo")
    installed.packs.pin("demo")
    installed.packs.remove("demo")

    assert installed.reloads - before == 3


def test_a_history_follows_its_packs() -> None:
    """What was asked is noted at first sight, and compared when the pack has changed."""
    library, progress = FakeLibrary([make_choice("one")]), FakeProgress()
    first = take_up(library, progress, FakeScheduler(), FakeClock())
    again = take_up(library, progress, FakeScheduler(), FakeClock())

    assert first == again == TakenUp()
