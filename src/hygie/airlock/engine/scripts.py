"""What a text is: words for a person, a page, or commands for a program. Bytes are compared."""

from __future__ import annotations

import re
from functools import cache

from hygie.airlock.engine.marks import table

LOOKED_BYTES = 4096

# What no text for a person holds.
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\x0b\x0c\r\x1a\x1b") + b"\x7f"
_BYTE_ORDERS = (b"\xff\xfe", b"\xfe\xff")

_PAGE = re.compile(
    rb"<\s*(!doctype\s+html|html|head|body|script|iframe|hta:|meta\s|object\s|embed\s)",
    re.IGNORECASE,
)
_COMMANDS = re.compile(
    rb"\A[\s\xef\xbb\xbf]*(#!|@echo\b|@?rem\s|::|<\?php|<%|<job\b|<package\b|<component\b|"
    rb"on error resume next|windows registry editor|regedit4|powershell\b|cmd\s*/[ck]\b|"
    rb"start\s+(\"|/))",
    re.IGNORECASE,
)
_AUTORUN = re.compile(rb"^\s*\[autorun(\.[a-z0-9]+)?\]", re.IGNORECASE | re.MULTILINE)
_SHORTCUT = re.compile(
    rb"\A[\s\xef\xbb\xbf]*\[(internetshortcut|desktop entry|shell)\]", re.IGNORECASE
)
_VECTOR = re.compile(rb"<\s*(\w+:)?svg[\s>]", re.IGNORECASE)
_MARKUP = re.compile(rb"\A[\s\xef\xbb\xbf]*<(\?xml|[a-z_!])", re.IGNORECASE)
_CLINICAL = re.compile(rb"<\s*(\w+:)?ClinicalDocument[\s>]")
_MAIL = re.compile(rb"\A(return-path|received|mime-version|from|delivered-to):\s", re.IGNORECASE)
_VCARD = re.compile(rb"\A\s*begin:v(card|calendar)", re.IGNORECASE)


def narrow(head: bytes) -> bytes:
    """The beginning of a text with one byte a letter, however it was written."""
    if head.startswith(_BYTE_ORDERS):
        encoding = "utf-16"
        return head[: LOOKED_BYTES * 2 & ~1].decode(encoding, "ignore").encode("utf-8", "ignore")
    return head[:LOOKED_BYTES]


def is_text(head: bytes) -> bool:
    """Whether the beginning holds only what a person reads."""
    if head.startswith(_BYTE_ORDERS):
        head = head[: len(head) & ~1].decode("utf-16", "replace").encode("utf-8", "replace")
    return len(head.translate(None, _CONTROLS)) == len(head)


def is_active(beginning: bytes) -> bool:
    """Whether what stands before another format would be run or shown by a program."""
    return bool(_COMMANDS.search(beginning) or _PAGE.search(beginning))


def kind_of_text(head: bytes, *, extension: str) -> str:
    """The kind of a text, by what it says, then by its extension."""
    beginning = narrow(head)
    if _AUTORUN.search(beginning):
        return "autorun"
    if _COMMANDS.search(beginning) or extension in table()["script"].extensions:
        return "script"
    if _SHORTCUT.search(beginning) or extension in table()["shortcut"].extensions:
        return "shortcut"
    return _kind_of_markup(beginning) or _kind_of_words(beginning, extension=extension)


def _kind_of_markup(beginning: bytes) -> str:
    is_markup = bool(_MARKUP.search(beginning))
    if is_markup and _CLINICAL.search(beginning):
        return "cda"
    if _VECTOR.search(beginning):
        return "svg"
    if _PAGE.search(beginning):
        return "html"
    return "xml" if is_markup else ""


def _kind_of_words(beginning: bytes, *, extension: str) -> str:
    if _MAIL.search(beginning) or _VCARD.search(beginning):
        return "mail"
    for code in ("csv", "settings", "html", "mail", "encrypted"):
        if extension in table()[code].extensions:
            return code
    return "settings" if extension in _programs_own() else "text"


@cache
def _programs_own() -> frozenset[str]:
    """Extensions of files that no person writes: a text that bears one is a program's."""
    kinds = table().values()
    known = frozenset().union(*(kind.extensions for kind in kinds))
    return known.difference(*(kind.extensions for kind in kinds if kind.is_document))
