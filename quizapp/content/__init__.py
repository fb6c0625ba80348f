"""Packs on disk: strict YAML, the pack loader, the lint, the compiled library."""
