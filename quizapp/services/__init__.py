"""The use cases. The terminal UI, the plain line mode and the command line all come in here."""
