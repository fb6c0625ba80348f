"""The terminal interface, built on Textual. It is handed its services and makes none."""
