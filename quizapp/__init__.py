"""Interview practice for backend engineers, in a terminal."""

__version__ = "0.1.0"
