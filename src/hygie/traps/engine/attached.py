"""An attached file, known by its first bytes; an archive's names are read, its content never."""

from __future__ import annotations

import io
import zipfile

from hygie.traps.rules.letters import Attachment

MAX_NAMES = 1_000
_MARKS = (
    (b"MZ", "exe"),
    (b"\x7fELF", "elf"),
    (b"L\0\0\0\x01\x14\x02\0", "lnk"),
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF8", "gif"),
    (b"{\\rt", "rtf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"#!", "script"),
)


def attachment(name: str, untrusted: bytes) -> Attachment:
    """What can be said of an attached file without opening it."""
    kind = next((kind for mark, kind in _MARKS if untrusted.startswith(mark)), "")
    if not kind and _looks_like_a_page(untrusted):
        kind = "html"
    holds: tuple[str, ...] = ()
    is_encrypted = False
    if kind == "zip":
        holds, is_encrypted = _inside(untrusted)
        if any(one.lower().endswith("vbaproject.bin") for one in holds):
            kind = "macro"
    elif kind == "ole" and b"_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T" in untrusted:
        kind = "macro"
    elif kind == "pdf":
        is_encrypted = b"/Encrypt" in untrusted[-4096:] and b"/Encrypt" in untrusted
    return Attachment(
        name=name.strip() or "sans nom", kind=kind, is_encrypted=is_encrypted, holds=holds
    )


def _looks_like_a_page(untrusted: bytes) -> bool:
    head = untrusted[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html", b"<script", b"<head", b"<svg"))


def _inside(untrusted: bytes) -> tuple[tuple[str, ...], bool]:
    """Names of an archive, and whether it asks for a password."""
    try:
        with zipfile.ZipFile(io.BytesIO(untrusted)) as archive:
            members = archive.infolist()[:MAX_NAMES]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        return (), False
    return tuple(one.filename for one in members), any(one.flag_bits & 1 for one in members)
