"""Keys of coding tasks."""

from __future__ import annotations

from quizapp.ui.keys.key import Key

PRACTISING: dict[str, tuple[Key, ...]] = {
    "tasks": (
        Key("tasks.open", "enter", "submit", "Open", "Open the coding task"),
        Key("tasks.up", "up", "screen.move(-1)", "Up", "To the task above", shown=False),
        Key("tasks.down", "down", "screen.move(1)", "Down", "To the task below", shown=False),
        Key("tasks.page_up", "pageup", "screen.move(-10)", "Page up", "Ten tasks up", shown=False),
        Key("tasks.page_down", "pagedown", "screen.move(10)", "Page down", "Ten tasks down", shown=False),
    ),
    "practice": (
        Key("practice.save", "ctrl+s", "save", "Check", "Save and judge", display="^s"),
        Key("practice.code", "c,2", "pane('code')", "Code", "To the text of your files"),
        Key(
            "practice.hint",
            "h,f2",
            "hint",
            "Hint",
            "Open the next hint; from the second on, a pass counts as a hard one",
        ),
        Key("practice.jump", "g,f12", "jump", "Line", "Put the cursor on the line of your code that the check found"),
        Key("practice.next", "n", "next_task", "Next", "Open the next task that you have not passed"),
        Key("practice.solution", "s,f10", "solution", "Solution", "See the solution beside your code"),
        Key("practice.learn", "l", "learn", "Learn", "Read the note of the topic behind this check"),
        Key("practice.outside", "e,f4,ctrl+e", "edit_outside", "Editor", "Edit in $VISUAL or $EDITOR"),
        Key("practice.more", "space", "scroll_evidence", "More", "Scroll what the check found", shown=False),
        Key(
            "practice.check",
            "r,f5,ctrl+r",
            "check",
            "Check",
            "Save and judge, even if saving alone does not",
            shown=False,
        ),
        Key("practice.copy", "y", "copy_curl", "Copy curl", "Copy the request as a curl command", shown=False),
        Key("practice.brief", "1,b", "pane('brief')", "Brief", "What is asked", shown=False),
        Key("practice.checks", "3,k", "pane('checks')", "Checks", "What came of the checks", shown=False),
        Key("practice.output", "4,o", "pane('output')", "Output", "What your app printed", shown=False),
        Key("practice.turn", "f6", "turn_pane(1)", "Next pane", "To the next pane", shown=False, priority=True),
        Key("practice.turn_back", "shift+f6", "turn_pane(-1)", "Pane before", "To the pane before", shown=False),
        Key("practice.file", "ctrl+o,f3", "turn_file", "Next file", "Show the next of your files", shown=False),
        Key("practice.new_file", "ctrl+n", "new_file", "New file", "Add a file to your workspace", shown=False),
        Key(
            "practice.versions",
            "v,f9",
            "versions",
            "Versions",
            "Earlier states of your files, to go back to",
            shown=False,
        ),
        Key(
            "practice.reset",
            "ctrl+shift+r,R",
            "reset",
            "Start over",
            "Back to the starter; what you have is kept as a version",
            shown=False,
        ),
    ),
    "code": (
        Key("code.leave", "escape", "turn_away", "Commands", "Leave the text, so that single letters are commands"),
        Key("code.dedent", "shift+tab", "dedent", "Dedent", "Move the selected lines one step out", shown=False),
        Key(
            "code.comment",
            "ctrl+underscore,ctrl+slash",
            "comment",
            "Comment",
            "Turn the selected lines into comments, or back",
            shown=False,
            display="^/",
        ),
    ),
}
