"""The reports that a station keeps, to print them again; the chain outlives them.

A report holds the names of a patient's files: it is kept in its owner's folder, for a while only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hygie.airlock.engine import report as reports
from hygie.airlock.engine.canonical import parsed
from hygie.core import files

FOLDER = "reports"
# Long enough for a question about a visit, short enough for a computer without any encryption.
KEPT_FOR = timedelta(days=90)
_ID = re.compile(r"[0-9a-f]{16}")


def keep(place: Path, report: Mapping[str, Any]) -> Path:
    """Write a report among those kept; where it is.

    Raises:
        HygieError: the disk's errors.
    """
    inside = place / FOLDER
    with files.telling_disk_errors(place):
        inside.mkdir(mode=0o700, exist_ok=True)
    path = inside / f"{report['id']}.json"
    files.write_atomically(path, reports.as_file(report))
    return path


def find(place: Path, report_id: str) -> dict[str, Any] | None:
    """A kept report; None when it is not here any more, or cannot be read."""
    if not _ID.fullmatch(report_id):
        return None
    try:
        said = parsed((place / FOLDER / f"{report_id}.json").read_bytes())
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) else None


def ids(place: Path) -> list[str]:
    """The ids of the kept reports, the latest first."""
    dated = []
    for path in (place / FOLDER).glob("*.json"):
        if _ID.fullmatch(path.stem):
            dated.append((path.stat().st_mtime, path.stem))
    return [report_id for _, report_id in sorted(dated, reverse=True)]


def forget(place: Path, report_id: str) -> None:
    """Remove a kept report; its line stays in the chain.

    Raises:
        HygieError: the disk's errors.
    """
    if _ID.fullmatch(report_id):
        with files.telling_disk_errors(place):
            (place / FOLDER / f"{report_id}.json").unlink(missing_ok=True)


def forget_old(place: Path, *, now: datetime) -> int:
    """Remove the reports that were kept long enough; how many.

    Raises:
        HygieError: the disk's errors.
    """
    limit = (now - KEPT_FOR).timestamp()
    count = 0
    with files.telling_disk_errors(place):
        for path in (place / FOLDER).glob("*.json"):
            if path.stat().st_mtime < limit:
                path.unlink(missing_ok=True)
                count += 1
    return count
