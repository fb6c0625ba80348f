"""The rules themselves, by what they look at. Importing this package registers all of them."""

from __future__ import annotations

from quizapp.content.rules import code, item, option, reference, rubric, syllabus, task, topic, wording

__all__ = ["code", "item", "option", "reference", "rubric", "syllabus", "task", "topic", "wording"]
