"""The value of an element, made safe to write again: no control, no active markup."""

from __future__ import annotations

import hashlib
import re
from array import array

from hygie.airlock.engine.dicom import carriers, vrs


class Notes:
    """What was not written again, counted by reason, with the first element concerned."""

    def __init__(self) -> None:
        self.counts: dict[tuple[str, str], int] = {}
        self.details: dict[tuple[str, str], str] = {}
        self.noticed: set[str] = set()

    def notice(self, code: str) -> None:
        """Something that stays as it is."""
        self.noticed.add(code)

    def copy(self) -> Notes:
        """The same so far."""
        made = Notes()
        made.counts, made.details = dict(self.counts), dict(self.details)
        made.noticed = set(self.noticed)
        return made

    def add(self, code: str, tag: int, name: str = "", *, count: int = 1) -> None:
        """One more; `name` sets apart the kinds of one reason ("PE"); tag 0 is no place."""
        key = (code, name)
        if key not in self.counts:
            where = f"({tag >> 16:04X},{tag & 0xFFFF:04X})" if tag else ""
            self.details[key] = f"{name} {where}".strip()
        self.counts[key] = self.counts.get(key, 0) + count


# What a text may not hold as it is; NUL at its end and "<" are looked at more closely.
SUSPECT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f<]")
# ESC is kept where it changes the character set (PS3.3 C.12.1.1.2), never for a terminal.
_CONTROLS = re.compile(
    rb"\x1b(?![(),\-./][@-Z]|\$(?:[@AB]|[(),\-][A-Z]))|[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]"
)
_ACTIVE_NAMES = (
    rb"script|html|head|body|iframe|frame|object|embed|applet|svg|img|link|meta|style|form|input"
    rb"|base|hta:|job|package|component|registration|xml|video|audio|math|template|marquee"
)
_MARKUP = re.compile(rb"<(?=\s*/?\s*(?:" + _ACTIVE_NAMES + rb"|[?%!]|a[\s>]))", re.IGNORECASE)
# Two bytes of a Japanese character may be "<!" or "<?": only whole names are looked for there.
_MARKUP_OF_KANJI = re.compile(rb"<(?=\s*/?\s*(?:" + _ACTIVE_NAMES + rb"))", re.IGNORECASE)

_ONE_UID = rb"[0-9]+(?:\.[0-9]+)*"
UIDS = re.compile(rb"(?:" + _ONE_UID + rb"(?:\\" + _ONE_UID + rb")*\x00?)?")
MAX_UID_BYTES = 64
_URN = re.compile(rb"urn:[a-z0-9][a-z0-9-]{1,31}:[A-Za-z0-9.:_/-]{1,200}")


def text(value: bytes, vr: bytes, tag: int, notes: Notes) -> bytes:
    """A text without controls nor active markup, of even length; "" when far too long."""
    if SUSPECT.search(value):
        value = _scrubbed(value, tag, notes)
    if len(value) > vrs.CAPS.get(vr, vrs.CAP_OF_TEXTS):
        notes.add("dicom.too_long", tag)
        return b""
    return value + b" " * (len(value) % 2)


def _scrubbed(value: bytes, tag: int, notes: Notes) -> bytes:
    value = value.rstrip(b"\0")
    value, controls = _CONTROLS.subn(b"", value)
    if controls:
        notes.add("dicom.control", tag)
    # What is taken away must not leave behind what it was hiding: once is enough, "<" is replaced.
    markup = _MARKUP_OF_KANJI if b"\x1b$" in value else _MARKUP
    value, tags = markup.subn(b"(", value)
    if tags:
        notes.add("dicom.markup", tag)
    return value


def uid(value: bytes, tag: int, notes: Notes) -> bytes:
    """One UID or several; one that is not made as a UID is gives way to one drawn from it.

    The same wrong UID gives the same one in every file: what belonged together still does.
    """
    value = value.strip(b"\0 ")
    if len(value) > MAX_UID_BYTES or not UIDS.fullmatch(value):
        value = b"\\".join(_mended(one, tag, notes) for one in value.split(b"\\"))
    return value + b"\0" * (len(value) % 2)


def _mended(one: bytes, tag: int, notes: Notes) -> bytes:
    one = one.strip(b"\0 ")
    if len(one) <= MAX_UID_BYTES and UIDS.fullmatch(one):
        return one
    notes.add("dicom.bad_uid", tag)
    return drawn(one)


def drawn(content: bytes) -> bytes:
    """A UID made from a content (PS3.5 annex B.2)."""
    return b"2.25.%d" % int.from_bytes(hashlib.sha256(content).digest()[:16], "big")


def address(value: bytes, tag: int, notes: Notes) -> bytes:
    """Nothing, but for a name that leads nowhere (urn:oid:…)."""
    value = value.strip(b"\0 ")
    if _URN.fullmatch(value):
        return value + b" " * (len(value) % 2)
    if value:
        notes.add("dicom.address", tag)
    return b""


def numbers(value: bytes, vr: bytes, tag: int, notes: Notes) -> bytes | None:
    """Binary numbers, whole; None when they are not."""
    if len(value) % vrs.NUMBERS[vr]:
        notes.add("dicom.malformed", tag)
        return None
    if len(value) > vrs.CAP_OF_NUMBERS:
        notes.add("dicom.too_long", tag)
        return None
    return value


def store(value: bytes, vr: bytes, tag: int, notes: Notes) -> bytes | None:
    """Bytes that no reader checks (a table, a profile): kept when they begin as nothing known."""
    carrier = carriers.found_at_start(value)
    if carrier:
        notes.add("dicom.carrier", tag, carrier)
        return None
    word = vrs.STORES[vr]
    if len(value) % word and word > 2:
        notes.add("dicom.malformed", tag)
        return None
    if len(value) > vrs.CAP_OF_STORES:
        notes.add("dicom.too_long", tag)
        return None
    return value + b"\0" * (len(value) % 2)


_TYPES = {2: "H", 4: "I", 8: "Q"}


def swapped(value: bytes, vr: bytes) -> bytes:
    """Big endian to little endian; a value that is not whole words is left as it is."""
    size = 2 if vr == b"AT" else vrs.NUMBERS.get(vr) or vrs.STORES.get(vr, 1)
    return swapped_words(value, size)


def swapped_words(value: bytes, size: int) -> bytes:
    """Words of so many bytes, turned."""
    if size == 1 or len(value) % size:
        return value
    words = array(_TYPES[size], value)
    words.byteswap()
    return words.tobytes()


def kept(value: bytes, vr: bytes, tag: int, notes: Notes) -> bytes | None:
    """The value to write, None to leave the element out."""
    if vr in vrs.NUMBERS:
        return numbers(value, vr, tag, notes)
    if vr == b"UI":
        return uid(value, tag, notes)
    if vr in vrs.STORES:
        return store(value, vr, tag, notes)
    return text(value, vr, tag, notes)


def without_carrier(value: bytes, vr: bytes, tag: int, notes: Notes) -> bytes | None:
    """The value; nothing of it when a program, an archive or a document is somewhere in it."""
    carrier = carriers.found_in(value)
    if not carrier:
        return value
    notes.add("dicom.carrier", tag, carrier)
    return b"" if vr in vrs.TEXTS else None
