"""Given: where uploads belong, and a look at what lies where."""

from hashlib import sha256
from pathlib import Path

from fastapi import APIRouter

FOLDER = Path(__file__).parent / "uploads"
FOLDER.mkdir(exist_ok=True)

router = APIRouter()


@router.get("/stored")
def stored():
    """The files inside the folder, and files beside it that are no source code."""
    inside = [path.read_bytes() for path in sorted(FOLDER.rglob("*")) if path.is_file()]
    beside = [path.name for path in FOLDER.parent.iterdir() if path.is_file() and path.suffix not in {".py", ".pyc"}]
    return {
        "files": [{"bytes": len(content), "sha256": sha256(content).hexdigest()} for content in inside],
        "names": sorted(path.name for path in FOLDER.rglob("*")),
        "beside": sorted(beside),
    }
