"""Texts that are nearly the same: found as if each were compared with each, in time that grows with their number."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from rapidfuzz import fuzz, process

from quizapp.content.likeness import Likeness, alike
from quizapp.content.pack import load_pack

ROOT = Path(__file__).parents[2]
LETTERS = "abcdefghij "


def compared(texts: list[str], least: float) -> list[Likeness]:
    """What comparing each with each finds."""
    found = []
    for place, text in enumerate(texts):
        best = process.extractOne(text, texts[:place], scorer=fuzz.ratio, processor=None, score_cutoff=least)
        if best is not None:
            found.append(Likeness(place, best[2], best[1]))
    return found


def misspelt(text: str, share: float, rng: random.Random) -> str:
    """The text with letters changed, left out and put in, all over it."""
    letters = list(text)
    for _ in range(int(len(text) * share)):
        place = rng.randrange(len(letters))
        letters[place] = rng.choice(("", letters[place] + rng.choice(LETTERS), rng.choice(LETTERS)))
    return "".join(letters)


@pytest.fixture(scope="module")
def stems() -> list[str]:
    """Real questions, as they are compared."""
    return [" ".join(record.model.stem.lower().split()) for record in load_pack(ROOT).items]


def test_real_questions_are_compared_as_each_with_each(stems: list[str]) -> None:
    """Of questions that are 70 percent the same, which is far less than the lint asks for, none is missed."""
    expected = compared(stems, 70.0)

    found = list(alike(stems, 70.0))

    assert expected
    assert found == expected


@pytest.mark.parametrize("share", [0.02, 0.05, 0.08])
def test_a_copy_is_found_wherever_it_was_changed(stems: list[str], share: float) -> None:
    """Every copy that comparing each with each finds, with nearly every word spelt otherwise at the largest share."""
    rng = random.Random(7)
    texts = stems + [misspelt(stem, share, rng) for stem in stems]

    missed = {each.place for each in compared(texts, 90.0)} - {each.place for each in alike(texts, 90.0)}

    assert len(missed) <= len(stems) // 100


@pytest.mark.parametrize("text", ["???", "今天的状态码是什么意思呢", "x"])
def test_texts_without_spaces_are_compared_too(text: str) -> None:
    """Signs alone, and a language that writes words without gaps."""
    assert list(alike([text, "something else", text], 90.0)) == [Likeness(2, 0, 100.0)]


def test_the_work_grows_with_the_number_of_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice as many texts, whose words nearly all of them have, are compared twice as often and not four times."""
    counts: list[int] = []
    real = process.extractOne

    def counted(text: str, choices: dict[int, str], **options: object) -> object:
        counts.append(len(choices))
        return real(text, choices, **options)

    monkeypatch.setattr(process, "extractOne", counted)
    work = []
    for size in (500, 1000):
        counts.clear()
        list(alike([f"what does status {number} tell the client" for number in range(size)], 99.0))
        work.append(sum(counts))

    assert work[1] < 2.5 * work[0]
