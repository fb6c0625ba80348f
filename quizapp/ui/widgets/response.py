"""What an app answered: status, time, headers, body; all of it as text."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from quizapp.domain.request import Response
from quizapp.ui.text import clean, code
from quizapp.ui.theme import Mark

MOST_SHOWN = 20_000
"""Characters of a body that are shown."""
CLIENT_ERROR, SERVER_ERROR = 400, 500


class ResponsePane(VerticalScroll):
    """One answer."""

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(Content.styled("Nothing was asked yet.", "$muted"), id="response", markup=False)

    def say(self, words: Content) -> None:
        """Put a line in the place of an answer."""
        self.query_one("#response", Static).update(words)
        self.scroll_home(animate=False)

    def show(self, response: Response) -> None:
        """Paint an answer."""
        self.say(Content("\n").join(list(_parts(response))))


def _parts(response: Response) -> Iterator[Content]:
    if response.status:
        yield Content.assemble(
            _status(response), (f"   {response.seconds * 1000:.0f} ms   {response.size} bytes", "$muted")
        )
    if response.trouble:
        mark = Mark.FLAG if response.status else Mark.WRONG
        yield Content.styled(f"{mark} {clean(response.trouble)}", "$text-warning")
    if not response.status:
        return
    for name, value in response.headers:
        yield Content.assemble((f"{clean(name)}: ", "$muted"), clean(value))
    yield Content("")
    yield _body(response)


def _status(response: Response) -> Content:
    """A mark beside the number, because colour alone tells some people nothing."""
    phrase = clean(response.phrase)
    if response.status >= SERVER_ERROR:
        return Content.styled(f"{Mark.WRONG} {phrase}", "bold $text-error")
    if response.status >= CLIENT_ERROR:
        return Content.styled(f"{Mark.WRONG} {phrase}", "bold $text-warning")
    return Content.styled(f"{Mark.RIGHT} {phrase}", "bold $text-success")


def _body(response: Response) -> Content:
    if not response.body:
        return Content.styled("(no body)", "$muted")
    text = response.body[:MOST_SHOWN]
    left = len(response.body) - len(text)
    shown = code(text, "json") if text[:1] in {"{", "["} else Content(clean(text))
    return shown + Content.styled(f"\n… and {left} more characters", "$muted") if left else shown
