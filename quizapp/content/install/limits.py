"""How much of a pack there may be. The bundled pack has 4 MiB in 300 files; these bounds are for hostile ones."""

from __future__ import annotations

MAX_DOWNLOAD = 32 << 20
"""Bytes that are fetched, or that an archive on disk may have."""
MAX_TOTAL = 64 << 20
"""Bytes that all files of a pack have together, and bytes to which a compressed archive may grow."""
MAX_FILE = 2 << 20
MAX_YAML = 16 << 20
"""Bytes of all YAML files together: reading takes about twelve times as much memory."""
MAX_ENTRIES = 20_000
"""Names in an archive or a repository, whether they are wanted or not."""
MAX_RATIO = 100
"""How many times as large an archive may become, once it is larger than RATIO_FROM. Text is packed to a tenth."""
RATIO_FROM = 1 << 20
MAX_DEPTH = 12
MAX_PATH = 400
MAX_CLONE = 192 << 20
"""Bytes that fetching a repository may put on disk."""
FETCH_SECONDS = 180.0
"""For a download, or for all that git does with one repository."""
IDLE_SECONDS = 20.0
"""Without a byte."""
EXAMINE_SECONDS = 300.0
EXAMINE_PROCESSOR_SECONDS = 120
"""Ten thousand items take about half a minute."""
EXAMINE_MEMORY = 2 << 30
"""Address space of the process that reads a new pack."""
MAX_REDIRECTS = 5
