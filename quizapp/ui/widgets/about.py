"""What each part of a screen is for, in a sentence: the help says it of the part that has the keys."""

from __future__ import annotations

from textual.screen import Screen
from textual.widget import Widget

ABOUT = {
    "HomeScreen #roadmap": "The roadmap: every topic, and how much of it you know. Enter opens one.",
    "Words": "Words to look for. The list below narrows as you type; up and down move in it, Enter opens a line.",
    "Filter": "Words that narrow the list of tasks. Up and down move in the list, Enter opens a task.",
    "TypedInput": "Your answer, typed. Enter gives it, or goes to the next blank.",
    "SpeechArea": "Your answer in your own words. Enter begins a new line, ctrl+s gives the answer.",
    "AnswerField LeftRows": "The left sides. The cursor says which one is being paired; a letter pairs it.",
    "AnswerField OrderRows": "The lines. A letter takes a line to the end of your order, or puts it back.",
    "SpotField #lines": "The code. The cursor is on the line that you take for the defect.",
    "SpotField #defects": "What may be wrong with that line. Pick one.",
    "AnswerField Rows": "The possible answers. Pick with a digit, a letter or Space; Enter gives the answer.",
    "PointRows": "The points of a good answer, made or missed. Where the grader is wrong, o overrules it.",
    "ChooserScreen Rows": "What the session is to have. Right turns a row on or to its next value; Enter begins.",
    "SummaryScreen Body": "How the session went, answer by answer. It scrolls.",
    "TopicScreen #note": "The one-minute note of the topic. It scrolls.",
    "TopicScreen #lines": "The topic's questions and tasks, each with how it stands. Enter opens a task.",
    "TopicScreen #mistakes": "Your mistakes in this topic, the latest first. It scrolls.",
    "TopicScreen #record": "How you have done in this topic. It scrolls.",
    "Spots": "What you forget most, the worst first. Enter does what is said to be next for it.",
    "ProgressScreen Body": "How you are doing. It scrolls; 1 to 6 go to its parts.",
    "CodeArea": "One of your files. Escape leaves the text, so that single letters are commands again.",
    "#brief": "What the task asks for. It scrolls.",
    "#check-list": "The checks of the task. What the one under the cursor found stands below; Enter goes to its line.",
    "#failure": "What the check found: the request, the answer, what was expected, and why it matters. It scrolls.",
    "#output": "What your app printed, and how it ended. It scrolls.",
    "#server": "Your app, kept running at an address of this machine: what it prints, and a line for each request.",
    "InterviewsScreen #interviews": "Interviews to hold, and those held. Enter opens the one under the cursor.",
    "BriefingScreen Body": "What is coming: sections, minutes, rules. The clock does not run yet.",
    "InterviewScreen Menu": "The questions of the section. Enter opens one, or closes the section.",
    "InterviewScreen Body": "Where the interview stands. Enter goes on.",
    "DebriefScreen #questions": "Every question of the interview. Enter shows it with your answer and what it came to.",
    "DebriefScreen Body": "How the interview went. It scrolls.",
    "HeldRows": "Interviews held, the latest first. Space chooses two, c compares them, Enter opens one.",
    "ComparisonScreen Body": "Two interviews side by side. It scrolls.",
    "BlueprintScreen Menu": "The parts of a blueprint. Left and right change the one under the cursor; b begins.",
    "SettingsScreen Menu": "What can be set, with its value and what it means. Enter changes it; it is kept at once.",
    "KeyModal #pressed": "Press the keys that are to call the command; each is added. Enter keeps them.",
    "BackupsScreen #backups": "Backups of your history, the latest first. Enter goes back to one, once you confirm.",
    "PacksScreen #packs": "The packs. Enter tells about one, Space switches it on or off; the foot has the rest.",
    "PreviewScreen #preview": "What is in the pack that you are writing, or wrong with it. Enter opens a line.",
    "SettingModal Input": "The new value. Enter keeps it; one that makes no sense is refused with the reason.",
    "SettingModal Menu": "The values that there are. A digit or Enter takes one.",
    "SourceModal Input": "Where the pack lies: a folder, an archive, an address or a git repository.",
    "FilenameModal Input": "The name of the new file, with its folder. Enter makes it.",
    "PhraseModal Input": "What is asked for above, typed. Enter takes it.",
    "DoubtModal TextArea": "What is wrong or unclear, in your own words. ctrl+s writes it down.",
    "VersionsModal Choices": "Earlier states of your files, the latest first. Enter goes back to one.",
    "ConfirmModal Choices": "What can be done. Enter does the line under the cursor; escape does nothing.",
    "TopicsModal Rows": "The topics. Space chooses one; with none chosen all of them are meant.",
    "DiffModal #diff-scroll": "Two texts, line by line, from their first difference on. It scrolls.",
    ".modal--box": "The box. Up and down scroll it, escape closes it.",
}
"""By a selector: a part (type, `#id` or `.class`), after the screen or field around it where that matters."""


def about(widget: Widget | None) -> str:
    """The sentence of a part, or of what it lies in; empty if it has none. More exact selectors are written first."""
    if widget is None:
        return ""
    around = [node for node in widget.ancestors_with_self if isinstance(node, Widget)]
    for place, node in enumerate(around):
        if isinstance(node, Screen):
            break
        outer = set().union(*(_names(each) for each in around[place + 1 :]))
        for selector, sentence in ABOUT.items():
            *within, part = selector.split()
            if part in _names(node) and outer.issuperset(within):
                return sentence
    return ""


def _names(widget: Widget) -> set[str]:
    """What a selector may call it."""
    types = {kind.__name__ for kind in type(widget).__mro__}
    return types | {f".{name}" for name in widget.classes} | ({f"#{widget.id}"} if widget.id else set())
