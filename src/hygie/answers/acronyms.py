"""Acronyms in plain French, for the bubble beside each of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from hygie.answers.entries import DATA
from hygie.core import rules

# Two capitals at least, perhaps followed by small letters (MSSanté); "e-CPS" is one word.
_ACRONYM = re.compile(r"\b(?:e-)?[A-Z]{2,}[a-zà-ÿ]*\b")


@cache
def acronyms() -> Mapping[str, str]:
    """What each acronym of our texts means.

    Raises:
        HygieError: `rules.unreadable` when the shipped file is damaged.
    """
    return MappingProxyType(rules.load(DATA / "acronyms.toml")["acronyms"])


def acronyms_in(text: str) -> tuple[str, ...]:
    """The acronyms of a text, each once, in the order of reading."""
    return tuple(dict.fromkeys(_ACRONYM.findall(text)))


def in_pieces(text: str) -> list[tuple[str, str]]:
    """The text cut around its acronyms: each piece, and what it means when it is one."""
    known, pieces, end = acronyms(), [], 0
    for match in _ACRONYM.finditer(text):
        pieces += [(text[end : match.start()], ""), (match[0], known.get(match[0], ""))]
        end = match.end()
    return [piece for piece in (*pieces, (text[end:], "")) if piece[0]]
