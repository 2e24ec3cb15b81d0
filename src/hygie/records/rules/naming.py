"""A name taken out of what somebody typed: whole words, whatever their case and accents."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

ERASED_NAME = "[nom effacé]"


def without(text: str, names: Iterable[str]) -> str:
    """The text without these names, each replaced; "Petit" leaves "petite boîte" as it is."""
    text = unicodedata.normalize("NFC", text)
    # The longest first: a name inside another is part of it.
    for name in sorted(map(_folded, names), key=len, reverse=True):
        at = _found(_folded(text), name, 0) if name.strip() else -1
        while at >= 0:
            text = f"{text[:at]}{ERASED_NAME}{text[at + len(name) :]}"
            at = _found(_folded(text), name, at + len(ERASED_NAME))
    return text


def _found(folded: str, name: str, start: int) -> int:
    at = folded.find(name, start)
    while at >= 0:
        before, after = folded[at - 1 : at], folded[at + len(name) : at + len(name) + 1]
        if not before.isalnum() and not after.isalnum():
            return at
        at = folded.find(name, at + 1)
    return -1


def _folded(text: str) -> str:
    """As long as the text in NFC: one sign for each, bare and small; joiners are spaces."""
    return "".join(map(_bare, unicodedata.normalize("NFC", text)))


def _bare(sign: str) -> str:
    if sign in "-'’\u2010\u2011\u00a0":
        return " "
    bare = unicodedata.normalize("NFD", sign)[0].lower()
    return bare if len(bare) == 1 else sign
