"""Settings: from a flag, else the environment, else settings.toml, else a default."""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from quizapp import toml
from quizapp.errors import SettingsError
from quizapp.paths import HOME_VARIABLE
from quizapp.toml import FILE_NAME, KEYS, PREFIX, THEME


def _day(value: Any) -> Any:
    """TOML has dates of its own: `interview_date = 2027-01-15`, without quotes, is one."""
    return value.isoformat() if type(value) is date else value


def _real(text: str) -> str:
    """Refuse what looks like a date and is none, such as the 30th of February."""
    if text:
        date.fromisoformat(text)
    return text


InterviewDate = Annotated[
    str, BeforeValidator(_day), StringConstraints(pattern=r"^(\d{4}-\d{2}-\d{2})?$"), AfterValidator(_real)
]
"""A day as ISO 8601 writes it, or nothing."""


KeyNames = Annotated[str, StringConstraints(pattern=r"^[\w+]+(,[\w+]+)*$", max_length=80)]
"""Keys by Textual's names, with commas between them: `ctrl+s,f5`. A letter may be one of any alphabet."""


class Settings(BaseModel):
    """What a person may set. The descriptions are what the settings screen and the manual say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    theme: Annotated[str, StringConstraints(min_length=1, max_length=60)] = Field(
        default=THEME,
        description="The colours of the screen, by the name of a theme.",
    )
    motion: Literal["full", "reduced"] = Field(
        default="full",
        description="Whether things may move by themselves: with reduced no cursor blinks and nothing glides.",
    )
    notify: Literal["off", "bell", "desktop"] = Field(
        default="off",
        description="What to do when work that took long has ended: ring the terminal's bell, or tell the desktop.",
    )
    editor: Literal["builtin", "external"] = Field(
        default="builtin",
        description="Where coding tasks are edited: on the screen, or in your own editor ($VISUAL, else $EDITOR).",
    )
    desired_retention: Annotated[float, Field(ge=0.7, le=0.97)] = Field(
        default=0.9,
        description="How likely you want to be to remember an item when it comes up again. Higher means more reviews.",
    )
    session_size: Annotated[int, Field(ge=1, le=200)] = Field(
        default=10,
        description="How many items a study session has.",
    )
    check_on_save: bool = Field(
        default=True,
        description="Judge a coding task each time you save one of its files.",
    )
    check_while_typing: bool = Field(
        default=True,
        description="Judge a coding task at each pause in typing too; that is never recorded. Needs check_on_save.",
    )
    new_per_day: Annotated[int, Field(ge=0, le=1000)] = Field(
        default=20,
        description="How many items you have never seen may come up in a day.",
    )
    interview_date: InterviewDate = Field(
        default="",
        description="The day of your interview, such as 2027-01-15: sessions then work towards it. Empty for none.",
    )
    daily_minutes: Annotated[int, Field(ge=1, le=720)] = Field(
        default=30,
        description="How many minutes a day you can study until the interview.",
    )
    leech_lapses: Annotated[int, Field(ge=2, le=100)] = Field(
        default=6,
        description="After how many times of forgetting an item you get a suggestion what to do about it.",
    )
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")] = Field(
        default="en",
        description="The language of notes where a pack has several, as a tag such as en or zh-Hans.",
    )

    trusted_packs: Annotated[str, StringConstraints(pattern=r"^[a-z0-9, -]*$", max_length=2000)] = Field(
        default="",
        description="Packs by others, by their ids, whose code may run even where nothing contains it.",
    )
    keys: Annotated[dict[str, KeyNames], BeforeValidator(toml.flat)] = Field(
        default={},
        description="Keys of your own, by what they do.",
    )

    @classmethod
    def load(cls, folder: Path, *, environment: Mapping[str, str] | None = None, **flags: Any) -> Settings:
        """Read the settings.

        Args:
            folder: where settings.toml is, or would be.
            environment: in place of the process's own.
            flags: from the command line; None as a value stands for a flag that was not given.

        Raises:
            SettingsError: a key is unknown or a value makes no sense; says where, and what to write.
        """
        file = folder / FILE_NAME
        environment = os.environ if environment is None else environment
        text = toml.read(file)
        written = toml.parse(file, text)
        check(written, strict=True, where=lambda key: f"{file}:{toml.line_of(text, key)}")
        from_environment = _from_environment(environment)
        check(from_environment, strict=False, where=lambda key: f"environment variable {PREFIX}{key.upper()}")
        given = {key: value for key, value in flags.items() if value is not None}
        check(given, strict=False, where=lambda key: f"--{key.replace('_', '-')}")
        return cls.model_validate({**written, **from_environment, **given})


class Setting(NamedTuple):
    """One setting, as a settings screen or the manual shows it."""

    key: str
    variable: str
    default: str | int | float | bool
    description: str
    allowed: str
    """`a number from 0.7 to 0.97`."""


def settings() -> list[Setting]:
    """Every setting, in the order in which they are shown."""
    return [
        Setting(key, PREFIX + key.upper(), field.default, field.description or "", _allowed(key))
        for key, field in Settings.model_fields.items()
        if key != KEYS
    ]


def _allowed(key: str) -> str:
    if key == KEYS:
        return 'a table [keys] with lines such as `home.study = "z"` or `practice.save = "ctrl+s,f5"`'
    schema = Settings.model_json_schema()["properties"][key]
    if "enum" in schema:
        return " or ".join(schema["enum"])
    if schema["type"] == "boolean":
        return "true or false"
    if schema["type"] in {"number", "integer"}:
        kind = "a number" if schema["type"] == "number" else "a whole number"
        return f"{kind} from {schema['minimum']} to {schema['maximum']}"
    if key == "trusted_packs":
        return "ids of packs in quotes, with commas between them"
    if key == "interview_date":
        return 'a day such as "2027-01-15", or "" for none'
    return "a language tag such as en or zh-Hans" if key == "language" else "a name in quotes"


def _from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Settings among the variables; one that is nearly a setting's is refused, others are not ours to judge."""
    found = {}
    names = {PREFIX + key.upper(): key for key in Settings.model_fields if key != KEYS}
    for variable, value in environment.items():
        if not value.strip():
            continue  # unset, as shells write it
        if variable in names:
            found[names[variable]] = value.strip()
        elif variable.startswith(PREFIX) and variable != HOME_VARIABLE:
            near = difflib.get_close_matches(variable, names, n=1, cutoff=0.85)
            if near:
                raise SettingsError(
                    f"There is no setting {variable}.",
                    where=f"environment variable {variable}",
                    hint=f"Write {near[0]}, or unset {variable}.",
                )
    return found


def check(source: Mapping[str, Any], *, strict: bool, where: Callable[[str], str]) -> None:
    """Refuse what one source says if anything of it makes no sense.

    Args:
        source: what it says, by key.
        strict: it has types of its own, as TOML has; other text has not.
        where: the place of a key in it.

    Raises:
        SettingsError: names every key that makes no sense, and what to write.
    """
    try:
        Settings.model_validate(source, strict=strict)
    except ValidationError as error:
        faults = [(*_fault(details), where(str(details["loc"][0]))) for details in error.errors()]
        message, hint, place = faults[0]
        if len(faults) > 1:
            more = "".join(f"\n  also:  {other}: {said} {advice}" for said, advice, other in faults[1:])
            hint += more
        raise SettingsError(message, where=place, hint=hint) from error


def _fault(details: ErrorDetails) -> tuple[str, str]:
    key = str(details["loc"][0])
    if details["type"] == "extra_forbidden":
        near = difflib.get_close_matches(key.replace("-", "_").lower(), Settings.model_fields, n=1, cutoff=0.5)
        known = ", ".join(Settings.model_fields)
        return f"There is no setting {key}.", f"Write {near[0]}." if near else f"Settings are {known}."
    of_command = details["loc"][1:2] if key == KEYS else ()
    name = ".".join(map(str, (key, *of_command)))
    allowed = (
        'names of keys with commas between them, such as "z", "ctrl+s,f5" or "question_mark"'
        if of_command
        else _allowed(key)
    )
    return f"{name} cannot be {json.dumps(details['input'], default=str)}.", f"Write {allowed}."
