"""A new value for a setting: picked where there are few, typed where there are many."""

from __future__ import annotations

from collections.abc import Mapping

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from quizapp.config import Setting
from quizapp.ui.widgets.modal import Modal
from quizapp.ui.widgets.rows import Menu, Rows
from quizapp.ui.widgets.typing import Line


class SettingModal(Modal[str]):
    """Answers with the text of the new value."""

    def __init__(self, setting: Setting, value: str, choices: Mapping[str, str] | None = None) -> None:
        """A box for one setting.

        Args:
            setting: which one.
            value: what it is now.
            choices: its values, each with what a person calls it; None takes them from the setting itself.
        """
        super().__init__()
        self._setting = setting
        self._value = value
        self._words = choices or {}
        self._choices = list(self._words)
        words = setting.allowed.split(" or ")
        if not choices and len(words) > 1 and not any(" " in word for word in words):
            self._choices = words
        self.heading = setting.key.replace("_", " ").capitalize()

    def content(self) -> ComposeResult:
        """What it means, then the values or an input."""
        yield Static(self._setting.description, classes="muted", markup=False)
        if self._choices:
            yield Menu(
                [
                    (
                        Content.assemble(
                            (f" {place} ", "bold $text-accent"),
                            ("(•)", "bold") if choice == self._value else ("( )", "$muted"),
                        ),
                        Content.assemble(choice, (f"  {self._words.get(choice, '')}", "$muted")),
                    )
                    for place, choice in enumerate(self._choices, 1)
                ],
                keys="123456789"[: len(self._choices)],
                classes="gap",
            )
        else:
            yield Line(self._value, classes="gap", select_on_focus=False)
            yield Static(f"Write {self._setting.allowed}. Enter keeps it.", classes="muted", markup=False)

    def on_mount(self) -> None:
        """The cursor stands on the present value."""
        for menu in self.query(Menu):
            if self._value in self._choices:
                menu.cursor = self._choices.index(self._value)
            menu.focus()
        for typed in self.query(Input):
            typed.focus()

    @on(Rows.Picked)
    def pick(self, event: Rows.Picked) -> None:
        """Take a value."""
        event.stop()
        self.dismiss(self._choices[event.position])

    @on(Input.Submitted)
    def take(self, event: Input.Submitted) -> None:
        """Take what was typed."""
        event.stop()
        self.dismiss(event.value)
