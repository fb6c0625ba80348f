"""Faults of a model are told at the very value that they mean, with a way out."""

from __future__ import annotations

import pytest

from quizapp.content.loader import load_content

HEAD = "- id: x\n  topic: t\n  difficulty: 1\n  seconds: 30\n  stem: Which?\n  explanation: Because.\n"
# The lines that a test adds begin on line 7.


def faults(text, kind="items"):
    """The findings about a file, each with all that it says."""
    loaded = load_content(text.encode(), "questions/f.yaml", kind)
    return [(found.code, f"{found.line}:{found.column}", found.message, found.hint) for found in loaded.diagnostics]


def test_a_missing_field_is_told_at_its_mapping():
    """The place is where the mapping begins that lacks the field."""
    ((code, place, message, hint),) = faults(
        HEAD + "  kind: choice\n  options:\n    - {text: a, why: b, key: true}\n    - {text: c}\n"
    )

    assert (code, place) == ("missing-field", "10:7")
    assert message == "`why` is missing"
    assert "why" in hint


def test_an_unknown_field_is_told_at_its_key_with_the_one_meant():
    """A slip of the pen gets the name that was meant."""
    ((code, place, _, hint),) = faults(HEAD + "  kind: short\n  accept: [a]\n  worng: []\n")

    assert (code, place) == ("unknown-field", "9:3")
    assert hint == "Did you mean `wrong`?"


def test_an_unknown_field_without_a_likely_meaning_lists_what_is_known():
    """Where nothing is near the hint names every field, by the names that an author writes."""
    ((_, _, _, hint),) = faults(
        HEAD + "  kind: short\n  accept: [a]\n  proof: {app: x, steps: [{GET: /, expect: 200, zzz: 1}]}\n"
    )

    assert "GET, POST" in hint
    assert "json" in hint
    assert "json_body" not in hint


def test_an_unknown_kind_names_the_known_ones():
    """A kind that does not exist is told at the item."""
    ((code, place, _, hint),) = faults(HEAD + "  kind: riddle\n")

    assert (code, place) == ("unknown-kind", "1:3")
    assert "'choice'" in hint


def test_a_missing_kind_is_told():
    """An item without a kind is asked for one."""
    ((code, place, _, hint),) = faults(HEAD)

    assert (code, place) == ("missing-field", "1:3")
    assert "kind: choice" in hint


def test_a_number_where_text_belongs_asks_for_quotes():
    """`text: 422` is a number to YAML, and the hint says so."""
    ((code, place, message, hint),) = faults(
        HEAD + "  kind: choice\n  options:\n    - {text: 422, why: b, key: true}\n    - {text: c, why: d}\n"
    )

    assert (code, place) == ("wrong-type", "9:14")
    assert message == "this must be text, not the number 422"
    assert "quotes" in hint


@pytest.mark.parametrize(
    ("fields", "hint"),
    [
        ("  kind: choice\n  options: [null, {text: c, why: d}]\n", "Write {text: ..., why: ...}."),
        (
            "  kind: match\n  pairs: [[404, gone], {left: a, right: b, why: c}]\n",
            "Write {left: ..., right: ..., why: ...}.",
        ),
        ("  kind: short\n  accept: 201\n", "Write [201]."),
    ],
    ids=["option", "pair", "answers"],
)
def test_a_wrong_shape_is_answered_with_the_right_one(fields, hint):
    """Who does not know what a mapping is can copy what belongs there."""
    ((code, _, _, told),) = faults(HEAD + fields)

    assert (code, told) == ("wrong-type", hint)


def test_of_a_union_the_branch_that_was_meant_speaks():
    """`{number: 1, x: 2}` is told as a number with a surplus field, not as everything that it might have been."""
    ((code, place, message, _),) = faults(HEAD + "  kind: short\n  accept:\n    - {number: 1, x: 2}\n")

    assert (code, place, message) == ("unknown-field", "9:19", "`x` is no field here")


def test_of_a_union_without_a_likely_branch_all_are_named():
    """A list where a text, a number or a pattern belongs is one finding."""
    ((code, place, message, _),) = faults(HEAD + "  kind: short\n  accept:\n    - [a]\n")

    assert (code, place) == ("wrong-type", "9:7")
    assert message == "this must be a mapping or text, not a list"


def test_a_folded_request_is_told_at_its_path():
    """`{GET: items}` is folded into method and path before it is judged; the place is still the author's."""
    ((code, place, message, _),) = faults(
        HEAD + "  kind: short\n  accept: [a]\n  proof:\n    app: x\n    steps:\n      - {GET: items, expect: 200}\n"
    )

    assert (code, place) == ("invalid-value", "12:15")
    assert "'items' must be a path" in message


def test_a_step_without_an_action_lists_the_actions():
    """What is no step gets the list of steps."""
    ((code, place, _, hint),) = faults(
        HEAD + "  kind: short\n  accept: [a]\n  proof: {app: x, steps: [{expect: 200}]}\n"
    )

    assert (code, place) == ("unknown-step", "9:27")
    assert "preflight" in hint


def test_a_bad_key_is_told_at_the_key():
    """Keys of a mapping that is free in its keys have places as well."""
    ((code, place, _, _),) = faults(
        HEAD + "  kind: short\n  accept: [a]\n  proof: {app: x, steps: [{GET: /, expect: 200, save: {1a: $.x}}]}\n"
    )

    assert (code, place) == ("invalid-value", "9:56")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("id", "Body 422", "invalid-value"),
        ("difficulty", "9", "out-of-range"),
        ("seconds", "soon", "wrong-type"),
        ("stem", "''", "invalid-value"),
        ("covers", "[f1]", "invalid-value"),
    ],
)
def test_values_out_of_bounds_are_told(field, value, code):
    """Each field's own rule has a message with a hint, at the value."""
    lines = [f"  {field}: {value}" if line.strip("- ").startswith(field) else line for line in HEAD.splitlines()]
    if field == "id":
        lines[0] = f"- id: {value}"
    if field == "covers":
        lines.append(f"  covers: {value}")
    found = faults("\n".join(lines) + "\n  kind: short\n  accept: [a]\n")

    assert [code] == [each[0] for each in found]
    assert all(each[2] and each[3] for each in found)


def test_a_validator_of_the_model_speaks_in_its_own_words():
    """What the domain says of an item as a whole is kept, with its advice as the hint."""
    ((code, place, message, hint),) = faults(
        HEAD + "  kind: choice\n  options:\n    - {text: a, why: b}\n    - {text: c, why: d}\n"
    )

    assert (code, place) == ("invalid-value", "1:3")
    assert message == "no option is the key"
    assert hint == "Mark the right one with `key: true`."


def test_one_bad_item_leaves_the_others():
    """A file's good items are kept beside the findings about the bad ones."""
    good = HEAD + "  kind: short\n  accept: [a]\n"

    loaded = load_content((good + "- {id: y}\n" + good.replace("id: x", "id: z")).encode(), "f.yaml", "items")

    assert [record.model.id for record in loaded.records] == ["x", "z"]
    assert [found.line for found in loaded.diagnostics] == [9]


def test_status_counts_may_have_whole_numbers_as_keys():
    """`statuses: {200: 3}` reads as numbers where the model wants them."""
    loaded = load_content(
        (
            HEAD
            + "  kind: short\n  accept: [a]\n"
            + "  proof: {app: x, steps: [{GET: /, repeat: 3, expect: {statuses: {200: 3}}}]}\n"
        ).encode(),
        "f.yaml",
        "items",
    )

    assert loaded.diagnostics == []
    assert loaded.records[0].model.proof.steps[0].expect.statuses == {200: 3}


@pytest.mark.parametrize("text", ["{}", "just text", "3"])
def test_a_file_of_items_is_a_list(text):
    """A file that is no list says so, once."""
    ((code, _, message, _),) = faults(text)

    assert (code, message) == ("wrong-type", "this file is a list of items")


def test_a_finding_can_be_printed_on_any_terminal():
    """What a pack puts into a key or a value by an escape is shown as an escape."""
    loaded = load_content((HEAD + '  kind: short\n  accept: [a]\n  "\\e[2Jx\\n": 1\n').encode(), "f.yaml", "items")

    ((message, hint),) = [(found.message, found.hint) for found in loaded.diagnostics]
    assert message == "`\\x1b[2Jx\\n` is no field here"
    assert hint.isprintable()
