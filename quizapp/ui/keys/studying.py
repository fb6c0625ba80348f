"""Keys of study: choosing, being asked, being told, looking back on it."""

from __future__ import annotations

from quizapp.ui.keys.key import Key

STUDYING: dict[str, tuple[Key, ...]] = {
    "chooser": (
        Key("chooser.begin", "enter", "begin", "Begin", "Begin such a session"),
        Key(
            "chooser.next",
            "right,l,plus",
            "turn(1)",
            "Change",
            "Turn the row on or off, or to its next value",
            display="→",
        ),
        Key("chooser.before", "left,h,minus", "turn(-1)", "Before", "To the value before", shown=False),
    ),
    "asking": (
        Key("answer.submit", "enter", "submit", "Answer", "Give this answer"),
        Key("answer.unknown", "x", "give_up", "Don't know", "Say that you don't know"),
        Key(
            "answer.unknown-typing",
            "ctrl+g",
            "give_up_typing",
            "Don't know",
            "Say that you don't know",
            display="^g",
        ),
        Key("answer.scroll-down", "pagedown,ctrl+d", "scroll_body(1)", "Scroll", "Scroll down", shown=False),
        Key("answer.scroll-up", "pageup,ctrl+u", "scroll_body(-1)", "Scroll", "Scroll up", shown=False),
    ),
    "studying": (
        Key(
            "studying.undo",
            "u,f7",
            "undo_before",
            "Undo",
            "Take the answer before back: its question is asked again",
            shown=False,
        ),
    ),
    "told": (
        Key("told.next", "enter,space", "next", "Next", "On to the next question"),
        Key("told.again", "1,a", "rate(1)", "Again", "Rate it: not remembered, ask again soon", shown=False),
        Key("told.hard", "2,h", "rate(2)", "Hard", "Rate it: remembered with trouble", shown=False),
        Key("told.good", "3,g", "rate(3)", "Good", "Rate it: remembered", shown=False),
        Key("told.easy", "4,e", "rate(4)", "Easy", "Rate it: no trouble at all, ask much later", shown=False),
        Key("told.proof", "p", "proof", "See it run", "Run the proof now: the real requests and answers"),
        Key("told.note", "n", "note", "Note", "Read the topic's note"),
        Key("told.bookmark", "b", "bookmark", "Bookmark", "Set a bookmark, or take it away"),
        Key("told.undo", "u", "undo", "Undo", "Take this answer back: the question is asked again, as if new"),
        Key("told.doubt", "r", "doubt", "Doubt", "Report what is wrong or unclear here, for the pack's authors"),
    ),
    "typing": (Key("typing.submit", "enter", "submit", "Answer", "Give this answer, or go to the next blank"),),
    "saying": (Key("saying.submit", "ctrl+s,ctrl+enter,ctrl+j", "say", "Answer", "Give this answer", display="^s"),),
    "points": (
        Key("points.overrule", "o", "pick", "Overrule", "Say that the grader is wrong about this point"),
        Key("points.up", "up,k", "move(-1)", "Up", "One point up", shown=False),
        Key("points.down", "down,j", "move(1)", "Down", "One point down", shown=False),
    ),
    "order": (
        Key("order.earlier", "shift+up,K", "shift(-1)", "Earlier", "Move the line up in your order", shown=False),
        Key("order.later", "shift+down,J", "shift(1)", "Later", "Move the line down in your order", shown=False),
    ),
    "match": (Key("match.clear", "backspace,delete", "clear", "Clear", "Take the pairing back", shown=False),),
    "summary": (
        Key("summary.again", "s,enter", "again", "Study on", "Another session of what is due and new"),
        Key("summary.redo", "o", "redo", "Redo", "Once more what was not right; the schedule is left alone"),
        Key("summary.undo", "u", "undo", "Undo", "Take the last answer back", shown=False),
        Key("summary.practice", "p", "practice", "Practice", "The coding tasks of the topic that went worst"),
        Key("summary.home", "h", "home", "Home", "To the home screen"),
    ),
    "topic": (
        Key("topic.study", "s,enter", "study", "Study", "Study this topic"),
        Key("topic.practice", "p", "practice", "Tasks", "The coding tasks of this topic"),
        Key("topic.choose", "c", "choose", "Choose", "Choose what of this topic to study"),
        Key("topic.glossary", "g", "glossary", "Words", "The glossary of this topic"),
        Key("topic.language", "l", "turn_language", "Language", "The note in the next language"),
        Key("topic.note", "1", "pane('note')", "Note", "The one-minute note", shown=False),
        Key("topic.items", "2", "pane('items')", "Questions", "Its questions and tasks", shown=False),
        Key("topic.mistakes", "3", "pane('mistakes')", "Mistakes", "Mistakes made in this topic", shown=False),
        Key("topic.record", "4", "pane('record')", "Record", "How you have done here", shown=False),
    ),
    "spots": (
        Key("spots.next", "enter", "pick", "Next step", "Do what is said to be next for this weak spot"),
        Key("spots.up", "up,k", "move(-1)", "Up", "To the weak spot above", shown=False),
        Key("spots.down", "down,j", "move(1)", "Down", "To the weak spot below", shown=False),
    ),
    "progress": (
        Key("progress.study", "s", "study", "Study", "Study this topic; without a weak spot, what is due and new"),
        Key("progress.note", "n", "note", "Note", "Read this topic's note"),
        Key("progress.tasks", "p", "tasks", "Tasks", "This topic's coding tasks"),
        Key("progress.fit", "f", "fit", "Fit", "Fit the schedule to your own memory (quizapp optimise)", shown=False),
        Key("progress.window", "w", "turn_window", "Window", "Look back on 30, 90 or 365 days, or all time"),
        *(
            Key(f"progress.panel-{place}", str(place), f"jump({place})", title, f"To: {title.lower()}", shown=False)
            for place, title in enumerate(
                ("Activity", "Weak spots", "Time per item", "Forecast", "Calibration", "Retention"), start=1
            )
        ),
        Key("progress.scroll-down", "pagedown,space,ctrl+d", "scroll_body(1)", "Scroll", "Scroll down", shown=False),
        Key("progress.scroll-up", "pageup,ctrl+u", "scroll_body(-1)", "Scroll", "Scroll up", shown=False),
    ),
}
