"""What an item claims, as it really happens: the app, the requests, the answers."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from quizapp.domain.items.any import Item
from quizapp.domain.items.identity import ItemId
from quizapp.domain.report import ProofReport
from quizapp.errors import QuizAppError
from quizapp.services.proof import ProofService
from quizapp.ui.text import clean, code, plain
from quizapp.ui.theme import Mark
from quizapp.ui.widgets.modal import Modal


class ProofModal(Modal[None]):
    """Runs the proof as it opens; closing it does not wait."""

    heading = "See it run"

    def __init__(self, proofs: ProofService, item_id: ItemId, item: Item) -> None:
        super().__init__()
        self._proofs = proofs
        self._subject = item_id
        self._item = item

    def content(self) -> ComposeResult:
        """The proof's own app, and room for what happens."""
        yield Static("Starting the app…", id="proof-state", classes="gap muted", markup=False)
        yield Static(id="proof-exchanges", classes="gap", markup=False)
        if self._item.proof is not None:
            yield Static("The app", classes="heading")
            yield Static(code(self._item.proof.app), classes="code", markup=False)

    def on_mount(self) -> None:
        """Run it."""
        self._run()

    @work(exclusive=True)
    async def _run(self) -> None:
        try:
            report = await self._proofs.show(self._subject, self._item)
        except QuizAppError as error:
            self._say(Content.assemble((f"{Mark.WRONG} ", "bold"), clean(str(error))), "wrong")
            return
        self._say(*_state(report))
        self.query_one("#proof-exchanges", Static).update(
            Content("\n\n").join(
                [
                    Content.assemble(
                        ("→ ", "bold $text-accent"), plain(each.sent), "\n", ("← ", "bold"), plain(each.got)
                    )
                    for each in report.exchanges
                ]
            )
        )

    def _say(self, words: Content, style: str) -> None:
        state = self.query_one("#proof-state", Static)
        state.set_classes(f"gap {style}")
        state.update(words)


def _state(report: ProofReport) -> tuple[Content, str]:
    if report.skipped:
        return Content(f"{Mark.BLOCKED} Not run here: {clean(report.skipped)}"), "muted"
    if report.holds:
        return Content(f"{Mark.RIGHT} It holds: this is what really happened just now."), "right"
    return Content(f"{Mark.WRONG} It does not hold here: {clean(report.message)}"), "wrong"
