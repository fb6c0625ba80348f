"""Packs: what is installed, what is wrong with it, and how another one comes in."""

from __future__ import annotations

import threading
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from quizapp.domain.installation import Advance, InstalledPack, PackOffer
from quizapp.errors import PackRefusedError, QuizAppError, StoppedError
from quizapp.ui import messages as to
from quizapp.ui.keys import bindings, spoken
from quizapp.ui.modals.confirm import Answer, ConfirmModal
from quizapp.ui.modals.lines import LinesModal
from quizapp.ui.modals.source import SourceModal
from quizapp.ui.services import Services
from quizapp.ui.text import clean
from quizapp.ui.widgets.choices import Choices
from quizapp.ui.widgets.packs import facts_of, line_of, offer_words, page_of, result_words
from quizapp.ui.widgets.page import Page, tell
from quizapp.ui.words import counted

ABOUT_ONE = {"switch", "lint", "author", "update", "remove"}
"""What can be done with the pack under the cursor."""


class PacksScreen(Page):
    """One list. What takes time is done beside it, is told, and can be stopped."""

    BINDINGS = bindings("packs")
    heading = "Packs"
    advice = "A pack is read before it comes in, and its code runs only in the sandbox, when you open it."

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._packs: dict[str, InstalledPack] = {}
        self._stop: threading.Event | None = None
        """Set to stop the work that is going on; None when there is none."""
        self._began = 0.0

    def content(self) -> ComposeResult:
        """What is going on, and the list."""
        yield Static(id="packs-doing", classes="muted", markup=False)
        yield Choices(id="packs")

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one("#packs").focus()

    def on_screen_resume(self) -> None:
        """List again."""
        with self.telling():
            self._fill()

    async def reload(self) -> None:
        """The same after packs have changed on disk."""
        self.on_screen_resume()

    def _fill(self) -> None:
        service = self.services.packs
        self._packs = {pack.id: pack for pack in service.installed()}
        lines = self.query_one("#packs", OptionList)
        highlighted = lines.highlighted or 0
        lines.clear_options()
        lines.add_options([Option(line_of(pack), id=pack.id) for pack in self._packs.values()])
        lines.highlighted = min(highlighted, len(self._packs) - 1) if self._packs else None
        self.bar.status = counted(len(self._packs), "pack")
        for sentence in service.damaged():
            self.notify(clean(sentence), severity="warning", timeout=12, markup=False)
        if self._stop is None:
            adding = spoken("packs.add", self.services.settings.keys)
            alone = all(pack.is_bundled for pack in self._packs.values())
            self._say(
                f"{adding} adds a pack by others, from a folder, an archive, the web or git. Enter tells about a pack."
                if alone
                else "Enter tells about a pack. What you have learned stays when a pack is switched off or removed."
            )
        self.refresh_bindings()

    def _say(self, text: str) -> None:
        if self.is_attached:  # a work may end after its screen
            self.query_one("#packs-doing", Static).update(Content(clean(text)))

    @property
    def _chosen(self) -> InstalledPack | None:
        option = self.query_one("#packs", OptionList).highlighted_option
        return self._packs.get(option.id or "") if option else None

    @on(OptionList.OptionHighlighted, "#packs")
    def offer_keys(self) -> None:
        """What can be done depends on the pack."""
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Offer what this pack allows; one work at a time."""
        if action == "home":
            return self._stop is None
        if action not in ABOUT_ONE and action != "add":
            return True
        chosen = self._chosen if self.is_mounted else None
        if self._stop is not None or (chosen is None and action != "add"):
            return False
        if chosen is not None and action in {"update", "remove"}:
            return not chosen.is_bundled and (action == "remove" or chosen.origin != "link")
        return action != "author" or (chosen is not None and page_of(chosen) is not None)

    @on(OptionList.OptionSelected, "#packs")
    def describe(self) -> None:
        """Enter tells what is known about a pack."""
        chosen = self._chosen
        if chosen is not None:
            self.app.push_screen(LinesModal(chosen.title, facts_of(chosen)))

    def action_switch(self) -> None:
        """On or off, in a worker: the library opens or lets go of its index."""
        chosen = self._chosen
        if chosen is not None:
            self._switch(chosen)

    @work(thread=True, exclusive=True, group="packs")
    def _switch(self, pack: InstalledPack) -> None:
        service = self.services.packs
        try:
            (service.disable if pack.enabled else service.enable)(pack.id)
        except QuizAppError as error:
            self.app.call_from_thread(tell, self, error)
        self.app.call_from_thread(self.on_screen_resume)

    def action_author(self) -> None:
        """The author's page, in the browser."""
        chosen = self._chosen
        page = page_of(chosen) if chosen else None
        if page is not None:
            self.app.open_url(page)
            self.notify(clean(page), title="Opened in your browser.", markup=False)

    def action_lint(self) -> None:
        """What is wrong with a pack."""
        chosen = self._chosen
        if chosen is not None:
            self._begin(f"Reading {chosen.title} ...")
            self._lint(chosen)

    @work(thread=True, exclusive=True, group="packs")
    def _lint(self, pack: InstalledPack) -> None:
        stop = self._stop
        try:
            findings = [str(found) for found in self.services.findings(Path(pack.folder))]
        except QuizAppError as error:
            self.app.call_from_thread(self._fail, error)
            return
        self.app.call_from_thread(self._end)
        if stop is not None and stop.is_set():
            return  # escape was pressed meanwhile: nobody wants the box any more
        heading = f"{pack.title}: {counted(len(findings), 'finding')}"
        entries = findings or ["Nothing is wrong with this pack."]
        self.app.call_from_thread(self.app.push_screen, LinesModal(heading, entries))

    def action_add(self, typed: str = "") -> None:
        """Ask where a pack lies, look at it, ask again, take it in."""

        def look(source: str | None) -> None:
            if source:
                self._begin(f"Looking at {source} ...")
                self._offer(source, None)

        self.app.push_screen(SourceModal(typed), look)

    def action_update(self) -> None:
        """Fetch a pack from its source again."""
        chosen = self._chosen
        if chosen is not None:
            self._begin(f"Looking for a newer {chosen.title} ...")
            self._offer(chosen.source, chosen)

    @work(thread=True, exclusive=True, group="packs")
    def _offer(self, source: str, before: InstalledPack | None) -> None:
        """Fetch and read; whoever is asked next decides."""
        stop = self._stop
        assert stop is not None
        service = self.services.packs
        asks, is_cancelled = self._advance, stop.is_set
        try:
            if before is None:
                offer: PackOffer | None = service.offer(source, tell=asks, is_cancelled=is_cancelled)
            else:
                offer = service.offer_update(before.id, tell=asks, is_cancelled=is_cancelled)
        except StoppedError as error:
            self.app.call_from_thread(self._end)
            self.app.call_from_thread(self.notify, error.message, markup=False)
        except QuizAppError as error:
            self.app.call_from_thread(self._fail, error, source if before is None else "")
        else:
            self.app.call_from_thread(self._end)
            self.app.call_from_thread(self._ask, offer)

    def _advance(self, advance: Advance) -> None:
        self.app.call_from_thread(self._say, f"{advance} - esc stops")

    def _ask(self, offer: PackOffer | None) -> None:
        """Say what a pack is before it comes in."""
        if offer is None or offer.is_same or not self.is_attached:
            if offer is not None:
                self._discard(offer)
            self.notify("It is installed already, with the same files.", markup=False)
            return
        verb = "Install" if offer.replaces is None else "Update"

        def decide(answer: str | None) -> None:
            if answer == "yes":
                self._begin(f"{verb.removesuffix('e')}ing {offer.title} ...")
                self._install(offer)
            else:
                self._discard(offer)

        answers = (
            Answer(
                "yes", f"{verb} it", offer.changes.summary if offer.changes else "You can switch it off at any time."
            ),
            Answer("no", "Leave it", "Nothing changes."),
        )
        self.app.push_screen(ConfirmModal(f"{verb} {offer.title}?", offer_words(offer), *answers), decide)

    @work(thread=True, exclusive=True, group="packs")
    def _install(self, offer: PackOffer) -> None:
        try:
            result = self.services.packs.install(offer)
        except QuizAppError as error:
            self.app.call_from_thread(self._fail, error)
        else:
            self.app.call_from_thread(self._end)
            self.app.call_from_thread(self.notify, result_words(result), markup=False)

    @work(thread=True, group="packs-discard")
    def _discard(self, offer: PackOffer) -> None:
        try:
            self.services.packs.discard(offer)
        except QuizAppError as error:
            self.app.call_from_thread(tell, self, error)

    def action_remove(self) -> None:
        """Take a pack out, once that is meant."""
        chosen = self._chosen
        if chosen is None:
            return
        answers = (
            Answer("no", "Keep it", "Nothing changes."),
            Answer(
                "yes", "Remove it", "Your history and your workspaces stay; adding it again brings everything back."
            ),
        )

        def decide(answer: str | None) -> None:
            if answer == "yes":
                self._begin(f"Removing {chosen.title} ...")
                self._remove(chosen)

        self.app.push_screen(ConfirmModal(f"Remove {chosen.title}?", chosen.source, *answers), decide)

    @work(thread=True, exclusive=True, group="packs")
    def _remove(self, pack: InstalledPack) -> None:
        try:
            self.services.packs.remove(pack.id)
        except QuizAppError as error:
            self.app.call_from_thread(self._fail, error)
        else:
            self.app.call_from_thread(self._end)

    def action_back(self) -> None:
        """Escape stops what is going on first, then leaves."""
        if self._stop is None:
            self.dismiss()
        else:
            self._stop.set()
            self._say("Stopping ...")

    def _begin(self, words: str) -> None:
        self._stop = threading.Event()
        self._began = self.services.clock.monotonic()
        self._say(words)
        self.refresh_bindings()

    def _end(self) -> None:
        self._stop = None
        self.app.post_message(
            to.WorkEnded("The work on a pack has ended.", self.services.clock.monotonic() - self._began)
        )
        if self.is_attached:
            self.on_screen_resume()

    def _fail(self, error: QuizAppError, typed: str = "") -> None:
        """Tell why; what was typed is offered again, to be mended."""
        self._end()
        if isinstance(error, PackRefusedError) and error.findings:
            entries = [f"{error.message}\n{error.hint or ''}".strip(), *error.findings]
            self.app.push_screen(LinesModal("The pack was not taken in", entries))
        else:
            tell(self, error)
            if typed:
                self.action_add(typed)

    def action_home(self) -> None:
        """To the home screen."""
        self.post_message(to.HomeRequested())
