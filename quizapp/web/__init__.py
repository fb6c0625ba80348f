"""The terminal UI in a browser on this machine, for one person; owns aiohttp and textual-serve."""
