"""Packs: what is installed, what is wrong with it, and how another one comes in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from quizapp.domain.installation import InstalledPack, InstallResult, Notice, PackOffer
from quizapp.domain.wording import plural
from quizapp.domain.work import Advance
from quizapp.errors import PackRefusedError, QuizAppError
from quizapp.ui import messages as to
from quizapp.ui.keys import bindings, spoken
from quizapp.ui.modals.confirm import Answer, ConfirmModal
from quizapp.ui.modals.lines import LinesModal
from quizapp.ui.modals.source import SourceModal
from quizapp.ui.services import Services
from quizapp.ui.text import clean
from quizapp.ui.widgets.choices import Choices
from quizapp.ui.widgets.packs import facts_of, line_of, offer_words, page_of, result_words
from quizapp.ui.widgets.page import tell
from quizapp.ui.widgets.work import Work, WorkPage

ABOUT_ONE = {"switch", "lint", "author", "update", "remove"}
"""What can be done with the pack under the cursor."""


class PacksScreen(WorkPage):
    """One list. What takes time is done beside it, is told, and can be stopped."""

    BINDINGS = bindings("packs")
    heading = "Packs"
    advice = "A pack is read before it comes in, and its code runs only in the sandbox, when you open it."

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._packs: dict[str, InstalledPack] = {}

    def content(self) -> ComposeResult:
        """What is going on, and the list."""
        yield Work(lambda: self.services.clock)
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
        self.bar.status = plural(len(self._packs), "pack")
        for sentence in service.damaged():
            self.notify(clean(sentence), severity="warning", timeout=12, markup=False)
        adding = spoken("packs.add", self.services.settings.keys)
        alone = all(pack.is_bundled for pack in self._packs.values())
        self.work.rest(
            f"{adding} adds a pack by others, from a folder, an archive, the web or git. Enter tells about a pack."
            if alone
            else "Enter tells about a pack. What you have learned stays when a pack is switched off or removed."
        )
        self.refresh_bindings()

    @property
    def _chosen(self) -> InstalledPack | None:
        option = self.query_one("#packs", OptionList).highlighted_option
        return self._packs.get(option.id or "") if option else None

    @on(OptionList.OptionHighlighted, "#packs")
    def offer_keys(self) -> None:
        """What can be done depends on the pack."""
        self.refresh_bindings()

    @property
    def _is_busy(self) -> bool:
        return self.is_mounted and self.work.is_busy

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Offer what this pack allows; one work at a time."""
        if action == "home":
            return not self._is_busy
        if action not in ABOUT_ONE and action != "add":
            return True
        chosen = self._chosen if self.is_mounted else None
        if self._is_busy or (chosen is None and action != "add"):
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
        """On or off: the library opens or lets go of its index."""
        chosen = self._chosen
        if chosen is not None:
            change = self.services.packs.disable if chosen.enabled else self.services.packs.enable
            doing = Advance(f"switching {chosen.title} {'off' if chosen.enabled else 'on'}", stoppable=False)
            self.work.begin(
                "The switch",
                lambda watch: change(chosen.id, watch=watch),
                self._take_up,
                doing=doing,
                failed=self._fail,
            )

    def _take_up(self, _: object) -> None:
        """List what there is now."""
        if self.is_attached:
            self.on_screen_resume()

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
        if chosen is None:
            return

        def tell_findings(found: Sequence[Notice]) -> None:
            heading = f"{chosen.title}: {plural(len(found), 'finding')}"
            self.app.push_screen(
                LinesModal(heading, [str(each) for each in found] or ["Nothing is wrong with this pack."])
            )

        self.work.begin(
            "The lint of a pack",
            lambda watch: self.services.findings(Path(chosen.folder), watch=watch),
            tell_findings,
            doing=Advance(f"reading {chosen.title}"),
            failed=self._fail,
        )

    def action_add(self, typed: str = "") -> None:
        """Ask where a pack lies, look at it, ask again, take it in."""

        def look(source: str | None) -> None:
            if source:
                self.work.begin(
                    "The look at a pack",
                    lambda watch: self.services.packs.offer(source, watch=watch),
                    self._ask,
                    doing=Advance(f"looking at {source}"),
                    failed=lambda error: self._fail(error, source),
                )

        self.app.push_screen(SourceModal(typed), look)

    def action_update(self) -> None:
        """Fetch a pack from its source again."""
        chosen = self._chosen
        if chosen is not None:
            self.work.begin(
                "The look for a newer pack",
                lambda watch: self.services.packs.offer_update(chosen.id, watch=watch),
                self._ask,
                doing=Advance(f"looking for a newer {chosen.title}"),
                failed=self._fail,
            )

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
                self.work.begin(
                    "The new pack",
                    lambda watch: self.services.packs.install(offer, watch=watch),
                    self._tell_result,
                    doing=Advance(f"{verb.removesuffix('e').lower()}ing {offer.title}", stoppable=False),
                    failed=self._fail,
                )
            else:
                self._discard(offer)

        answers = (
            Answer(
                "yes", f"{verb} it", offer.changes.summary if offer.changes else "You can switch it off at any time."
            ),
            Answer("no", "Leave it", "Nothing changes."),
        )
        self.app.push_screen(ConfirmModal(f"{verb} {offer.title}?", offer_words(offer), *answers), decide)

    def _tell_result(self, result: InstallResult) -> None:
        self._take_up(result)
        self.app.notify(result_words(result), markup=False)

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
                self.work.begin(
                    "The removal of a pack",
                    lambda watch: self.services.packs.remove(chosen.id, watch=watch),
                    self._take_up,
                    doing=Advance(f"removing {chosen.title}", stoppable=False),
                    failed=self._fail,
                )

        self.app.push_screen(ConfirmModal(f"Remove {chosen.title}?", chosen.source, *answers), decide)

    def _fail(self, error: QuizAppError, typed: str = "") -> None:
        """Tell why; what was typed is offered again, to be mended."""
        if isinstance(error, PackRefusedError) and error.findings:
            entries = [f"{error.message}\n{error.hint or ''}".strip(), *error.findings]
            self.app.push_screen(LinesModal("The pack was not taken in", entries))
        else:
            tell(self.app.screen, error)
            if typed and self.is_attached:
                self.action_add(typed)

    def action_home(self) -> None:
        """To the home screen."""
        self.post_message(to.HomeRequested())
