"""Languages of notes: which one is shown, and what a language calls itself."""

from __future__ import annotations

from quizapp.domain.pack import Topic

NAMES = {
    "ar": "العربية",
    "bn": "বাংলা",
    "cs": "Čeština",
    "da": "Dansk",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "en": "English",
    "es": "Español",
    "fa": "فارسی",
    "fi": "Suomi",
    "fr": "Français",
    "he": "עברית",
    "hi": "हिन्दी",
    "hu": "Magyar",
    "id": "Bahasa Indonesia",
    "it": "Italiano",
    "ja": "日本語",
    "ko": "한국어",
    "nb": "Norsk bokmål",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "ro": "Română",
    "ru": "Русский",
    "sv": "Svenska",
    "th": "ไทย",
    "tr": "Türkçe",
    "uk": "Українська",
    "vi": "Tiếng Việt",
    "zh": "中文",
    "zh-Hans": "简体中文",
    "zh-Hant": "繁體中文",
}
"""Their own names: whoever looks for a language reads them, whatever language the rest is in."""


def language_name(tag: str) -> str:
    """What a language calls itself: `简体中文` for `zh-Hans`; of one that is not known here the tag."""
    base = tag.partition("-")[0]
    if tag in NAMES or base not in NAMES:
        return NAMES.get(tag, tag)
    return f"{NAMES[base]} ({tag})"


def note_in(topic: Topic, language: str) -> str:
    """The note in that language, else in a nearby one, else in English, else in any."""
    notes = topic.notes
    base = language.split("-", maxsplit=1)[0]
    near = next((tag for tag in notes if tag.split("-")[0] == base), None)
    for tag in (language, near, "en"):
        if tag is not None and tag in notes:
            return notes[tag]
    return next(iter(notes.values()), topic.summary)


def languages_of(topic: Topic, language: str) -> list[str]:
    """The languages of a topic's note, the one that is shown first at the front."""
    shown = next((tag for tag, note in topic.notes.items() if note == note_in(topic, language)), language)
    tags = list(topic.notes)
    place = tags.index(shown) if shown in tags else 0
    return tags[place:] + tags[:place]
