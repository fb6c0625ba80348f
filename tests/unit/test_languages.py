"""Languages of notes: which one is shown, and what it is called."""

from __future__ import annotations

import pytest

from quizapp.domain.language import language_name, languages_of, note_in
from quizapp.domain.pack import Topic

TOPIC = Topic(id="http", title="HTTP", summary="About it.", notes={"de": "Kurz.", "en": "Short.", "zh-Hans": "短。"})


@pytest.mark.parametrize(
    ("tag", "name"),
    [("en", "English"), ("zh-Hans", "简体中文"), ("pt-BR", "Português (pt-BR)"), ("tlh", "tlh"), ("", "")],
)
def test_a_language_is_called_as_it_calls_itself(tag: str, name: str) -> None:
    """A variant that is not known by name says which one it is; what is not known at all stays a tag."""
    assert name == language_name(tag)


@pytest.mark.parametrize(
    ("language", "note"), [("de", "Kurz."), ("zh-Hant", "短。"), ("fr", "Short."), ("en-GB", "Short.")]
)
def test_the_nearest_language_is_shown(language: str, note: str) -> None:
    """That one, a nearby one, English."""
    assert note == note_in(TOPIC, language)


def test_the_language_that_is_shown_comes_first() -> None:
    """The others follow in the pack's order."""
    assert ["zh-Hans", "de", "en"] == languages_of(TOPIC, "zh-Hans")
