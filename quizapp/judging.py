"""Services that judge learners' code, and interviews, which ask for some."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from quizapp.adapters import Adapters

if TYPE_CHECKING:
    from quizapp.services.interview import InterviewService, Room
    from quizapp.services.practice import PracticeService
    from quizapp.services.proof import ProofService
    from quizapp.services.serving import ServingService


class Judging(Adapters):
    """Each made when first asked for; they load sandbox and checker."""

    @cached_property
    def practice(self) -> PracticeService:
        """Coding tasks."""
        from quizapp.runner.reports import FolderReports
        from quizapp.services.practice import PracticeService

        return PracticeService(
            library=self.library,
            workspaces=self.workspaces,
            sandbox=self.sandbox,
            checker=self.checker,
            progress=self.progress,
            scheduler=self.scheduler,
            clock=self.clock,
            reports=FolderReports(self.paths.workspaces / ".reports"),
            trusts=self.trusts,
        )

    @cached_property
    def serving(self) -> ServingService:
        """Coding tasks' apps, kept running."""
        from quizapp.checker.courier import SocketCourier
        from quizapp.runner.forward import forwarding
        from quizapp.services.serving import ServingService

        return ServingService(
            workspaces=self.workspaces,
            sandbox=self.sandbox,
            addresses=forwarding,
            courier=SocketCourier(),
            trusts=self.trusts,
        )

    @cached_property
    def proofs(self) -> ProofService:
        """Claims of items, run."""
        from quizapp.services.proof import ProofService

        return ProofService(self.checker, trusts=self.trusts)

    @cached_property
    def interviews(self) -> InterviewService:
        """Timed interviews."""
        from quizapp.services.interview import InterviewService

        return InterviewService(
            self.library,
            self.progress,
            self.scheduler,
            self.clock,
            records=self.interview_records,
            room=self._interview_room,
            reports=self.paths.data / "reports",
        )

    def _interview_room(self) -> Room:
        """What an interview's coding tasks need: workspaces of its own, never the ones that are practised in."""
        from quizapp.runner.workspace import FolderWorkspaces
        from quizapp.services.interview import Room

        return Room(
            library=self.library,
            sandbox=self.sandbox,
            checker=self.checker,
            scheduler=self.scheduler,
            workspaces=lambda session: FolderWorkspaces(self.paths.data / "interviews" / session),
            trusts=self.trusts,
        )
