"""Runs a learner's code in a process of its own, and keeps the learner's files."""
