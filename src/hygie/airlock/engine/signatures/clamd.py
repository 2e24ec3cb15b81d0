"""ClamAV's daemon, when the computer has one: asked on its local socket, never over a network.

The protocol is a few words (`man clamd`): a command between "z" and a zero byte; for INSTREAM the
content follows in chunks, each with its length on four bytes, and an empty chunk ends it.
"""

from __future__ import annotations

import re
import socket
import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from hygie.airlock.rules.reasons import Reason

# Debian's own, Fedora's, and that of a clamd started by hand.
SOCKETS = (
    Path("/run/clamav/clamd.ctl"),
    Path("/run/clamd.scan/clamd.sock"),
    Path("/run/clamav/clamd.sock"),
)
CONNECT_S, ANSWER_S = 2.0, 120.0
CHUNK_BYTES = 1024 * 1024
MAX_ANSWER_BYTES = 4096

_LENGTH = struct.Struct(">I")
_VERSION = re.compile(r"ClamAV ([^/\s]+)(?:/(\d+)/(.+))?")
# Names of what clamd could not look into: no accusation.
_UNSURE = re.compile(r"^Heuristics\.(Encrypted|Limits)\b")


@dataclass(frozen=True, kw_only=True)
class Base:
    """What clamd says of itself.

    Attributes:
        version: of the program.
        signatures: number of its base, "" when it has none of the official ones.
        made_on: when that base was made, as ISO 8601; "" when unknown.
    """

    version: str
    signatures: str
    made_on: str


class Clamd:
    """One local clamd."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def base(self) -> Base:
        """Its version and the date of its base.

        Raises:
            OSError: it does not answer.
        """
        with self._connection() as line:
            line.sendall(b"zVERSION\0")
            told = _answer(line)
        found = _VERSION.match(told)
        if found is None:
            raise ConnectionError("not a clamd")
        return Base(version=found[1][:20], signatures=found[2] or "", made_on=_day(found[3] or ""))

    def reasons(self, untrusted: BinaryIO) -> tuple[Reason, ...]:
        """What it says of a content: a name, a doubt, or nothing, which proves nothing."""
        try:
            told = self._scan(untrusted)
        except OSError:
            return (Reason(code="sign.clamd_unsure", detail="il ne répond pas"),)
        name, _, word = told.removeprefix("stream: ").rpartition(" ")
        if word == "OK":
            return ()
        detail = re.sub(r"[^A-Za-z0-9_.:/-]+", " ", name)[:80].strip()
        is_sure = word == "FOUND" and not _UNSURE.match(name)
        return (Reason(code="sign.clamd" if is_sure else "sign.clamd_unsure", detail=detail),)

    def _scan(self, untrusted: BinaryIO) -> str:
        with self._connection() as line:
            line.sendall(b"zINSTREAM\0")
            try:
                while chunk := untrusted.read(CHUNK_BYTES):
                    line.sendall(_LENGTH.pack(len(chunk)))
                    line.sendall(chunk)
                line.sendall(_LENGTH.pack(0))
            except (BrokenPipeError, ConnectionResetError):
                pass  # it has said why before it hung up: more than its own limit
            return _answer(line)

    def _connection(self) -> socket.socket:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            line.settimeout(CONNECT_S)
            line.connect(str(self.path))
            line.settimeout(ANSWER_S)
        except OSError:
            line.close()
            raise
        return line


def found(paths: tuple[Path, ...] = SOCKETS) -> tuple[Clamd, Base] | None:
    """The clamd of this computer with its base; None when there is none that answers."""
    if not hasattr(socket, "AF_UNIX"):  # Windows
        return None
    for path in paths:
        try:
            clamd = Clamd(path)
            return clamd, clamd.base()
        except OSError:
            continue
    return None


def _answer(line: socket.socket) -> str:
    told = b""
    while b"\0" not in told and len(told) < MAX_ANSWER_BYTES:
        part = line.recv(MAX_ANSWER_BYTES)
        if not part:
            break
        told += part
    return told.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _day(told: str) -> str:
    try:
        moment = datetime.strptime(told.strip(), "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    except ValueError:
        return ""
    return moment.date().isoformat()
