"""Lines of a list that are drawn before the list gets them, so that it can be painted in little time."""

from __future__ import annotations

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import OptionList


class Drawn(Visual):
    """A text that remembers how it looked in so many cells and in a style.

    A list draws all lines that are in sight when it is painted, and measures them before: letters wait for that. Drawn
    one by one, there is room for a letter after each.
    """

    def __init__(self, text: Content) -> None:
        self._text = text
        self._strips: dict[tuple[int, Style], list[Strip]] = {}
        self._heights: dict[int, int] = {}

    def __str__(self) -> str:
        """Its words."""
        return str(self._text)

    def draw_for(self, lines: OptionList) -> None:
        """Draw it as it will stand in this list, away from the cursor."""
        option = "option-list--option"
        width = lines.scrollable_content_region.width - lines.get_component_styles(option).padding.width
        if width < 1:
            return  # it has no room yet
        self.get_height(lines.styles.get_rules(), width)
        Visual.to_strips(lines, self, width, None, lines.get_visual_style(option))

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Its lines."""
        if (width, style) not in self._strips:
            self._strips[width, style] = self._text.render_strips(width, None, style, options)
        return self._strips[width, style][:height]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Cells of its longest line."""
        return self._text.get_optimal_width(rules, container_width)

    def get_minimal_width(self, rules: RulesMap) -> int:
        """Cells of its longest word."""
        return self._text.get_minimal_width(rules)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """How many lines it takes."""
        if width not in self._heights:
            self._heights[width] = self._text.get_height(rules, width)
        return self._heights[width]
