"""Keys of the home screen and of what is kept in order from there."""

from __future__ import annotations

from quizapp.ui.keys.key import Key

HOUSE: dict[str, tuple[Key, ...]] = {
    "home": (
        Key("home.resume", "r", "resume", "Resume", "Go on with the session that was left", shown=False),
        Key("home.study", "s", "study", "Study", "Study what is due and what is new", shown=False),
        Key("home.tour", "n", "tour", "Tour", "A tour of two minutes: a question, a coding task, a note", shown=False),
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
    "tour": (
        Key("tour.go", "enter,space", "go_on", "Go on", "Begin the step, and at the end go to the home screen"),
        Key("tour.skip", "n", "skip", "Skip", "Pass over this step of the tour"),
    ),
    "find": (Key("find.study", "ctrl+s", "study", "Study all", "Study everything that is bookmarked", display="^s"),),
    "glossary": (),
    "settings": (
        Key("settings.keys", "c", "keys", "Keys", "Give commands keys of your own"),
        Key("settings.export", "e", "export", "Export", "Write every setting to a file"),
        Key("settings.import", "i", "import", "Import", "Go by the settings of a file; yours are kept beside them"),
        Key("settings.default", "d", "default", "Default", "Go back to what the setting under the cursor was at first"),
        Key("settings.home", "h", "back", "Home", "To the home screen", shown=False),
    ),
    "backups": (Key("backups.take", "t", "take", "Back up", "Take a backup now"),),
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
}
