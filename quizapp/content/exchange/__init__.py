"""Ways in and out: cards and questions of other programs become a pack, and a pack becomes theirs.

What cannot be carried over is told, one line each, with the place in the source and the reason. Nothing is made up: a
card without an explanation gets none, and says so.

Weighed for each format (2026):

- Anki: `anki` itself reads and writes everything, and brings a Rust core of 30 MiB under the AGPL; `genanki` writes
  `.apkg` and nothing else, is small and kept up, so it writes ours (extra `exchange`); `ankipandas` reads a whole
  collection into pandas; `anki-export` has stood still since 2022. An `.apkg` is a zip file with an SQLite database
  of six tables, and what a stranger sends has to be read within bounds: so reading is our own.
- GIFT: `pygiftparser` has stood still since 2017 and knows no lines; the grammar is a page long.
- Moodle XML: `moodle-xml-parser` wants lxml and knows no lines either; the standard library's expat, told to refuse any
  DOCTYPE, cannot be led into entity bombs or files of the machine, and `defusedxml` adds nothing to that.
"""
