"""Coding tasks under the clock: what counts is what was saved in time."""

from __future__ import annotations

from tests.ui.interviewing import coding_services


async def test_a_task_that_is_opened_as_its_section_closes_is_judged_as_untouched() -> None:
    """The clock runs out between the last look and the opening of the files."""
    services = coding_services()
    interviews = services.interviews
    session = interviews.start("coding")
    interviews.close_section(session)
    interviews.begin_section(session)
    (task,) = services.library.listings(kinds=("task",))
    services.clock.advance(16 * 60)

    interviews.desk(session).open(task.id)

    assert await interviews.judge_code(session)
    assert not await interviews.judge_code(session)
    assert [line.checked for line in interviews.debrief(session).tasks] == [None]
