"""The library: packs compiled into an index that is disposable, incremental and shared."""

from __future__ import annotations

import shutil
import threading

import pytest

from quizapp.content import compiler, loader
from quizapp.content.library import PackLibrary
from quizapp.domain.items.identity import ItemId
from quizapp.errors import NotFoundError, PackError
from tests.adapters.sample_library import ALL, SAMPLE, reopened


def test_the_sample_pack_has_no_faults(library):
    """A sound pack is in the library whole."""
    assert library.faults() == {}
    assert [manifest.id for manifest in library.manifests()] == ["sample"]


def test_the_roadmap_is_in_learning_order_with_counts(library):
    """Topics come as topics.yaml has them, each with the number of its items and tasks."""
    roadmap = [(topic.id, topic.phase, topic.items) for topic in library.roadmap()]

    assert roadmap == [
        ("sample/http", "Foundations", 3),
        ("sample/validation", "Foundations", 2),
        ("sample/testing", "Later", 0),
    ]
    assert library.topic("sample/validation").topic.title == "Validation"


def test_the_glossary_has_the_terms_of_all_topics(library):
    """In alphabetical order, each with the topic that explains it; a translation is used where there is one."""
    glossary = library.glossary()

    assert [(entry.term.term, entry.topic, entry.title) for entry in glossary] == [
        ("Header", "sample/http", "HTTP"),
        ("URL", "sample/http", "HTTP"),
    ]
    assert glossary[1].term.also == ["address"]
    assert [glossary[1].term.in_language(tag) for tag in ("de", "fr")] == ["Wo etwas ist.", "Where something is."]


def test_listings_come_in_roadmap_order(library):
    """By topic, then by difficulty, then as the author wrote them."""
    assert [listing.id for listing in library.listings()] == ALL


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"topics": ["sample/validation"]}, ["sample/missing-field", "sample/body-422"]),
        ({"topics": ["other/validation"]}, []),
        ({"kinds": ["task"]}, ["sample/first-route"]),
        ({"difficulty": (2, 5)}, ["sample/status-pairs", "sample/body-422"]),
        ({"without": ["sample/teapot", "other/body-422"], "limit": 2}, ["sample/first-route", "sample/status-pairs"]),
        ({"limit": 0}, []),
        ({"only": ["sample/teapot", "sample/old-body-422", "other/x"]}, ["sample/teapot", "sample/body-422"]),
        ({"only": ["sample/teapot", "sample/body-422"], "without": ["sample/teapot"]}, ["sample/body-422"]),
        ({"only": []}, []),
        ({"topics": ["sample/http"], "kinds": ["short", "match"], "difficulty": (1, 1)}, ["sample/teapot"]),
    ],
)
def test_listings_are_filtered(library, asked, expected):
    """Every filter narrows, and they narrow together."""
    assert expected == [listing.id for listing in library.listings(**asked)]
    asked.pop("limit", None)
    assert len(library.listings(**asked)) == library.count(**asked)


def test_a_listing_tells_of_an_item_without_opening_it(library):
    """Kind, full topic, difficulty, seconds and the beginning of the stem."""
    listing = library.listing(ItemId("sample/first-route"))

    assert (
        listing.kind,
        listing.topic,
        listing.difficulty,
        listing.seconds,
        listing.title,
    ) == ("task", "sample/http", 1, 300.0, "One route that says hello")
    assert library.listing(ItemId("sample/gone")) is None
    assert library.listing(ItemId("nobody/gone")) is None


def test_an_item_is_what_its_author_wrote(library):
    """An item opened from the index equals the item read from YAML."""
    written = loader.load_content((SAMPLE / "questions/validation.yaml").read_bytes(), "f.yaml", "items")

    opened = [library.item(ItemId(f"sample/{record.model.id}")) for record in written.records]

    assert [record.model for record in written.records] == opened


def test_a_renamed_item_is_found_by_its_old_id(library):
    """Aliases keep history alive."""
    assert library.item(ItemId("sample/old-body-422")).id == "body-422"
    assert library.listing(ItemId("sample/old-body-422")).id == "sample/body-422"


@pytest.mark.parametrize(
    "ask",
    [
        lambda library: library.item(ItemId("sample/none")),
        lambda library: library.item(ItemId("sample/first-route")),
        lambda library: library.item(ItemId("none/none")),
        lambda library: library.task(ItemId("sample/teapot")),
        lambda library: library.task(ItemId("none")),
        lambda library: library.topic("sample/none"),
        lambda library: library.pack_root("none"),
    ],
)
def test_what_is_not_there_is_not_found(library, ask):
    """Every lookup of something absent says so in the same way."""
    with pytest.raises(NotFoundError):
        ask(library)


@pytest.mark.parametrize(
    ("ask", "hint"),
    [
        (lambda library: library.task(ItemId("first-rout")), "Did you mean sample/first-route?"),
        (lambda library: library.task(ItemId("x")), "`quizapp tasks` lists them."),
        (lambda library: library.topic("sample/validatoin"), "Did you mean sample/validation?"),
        (lambda library: library.pack_root("smaple"), "Did you mean sample?"),
    ],
)
def test_what_is_not_there_suggests_what_was_meant(library, ask, hint):
    """A slip of the pen gets the nearest name, and otherwise what there is."""
    with pytest.raises(NotFoundError) as caught:
        ask(library)

    assert caught.value.hint == hint


def test_a_task_has_its_files_and_whole_mutants(library):
    """Starter, solution and variants as they lie there; a mutant's edits or overlay applied to the solution."""
    folder = library.task(ItemId("first-route"))

    assert folder.id == "sample/first-route"
    assert list(folder.starter) == ["main.py"]
    assert list(folder.variants) == ["router"]
    assert folder.solution["main.py"].replace(b"hello", b"bye") == folder.mutants["wrong-word"]["main.py"]
    assert b"api_route" in folder.mutants["get-only"]["main.py"]


def test_a_task_that_broke_since_is_told_with_its_place(library, pack):
    """Files are read when a task is opened; what is wrong then is a PackError with file and line."""
    (pack / "sandbox/first-route/solution/main.py").write_text("# hello hello\n")

    with pytest.raises(PackError) as caught:
        library.task(ItemId("first-route"))

    assert "found 2 times" in caught.value.message
    assert str(caught.value.where).endswith("first-route/task.yaml:24:21")


def test_blueprints_come_with_their_pack(library, pack):
    """A blueprint's topics are local to its pack."""
    ((name, blueprint),) = library.blueprints()

    assert (name, blueprint.id) == ("sample", "quick")
    assert pack == library.pack_root("sample")


def test_refresh_takes_up_changes_while_open(library, pack):
    """An author sees the new text without starting again."""
    path = pack / "questions/http.yaml"
    path.write_text(path.read_text().replace("id: teapot", "id: kettle"))

    library.refresh()

    assert library.item(ItemId("sample/kettle")).id == "kettle"


def test_a_bad_item_is_left_out_with_its_fault(library, pack, cache):
    """One bad item costs itself only, and the finding stays known when nothing is parsed."""
    path = pack / "questions/http.yaml"
    path.write_text(path.read_text().replace("accept: [405, Method Not Allowed]", "accept: []"))

    first = reopened(pack, cache)
    second = reopened(pack, cache)

    assert ALL[1:] == first[0]
    assert [fault.where for fault in first[1][0]] == ["questions/http.yaml:7:11"]
    assert first == second


def test_an_item_of_an_unknown_topic_is_left_out_until_the_topic_comes(library, pack, cache):
    """What has no place on the roadmap cannot be asked; a change of topics.yaml alone brings it in."""
    extra = pack / "questions/extra.yaml"
    extra.write_text((pack / "questions/http.yaml").read_text().replace("http", "grpc").replace("id: ", "id: g-"))
    ids, faults = reopened(pack, cache)
    assert (ids, [fault.code for fault in faults[0]]) == (ALL, ["unknown-topic"] * 2)

    topics = pack / "questions/topics.yaml"
    topics.write_text(topics.read_text().replace("id: testing", "id: grpc"))
    ids, faults = reopened(pack, cache)

    assert ([*ALL, "sample/g-teapot", "sample/g-status-pairs"], []) == (ids, faults)


def test_of_two_equal_ids_the_first_stays(library, pack, cache):
    """The second one is a fault at its own place, and the topic counts one."""
    extra = pack / "questions/later.yaml"
    extra.write_text((pack / "questions/http.yaml").read_text().replace("status-pairs", "new-pairs"))

    ids, faults = reopened(pack, cache)

    assert [*ALL[:3], "sample/new-pairs", *ALL[3:]] == ids
    assert [(fault.code, fault.where) for fault in faults[0]] == [("duplicate-id", "questions/later.yaml:1:3")]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("questions/pack.yaml", "id: [\n"),
        ("questions/pack.yaml", "id: sample\n"),
        ("questions/topics.yaml", "- phase: x\n  topics: []\n"),
        ("questions/topics.yaml", None),
        ("questions/pack.yaml", None),
        ("questions/pack.yaml", 'id: sample\ntitle: S\nversion: 1.0.0\nlicense: x\nrequires: {quizapp: ">=999"}\n'),
        ("questions/pack.yaml", "id: sample\ntitle: S\nversion: 1.0.0\nlicense: x\nrequires: {quizapp: newest}\n"),
    ],
)
def test_a_pack_that_does_not_load_is_left_out_and_the_rest_works(pack, cache, tmp_path, path, content):
    """Its faults are kept, and another pack is there as ever."""
    other = tmp_path / "other"
    shutil.copytree(SAMPLE, other)
    manifest = other / "questions/pack.yaml"
    manifest.write_text(manifest.read_text().replace("id: sample", "id: other"))
    if content is None:
        (pack / path).unlink()
    else:
        (pack / path).write_text(content)

    library = PackLibrary([pack, other], cache)

    assert [found.id for found in library.manifests()] == ["other"]
    assert len(library.listings()) == 5
    assert [path] == sorted({fault.file for fault in library.faults()[pack]})
    library.close()


def test_of_two_packs_with_one_id_the_first_stays(pack, cache, tmp_path):
    """The order of the folders decides, and the other is a fault."""
    other = tmp_path / "other"
    shutil.copytree(SAMPLE, other)

    library = PackLibrary([other, pack], cache)

    assert other == library.pack_root("sample")
    assert [fault.code for fault in library.faults()[pack]] == ["duplicate-pack"]
    library.close()


def test_a_bare_task_id_in_two_packs_asks_for_the_pack(pack, cache, tmp_path):
    """The answer names both full ids."""
    other = tmp_path / "other"
    shutil.copytree(SAMPLE, other)
    manifest = other / "questions/pack.yaml"
    manifest.write_text(manifest.read_text().replace("id: sample", "id: other"))
    library = PackLibrary([pack, other], cache)

    with pytest.raises(NotFoundError) as caught:
        library.task(ItemId("first-route"))

    assert "sample/first-route, other/first-route" in str(caught.value)
    assert library.task(ItemId("other/first-route")).id == "other/first-route"
    library.close()


def test_threads_may_ask_at_once(library):
    """The terminal's workers share one library."""
    failures: list[BaseException] = []

    def ask():
        try:
            for _ in range(30):
                assert len(library.listings()) == 5
                assert library.item(ItemId("sample/teapot")).id == "teapot"
        except BaseException as error:  # noqa: BLE001 - carried to the test's thread
            failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert failures == []


def test_a_refresh_may_happen_while_others_ask(library, pack):
    """An author's file changes under a running session, and no question fails for it."""
    failures: list[BaseException] = []
    ended = threading.Event()

    def ask():
        try:
            while not ended.is_set():
                assert len(library.listings()) == 5
                library.listing(ItemId("sample/body-422"))
        except BaseException as error:  # noqa: BLE001 - carried to the test's thread
            failures.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    for number in range(10):
        path = pack / "questions/http.yaml"
        path.write_text((SAMPLE / "questions/http.yaml").read_text() + f"# {number}\n")
        library.refresh()
    ended.set()
    asking.join(timeout=60)

    assert failures == []


def test_a_long_stem_is_cut_for_its_listing():
    """A title is one line of bounded length."""
    stem = "word " * 50
    written = (
        f"- {{id: x, kind: short, topic: t, difficulty: 1, seconds: 1, stem: {stem}, explanation: e, accept: [a]}}"
    )
    model = loader.load_content(written.encode(), "f.yaml", "items").records[0].model

    title = compiler.title_of(model)

    assert len(title) <= compiler.TITLE_LENGTH
    assert title.endswith("word…")


def test_aliases_that_chase_each_other_end(library, pack):
    """A circle of aliases finds nothing, and ends."""
    manifest = pack / "questions/pack.yaml"
    manifest.write_text(manifest.read_text().replace("{old-body-422: body-422}", "{a: b, b: a}"))
    library.refresh()

    assert library.listing(ItemId("sample/a")) is None


def test_a_pack_that_was_away_is_usable_again(library, pack):
    """A questions folder that is moved away and back, as editors and git do, leaves no fault behind."""
    (pack / "questions").rename(pack / "away")
    library.refresh()
    gone = len(library.manifests())
    (pack / "away").rename(pack / "questions")

    library.refresh()

    assert gone == 0
    assert len(library.manifests()) == 1
    assert library.faults() == {}


def test_packs_come_and_go_while_it_is_open(pack, cache, tmp_path):
    """What stays is kept open, what goes leaves no index behind."""
    other = tmp_path / "other"
    shutil.copytree(pack, other)
    manifest = other / "questions" / "pack.yaml"
    manifest.write_text(manifest.read_text().replace("id: sample", "id: other"))
    library = PackLibrary([pack], cache)

    seen = [[each.id for each in library.manifests()]]
    for roots in ([pack, other], [other]):
        library.use(roots)
        seen.append([each.id for each in library.manifests()])
    indexes = len(list((cache / "packs").glob("*.db")))
    library.close()

    assert seen == [["sample"], ["sample", "other"], ["other"]]
    assert indexes == 1


def test_a_stamp_follows_contents_and_not_dates(pack, library):
    """Saving a file again as it is changes nothing; another text does. Fingerprints are of items and tasks."""
    before, items = library.stamp("sample"), library.fingerprints("sample")
    http = pack / "questions" / "http.yaml"

    http.write_text(http.read_text())
    library.refresh()
    touched = library.stamp("sample")
    http.write_text(http.read_text().replace("method is not", "method may not be"))
    library.refresh()
    changed = {item for item, each in library.fingerprints("sample").items() if items[item] != each}

    assert (touched == before, library.stamp("sample") == before) == (True, False)
    assert sorted(items) == sorted(ALL)
    assert changed == {"sample/teapot"}
