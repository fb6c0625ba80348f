"""Carries out checks against a running app, and explains what it saw."""
