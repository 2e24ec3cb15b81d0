"""The chain of a station's reports: a file to which lines are only added, each naming the last.

A line is canonical JSON; the next one holds its SHA-256. A report holds the hash of its own first
line, and its signature covers it: a report handed over proves all that was written before it. The
chain says when, and which report; never what was examined.
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from hygie.airlock.engine.canonical import canonical, parsed
from hygie.airlock.engine.locks import alone
from hygie.core import files

FILE = "chain.jsonl"
FIRST_PREVIOUS = "0" * 64
ENDINGS = {"ended", "failed", "interrupted"}
MAX_LINE_BYTES = 4096
MOST_FAULTS = 10
_TAIL_BYTES = 64 * 1024


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a verification found.

    Attributes:
        lines: how many were read.
        head: hash of the last.
        faults: French sentences; empty when the chain is whole.
        unended: ids of reports that were begun and never ended.
    """

    lines: int
    head: str
    faults: tuple[str, ...]
    unended: tuple[str, ...] = ()


def append(
    place: Path, event: str, *, at: datetime, report_id: str, **more: str | int
) -> tuple[str, int]:
    """Add a line, durably; gives its hash, and how many bytes of a torn line were mended.

    A power cut can leave half a line. It is taken off, and a line says so and keeps its hash.

    Args:
        place: the airlock's folder.
        event: "begun", "ended", "failed" or "interrupted".
        at: now.
        report_id: of the report.
        more: what else is to be said, ASCII names.

    Raises:
        HygieError: `sign.busy`, or the disk's errors.
    """
    said: dict[str, str | int] = {"event": event, "report": report_id, **more}
    with _held(place) as file:
        mended = _mend(file)
        number, previous = _last(file)
        if mended:
            torn: dict[str, str | int] = {
                "event": "mended",
                "torn_bytes": len(mended),
                "torn_sha256": _sha256(mended),
            }
            number, previous = _write(file, torn, at=at, number=number, previous=previous)
        _, head = _write(file, said, at=at, number=number, previous=previous)
    return head, len(mended)


@contextmanager
def _held(place: Path) -> Iterator[BinaryIO]:
    path = place / FILE
    with alone(place / "chain.lock"), files.telling_disk_errors(place):
        is_new = not path.exists()
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "r+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if is_new:
            files.sync_folder(place)


def _mend(file: BinaryIO) -> bytes:
    """Cut what follows the last line's end, unless it is a whole line; what was cut."""
    size = file.seek(0, os.SEEK_END)
    start = max(0, size - _TAIL_BYTES)
    file.seek(start)
    tail = file.read()
    whole, ending, torn = tail.rpartition(b"\n")
    if not torn:
        return b""
    if _is_line(torn):  # only its end is missing
        file.write(b"\n")
        return b""
    file.truncate(start + len(whole) + len(ending))
    return torn


def _is_line(content: bytes) -> bool:
    try:
        said = parsed(content)
    except ValueError:
        return False
    return isinstance(said, dict) and {"number", "event", "previous"} <= set(said)


def _last(file: BinaryIO) -> tuple[int, str]:
    """Number and hash of the last line."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _TAIL_BYTES))
    lines = file.read().splitlines()
    if not lines:
        return 0, FIRST_PREVIOUS
    try:
        number = int(parsed(lines[-1])["number"])
    except (ValueError, TypeError, KeyError):
        number = len(lines)  # damaged: a verification tells; a report is written all the same
    return number, _sha256(lines[-1])


def _write(
    file: BinaryIO, said: dict[str, str | int], *, at: datetime, number: int, previous: str
) -> tuple[int, str]:
    number += 1
    line = canonical({
        "number": number, "at": at.isoformat(timespec="seconds"), "previous": previous, **said,
    })  # fmt: skip
    file.seek(0, os.SEEK_END)
    file.write(line + b"\n")
    return number, _sha256(line)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def hash_of(line: Mapping[str, Any]) -> str:
    """The hash of a line that was read."""
    return _sha256(canonical(dict(line)))


def lines_of(place: Path, report_id: str) -> list[dict[str, Any]]:
    """The lines that speak of a report, in order; none when there is no chain here."""
    return [said for said, _ in _lines(place) if said.get("report") == report_id]


def ends(place: Path) -> list[dict[str, Any]]:
    """The lines that end a report, in order: when, how, the network and the sandbox."""
    return [said for said, _ in _lines(place) if said.get("event") in ENDINGS]


def head(place: Path) -> str:
    """Hash of the last line; "" when there is no chain."""
    return next((found for _, found in deque(_lines(place), maxlen=1)), "")


def holds(place: Path, line_hash: str) -> bool:
    """Whether a line of that hash is in the chain."""
    return any(found == line_hash for _, found in _lines(place))


def exists(place: Path) -> bool:
    """Whether this computer ever examined anything."""
    return (place / FILE).exists()


def _lines(place: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """Each line and its hash; a line that cannot be read is an empty one."""
    try:
        file = (place / FILE).open("rb")
    except FileNotFoundError:
        return
    with files.telling_disk_errors(place), file:
        while raw := file.readline(MAX_LINE_BYTES):
            line = raw.removesuffix(b"\n")
            try:
                said = parsed(line)
            except ValueError:
                said = {}
            yield (said if isinstance(said, dict) else {}), _sha256(line)


def verify(place: Path) -> Verdict:
    """Walk the whole chain.

    Raises:
        HygieError: the disk's errors.
    """
    faults: list[str] = []
    begun: dict[str, None] = {}
    previous, number = FIRST_PREVIOUS, 0
    for said, found in _lines(place):
        number += 1
        if not said:
            faults.append(f"Ligne {number}\u00a0: elle est illisible.")
        elif said.get("number") != number or said.get("previous") != previous:
            faults.append(
                f"Ligne {number}\u00a0: elle ne suit pas la précédente\u00a0; une ligne a été "
                "changée, insérée ou retirée ici."
            )
            number = int(said["number"]) if isinstance(said.get("number"), int) else number
        _follow(begun, said)
        previous = found
        if len(faults) >= MOST_FAULTS:
            break
    return Verdict(lines=number, head=previous, faults=tuple(faults), unended=tuple(begun))


def _follow(begun: dict[str, None], said: dict[str, Any]) -> None:
    report_id = str(said.get("report", ""))
    if said.get("event") == "begun":
        begun[report_id] = None
    else:
        begun.pop(report_id, None)
