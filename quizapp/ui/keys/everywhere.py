"""Keys of every screen and every box, and of lists and notes wherever they stand."""

from __future__ import annotations

from quizapp.ui.keys.key import Key

EVERYWHERE: dict[str, tuple[Key, ...]] = {
    "app": (
        Key("app.help", "question_mark,f1", "app.explain", "Help", "Show the keys of this screen"),
        Key(
            "app.palette",
            "ctrl+p,colon",
            "app.command_palette",
            "Commands",
            "Search all commands",
            shown=False,
            display="^p",
        ),
        Key(
            "app.theme",
            "f8",
            "app.toggle_theme",
            "Theme",
            "The next theme: dark, light, high contrast, the terminal's own",
            shown=False,
        ),
        Key(
            "app.jump",
            "ctrl+b,f11",
            "app.jump",
            "Jump",
            "Show a letter on everything that can be gone to or pressed",
            shown=False,
            display="^b",
        ),
        Key("app.quit", "ctrl+q", "app.quit", "Quit", "Quit; nothing is lost", shown=False, priority=True),
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
        Key("choices.page_up", "pageup,ctrl+u", "page_up", "Page up", "A page up", shown=False),
        Key("choices.page_down", "pagedown,ctrl+d", "page_down", "Page down", "A page down", shown=False),
        Key("choices.last", "end,G", "last", "Last", "To the last line", shown=False),
    ),
    "reading": (
        Key("reading.up", "up,k", "scroll_up", "Up", "Scroll a line up", shown=False),
        Key("reading.down", "down,j", "scroll_down", "Down", "Scroll a line down", shown=False),
        Key("reading.page_up", "pageup,ctrl+u", "page_up", "Page up", "Scroll a page up", shown=False),
        Key("reading.page_down", "pagedown,ctrl+d", "page_down", "Page down", "Scroll a page down", shown=False),
        Key("reading.last", "end,G", "scroll_end", "End", "Scroll to the end", shown=False),
    ),
    "menu": (
        Key("menu.open", "enter", "pick", "Open", "Open the row"),
        Key("menu.page_up", "pageup,ctrl+u", "page(-1)", "Page up", "A page up", shown=False),
        Key("menu.page_down", "pagedown,ctrl+d", "page(1)", "Page down", "A page down", shown=False),
        Key("menu.first", "home", "first", "First", "To the first row", shown=False),
        Key("menu.last", "end,G", "last", "Last", "To the last row", shown=False),
    ),
    "narrowing": (
        Key("narrowing.open", "enter", "submit", "Open", "Open the line under the cursor"),
        Key("narrowing.up", "up", "screen.move(-1)", "Up", "To the line above", shown=False),
        Key("narrowing.down", "down", "screen.move(1)", "Down", "To the line below", shown=False),
        Key("narrowing.page_up", "pageup", "screen.move(-8)", "Page up", "Eight lines up", shown=False),
        Key("narrowing.page_down", "pagedown", "screen.move(8)", "Page down", "Eight lines down", shown=False),
    ),
    "note": (Key("note.language", "l", "turn_language", "Language", "The same in the next language"),),
    "doubting": (Key("doubting.keep", "ctrl+s,ctrl+enter,ctrl+j", "keep", "Report", "Write it down", display="^s"),),
    "modal": (
        Key("modal.close", "escape", "close", "Close", "Close this box"),
        Key("modal.help", "question_mark,f1", "app.explain", "Help", "Show the keys of this box"),
        Key("modal.jump", "ctrl+b,f11", "app.jump", "Jump", "Show a letter on everything in this box", shown=False),
    ),
    "jump": (Key("jump.leave", "escape,ctrl+b,f11", "close", "Leave", "Leave everything as it is"),),
    "page": (Key("page.back", "escape", "back", "Back", "Back to where you came from; nothing is lost"),),
}
