"""The kinds of questions, as packs write them."""
