"""Which words a patient is found by, and what somebody who types is looking for.

A word stands once for each patient in a table kept in order, beside all the patient's words: the
rows of one word are neighbours, already sorted, and the other words typed are checked on the spot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Protocol

from hygie.patients.rules import ins
from hygie.patients.rules.dates import days_in
from hygie.patients.rules.sounds import sound_of
from hygie.patients.rules.traits import as_trait

# "de la Tour" is also looked for as "Delatour"; alone, such a word says little.
PARTICLES = frozenset({
    "A", "AL", "BEN", "BENT", "D", "DA", "DE", "DEL", "DELLA", "DES", "DI", "DOS", "DU", "EL", "L",
    "LA", "LE", "LES", "M", "O", "SAINT", "SAINTE", "ST", "STE", "VAN", "VON",
})  # fmt: skip
# Typed out of habit, and in nobody's name.
TITLES = frozenset({"MME", "MLLE", "MR", "MONSIEUR", "MADAME", "NE", "NEE"})
MOST_TOKENS = 8
LONGEST_TYPED = 200
_PHONE = re.compile(r"(?<!\d)(?:(?:\+|00)33[ .-]?[1-9]|0[1-9])(?:[ .-]?\d{2}){4}(?!\d)")
_INS = re.compile(
    r"(?<![\dA-Z])[1-8](?:[ .]?\d\d){2}[ .]?(?:\d\d|2[AB])(?:[ .]?\d{3}){2}(?:[ .]?\d\d)?(?!\d)"
)
_ONLY_DIGITS = re.compile(r"[\d\s.+/-]+")
_LEAST_DIGITS = 2


class Kind(IntEnum):
    """What a word is, in the order of the results."""

    SURNAME = 1
    GIVEN = 2
    NUMBER = 3
    SURNAME_SOUND = 4
    GIVEN_SOUND = 5


class Findable(Protocol):
    """What a patient is found by."""

    @property
    def birth_name(self) -> str: ...
    @property
    def birth_given_names(self) -> str: ...
    @property
    def used_name(self) -> str: ...
    @property
    def used_given_name(self) -> str: ...
    @property
    def birth_date(self) -> date | None: ...
    @property
    def ins(self) -> str: ...
    @property
    def phone(self) -> str: ...
    @property
    def mobile(self) -> str: ...
    @property
    def local_id(self) -> str: ...


@dataclass(frozen=True, kw_only=True, order=True)
class Row:
    """One word of one patient; `beside`: all her words, or how they sound, between spaces."""

    kind: int
    word: str
    beside: str


@dataclass(frozen=True, kw_only=True)
class Token:
    """One thing that is looked for.

    Attributes:
        beginnings: it is a word that begins by one of these; the nearest to what was typed first.
        sounds: or that sounds like one of these.
        is_number: a date, a phone, an INS, never a name.
    """

    beginnings: tuple[str, ...]
    sounds: tuple[str, ...] = ()
    is_number: bool = False


def parts_of(name: str) -> list[str]:
    """The words of a name: cut at spaces, hyphens and apostrophes."""
    return [part for part in re.split(r"[^A-Z0-9]+", as_trait(name)) if part]


def _joined(parts: list[str]) -> Iterator[str]:
    """What is also written in one word: DELATOUR, LHOSTIS, JEANPIERRE."""
    if len(parts) > 1:
        yield "".join(parts)
    for rank, part in enumerate(parts[:-1]):
        if part in PARTICLES and rank:
            yield "".join(parts[rank:])


def digits_of(phone: str) -> str:
    """A phone number as it is dialled in France; another country keeps its digits."""
    digits = re.sub(r"\D", "", phone)
    for prefix in ("0033", "33"):
        if digits.startswith(prefix) and len(digits) == len(prefix) + 9:
            return f"0{digits.removeprefix(prefix)}"
    return digits


def rows_of(patient: Findable) -> set[Row]:
    """Every row that the table keeps of a patient."""
    surnames = [parts_of(patient.used_name), parts_of(patient.birth_name)]
    given = [parts_of(patient.used_given_name), *map(parts_of, patient.birth_given_names.split())]
    born = [f"{patient.birth_date:%Y%m%d}"] if patient.birth_date else []
    spelled = {
        Kind.SURNAME: _in_order(surnames), Kind.GIVEN: _in_order(given),
    }  # fmt: skip
    # The order of a list: the name that is shown, the given names, then what else there is.
    shown = next(filter(None, surnames), [])
    names = [*shown, *spelled[Kind.GIVEN], *spelled[Kind.SURNAME]]
    beside = _beside([*names, *born])
    sounds = _beside([*map(sound_of, names), *born])
    numbers = {*born, patient.ins, digits_of(patient.phone), digits_of(patient.mobile),
               ins.compact(as_trait(patient.local_id))} - {""}  # fmt: skip
    rows = {Row(kind=Kind.NUMBER, word=number, beside=beside) for number in numbers}
    for kind, sound_kind in (
        (Kind.SURNAME, Kind.SURNAME_SOUND), (Kind.GIVEN, Kind.GIVEN_SOUND),
    ):  # fmt: skip
        for word in spelled[kind]:
            rows.add(Row(kind=kind, word=word, beside=beside))
            rows.add(Row(kind=sound_kind, word=sound_of(word), beside=sounds))
    return rows


def _in_order(names: list[list[str]]) -> list[str]:
    """Words of several names, each once; the whole ones first."""
    words = [part for parts in names for part in parts]
    words += [joined for parts in names for joined in _joined(parts)]
    return list(dict.fromkeys(words))


def _beside(words: list[str]) -> str:
    return f" {' '.join(dict.fromkeys(words))} "


def tokens_of(untrusted_text: str, *, today: date) -> list[Token]:
    """What is looked for; empty when nothing that can be looked for was typed."""
    text = as_trait(untrusted_text[:LONGEST_TYPED])
    tokens: list[Token] = []
    for pattern, read in ((_PHONE, digits_of), (_INS, ins.compact)):
        if match := pattern.search(text):
            tokens.append(Token(beginnings=(read(match[0]),), is_number=True))
            text = f"{text[: match.start()]} {text[match.end() :]}"
    days, rest = days_in(text, today=today)
    if days:
        numbers = [f"{day:%Y%m%d}" for day in days]
        if _ONLY_DIGITS.fullmatch(text):  # 061234 may begin a phone as well
            numbers.append(re.sub(r"\D", "", text))
        tokens.append(Token(beginnings=tuple(numbers), is_number=True))
        text = rest
    elif _ONLY_DIGITS.fullmatch(text) and any(sign.isdigit() for sign in text):
        return [*tokens, *_number(re.sub(r"\D", "", text))]
    return [*tokens, *_tokens_of_names(text, today)][:MOST_TOKENS]


def _number(digits: str) -> list[Token]:
    if len(digits) < _LEAST_DIGITS:
        return []
    return [Token(beginnings=(digits,), is_number=True)]


def _year(digits: str, today: date) -> list[Token]:
    """The two last digits of a year beside a name: "dupont 61"."""
    years = (f"{century}{digits}" for century in (20, 19))
    past = tuple(year for year in years if int(year) <= today.year)
    return [Token(beginnings=past, is_number=True)]


def _tokens_of_names(text: str, today: date) -> Iterator[Token]:
    codes = [word for word in text.split() if re.search(r"\d", word) and re.search("[A-Z]", word)]
    for code in codes:  # a number of the practice's software: C-2041
        yield from _number("".join(parts_of(code)))
    parts = [part for word in text.split() if word not in codes for part in parts_of(word)]
    parts = [part for part in parts if part not in TITLES] or parts
    before: list[str] = []
    for rank, part in enumerate(parts):
        if part.isdigit():
            yield from _year(part, today) if len(part) == 2 else _number(part)
            continue
        if part in PARTICLES and rank < len(parts) - 1:
            before.append(part)
            continue
        forms = (*("".join([*before[start:], part]) for start in range(len(before))), part)
        yield Token(beginnings=forms, sounds=tuple(map(sound_of, forms)))
        before = []
