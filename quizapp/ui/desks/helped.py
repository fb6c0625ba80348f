"""The desk with help: hints, notes, the line at fault, the solution, the next task."""

from __future__ import annotations

from textual import work
from textual.content import Content

from quizapp.domain.report import Verdict
from quizapp.ui import messages as to
from quizapp.ui.desks.saving import SavingDesk
from quizapp.ui.modals.confirm import Answer, ConfirmModal
from quizapp.ui.modals.diff import SolutionModal
from quizapp.ui.text import clean, inline
from quizapp.ui.widgets.brief import BriefPane


class HelpedDesk(SavingDesk):
    """What helps is counted where it counts, and says so before."""

    async def action_hint(self) -> None:
        """Open one more hint: of the check under the cursor, or of the whole task beside the brief."""
        check, hints = self._hints()
        with self.telling():
            opened = dict(self._practice.hints_opened(self._folder))
            level = min(opened.get(check, 0) + 1, len(hints))
            self._practice.hint(self._folder, check, level)
            opened[check] = max(opened.get(check, 0), level)
            self.verdict.open_hints(opened)
            self.query_one(BriefPane).open_hints(opened.get(None, 0))
            pane = "brief" if check is None else "checks"
            if pane not in self._visible():
                await self._turn_to(pane)
            self.refresh_bindings()

    def _hints(self) -> tuple[str | None, list[str]]:
        """Whose hints `h` opens, and all of them."""
        result = self.verdict.result
        if self._side == "checks" and result is not None and result.evidence.hints:
            return result.id, result.evidence.hints
        return None, self._folder.task.hints if self._side == "brief" else []

    def action_scroll_evidence(self) -> None:
        """Scroll the evidence, which is often longer than its room; after its end it begins anew."""
        panel = self.verdict.failure
        if panel.scroll_y >= panel.max_scroll_y:
            panel.scroll_home(animate=False)
        else:
            panel.scroll_page_down(animate=False)

    def action_learn(self) -> None:
        """Open the note of the topic behind the check, else of the task."""
        result = self.verdict.result if self._side == "checks" else None
        topic = (result.evidence.learn if result else "") or self._folder.task.topic
        self.post_message(to.TopicRequested(topic if "/" in topic else f"{self._folder.pack}/{topic}"))

    async def action_jump(self) -> None:
        """Put the cursor on the line that the check found; where that hides the checks, say below what it was."""
        result = self.verdict.result
        for found in result.evidence.found if result else []:
            if found.spot is not None and await self.bench.go_to(found.spot.file, found.spot.line):
                await self._turn_to("code")
                if result is not None and "checks" not in self._visible():
                    said = found.say if result.verdict is Verdict.DID_NOT_START else result.message
                    where = f"{clean(found.spot.file)}:{found.spot.line} "
                    self.say_below(Content.styled(where, "$text-accent") + inline(said.replace("\n", " ")))
                return
        await self._turn_to("code")

    @work(group="ask")
    async def action_solution(self) -> None:
        """Show the solution, after saying what that costs."""
        with self.telling():
            if self._practice.solution_costs(self._folder) and not self._practice.has_seen_solution(self._folder):
                answers = (
                    Answer("no", "Not yet", "A hint (h) costs less."),
                    Answer("yes", "Show it", "Your next pass counts as not remembered: the task comes back soon."),
                )
                question = "The solution opens beside your code. Your code stays as it is."
                if await self.app.push_screen_wait(ConfirmModal("See the solution?", question, *answers)) != "yes":
                    return
            theirs = self._practice.solution(self._folder)
            mine = self.texts()
            texts = {path: content.decode(errors="replace") for path, content in theirs.items()}
            await self.app.push_screen_wait(SolutionModal({**mine}, {**self._given(), **texts}))

    def _given(self) -> dict[str, str]:
        return {path: self.bench.text(path) for path in self._folder.task.given if path in self.bench.paths}

    def action_next_task(self) -> None:
        """To the next task that was never passed."""
        with self.telling():
            following = self._practice.following(self._folder)
            if following is None:
                self.notify("You have passed every task.")
            elif self._save():
                self.bench.remember()
                self.post_message(to.TaskRequested(following.id).instead())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done now."""
        if not self.is_mounted:
            return True
        result = self.verdict.result if self._side == "checks" else None
        match action:
            case "hint":
                return bool(self._hints()[1])
            case "jump":
                return result is not None and any(found.spot for found in result.evidence.found)
            case "next_task":
                return self.verdict.has_passed
            case _:
                return super().check_action(action, parameters)
