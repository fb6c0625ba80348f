"""Carries out steps, one module a family. A step that does not hold raises StepFailedError."""
