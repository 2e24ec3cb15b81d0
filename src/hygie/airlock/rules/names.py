"""Names given by strangers: made safe to write anywhere, told apart, and shown without a trick.

Three different things are made of one name. Its *path* in the report is as found, but for bytes
that no alphabet reads and for control characters, which no JSON reader or terminal should meet.
What is *shown* has its invisible marks spelled out: U+202E makes "gepj.exe" read "exe.jpeg". The
*safe* name is what is written: NFC, without what Windows, FAT or a shell would stumble on.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from hygie.airlock.rules.reasons import Reason

MAX_CHARACTERS = 100
MAX_SUFFIX_CHARACTERS = 12
NAMELESS = "sans-nom"

# Marks that turn the reading direction, Unicode's standard annex 9.
BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Joiners and fillers that are not of category Cf, or that fonts draw as nothing.
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
# Reserved by Windows, with or without an extension.
_RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])"
    r"\s*(\..*)?",
    re.IGNORECASE | re.DOTALL,
)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f]')

# Nothing to change in most names: they are not looked at sign by sign.
_PLAIN = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_. -]{0,60}[A-Za-z0-9_-])?")


@dataclass(frozen=True, kw_only=True)
class Name:
    """A name made safe, and what was odd in it."""

    safe: str
    notes: tuple[Reason, ...] = ()


def path_of(untrusted: str) -> str:
    """A path as it stands in the report: nothing that JSON or a terminal cannot take."""
    if untrusted.isprintable() and untrusted.isascii():
        return untrusted
    return "".join(_told(sign) for sign in untrusted)


def _told(sign: str) -> str:
    """The sign, or its code when it is a control or a byte that was not decoded."""
    code = ord(sign)
    if 0xDC80 <= code <= 0xDCFF:  # how Python keeps a byte that is not UTF-8
        return f"\\x{code - 0xDC00:02x}"
    if unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"}:
        return f"\\u{code:04x}"
    return sign


def shown(path: str) -> str:
    """The path for an eye: each mark that cannot be seen is spelled out."""
    if path.isascii() and path.isprintable():
        return path
    return "".join(f"‹U+{ord(sign):04X}›" if _is_hidden(sign) else _told(sign) for sign in path)


def _is_hidden(sign: str) -> bool:
    return sign in _BLANKS or unicodedata.category(sign) in {"Cf", "Cn", "Co"}


def name_of(untrusted: str) -> Name:
    """The last part of a path, made safe to write on any disk, and what was odd in it."""
    if _PLAIN.fullmatch(untrusted) and not _RESERVED.fullmatch(untrusted):
        return Name(safe=untrusted)
    notes = []
    if any(sign in BIDI for sign in untrusted):
        notes.append(Reason(code="name.bidi"))
    elif any(_is_hidden(sign) for sign in untrusted):
        notes.append(Reason(code="name.invisible"))
    if any("\udc80" <= sign <= "\udcff" for sign in untrusted):
        notes.append(Reason(code="name.undecodable"))
    if any(unicodedata.category(sign) in {"Cc", "Zl", "Zp"} for sign in untrusted):
        notes.append(Reason(code="name.control"))
    safe = _without_tricks(untrusted)
    if _RESERVED.fullmatch(safe):
        notes.append(Reason(code="name.reserved"))
        safe = f"_{safe}"
    if len(safe) > MAX_CHARACTERS:
        notes.append(Reason(code="name.too_long"))
        safe = _shortened(safe)
    return Name(safe=safe or NAMELESS, notes=tuple(notes))


def _without_tricks(untrusted: str) -> str:
    """NFC, without marks; what a disk refuses becomes "_"; no dot or space at the ends."""
    seen = "".join(sign for sign in untrusted if not _is_hidden(sign))
    kept = "".join("_" if _is_unwritable(sign) else sign for sign in _composed(seen))
    return _FORBIDDEN.sub("_", kept).strip(" .\u00a0")


def _is_unwritable(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cs", "Co", "Cn", "Zl", "Zp"}


def _composed(text: str) -> str:
    """NFC; every kind of space is the common one, so that two names cannot look the same."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(" " if unicodedata.category(sign) == "Zs" else sign for sign in composed)


def _shortened(safe: str) -> str:
    stem, suffix = parts(safe)
    return stem[: MAX_CHARACTERS - len(suffix)].rstrip(" .") + suffix


def parts(name: str) -> tuple[str, str]:
    """Stem and suffix with its dot; what is too long to be one is none."""
    stem, dot, extension = name.rpartition(".")
    if not stem or not extension or len(extension) > MAX_SUFFIX_CHARACTERS:
        return name, ""
    return stem, dot + extension


def extensions(untrusted: str) -> tuple[str, ...]:
    """The last two extensions in lower case, the last one first, as Windows would see them."""
    bare = "".join(sign for sign in untrusted if not _is_hidden(sign))
    words = bare.rstrip(" .").lower().split(".")
    return tuple(word.strip() for word in reversed(words[1:][-2:]))


class Taken:
    """Gives each name once: disks do not tell capitals apart, nor two ways to write an accent."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def once(self, name: str) -> str:
        """The name, or the same with a number before its extension."""
        stem, suffix = parts(name)
        given = name
        key = folded(name)
        count = self._seen.get(key, 0)
        while folded(given) in self._seen:
            count += 1
            given = f"{stem} ({count + 1}){suffix}"
        self._seen[key] = count
        self._seen.setdefault(folded(given), 0)
        return given


def folded(name: str) -> str:
    """What two names that a disk may hold for one have in common."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
