"""Whether a text names somebody: a letter, a line of an agenda. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Protocol

from hygie.patients.rules.traits import as_trait, first_given_name

# Bounded: a hostile page of one endless word must not be tried from each of its letters.
_CUT = re.compile(r"\b(\w{1,60})[-\u00ad\u2010\ufffe]\s{0,9}\n\s{0,9}(\w{1,60})")
_NO_WORD = re.compile(r"[^A-Z0-9]+")


class Person(Protocol):
    """Whoever may be named."""

    @property
    def birth_name(self) -> str: ...
    @property
    def birth_given_names(self) -> str: ...
    @property
    def used_name(self) -> str: ...
    @property
    def used_given_name(self) -> str: ...


def words_of(text: str) -> str:
    """The words of a text between single spaces: capitals, no accent, ligatures spelled.

    A word cut at the end of a line is there twice: in two parts, as PAT-TROIS is, and in one.
    """
    whole = " ".join(first + second for first, second in _CUT.findall(text))
    folded = as_trait(unicodedata.normalize("NFKC", f"{text} {whole}").replace("\u00ad", ""))
    return f" {_NO_WORD.sub(' ', folded).strip()} "


def is_named(person: Person, words: str) -> bool:
    """The text holds a surname of the person and a given name, each whole."""
    surnames = (person.birth_name, person.used_name)
    given = (first_given_name(person.birth_given_names), person.used_given_name)
    return _holds_one(words, surnames) and _holds_one(words, given)


def _holds_one(words: str, names: Iterable[str]) -> bool:
    return any(len(name := words_of(one)) > 2 and name in words for one in names)
