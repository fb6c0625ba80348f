"""Packs from anywhere: fetched, unpacked, examined, kept. What comes in is hostile until shown otherwise."""
