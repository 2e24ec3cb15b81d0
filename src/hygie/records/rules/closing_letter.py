"""What a patient's letter says, from plain values, cut so that it always fits on one page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hygie.core.clock import french_date

NAME_LETTERS = 90
LINE_LETTERS = 60
ADDRESS_LINES = 5
PHRASE_LETTERS = 200
# Beyond that, what all letters share takes smaller letters: measured with the longest fields.
LONG_LETTERS = 450


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """Who is written to."""

    number: int
    name: str
    born: date | None
    address: str


def file_name(number: int, edition: int = 1) -> str:
    """The file of a letter: a number, never a name."""
    return f"lettre-{number:06}{f'-{edition}' if edition > 1 else ''}.pdf"


def number_of(name: str) -> int:
    """The number of a letter's file."""
    return int(name.removesuffix(".pdf").split("-")[1])


@dataclass(frozen=True, kw_only=True)
class Closing:
    """What every letter of a closing says.

    Attributes:
        professional: name, profession, RPPS number, phone.
        closes_on: the day.
        successor: name, address and first day; None without one.
        opposition_until: last day to object.
        pick_up: where and when a copy is handed.
        keeper: name and address of who keeps the originals.
        order: whom to ask later.
    """

    professional: tuple[str, str, str, str]
    closes_on: date
    successor: tuple[str, str, date | None] | None
    opposition_until: date | None
    pick_up: str
    keeper: tuple[str, str]
    order: str

    def data(self) -> dict[str, object]:
        """The keys of `records/paper/patient_letter.typ` that all letters share."""
        return {
            "professional": dict(
                zip(("name", "profession", "rpps", "phone"),
                    (cut(text, NAME_LETTERS) for text in self.professional), strict=True)
            ),
            "closes_on": french_date(self.closes_on),
            "successor": self._successor(),
            "opposition_until": french_date(self.opposition_until) if self.opposition_until else "",
            "pick_up": cut(self.pick_up, PHRASE_LETTERS),
            "keeper": {
                "name": cut(self.keeper[0], NAME_LETTERS),
                "address": cut(self.keeper[1], PHRASE_LETTERS),
            },
            "order": self.order,
            "is_long": self._letters() > LONG_LETTERS,
        }  # fmt: skip

    def _letters(self) -> int:
        texts = [*self.professional, self.pick_up, *self.keeper]
        return sum(map(len, texts)) + sum(len(text) for text in (self.successor or ())[:2])

    def _successor(self) -> dict[str, str] | None:
        if self.successor is None:
            return None
        name, address, starts_on = self.successor
        return {
            "name": cut(name, NAME_LETTERS) or "Mon successeur",
            "address": cut(address, PHRASE_LETTERS),
            "starts_on": french_date(starts_on) if starts_on else "",
        }


def data_for(addressee: Addressee) -> dict[str, object]:
    """The keys that are one patient's."""
    lines = [cut(line, LINE_LETTERS) for line in addressee.address.splitlines() if line.strip()]
    if len(lines) > ADDRESS_LINES:
        # The town is last: it must stay.
        lines = [*lines[: ADDRESS_LINES - 1], lines[-1]]
    return {
        "number": f"{addressee.number:06}",
        "patient": {
            "name": cut(addressee.name, NAME_LETTERS),
            "born": french_date(addressee.born) if addressee.born else "",
            "address": lines,
        },
    }


def cut(text: str, most: int) -> str:
    """The text on one line of at most that many letters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
