"""The line at the bottom that names the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from quizapp.ui.widgets.once import stands

if TYPE_CHECKING:
    from textual.screen import Screen


class Shown(NamedTuple):
    """One key, as the line names it."""

    key: str
    display: str
    label: str
    action: str
    enabled: bool
    tooltip: str

    @property
    def width(self) -> int:
        """Cells, with the gap to the next one."""
        return cell_len(self.display) + cell_len(self.label) + 2


class Foot(Footer):
    """Textual's footer, built anew only when other keys hold, and there for those who look on from another window too.

    Textual builds it whenever the focus moves and at each `refresh_bindings`, ten times while a screen opens; with a
    widget for each key that is the dearest part of opening one. And it leaves the line as it is while the window has
    not the focus. Where the app was started in the background, as in a browser's tab or another pane, that is empty,
    and a newcomer sees a program without keys.
    """

    def __init__(self) -> None:
        super().__init__(show_command_palette=False, compact=True)
        self._shown: list[Shown] = []
        self._fitting: list[Shown] = []
        self._is_behind = False

    def compose(self) -> ComposeResult:
        """A widget for each key, so that each can be clicked."""
        if not self._bindings_ready:
            return
        self._shown = self._keys()
        self._fitting = self._fit(self._shown)
        for each in self._fitting:
            yield FooterKey(
                each.key,
                each.display,
                each.label,
                each.action,
                disabled=not each.enabled,
                tooltip=each.tooltip,
                classes="-compact",  # from the beginning: else each is styled twice
            )

    def _keys(self) -> list[Shown]:
        found: dict[str, Shown] = {}
        for _, binding, enabled, tooltip in self.screen.active_bindings.values():
            if binding.show and binding.action not in found:
                display = self.app.get_key_display(binding)
                found[binding.action] = Shown(
                    binding.key, display, binding.description, binding.action, enabled, tooltip
                )
        return list(found.values())

    def _fit(self, keys: list[Shown]) -> list[Shown]:
        """As many as the line has room for, and always the last: it is help, which names the others."""
        fitting = list(keys)
        while len(fitting) > 1 and sum(each.width for each in fitting) - 1 > self.app.size.width:
            del fitting[-2]
        return fitting

    async def on_resize(self) -> None:
        """More of them may fit, or fewer; below a box nothing is laid out anew."""
        if self.app.screen is self.screen and self._fit(self._shown) != self._fitting:
            await self.recompose()

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Look at them once, however often it is asked for before the next paint."""
        self._bindings_ready = True
        wanted = screen.app.app_focus or not self.children
        if wanted and self.is_attached and screen is self.screen and not self._is_behind:
            self._is_behind = True
            self.call_after_refresh(self._follow)

    async def catch_up(self) -> None:
        """Name the keys that hold now, with the next paint; by itself the line follows a paint later."""
        self._bindings_ready = True
        keys = self._keys()
        if keys != self._shown:
            self._shown = keys  # whoever looks while the line is built does not build it too
            await self.recompose()

    async def _follow(self) -> None:
        self._is_behind = False
        if stands(self):
            await self.catch_up()
