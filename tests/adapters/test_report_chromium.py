"""The report of an interview in a real browser: it fetches nothing, complains of nothing, and fits."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from quizapp.domain.grading import Passed, Picked, Said
from quizapp.domain.session import Session
from tests.chromium import chromium, found
from tests.ui.interviewing import coding_services

pytestmark = [
    pytest.mark.skipif(found() is None, reason="there is no Chromium on this machine"),
    pytest.mark.skipif(sys.platform != "linux", reason="the flags are those of Chromium on Linux"),
    pytest.mark.timeout(300),
]


def reports(folder: Path) -> list[Path]:
    """Of an interview with questions of every kind, and of one with words, a follow-up and code."""
    services = coding_services()
    sessions: list[Session] = []
    for blueprint, answers in (
        ("demo/screen", [Picked(options=[1]), Passed()]),
        ("demo/coding", [Said(text="The others wait"), Said(text="Use a thread")]),
    ):
        session = services.interviews.start(blueprint, seed=1)
        for place, answer in enumerate(answers):
            services.interviews.answer(session, place, answer, 30)
        sessions.append(services.interviews.finish(session))
    pages = []
    for session in sessions:
        page = folder / f"{session.id}.html"
        page.write_text(services.interviews.report(session, "html"), encoding="utf-8")
        pages.append(page)
    return pages


def test_a_report_fetches_nothing_and_fits_a_wide_and_a_narrow_window(tmp_path: Path) -> None:
    """The file alone is asked for, nothing is logged as an error, and no line is wider than the window."""
    pages = reports(tmp_path)

    with chromium(tmp_path / "profile") as tab:
        overflow = []
        for page in pages:
            tab.go(page.as_uri())
            tab.until("document.readyState === 'complete' && document.querySelectorAll('svg').length > 0")
            for width in (1200, 420):
                tab.call(
                    "Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False
                )
                tab.until(f"document.documentElement.clientWidth <= {width}")
                overflow.append(
                    tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                )
        picture = tmp_path / "report.png"
        tab.picture(picture)

        assert tab.asked == [page.as_uri() for page in pages]
        assert tab.complaints == []
        assert overflow == [0, 0, 0, 0]
        assert picture.stat().st_size > 10_000
