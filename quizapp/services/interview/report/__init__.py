"""A debrief as a document: Markdown, HTML that needs nothing but itself, JSON."""

from __future__ import annotations

from quizapp.services.interview.debrief import Debrief
from quizapp.services.interview.report.html import as_html
from quizapp.services.interview.report.markdown import as_markdown
from quizapp.services.interview.report.record import as_json

FORMATS = {"html": as_html, "md": as_markdown, "json": as_json}
"""By the ending of the file's name."""

__all__ = ["FORMATS", "Debrief", "as_html", "as_json", "as_markdown"]
