"""Code in the colours of a theme: Textual's, but none of them faded, which on some grounds is hard to read."""

from __future__ import annotations

from pygments.token import Token
from textual.highlight import HighlightTheme


class Highlighting(HighlightTheme):
    """Comments as quiet as what a page says aside, and strings in full."""

    STYLES = HighlightTheme.STYLES | {
        Token.Comment: "$muted italic",
        Token.Keyword.Constant: "bold $text-success",
        Token.Literal.String: "$text-success",
        Token.Literal.String.Backtick: "$muted",
        Token.Literal.String.Doc: "$text-success italic",
        Token.Literal.String.Double: "$text-success",
    }
