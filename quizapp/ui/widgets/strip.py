"""One line of names of which one is chosen: panes, or files."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import HorizontalGroup
from textual.content import Content
from textual.message import Message
from textual.widgets import Static


class Tab(Static):
    """One name."""

    def __init__(self, name: str) -> None:
        super().__init__(markup=False)
        self.tab_name = name
        self._label = Content()

    def tell(self, label: Content) -> None:
        """Show a label. One that stands there already is left alone: a new one lays the whole screen out anew."""
        if not label.is_same(self._label):  # == would compare the words alone
            self._label = label
            self.update(label)

    def on_click(self) -> None:
        """A click chooses it."""
        self.post_message(Strip.Chosen(self.tab_name))


class Strip(HorizontalGroup):
    """Names in a row; keys belong to the screen, so that it never takes the focus."""

    class Chosen(Message):
        """A name was clicked."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.tab = name

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self._shown: list[str] = []

    def compose(self) -> ComposeResult:
        """Empty at first."""
        yield from ()

    async def show(self, tabs: Sequence[tuple[str, Content]], chosen: str, *, beside: str = "") -> None:
        """Paint the names.

        Args:
            tabs: name and label.
            chosen: the name that has the keys.
            beside: another name that can be seen at the same time.
        """
        names = [name for name, _ in tabs]
        if names != self._shown:
            self._shown = names
            await self.remove_children()
            await self.mount_all(Tab(name) for name in names)
        labels = dict(tabs)
        for tab in self.query(Tab):
            tab.tell(labels[tab.tab_name])
            tab.set_class(tab.tab_name == chosen, "-chosen")
            tab.set_class(tab.tab_name == beside, "-beside")
