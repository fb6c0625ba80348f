"""Cards of other programs come in with every loss told, and ours go out so that the other program takes them."""

from __future__ import annotations

import csv
import importlib
import shutil
from pathlib import Path

import pytest
import yaml

from quizapp.cli.exchange import FORMATS
from quizapp.cli.root import run
from quizapp.content.exchange import bounds
from quizapp.content.exchange.export import export
from quizapp.content.exchange.formats import READERS, guess, harvest
from quizapp.content.exchange.harvest import NO_REASON
from quizapp.content.exchange.planting import plant
from quizapp.errors import PackError, PackRefusedError, UsageError
from tests.adapters.exchanged import SAMPLE, taken, written

GIFT = """// a comment
$CATEGORY: $course$/Web/HTTP codes

::created::Which status says that something was created {=201#Right.####See RFC 9110.}

::pick::Which one is safe?{=GET#It only reads. ~POST#It may create. ~PUT#It replaces.}

POST is idempotent.{FALSE#It may create twice.#Right, it is not.}

How far is pi \\{roughly\\}? {#3.1415:0.01}

Between? {#1..5}

Which are safe? {
~%50%GET#reads
~%50%HEAD#reads, too
~%-100%POST#writes
}

Match. {
=200 -> OK
=404 -> Not found
= -> Teapot
}

Essay {}

Nothing is asked

[html]<b>Bold</b> <img src\\="x.png"> &amp; what?{=a~b}
"""


def test_gift_comes_in_with_its_feedback(tmp_path: Path) -> None:
    """Single, several, true or false, numbers, pairs; feedback becomes rationales; the category becomes the topic."""
    imported, items = taken(written(tmp_path, "q.gift", GIFT))

    assert imported.kinds == {"choice": 4, "short": 3, "match": 1}
    assert items["which-one-is-safe"]["options"][0] == {"text": "GET", "key": True, "why": "It only reads."}
    assert items["which-are-safe"]["multiple"] is True
    assert [option["why"] for option in items["post-is-idempotent"]["options"]] == [
        "It may create twice.",
        "Right, it is not.",
    ]
    assert items["how-far-is-pi-roughly"]["stem"] == "How far is pi {roughly}?"
    assert items["how-far-is-pi-roughly"]["accept"] == [{"number": 3.1415, "tolerance": 0.01}]
    assert items["between"]["accept"] == [{"number": 3.0, "tolerance": 2.0}]
    assert items["match"]["extra"] == ["Teapot"]
    assert items["which-status-says-that-something-was-created"]["explanation"] == "See RFC 9110."
    assert {item["topic"] for item in items.values()} == {"http-codes"}


def test_gift_losses_have_their_line_and_reason(tmp_path: Path) -> None:
    """What asks nothing, cannot be judged or shows a picture is told."""
    imported, items = taken(written(tmp_path, "q.gift", GIFT))

    told = [str(loss) for loss in imported.losses]
    assert "q.gift:26: the essay 'Essay': it has no answer that could be judged" in told
    assert "q.gift:28: a description: it asks nothing" in told
    assert "q.gift:30: picture x.png: packs hold text and code only" in told
    assert [option["why"] for option in items["bold-what"]["options"]] == [NO_REASON, NO_REASON]
    assert imported.unexplained >= 1
    assert "essay" in (imported.folder / "IMPORT.md").read_text()


MOODLE = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<question type="category"><category><text>$course$/top/Databases</text></category></question>
<question type="multichoice">
<questiontext format="html"><text><![CDATA[<p>What does <code>SELECT 1</code> give?</p>
<img src="a.png">]]></text></questiontext>
<generalfeedback format="html"><text>It selects.</text></generalfeedback><single>true</single>
<answer fraction="100"><text><![CDATA[<p>One row</p>]]></text><feedback><text>Right.</text></feedback></answer>
<answer fraction="0"><text>Nothing</text><feedback><text>It has no table, and needs none.</text></feedback></answer>
</question>
<question type="numerical"><questiontext><text>2+2?</text></questiontext>
<answer fraction="100"><text>4</text><tolerance>0.1</tolerance></answer></question>
<question type="matching"><questiontext><text>Pair.</text></questiontext>
<subquestion><text>a</text><answer><text>1</text></answer></subquestion>
<subquestion><text>b</text><answer><text>2</text></answer></subquestion></question>
<question type="cloze"><questiontext><text>x</text></questiontext></question>
</quiz>
"""


def test_moodle_comes_in(tmp_path: Path) -> None:
    """HTML becomes Markdown; pictures and kinds that there are not are told with their lines."""
    imported, items = taken(written(tmp_path, "m.xml", MOODLE))

    told = [str(loss) for loss in imported.losses]
    assert imported.kinds == {"choice": 1, "short": 1, "match": 1}
    assert items["what-does-select-1-give"]["stem"] == "What does `SELECT 1` give?"
    assert items["what-does-select-1-give"]["explanation"] == "It selects."
    assert "m.xml:4: picture a.png: packs hold text and code only" in told
    assert "m.xml:16: cloze 'x': quizapp has no such kind of question" in told


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><quiz>&b;</quiz>',
        '<!DOCTYPE quiz SYSTEM "file:///etc/passwd"><quiz/>',
        "<quiz><question>",
        "<quiz>" + "<a>" * 100_000,
        "<html/>",
        "",
        "\x00\x01",
    ],
)
def test_hostile_xml_is_refused(tmp_path: Path, text: str) -> None:
    """Entity bombs, foreign entities, depth and rubbish end with one error that names the file."""
    with pytest.raises(PackError) as caught:
        harvest(written(tmp_path, "m.xml", text))

    assert "m.xml" in str(caught.value.where)
    assert caught.value.hint


def test_csv_with_a_heading(tmp_path: Path) -> None:
    """Columns are found by name; a word is typed, a sentence said in one's own words; wrong answers make a choice."""
    text = (
        "Topic;Question;Answer;Option 1;Option 2;Explanation\n"
        'Maths;What is 2+2?;4;5;22;Count.\n;"Two\nlines";yes;;;\n'
        "SQL;What is an index?;A structure beside the table that finds rows by a value quickly.;;;\n;Empty;;;;\n"
    )

    imported, items = taken(written(tmp_path, "c.csv", text))

    assert imported.kinds == {"choice": 1, "short": 1, "open": 1}
    assert [option["text"] for option in items["what-is-2-2"]["options"]] == ["4", "5", "22"]
    assert items["two-lines"]["accept"] == ["yes"]
    assert items["what-is-an-index"]["model_answer"].startswith("A structure")
    assert "c.csv:6: the row 'Empty': it has no answer" in [str(loss) for loss in imported.losses]


def test_a_list_of_terms_is_asked_term_by_term(tmp_path: Path) -> None:
    """Such a back is no sentence that could be heard: each term has its blank, and any order will do."""
    path = written(tmp_path, "t.csv", 'front,back\nACID?,"Atomicity, consistency, isolation and durability."\n')

    imported, items = taken(path)

    assert imported.kinds == {"cloze": 1}
    assert items["acid"]["blanks"]["t4"]["accept"] == ["durability", "Atomicity", "consistency", "isolation"]
    assert items["acid"]["stem"] == "ACID?"


def test_text_that_looks_like_something_else_stays_text(tmp_path: Path) -> None:
    """Numbers, booleans, dates and YAML's own signs in a card arrive as they were written."""
    answers = [
        "404",
        "1e5",
        "0o17",
        "no",
        "null",
        "12:30",
        "- a",
        "# b",
        "&c",
        "*d",
        "'e",
        '"f',
        "%g",
        "@h",
        "`i",
        "j: k",
    ]
    rows = "".join(
        f"Question {place}?\t{answer.replace(chr(34), chr(34) * 2)}\n" for place, answer in enumerate(answers)
    )
    path = written(tmp_path, "a.txt", "#separator:tab\n#html:false\n" + rows.replace('""f', '"""f"'))

    _, items = taken(path)

    assert [items[f"question-{place}"]["accept"][0] for place in range(len(answers))] == answers


def test_cards_whose_words_make_no_id_are_numbered(tmp_path: Path) -> None:
    """An id has Latin letters only: cards in another script get one after another, and keep their order."""
    _, items = taken(written(tmp_path, "cards.csv", "question,answer\n状态,code\n方法,method\n头部,header\n"))

    assert {name: item["stem"] for name, item in items.items()} == {"item": "状态", "item-2": "方法", "item-3": "头部"}


def test_markdown_lists(tmp_path: Path) -> None:
    """Nested lists, boxes, Q and A, and `front :: back`."""
    text = (
        "# SQL\nStray.\n- Which word removes duplicates?\n  - DISTINCT\n"
        "- Which are DDL?\n  - [x] CREATE: it defines\n"
        "  - [ ] SELECT: it reads\n\nQ: What is ACID?\n"
        "A: A transaction happens whole or not at all, and its effect is durable.\n\n"
        "- capital of France :: Paris\n- lonely\n"
    )

    imported, items = taken(written(tmp_path, "l.md", text))

    assert imported.kinds == {"choice": 1, "short": 2, "open": 1}
    assert items["which-are-ddl"]["options"][1] == {"text": "SELECT", "why": "it reads"}
    assert items["capital-of-france"]["accept"] == ["Paris"]
    assert [str(loss) for loss in imported.losses] == [
        "l.md:2: the text 'Stray.': it belongs to no question",
        "l.md:13: the line 'lonely': no answer stands below it",
    ]


def test_hostile_texts_do_nothing(tmp_path: Path) -> None:
    """Escapes, invisible letters and scripts are gone; the pack lints, and nothing stands outside its folder."""
    text = (
        "front,back,deck\n"
        "\x1b[31mRed\u202e?,<script>alert(1)</script>ok,../../etc\n"
        "[/] list[int],{{blank}},pack\n"
        "topics?,yes,topics\n"
    )

    imported, items = taken(written(tmp_path, "h.csv", text))

    assert {item["accept"][0] for item in items.values()} == {"ok", "{{blank}}", "yes"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["h.csv", "h.csv-pack"]
    assert {path.name for path in (imported.folder / "questions").iterdir()} == {
        "pack.yaml", "topics.yaml", "etc.yaml", "pack-items.yaml", "topics-items.yaml",
    }  # fmt: skip


LONG = 60_000


@pytest.mark.parametrize("form", ["gift", "csv", "markdown", "anki-text"])
@pytest.mark.parametrize(
    "piece",
    [
        "{{c1::",
        "{{c1::a::",
        "::",
        " ",
        "<",
        "<a ",
        "<!",
        "&#",
        "{",
        "=~",
        "- ",
        "because ",
        "#",
        '"',
        "``` ",
        "%1%",
        "[x] ",
    ],
)
@pytest.mark.timeout(60)
def test_repetition_takes_no_time(tmp_path: Path, form: str, piece: str) -> None:
    """A piece repeated over and over ends in a pack or a refusal, and never hangs a reader."""
    path = written(tmp_path, "r.txt", f"- Q {piece * (LONG // len(piece))}\n  - a\nfront\t{piece * 9_000}\n")

    try:
        told = len(harvest(path, form).items) + len(harvest(path, form).losses)
    except PackError as error:
        told = len(error.message)

    assert told >= 1


def test_nothing_is_refused_with_its_reasons(tmp_path: Path) -> None:
    """A file of which nothing can be carried over makes no pack."""
    path = written(tmp_path, "e.gift", "Essay {}\n\nText\n")

    with pytest.raises(PackRefusedError) as caught:
        plant(harvest(path), source=path.name, title="Nothing", path=tmp_path / "pack")

    assert len(caught.value.findings) == 2
    assert not (tmp_path / "pack").exists()


@pytest.mark.parametrize(
    ("name", "begin", "form"),
    [
        ("a.apkg", "", "apkg"),
        ("a.TSV", "", "csv"),
        ("a.txt", "#separator:tab\n", "anki-text"),
        ("a.txt", "::t::Q{=a}\n", "gift"),
        ("a.txt", "front\tback\n", "anki-text"),
        ("a.markdown", "", "markdown"),
    ],
)
def test_the_format_is_told_by_name_and_beginning(tmp_path: Path, name: str, begin: str, form: str) -> None:
    """A .txt may be several things."""
    assert guess(written(tmp_path, name, begin)) == form


def test_the_command_line_knows_every_format() -> None:
    """What `--format` takes is what can be read, and each is read by a function that is there."""
    readers = [
        importlib.import_module(f"quizapp.content.exchange.{each.partition(':')[0]}") for each in READERS.values()
    ]

    assert list(READERS) == FORMATS
    assert all(hasattr(module, each.partition(":")[2]) for module, each in zip(readers, READERS.values(), strict=True))


def test_an_unknown_format_asks(tmp_path: Path) -> None:
    """Nothing is guessed that cannot be known."""
    with pytest.raises(UsageError, match="cannot be told"):
        guess(written(tmp_path, "a.docx", "x"))


def test_a_large_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text file has a limit."""
    monkeypatch.setattr(bounds.content, "__defaults__", (100,))

    with pytest.raises(PackError, match="has more than"):
        harvest(written(tmp_path, "a.gift", "x" * 101))


def test_gift_leaves_and_returns(tmp_path: Path) -> None:
    """What GIFT can hold comes back as it was, rationales and all."""
    out = export(SAMPLE, tmp_path / "s.gift")
    _, items = taken(out.path)
    original = {item["id"]: item for item in yaml.safe_load((SAMPLE / "questions" / "validation.yaml").read_text())}
    choice = next(item for item in original.values() if item["kind"] == "choice")

    back = next(item for item in items.values() if item["kind"] == "choice")

    assert [option["text"] for option in back["options"]] == [option["text"] for option in choice["options"]]
    assert [option["why"] for option in back["options"]] == [option["why"] for option in choice["options"]]
    assert back["explanation"].strip() == choice["explanation"].strip()
    assert "a coding task" in [loss.what for loss in out.losses]


def test_csv_leaves_without_formulas(tmp_path: Path) -> None:
    """Every item has a row; what a spreadsheet would calculate begins with a quote."""
    root = tmp_path / "pack"
    shutil.copytree(SAMPLE, root)
    items = root / "questions" / "validation.yaml"
    items.write_text(
        items.read_text().replace("stem: ", "stem: =cmd() ", 1)
        if "stem: |" not in items.read_text()
        else items.read_text().replace("stem: |\n    ", "stem: |\n    =cmd() ", 1)
    )

    out = export(root, tmp_path / "s.csv")

    with out.path.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == out.count == 4
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_import_and_export_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], quizapp_home: Path
) -> None:
    """Import says what was lost; export takes the folder; an ending without a format is refused."""
    written(tmp_path, "q.gift", GIFT)
    root = str(tmp_path / "pack")

    codes = [
        run(["pack", "import", str(tmp_path / "q.gift"), root, "--title", "From Moodle"]),
        run(["pack", "lint", root]),
        run(["pack", "export", root, str(tmp_path / "again.gift")]),
        run(["pack", "export", root, str(tmp_path / "again.doc")]),
        run(["pack", "import", str(tmp_path / "q.gift"), root, "--title", "From Moodle"]),
    ]

    out = capsys.readouterr()
    assert codes == [0, 0, 0, 2, 2]
    assert "q.gift:26: the essay" in out.out
    assert "8 items" in out.out
    assert "nothing is overwritten" in out.err
