"""Screens, one a module. They do not import each other: they post what is asked for, and the app goes there."""
