"""What a cell of a list says: a day, a sex, a phone, yes or no. Nothing is believed by halves."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from hygie.patients.rules.dates import day_of
from hygie.patients.rules.traits import as_trait

# Excel counts days from here, in the calendar that it gives to Windows.
_EXCEL_DAY_0 = date(1899, 12, 30)
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_CLOCK = re.compile(r"[T ]\d{1,2}[:hH]\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?$")
# Five digits only: "1961" is a year that somebody typed, not the 14th of May 1905.
_SERIAL = re.compile(r"([1-9]\d{4})(?:[.,]\d+)?")
_ZEROS = re.compile(
    r"(?:00?[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}[/.-]00?[/.-]\d{4}|\d{4}-(?:00-\d\d|\d\d-00))"
)
_NO_DAY = re.compile(r"(?:00?[/.-]00?[/.-]0000|0000-00-00|[-/.? ]+|0)")
# A leading quote that we, or a spreadsheet, put before what would be computed.
_FORMULA = re.compile(r"[\s']*[=+\-@]")

_SEX = {
    **dict.fromkeys(("F", "FEMININ", "FEMME", "FILLE", "MME", "MADAME", "MLLE", "MADEMOISELLE",
                     "MELLE", "FEMALE", "W", "2", "FEM", "MME.", "MLLE.", "DAME"), "F"),
    **dict.fromkeys(("M", "MASCULIN", "HOMME", "GARCON", "MR", "MONSIEUR", "H", "MALE", "1",
                     "MASC", "M.", "MR."), "M"),
    **dict.fromkeys(("I", "INDETERMINE", "INDETERMINEE", "AUTRE", "OTHER", "X", "INTERSEXE"), "I"),
    **dict.fromkeys(("INCONNU", "INCONNUE", "UNKNOWN", "U", "NC", "NR", "DR", "PR", "ENFANT",
                     "BEBE", "MAITRE", "ME", "DOCTEUR", "-", "?", "0", "M ET MME",
                     "MADAME MONSIEUR", "NON PRECISE", "NON RENSEIGNE"), ""),
}  # fmt: skip
_YES = frozenset(("OUI", "O", "YES", "Y", "1", "VRAI", "TRUE", "X", "V", "DECEDE", "DECEDEE",
                  "DCD"))  # fmt: skip
_NO = frozenset(("NON", "N", "NO", "0", "FAUX", "FALSE", "VIVANT", "VIVANTE", "-", "F"))


class Day(NamedTuple):
    """What a cell says of a day.

    Attributes:
        value: the day; None when the cell says none.
        is_partial: it says that the day or the month is not known.
        is_unreadable: it says something that is no day.
    """

    value: date | None = None
    is_partial: bool = False
    is_unreadable: bool = False


@lru_cache(maxsize=50_000)
def read_day(text: str, *, today: date) -> Day:
    """A day as French software and Excel write it; a year of two digits gives the last past one."""
    text = text.strip()
    if match := _DAY.fullmatch(text):
        return _day(int(match[3]), int(match[2]), int(match[1]))
    text = _CLOCK.sub("", text).strip()
    if not text or _NO_DAY.fullmatch(text):
        return Day()
    if _ZEROS.fullmatch(text):
        return Day(is_partial=True)
    if match := _SERIAL.fullmatch(text):
        day = _EXCEL_DAY_0 + timedelta(days=int(match[1]))
        return Day(day) if day <= today else Day(is_unreadable=True)
    if not any(sign.isdigit() for sign in text) or (len(text) > 8 and text.isdigit()):
        return Day(is_unreadable=True)  # nine digits and more: a phone, a number
    found = day_of(text, today=today)
    return Day(found) if found else Day(is_unreadable=True)


def _day(year: int, month: int, day: int) -> Day:
    if not (year and month and day):
        return Day(is_partial=bool(year))
    try:
        return Day(date(year, month, day))
    except ValueError:
        return Day(is_unreadable=True)


@lru_cache(maxsize=1000)
def read_sex(text: str) -> str | None:
    """F, M, I, or "" when the cell says that it is not known; None when it is not understood."""
    return _SEX.get(as_trait(text)) if text.strip() else ""


@lru_cache(maxsize=1000)
def read_yes(text: str) -> bool | None:
    """Yes or no; None when the cell is neither."""
    word = as_trait(text)
    if not word or word in _NO:
        return False
    return True if word in _YES else None


def read_phone(text: str) -> str:
    """A phone as it is written, with the zero that a spreadsheet took away."""
    text = text.strip()
    if len(text) == 9 and text.isdigit() and text[0] != "0":
        return f"0{text}"
    return text


def read_place(text: str) -> str:
    """An INSEE code, with the zero that a spreadsheet took away."""
    text = text.strip().upper()
    return text.zfill(5) if len(text) == 4 and text.isdigit() else text


def guarded(untrusted_text: str) -> str:
    """The cell as a spreadsheet can open it: what begins as a formula is not computed."""
    return f"'{untrusted_text}" if _FORMULA.match(untrusted_text) else untrusted_text


def unguarded(text: str) -> str:
    """The cell as it was before `guarded`."""
    return text[1:] if text[:1] == "'" and _FORMULA.match(text, 1) else text


def split_name(text: str) -> tuple[str, str]:
    """Name and given names of "DUPONT-DURAND Jeanne Marie"; two empty texts when nobody can tell.

    Capitals tell the name; without them nobody knows where it ends, but for two words.
    """
    words = text.replace(",", " ").split()
    capitals = [word for word in words if word == word.upper() and len(word) > 1]
    others = [word for word in words if word not in capitals]
    if capitals and others:
        return " ".join(capitals), " ".join(others)
    return (words[0], words[1]) if len(words) == 2 else ("", "")
