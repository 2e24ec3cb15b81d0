"""What the columns of a list mean: guessed from their words and their content, then confirmed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

from hygie.core import rules
from hygie.patients.rules import cells
from hygie.patients.rules.ins import compact
from hygie.patients.rules.traits import as_trait

IGNORED = ""
# Of these, several columns make one text.
SEVERAL = frozenset({"address", "town", "phone", "mobile", "nss", IGNORED})
NAMES = frozenset({"birth_name", "used_name", "full_name"})
REASON_HEADER = "Motif du refus"
# The line of the headers is among the first; above it a title, a date, the name of the practice.
LOOKED_AT_LINES = 20
_MOST_OF = 0.7
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"(?:0|\+33 ?|0033 ?)?[1-9](?:[ .-]?\d{2}){4}")
_MOBILE = re.compile(r"(?:0|\+33 ?|0033 ?)?[67](?:[ .-]?\d{2}){4}")
_NUMBER_OF_PERSON = re.compile(r"[1-8]\d{4}(?:\d\d|2[AB])\d{6}(?:\d\d)?")

Lines = Sequence[tuple[int, list[str]]]


@cache
def _table() -> dict[str, dict[str, object]]:
    return dict(rules.load(Path(__file__).parents[1] / "data" / "columns.toml"))


@cache
def meanings() -> dict[str, str]:
    """Code and French words of each thing that a column can say."""
    return {code: str(told["label"]) for code, told in _table().items() if "label" in told}


@cache
def _by_words() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, told in _table().items():
        words = told["words"]
        assert isinstance(words, list)  # noqa: S101 - our own data, read by a test
        found |= dict.fromkeys(map(str, words), code)
    return found


def plain(header: str) -> str:
    """The words of a header: "N° de Téléphone" is "N DE TELEPHONE"."""
    return " ".join(re.findall(r"[A-Z0-9]+", as_trait(header.replace("_", " "))))


def fingerprint(headers: Sequence[str]) -> str:
    """What the same software writes again at the top of its lists, without our own column."""
    words = [plain(header) for header in headers]
    ours = plain(REASON_HEADER)
    told = "\n".join(word for word in words if word != ours)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def header_rank(lines: Lines) -> int:
    """Which of the first lines names the columns: the one with the most known words."""
    known = [_known(cells) for _, cells in lines[:LOOKED_AT_LINES]]
    best = max(known, default=0)
    return known.index(best) if best >= 1 else 0


def most_known(rows: Sequence[Sequence[str]]) -> int:
    """The most names of columns that are known in one of the first rows."""
    return max((_known(cells) for cells in rows[:LOOKED_AT_LINES]), default=0)


def _known(cells: Sequence[str]) -> int:
    return sum(plain(cell) in _by_words() for cell in cells if cell)


def guess(headers: Sequence[str], examples: Lines, *, today: date) -> tuple[str, ...]:
    """A meaning for each column; what two columns would say is left to the first."""
    words = [_by_words().get(plain(header), "") for header in headers]
    found = [_settled(code, words) for code in words]
    for rank, header in enumerate(headers):
        values = [line[rank].strip() for _, line in examples if rank < len(line)]
        values = [value for value in values if value]
        if not values:
            continue
        if not words[rank]:
            found[rank] = _by_content(values, plain(header), found, today)
        elif not _agrees(found[rank], values, today):
            found[rank] = IGNORED
    return _each_once(found)


def _settled(code: str, words: Sequence[str]) -> str:
    """ "Nom" and "Prénom" mean what the other columns leave to them."""
    if code == "name":
        return "used_name" if "birth_name" in words else "birth_name"
    if code == "given_name":
        return "used_given_name" if "birth_given_names" in words else "birth_given_names"
    if code == "title":
        return IGNORED if "sex" in words else "sex"
    return IGNORED if code == "ignored" else code


def _each_once(found: Sequence[str]) -> tuple[str, ...]:
    once: list[str] = []
    for code in found:
        once.append(IGNORED if code in once and code not in SEVERAL else code)
    return tuple(once)


def _share(values: Sequence[str], pattern: re.Pattern[str]) -> float:
    return sum(pattern.fullmatch(value) is not None for value in values) / len(values)


def _agrees(code: str, values: Sequence[str], today: date) -> bool:
    """The content is not plainly something else than what the header says."""
    if code in {"birth_date", "died_on", "last_contact"}:
        return sum(not cells.read_day(v, today=today).is_unreadable for v in values) > 0
    if code == "email":
        return any("@" in value for value in values)
    if code == "sex":
        return any(cells.read_sex(value) is not None for value in values)
    if code == "ins":
        return any(_NUMBER_OF_PERSON.fullmatch(compact(value)) for value in values)
    return True


def _by_content(values: Sequence[str], header: str, found: Sequence[str], today: date) -> str:
    """A column whose words nobody knows. A date is not guessed: there are too many kinds."""
    if _share(values, _EMAIL) >= _MOST_OF:
        return "email"
    if _share([compact(value) for value in values], _NUMBER_OF_PERSON) >= _MOST_OF:
        return "nss"  # unless somebody says that it is an INS
    if _share(values, _PHONE) >= _MOST_OF and len(values[0]) >= 9:
        return "mobile" if _share(values, _MOBILE) >= _MOST_OF else "phone"
    is_date = sum(cells.read_day(v, today=today).value is not None for v in values) / len(values)
    if "NAISS" in header and is_date >= _MOST_OF and "birth_date" not in found:
        return "birth_date"
    return IGNORED


def faults_of(codes: Sequence[str]) -> list[str]:
    """Why a list cannot be read with these meanings, in French."""
    known = meanings()
    found = [
        f"Sens inconnu\u00a0: «\u00a0{code}\u00a0»." for code in codes if code not in {*known, ""}
    ]
    found += [
        f"Deux colonnes sont «\u00a0{known[code]}\u00a0»\u00a0: gardez-en une."
        for code in sorted(set(codes) & set(known) - SEVERAL)
        if list(codes).count(code) > 1
    ]
    if not NAMES & set(codes):
        found.append("Aucune colonne n’est le nom du patient\u00a0: choisissez-la.")
    if "full_name" in codes and {"birth_name", "used_name"} & set(codes):
        found.append("Le nom est dans deux colonnes\u00a0: gardez-en une.")
    return found
