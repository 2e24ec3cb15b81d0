"""The export of an agenda, CSV or ICS: who is expected on a day, as the agenda writes it.

No two programs name their columns alike: they are known by their words. A repeated appointment of
an ICS file is unfolded (RFC 5545), since a physiotherapist's week is made of them.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from dateutil.rrule import rrulestr
from icalendar import Calendar

from hygie.core.clock import PARIS
from hygie.core.errors import HygieError

MAX_BYTES = 20 * 1024 * 1024
MOST_APPOINTMENTS = 500
MOST_LETTERS = 200
CANCELLED = ("annul", "cancel", "supprim", "refus")

# Words that a column's name holds, the surest first; the first column that holds one is taken.
_COLUMNS = {
    "birth": ("naissance", "ddn", "ne le", "birth"),
    "given": ("prenom", "first name", "given"),
    "cancelled": ("statut", "etat", "status", "annul"),
    "phone": ("mobile", "portable", "telephone", "tel"),
    "hour": ("heure de debut", "heure debut", "heure", "horaire", "start time", "hour"),
    "day": ("date de debut", "date debut", "date du", "date rdv", "start date", "date", "jour",
            "debut", "start"),
    "name": ("nom de famille", "nom d usage", "nom du patient", "nom patient", "nom", "patient",
             "last name", "name"),
    "reason": ("motif", "objet", "type", "titre", "libelle", "subject", "description"),
}  # fmt: skip
_HOUR = re.compile(r"(?<!\d)([01]?\d|2[0-3])\s?[h:]\s?([0-5]\d)?(?!\d)", re.IGNORECASE)
_DAY = re.compile(r"(?<!\d)(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}))")
_MANY_A_DAY = re.compile(r"FREQ=(?:SECOND|MINUTE|HOUR)LY|BY(?:SECOND|MINUTE|HOUR)=")
_PHONE = re.compile(r"(?<!\d)(?:(?:\+|00)33 ?[1-9]|0[1-9])(?:[ .-]?\d{2}){4}(?!\d)")


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """Somebody who is expected.

    Attributes:
        at: the hour; None for the whole day.
        name: the person, as the agenda writes her.
        born: her birth date, when the agenda gives it.
        phone: her number in the agenda.
        reason: what for.
    """

    at: time | None
    name: str
    born: date | None = None
    phone: str = ""
    reason: str = ""


def days_of(untrusted_content: bytes, *, first: date, days: int = 7) -> dict[date, int]:
    """How many people are expected on each day from the first one; days without any are absent.

    Raises:
        HygieError: as `appointments`.
    """
    wanted = [first + timedelta(days=rank) for rank in range(days)]
    counted = {day: len(appointments(untrusted_content, day=day)) for day in wanted}
    return {day: count for day, count in counted.items() if count}


def appointments(untrusted_content: bytes, *, day: date) -> list[Appointment]:
    """Who is expected on a day, by hour.

    Raises:
        HygieError: `incidents.agenda_empty`, `incidents.agenda_too_heavy`,
            `incidents.agenda_unknown`, `incidents.agenda_too_long`, `incidents.agenda_repeats`.
    """
    if not untrusted_content.strip():
        raise HygieError(
            "incidents.agenda_empty",
            "Ce fichier d’agenda est vide.",
            advice="Exportez l’agenda de nouveau depuis votre logiciel.",
        )
    if len(untrusted_content) > MAX_BYTES:
        raise HygieError(
            "incidents.agenda_too_heavy",
            "Ce fichier d’agenda est trop lourd (plus de 20 Mo).",
            advice="Exportez seulement la semaine qui vient.",
        )
    text = _text_of(untrusted_content)
    is_calendar = text.lstrip().upper().startswith("BEGIN:VCALENDAR")
    found = list(_of_calendar(text, day) if is_calendar else _of_table(text, day))
    if len(found) > MOST_APPOINTMENTS:
        raise HygieError(
            "incidents.agenda_too_long",
            f"Cet agenda a plus de {MOST_APPOINTMENTS} rendez-vous ce jour-là.",
            advice="Exportez l’agenda de ce jour seulement.",
        )
    unique = dict.fromkeys(found)
    return sorted(unique, key=lambda one: (one.at or time.min, one.name))


def _text_of(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")  # what Windows programs write


def _unknown() -> HygieError:
    return HygieError(
        "incidents.agenda_unknown",
        "Hygie n’a pas reconnu cet agenda\u00a0: il y cherche une date, une heure et un nom.",
        advice="Exportez-le en CSV (avec la ligne des titres) ou en ICS.",
    )


def _of_table(text: str, day: date) -> Iterator[Appointment]:
    lines = text.splitlines()
    header = next((line for line in lines if line.strip()), "")
    separator = max(";\t,|", key=header.count)
    rows = csv.reader(io.StringIO(text), delimiter=separator)
    columns: dict[str, int] = {}
    try:
        for row in rows:
            if not columns:
                columns = _columns(row) if any(cell.strip() for cell in row) else {}
                continue
            if (one := _of_row(row, columns, day)) is not None:
                yield one
    except csv.Error as error:
        raise _unknown() from error


def _columns(header: list[str]) -> dict[str, int]:
    """Where each thing is; a column serves one thing."""
    titles = [_plain(title) for title in header]
    found: dict[str, int] = {}
    for thing, words in _COLUMNS.items():
        for word in words:
            free = (
                rank for rank, title in enumerate(titles)
                if re.search(rf"\b{word}", title) and rank not in found.values()
            )  # fmt: skip
            if (rank := next(free, None)) is not None:
                found[thing] = rank
                break
    if "name" not in found or "day" not in found:
        raise _unknown()
    return found


def _plain(title: str) -> str:
    bare = unicodedata.normalize("NFD", title.lower())
    letters = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", letters).split())


def _of_row(row: list[str], columns: Mapping[str, int], day: date) -> Appointment | None:
    def cell(thing: str) -> str:
        rank = columns.get(thing, len(row))
        return " ".join(row[rank].split())[:MOST_LETTERS] if rank < len(row) else ""

    if _day_in(cell("day")) != day or _is_cancelled(cell("cancelled")):
        return None
    name = " ".join(part for part in (cell("name"), cell("given")) if part)
    if not name:
        return None
    hours = cell("hour") or _DAY.sub(" ", cell("day"))
    return Appointment(
        at=_hour_in(hours), name=name, born=_day_in(cell("birth")),
        phone=cell("phone"), reason=cell("reason"),
    )  # fmt: skip


def _is_cancelled(status: str) -> bool:
    return any(word in _plain(status) for word in CANCELLED)


def _day_in(text: str) -> date | None:
    found = _DAY.search(text)
    if found is None:
        return None
    year, month, day, day_, month_, year_ = found.groups()
    try:
        return date(int(year or year_), int(month or month_), int(day or day_))
    except ValueError:
        return None


def _hour_in(text: str) -> time | None:
    found = _HOUR.search(text)
    return time(int(found[1]), int(found[2] or 0)) if found else None


def _of_calendar(text: str, day: date) -> Iterator[Appointment]:
    try:
        calendar = Calendar.from_ical(text)
        events: list[Any] = list(calendar.walk("VEVENT"))
    except (ValueError, IndexError, KeyError) as error:
        raise _unknown() from error
    moved = {
        (str(event.get("UID", "")), _instant(event["RECURRENCE-ID"].dt))
        for event in events
        if "RECURRENCE-ID" in event
    }
    for event in events:
        try:
            yield from _of_event(event, day, moved)
        except (ValueError, KeyError, TypeError, AttributeError):
            continue  # one event that no rule of the format allows does not hide the others


def _of_event(event: Any, day: date, moved: set[tuple[str, datetime]]) -> Iterator[Appointment]:
    if _is_cancelled(str(event.get("STATUS", ""))):
        return
    for instant, is_whole_day in _instants_on(event, day):
        if "RECURRENCE-ID" not in event and (str(event.get("UID", "")), instant) in moved:
            continue
        told = " ".join(f"{event.get('SUMMARY', '')}".split())[:MOST_LETTERS]
        more = f"{told} {event.get('DESCRIPTION', '')} {event.get('LOCATION', '')}"
        phone = _PHONE.search(more)
        local = instant.astimezone(PARIS)
        yield Appointment(
            at=None if is_whole_day else local.time().replace(tzinfo=None),
            name=told or "(sans titre)",
            born=_birth_in(more, day),
            phone=phone[0] if phone else "",
        )


def _birth_in(text: str, day: date) -> date | None:
    found = (_day_in(match[0]) for match in _DAY.finditer(text))
    return next((one for one in found if one is not None and one < day), None)


def _instants_on(event: Any, day: date) -> Iterable[tuple[datetime, bool]]:
    """When the event begins on that day of Paris; none when it does not."""
    value = event["DTSTART"].dt
    is_whole_day = not isinstance(value, datetime)
    start = _instant(value)
    first = datetime.combine(day, time.min, tzinfo=PARIS)
    last = datetime.combine(day, time.max, tzinfo=PARIS)
    if "RRULE" not in event:
        return [(start, is_whole_day)] if first <= start <= last else []
    if _MANY_A_DAY.search(event["RRULE"].to_ical().decode()):
        # Unfolded from its first day, years ago, such a rule would never end.
        raise HygieError(
            "incidents.agenda_repeats",
            "Cet agenda répète un rendez-vous plusieurs fois par jour\u00a0: Hygie ne sait pas "
            "le lire.",
            advice="Exportez-le en CSV, ou seulement pour ce jour.",
        )
    # In local time: nine o'clock stays nine o'clock when summer time ends.
    local = start.astimezone(PARIS).replace(tzinfo=None)
    rule = re.sub(r"(UNTIL=\d{8})(?:T\d{6}Z?)?", r"\1T235959", event["RRULE"].to_ical().decode())
    times = rrulestr(rule, dtstart=local).between(
        first.replace(tzinfo=None), last.replace(tzinfo=None), inc=True
    )
    instants = [one.replace(tzinfo=PARIS) for one in times[: MOST_APPOINTMENTS + 1]]
    left_out = set(_exceptions(event))
    return [(one, is_whole_day) for one in instants if _instant(one) not in left_out]


def _exceptions(event: Any) -> Iterator[datetime]:
    lists = event.get("EXDATE", [])
    for one in lists if isinstance(lists, list) else [lists]:
        yield from (_instant(value.dt) for value in one.dts)


def _instant(value: date | datetime) -> datetime:
    """The instant, in UTC; a time that says no zone is that of Paris."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time.min)
    return (value if value.tzinfo else value.replace(tzinfo=PARIS)).astimezone(UTC)
