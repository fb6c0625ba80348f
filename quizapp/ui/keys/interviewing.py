"""Keys of interviews, before, in and after them."""

from __future__ import annotations

from quizapp.ui.keys.key import Key

INTERVIEWING: dict[str, tuple[Key, ...]] = {
    "interviews": (
        Key("interviews.build", "n", "build", "New blueprint", "Make a blueprint of your own"),
        Key("interviews.history", "t", "history", "Trend", "Every interview held: the trend, and two side by side"),
        Key("interviews.delete", "d", "delete", "Delete", "Forget the blueprint under the cursor, if it is your own"),
    ),
    "blueprint": (
        Key("blueprint.less", "left", "change(-1)", "Less", "The value before", display="←"),
        Key("blueprint.more", "right", "change(1)", "More", "The next value", display="→"),
        Key("blueprint.begin", "b", "begin", "Begin", "Keep it and go to its introduction"),
        Key("blueprint.keep", "s", "keep", "Keep", "Keep it among the interviews"),
    ),
    "briefing": (Key("briefing.begin", "enter,b", "begin", "Begin", "Start the clock and the first question"),),
    "interview": (
        Key("interview.begin", "enter,b", "begin_section", "Begin", "Start the clock of the next section"),
        Key("interview.unpause", "enter", "unpause", "Go on", "Let the clock run again"),
        Key("interview.mark", "f5", "mark", "Mark", "Mark the question, to come back to it before the section closes"),
        Key("interview.overview", "f4", "overview", "All", "All questions of the section: answered, open, marked"),
        Key("interview.before", "f6", "turn(-1)", "Before", "To the question before", shown=False),
        Key("interview.next", "f7", "turn(1)", "Skip", "To the next question; this one stays open"),
        Key("interview.pause", "f3", "pause", "Pause", "Stop the clock; the debrief tells how long"),
        Key(
            "interview.close",
            "f10",
            "close_section",
            "Close",
            "Close the section before its time is up, or end the interview",
        ),
    ),
    "coding": (
        Key("coding.check", "ctrl+s,ctrl+r", "check", "Save and check", "Save and see whether it works", display="^s"),
        Key("coding.done", "f9", "done", "Done", "Leave the task as it is saved, and go on; you can come back"),
        Key("coding.code", "c,2", "pane('code')", "Code", "To the text of your files", shown=False),
        Key("coding.brief", "1,b", "pane('brief')", "Brief", "What is asked", shown=False),
        Key("coding.checks", "3,k", "pane('checks')", "Checks", "Whether the checks pass", shown=False),
        Key("coding.output", "4,o", "pane('output')", "Output", "What your app printed", shown=False),
        Key("coding.turn", "f6", "turn_pane(1)", "Pane", "To the next pane", priority=True),
        Key("coding.turn_back", "shift+f6", "turn_pane(-1)", "Pane before", "To the pane before", shown=False),
        Key("coding.file", "ctrl+o", "turn_file", "Next file", "Show the next of your files", shown=False),
        Key("coding.new_file", "ctrl+n", "new_file", "New file", "Add a file", shown=False),
        Key("coding.mark", "f5", "mark", "Mark", "Mark the task, to come back to it", shown=False),
        Key("coding.overview", "f4", "overview", "All", "All questions of the section: answered, open, marked"),
        Key("coding.pause", "f3", "pause", "Pause", "Stop the clock; the debrief tells how long"),
        Key("coding.close", "f10", "close_section", "Close", "Close the section before its time is up", shown=False),
    ),
    "debrief": (
        Key("debrief.study", "1", "follow(1)", "Study", "Do the first of the things to do next"),
        Key("debrief.second", "2", "follow(2)", "Second", "Do the second of the things to do next", shown=False),
        Key("debrief.third", "3", "follow(3)", "Third", "Do the third of the things to do next", shown=False),
        Key("debrief.export", "w", "export", "Export", "Write it to files: HTML to read and print, Markdown, JSON"),
        Key("debrief.compare", "c", "compare", "Compare", "Compare it with another interview"),
        Key("debrief.home", "h", "home", "Home", "To the home screen"),
        Key("debrief.scroll-down", "pagedown,ctrl+d", "scroll_body(1)", "Scroll", "Scroll down", shown=False),
        Key("debrief.scroll-up", "pageup,ctrl+u", "scroll_body(-1)", "Scroll", "Scroll up", shown=False),
    ),
    "history": (
        Key("history.open", "enter", "open", "Open", "Open the debrief"),
        Key("history.choose", "space", "choose", "Choose", "Choose two interviews to compare"),
        Key("history.compare", "c", "compare", "Compare", "Put the two chosen side by side"),
        Key("history.up", "up,k", "move(-1)", "Up", "One interview up", shown=False),
        Key("history.down", "down,j", "move(1)", "Down", "One interview down", shown=False),
    ),
}
