"""What a file is, by its content, at every place where a format may begin; what its name hides.

The name never decides what a file is, only whether it lies: a program that bears a document's name
is dangerous, a photograph named ".png" is only told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hygie.airlock.engine import marks, scripts
from hygie.airlock.engine.marks import Reading, table
from hygie.airlock.rules import names
from hygie.airlock.rules.reasons import Reason
from hygie.core import rules as dated

VIEWERS = Path(__file__).parents[1] / "data" / "viewers.toml"

# How much of an unknown or office file is searched for a few words.
SEARCHED_BYTES = 8 * 1024 * 1024

_DIRECTORY_CLASS = re.compile(rb"1\.2\.840\.10008\.1\.3\.10(?![0-9.])")
_INSTALLER = bytes.fromhex("84100c0000000000c000000000000046")
_RUNS = frozenset({"executable", "script"})
_STARTS = _RUNS | {"shortcut"}
# A second format at the end or in the middle of these is what they are made of, or tells nothing.
_BEARS_OTHERS = frozenset({
    "zip", "office", "office-macros", "office-old", "executable", "encrypted", "video", "audio",
    "database", "unknown", "mail", "empty", "rtf",
})  # fmt: skip
_WORDS = frozenset(
    {
        "text",
        "csv",
        "settings",
        "xml",
        "cda",
        "svg",
        "html",
        "script",
        "mail",
        "autorun",
        "shortcut",
    }
)
_OFFICE = frozenset({"office", "office-macros", "office-old", "rtf", "encrypted"})
# Extensions that data bear as often as programs.
_NEUTRAL = frozenset({"bin", "app", "node", "mui", "tlb", "so", "class", "ts", "rc"})


@dataclass(frozen=True, kw_only=True)
class Content:
    """What is looked at of a file.

    Attributes:
        name: last part of its path, as found.
        size_bytes: whole size.
        head: its first `marks.HEAD_BYTES` at least, or all of it.
        tail: its last `marks.TAIL_BYTES` at least, or all of it.
        read: reads elsewhere in it.
    """

    name: str
    size_bytes: int
    head: bytes
    tail: bytes
    read: Reading

    @property
    def extension(self) -> str:
        """In lower case, without its dot."""
        return next(iter(names.extensions(self.name)), "")


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """The kind of a file and what was noticed."""

    kind: str
    notes: tuple[Reason, ...] = ()


def recognise(content: Content) -> Recognised:
    """What the file is, and what in it or in its name does not belong together."""
    kind = _kind(content)
    found = [*_before(content, kind), *_beside(content, kind)]
    return Recognised(kind=kind, notes=(*found, *_against_name(content, kind)))


def _kind(content: Content) -> str:
    head = content.head
    if not content.size_bytes:
        return "empty"
    if head.startswith(b"DICM", 128):
        return "dicomdir" if _DIRECTORY_CLASS.search(head, 128, 1024) else "dicom"
    if marks.is_program(head, read=content.read):
        return "executable"
    marked = marks.marked(head)
    if marked:
        return _refined(content, marked)
    if b"%PDF-" in head[: marks.PDF_WITHIN_BYTES]:
        return "pdf"
    if marks.is_bare_dicom(head) or head.startswith(b"DICM\2\0"):  # or without its 128 bytes
        return "dicomdir" if _DIRECTORY_CLASS.search(head, 0, 1024) else "dicom"
    return _unmarked(content)


def _unmarked(content: Content) -> str:
    if scripts.is_text(content.head):
        return scripts.kind_of_text(content.head, extension=content.extension)
    if marks.is_dos_program(content.head):
        return "executable"
    if marks.zip_end(content.tail) >= 0:
        return _refined(content, "zip")
    for code in ("executable", "script", "encrypted"):
        if content.extension in table()[code].extensions - _NEUTRAL:
            return code
    return "unknown"


def _refined(content: Content, marked: str) -> str:
    """Containers that many kinds share, told apart by a few words in them."""
    if marked == "zip":
        return _kind_of_zip(content)
    if marked == "office-old":
        return _kind_of_compound(content)
    return marked


def _kind_of_zip(content: Content) -> str:
    places = (content.head, content.tail)
    if any(b"vbaProject.bin" in place for place in places):
        return "office-macros"
    if any(b"META-INF/MANIFEST.MF" in place or b"AndroidManifest.xml" in place for place in places):
        return "executable"
    first = content.head[30:100]
    if first.startswith((b"[Content_Types].xml", b"mimetypeapplication/")) or any(
        word in place
        for word in (b"word/document.xml", b"xl/workbook.", b"ppt/presentation.xml")
        for place in places
    ):
        return "office"
    return "zip"


def _kind_of_compound(content: Content) -> str:
    whole = content.read(0, SEARCHED_BYTES)
    if _INSTALLER in whole or content.extension in {"msi", "msp"}:
        return "executable"
    if "EncryptedPackage".encode("utf-16-le") in whole:
        return "encrypted"
    return "office-macros" if "_VBA_PROJECT".encode("utf-16-le") in whole else "office-old"


def _before(content: Content, kind: str) -> list[Reason]:
    """What stands before a format that does not begin at the first byte."""
    if kind not in {"dicom", "dicomdir", "pdf", "zip"} or not content.head.startswith(b"DICM", 128):
        return []
    preamble = content.head[:128]
    if preamble == bytes(128):
        return []
    marked = marks.marked(content.head)
    if marked == "executable" or marks.is_program(content.head, read=content.read):
        return [Reason(code="kind.program_before", detail=table()["executable"].label)]
    if scripts.is_active(preamble):
        return [Reason(code="kind.program_before", detail=table()["script"].label)]
    if marked not in {"", "tiff"}:
        return [Reason(code="kind.also", detail=f"{table()[marked].label}, au début")]
    return []


def _beside(content: Content, kind: str) -> list[Reason]:
    """Other formats where those that need not begin at the first byte are looked for."""
    if kind in _BEARS_OTHERS or table()[kind].withheld == "kind.archive":
        return []
    found = []
    head = content.head
    end = marks.zip_end(content.tail)
    if end >= 0:
        found.append(
            f"{table()['zip'].label}, octet {content.size_bytes - len(content.tail) + end}"
        )
    if head.startswith(b"CD001", marks.ISO_AT):
        found.append(f"{table()['disk-image'].label}, octet {marks.ISO_AT - 1}")
    if kind not in _WORDS:
        pdf = head.find(b"%PDF-", 0, marks.PDF_WITHIN_BYTES)
        if kind != "pdf" and pdf >= 0:
            found.append(f"{table()['pdf'].label}, octet {pdf}")
        if kind not in {"dicom", "dicomdir"} and scripts.is_active(head[: marks.PDF_WITHIN_BYTES]):
            found.append(f"{table()['html'].label}, au début")
    return [Reason(code="kind.also", detail=detail) for detail in found]


def _against_name(content: Content, kind: str) -> list[Reason]:
    """How the name lies about the content."""
    last, before = (*names.extensions(content.name), "", "")[:2]
    looks_a_document = last in _document_extensions() or any(s in names.BIDI for s in content.name)
    is_double = before in _document_extensions() and last in _starting_extensions()
    if (kind in _RUNS and is_double) or (kind == "executable" and looks_a_document):
        return [Reason(code="kind.disguised", detail=table()[kind].label)]
    if kind in _STARTS and any(sign in names.BIDI for sign in content.name):
        return [Reason(code="kind.disguised", detail=table()[kind].label)]
    if is_double:
        return [Reason(code="name.double_extension", detail=f".{last}"[:20])]
    expected = _kinds_of_extension().get(last, frozenset())
    if expected and kind not in expected and not _is_close(kind, expected):
        return [Reason(code="kind.mismatch", detail=table()[kind].label)]
    return []


def _is_close(kind: str, expected: frozenset[str]) -> bool:
    """Kinds of words, or of office, pass for one another; the unknown contradicts no name."""
    return kind in {"unknown", "empty"} or any(
        kind in family and bool(expected & family) for family in (_WORDS, _OFFICE)
    )


@cache
def _kinds_of_extension() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for code, known in table().items():
        for extension in known.extensions:
            found[extension] = found.get(extension, frozenset()) | {code}
    return found


@cache
def _document_extensions() -> frozenset[str]:
    return frozenset().union(*(known.extensions for known in table().values() if known.is_document))


@cache
def _starting_extensions() -> frozenset[str]:
    return frozenset().union(*(table()[code].extensions for code in _STARTS)) - _NEUTRAL


def viewer(path: str) -> str:
    """The viewer whose name stands in the path of a program; "" for none that is known."""
    squeezed = re.sub(r"[\s_-]+", "", path.lower())
    return next((name for word, name in _viewers() if word in squeezed), "")


@cache
def _viewers() -> tuple[tuple[str, str], ...]:
    named = dated.load(VIEWERS)["viewers"]
    return tuple((word, str(name)) for name, words in named.items() for word in words)
