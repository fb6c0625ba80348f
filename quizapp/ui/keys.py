"""Every key of the interface, told once: footer, command palette and help derive from this table."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from textual.binding import Binding, BindingType
from textual.keys import KEY_NAME_REPLACEMENTS, Keys, key_to_character


@dataclass(frozen=True)
class Key:
    """A command and the keys that call it."""

    id: str
    """`screen.command`; also how the palette knows it for one of ours."""
    key: str
    """Textual's names of keys, separated by commas; the first one is shown."""
    action: str
    label: str
    """For the footer: one or two words."""
    tooltip: str
    """For the help and the palette: what it does, as a sentence without its full stop."""
    shown: bool = True
    """Whether the footer shows it."""
    display: str | None = None
    priority: bool = False

    @property
    def binding(self) -> Binding:
        """As Textual wants it."""
        return Binding(
            self.key,
            self.action,
            self.label,
            id=self.id,
            tooltip=self.tooltip,
            show=self.shown,
            key_display=self.display,
            priority=self.priority,
        )


TABLE: dict[str, tuple[Key, ...]] = {
    "app": (
        Key("app.help", "question_mark,f1", "app.explain", "Help", "Show the keys of this screen", display="?"),
        Key(
            "app.palette", "ctrl+p", "app.command_palette", "Commands", "Search all commands", shown=False, display="^p"
        ),
        Key("app.theme", "f8", "app.toggle_theme", "Theme", "Change between dark and light", shown=False),
        Key("app.quit", "ctrl+q", "app.quit", "Quit", "Quit; nothing is lost", shown=False, priority=True),
    ),
    "home": (
        Key("home.resume", "r", "resume", "Resume", "Go on with the session that was left", shown=False),
        Key("home.study", "s", "study", "Study", "Study what is due and what is new", shown=False),
        Key("home.choose", "c", "choose", "Choose", "Choose what to study: weak, bookmarked, by topic, by time"),
        Key("home.practice", "p", "practice", "Practice", "Coding tasks, judged on your running app", shown=False),
        Key(
            "home.interview",
            "i",
            "interview",
            "Interview",
            "A timed interview without feedback until its end",
            shown=False,
        ),
        Key("home.progress", "t", "progress", "Progress", "Calendar, forecast, retention, weak spots"),
        Key("home.search", "slash", "search", "Search", "Search questions, tasks, notes; your bookmarks", display="/"),
        Key("home.glossary", "g", "glossary", "Glossary", "Every word and what it means", shown=False),
        Key("home.settings", "comma", "settings", "Settings", "Theme, session size, language and more", display=","),
        Key("home.packs", "o", "packs", "Packs", "Packs by others: add, update, switch on and off", shown=False),
        Key("home.preview", "v", "preview", "Preview", "Back to the pack that you are writing"),
        Key("home.retry", "a", "retry", "Try again", "Look again whether your history can be opened"),
        Key("home.unsaved", "m", "unsaved", "Study unsaved", "Study on in a temporary copy, to be saved later"),
        Key("home.save", "w", "save", "Save", "Try to save now what could not be saved"),
        Key("home.backups", "b", "backups", "Backups", "Backups of your history, and ways back", shown=False),
        Key("home.quit", "q", "app.quit", "Quit", "Quit; nothing is lost"),
    ),
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
        Key("answer.scroll-down", "pagedown", "scroll_body(1)", "Scroll", "Scroll down", shown=False),
        Key("answer.scroll-up", "pageup", "scroll_body(-1)", "Scroll", "Scroll up", shown=False),
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
    "narrowing": (
        Key("narrowing.open", "enter", "submit", "Open", "Open the line under the cursor"),
        Key("narrowing.up", "up", "screen.move(-1)", "Up", "To the line above", shown=False),
        Key("narrowing.down", "down", "screen.move(1)", "Down", "To the line below", shown=False),
        Key("narrowing.page_up", "pageup", "screen.move(-8)", "Page up", "Eight lines up", shown=False),
        Key("narrowing.page_down", "pagedown", "screen.move(8)", "Page down", "Eight lines down", shown=False),
    ),
    "find": (Key("find.study", "ctrl+s", "study", "Study all", "Study everything that is bookmarked", display="^s"),),
    "glossary": (),
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
    "doubting": (Key("doubting.keep", "ctrl+s,ctrl+enter,ctrl+j", "keep", "Report", "Write it down", display="^s"),),
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
    "briefing": (Key("briefing.begin", "enter,b", "begin", "Begin", "Start the clock and the first question"),),
    "debrief": (
        Key("debrief.study", "1", "follow(1)", "Study", "Do the first of the things to do next"),
        Key("debrief.second", "2", "follow(2)", "Second", "Do the second of the things to do next", shown=False),
        Key("debrief.third", "3", "follow(3)", "Third", "Do the third of the things to do next", shown=False),
        Key("debrief.export", "w", "export", "Export", "Write it to files: HTML to read and print, Markdown, JSON"),
        Key("debrief.compare", "c", "compare", "Compare", "Compare it with another interview"),
        Key("debrief.home", "h", "home", "Home", "To the home screen"),
        Key("debrief.scroll-down", "pagedown", "scroll_body(1)", "Scroll", "Scroll down", shown=False),
        Key("debrief.scroll-up", "pageup", "scroll_body(-1)", "Scroll", "Scroll up", shown=False),
    ),
    "interviews": (
        Key("interviews.build", "n", "build", "New blueprint", "Make a blueprint of your own"),
        Key("interviews.history", "t", "history", "Trend", "Every interview held: the trend, and two side by side"),
        Key("interviews.delete", "d", "delete", "Delete", "Forget the blueprint under the cursor, if it is your own"),
    ),
    "history": (
        Key("history.open", "enter", "open", "Open", "Open the debrief"),
        Key("history.choose", "space", "choose", "Choose", "Choose two interviews to compare"),
        Key("history.compare", "c", "compare", "Compare", "Put the two chosen side by side"),
        Key("history.up", "up,k", "move(-1)", "Up", "One interview up", shown=False),
        Key("history.down", "down,j", "move(1)", "Down", "One interview down", shown=False),
    ),
    "blueprint": (
        Key("blueprint.less", "left", "change(-1)", "Less", "The value before", display="←"),
        Key("blueprint.more", "right", "change(1)", "More", "The next value", display="→"),
        Key("blueprint.begin", "b", "begin", "Begin", "Keep it and go to its introduction"),
        Key("blueprint.keep", "s", "keep", "Keep", "Keep it among the interviews"),
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
        Key("topic.language", "l", "turn_language", "Language", "The note in the next language", shown=False),
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
        Key("progress.window", "w", "turn_window", "Window", "Look back on 30, 90 or 365 days, or all time"),
        *(
            Key(f"progress.panel-{place}", str(place), f"jump({place})", title, f"To: {title.lower()}", shown=False)
            for place, title in enumerate(
                ("Activity", "Weak spots", "Time per item", "Forecast", "Calibration", "Retention"), start=1
            )
        ),
        Key("progress.scroll-down", "pagedown,space", "scroll_body(1)", "Scroll", "Scroll down", shown=False),
        Key("progress.scroll-up", "pageup", "scroll_body(-1)", "Scroll", "Scroll up", shown=False),
    ),
    "rows": (
        Key("rows.up", "up,k", "move(-1)", "Up", "One row up", shown=False),
        Key("rows.down", "down,j", "move(1)", "Down", "One row down", shown=False),
        Key("rows.pick", "space", "pick", "Pick", "Pick the row", shown=False),
    ),
    "choices": (
        Key("choices.open", "enter", "select", "Open", "Open the line"),
        Key("choices.up", "up,k", "cursor_up", "Up", "One line up", shown=False),
        Key("choices.down", "down,j", "cursor_down", "Down", "One line down", shown=False),
    ),
    "packs": (
        Key("packs.add", "a", "add", "Add", "Add a pack from a folder, an archive, the web or git"),
        Key("packs.switch", "space", "switch", "On/off", "Switch the pack on or off; what you learned stays"),
        Key("packs.lint", "l", "lint", "Lint", "See what is wrong with the pack"),
        Key("packs.update", "u", "update", "Update", "Fetch the pack from its source again"),
        Key("packs.author", "o", "author", "Author", "Open the author's page in the browser"),
        Key("packs.remove", "d", "remove", "Remove", "Take the pack out; your history stays"),
        Key("packs.home", "h", "home", "Home", "To the home screen", shown=False),
    ),
    "preview": (
        Key("preview.study", "s", "study", "Study", "Everything in it, one question after another"),
        Key("preview.home", "h", "back", "Home", "To the home screen that learners see"),
    ),
    "settings": (Key("settings.home", "h", "back", "Home", "To the home screen", shown=False),),
    "menu": (Key("menu.open", "enter", "pick", "Open", "Open the row"),),
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
    "note": (Key("note.language", "l", "turn_language", "Language", "The same in the next language"),),
    "modal": (Key("modal.close", "escape", "close", "Close", "Close this box"),),
    "page": (Key("page.back", "escape", "back", "Back", "Back to where you came from; nothing is lost"),),
}


def bindings(*groups: str) -> list[BindingType]:
    """The bindings of these groups of the table, in its order."""
    return [key.binding for group in groups for key in TABLE[group]]


def known() -> dict[str, Key]:
    """Every key of the table by its id."""
    return {key.id: key for group in TABLE.values() for key in group}


EVERYWHERE = {"app", "page", "modal"}
"""Groups of keys that hold on every screen, or every box."""
TOGETHER = ({"asking", "studying", "interview"},)
"""Groups whose keys can be pressed at the same moment, beside those of one group."""
_NAMES = {key.value for key in Keys} | {*KEY_NAME_REPLACEMENTS.values()}
_MODIFIERS = {"ctrl", "shift", "alt", "super", "meta", "hyper"}


def keymap(own: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The keys of every command with a person's own in place, and what is wrong with those that are left out.

    Every command is in it, remapped or not: Textual takes away all that a remapped key did in the same place before,
    and so `enter` for the next question would go with `enter` for the answer.

    Args:
        own: keys by id, as `[keys]` in the settings has them.
    """
    commands = known()
    merged = {identity: command.key for identity, command in commands.items()}
    notes = []
    for identity, keys in own.items():
        if identity not in commands:
            near = difflib.get_close_matches(identity, commands, n=1)
            advice = f"Write {near[0]}." if near else "`quizapp config keys` lists what there is."
            notes.append(f"There is no command {identity}. {advice}")
        elif strange := [key for key in keys.split(",") if not _is_key(key)]:
            notes.append(f"{identity}: no key is called {strange[0]}; {merged[identity]} stays.")
        else:
            merged[identity] = keys
    for identity in own:
        if identity in commands and (clash := _clash(identity, merged)):
            key, other = clash
            merged[identity] = commands[identity].key
            notes.append(f"{identity}: {key} is the key of {other}; {merged[identity]} stays.")
    return merged, notes


def _clash(identity: str, merged: Mapping[str, str]) -> tuple[str, str] | None:
    """A key of this command that another one has which can be called at the same moment, and which that is."""
    mine = set(merged[identity].split(","))
    before = known()[identity].key.split(",")
    for other, keys in merged.items():
        shared = mine & set(keys.split(",")) - (set(before) & set(known()[other].key.split(",")))
        if other != identity and shared and _meet(identity.partition(".")[0], other.partition(".")[0]):
            return min(shared), other
    return None


def _meet(one: str, other: str) -> bool:
    ours, theirs = _group(one), _group(other)
    together = any({ours, theirs} <= groups for groups in TOGETHER)
    return ours == theirs or bool({ours, theirs} & EVERYWHERE) or together


def _group(prefix: str) -> str:
    """The group of an id's first word: `answer.submit` stands among the keys of asking."""
    return next(group for group, keys in TABLE.items() if any(key.id.startswith(f"{prefix}.") for key in keys))


def _is_key(name: str) -> bool:
    *modifiers, last = name.split("+")
    return set(modifiers) <= _MODIFIERS and (last in _NAMES or name in _NAMES or key_to_character(last) is not None)
