"""What is to be done to close a practice, and on which day: counted from the day of closing.

The tasks are dated data (`data/closing.toml`), for a jurist to read and correct. For a death the
day is that of the death, and everything comes after it.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from hygie.core import rules
from hygie.core.clock import french_date
from hygie.core.errors import HygieError
from hygie.core.rules import Source

DATA = Path(__file__).parents[1] / "data" / "closing.toml"
DEFAULT_PROFESSION = "10"
# A day typed wrongly ("2206") would make a plan that nobody follows.
FURTHEST_YEARS = 10
UNITS = ("months", "days")
SUCCESSOR, NONE = "successor", "none"


class Reason(StrEnum):
    """Why the practice closes."""

    RETIREMENT = "retirement"
    MOVING = "moving"
    ILLNESS = "illness"
    DEATH = "death"

    @property
    def label(self) -> str:
        """The reason in French, as shown."""
        return {
            Reason.RETIREMENT: "Retraite",
            Reason.MOVING: "Départ ou déménagement",
            Reason.ILLNESS: "Maladie, arrêt imprévu",
            Reason.DEATH: "Décès du professionnel (pour les héritiers)",
        }[self]

    @property
    def may_be_past(self) -> bool:
        """It was not chosen: its day may be over when the plan is made."""
        return self in {Reason.ILLNESS, Reason.DEATH}


WHO = {
    "owner": "le professionnel",
    "team": "le secrétariat ou le professionnel",
    "technician": "l’informaticien",
    "heirs": "les héritiers",
}


@dataclass(frozen=True, kw_only=True)
class Duty:
    """A task as the data tells it, before any date.

    Attributes:
        task_id: stable; what is ticked is kept under it.
        title: what to do; may name the Order or the fund between braces.
        why: why it matters.
        who: key of `WHO`.
        ask: what to note when it is done; empty when nothing is.
        text: words to send; empty when there are none.
        value: how many units from the day of closing; negative before it.
        unit: "months" or "days".
        successor: for which case: SUCCESSOR, NONE, or both.
        reasons: for which reasons.
        professions: for which professions; empty for all.
        source: where it comes from.
    """

    task_id: str
    title: str
    why: str
    who: str
    ask: str
    text: str
    value: int
    unit: str
    successor: tuple[str, ...]
    reasons: tuple[str, ...]
    professions: tuple[str, ...]
    source: Source


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What a plan is made for.

    Attributes:
        closes_on: the day of closing, or of the death.
        reason: why.
        has_successor: somebody takes over.
        profession: code of TRE_G15.
        practice: the practice's name, for the texts.
        successor: the successor's name.
        keeper: who keeps what remains, and where.
    """

    closes_on: date
    reason: Reason = Reason.RETIREMENT
    has_successor: bool = False
    profession: str = DEFAULT_PROFESSION
    practice: str = ""
    successor: str = ""
    keeper: str = ""


@dataclass(frozen=True, kw_only=True)
class Task:
    """One thing to do, with its day.

    Attributes:
        task_id: as in the data.
        due_on: its day, counted from the day of closing.
        title, why, ask, text: as in the data, filled in.
        who: in French.
        source: where it comes from.
    """

    task_id: str
    due_on: date
    title: str
    why: str
    ask: str
    text: str
    who: str
    source: Source

    def is_late(self, today: date) -> bool:
        """Its day is over: it is to be done now."""
        return self.due_on < today


@cache
def duties() -> tuple[Duty, ...]:
    """Every task of the data, in its order.

    Raises:
        HygieError: `records.closing_data`.
    """
    return tuple(_duty(table) for table in _data()["tasks"])


@cache
def _data() -> dict[str, Any]:
    return rules.load(DATA)


def _duty(table: Mapping[str, Any]) -> Duty:
    duty = Duty(
        task_id=str(table["id"]),
        title=str(table["title"]),
        why=str(table["why"]),
        who=str(table["who"]),
        ask=str(table.get("ask", "")),
        text=str(table.get("text", "")).strip(),
        value=int(table["when"]["value"]),
        unit=str(table["when"]["unit"]),
        successor=tuple(table.get("with", (SUCCESSOR, NONE))),
        reasons=tuple(table.get("reasons", Reason)),
        professions=tuple(table.get("professions", ())),
        source=rules.source_from(table["source"]),
    )
    is_known = duty.who in WHO and duty.unit in UNITS and set(duty.reasons) <= set(Reason)
    if not is_known or not set(duty.successor) <= {SUCCESSOR, NONE}:
        raise HygieError(
            "records.closing_data", f"Tâche de fermeture mal écrite\u00a0: {duty.task_id}."
        )
    return duty


def order_of(profession: str) -> str:
    """Whom a professional tells first: her Order, or the agency that keeps her file."""
    return _named("order", profession)


def to_order(profession: str) -> str:
    """The same, after "à": French joins "à le" in "au"."""
    name = order_of(profession)
    return f"au {name.removeprefix('le ')}" if name.startswith("le ") else f"à {name}"


def of_order(profession: str) -> str:
    """The same, after "de"."""
    name = order_of(profession)
    return f"du {name.removeprefix('le ')}" if name.startswith("le ") else f"de {name}"


def fund_of(profession: str) -> str:
    """A professional's pension fund."""
    return _named("fund", profession)


def _named(kind: str, profession: str) -> str:
    table = _data()["professions"]
    return str(table[kind].get(profession, table[f"{kind}_by_default"]))


def refuse_day(closes_on: date, *, reason: Reason, today: date) -> None:
    """Refuse a day that no plan can be made for.

    Raises:
        HygieError: `records.closing_past`, `records.closing_far`, `records.closing_death_future`.
    """
    if reason is Reason.DEATH and closes_on > today:
        raise HygieError(
            "records.closing_death_future",
            f"La date du décès ({french_date(closes_on)}) est dans le futur. "
            "Aucun plan n’est fait.",
            advice="Corrigez la date, ou préparez plutôt la page «\u00a0En cas d’absence ou de "
            "décès\u00a0».",
        )
    if closes_on < today and not reason.may_be_past:
        raise HygieError(
            "records.closing_past",
            f"Le jour de fermeture ({french_date(closes_on)}) est passé\u00a0: un plan compté "
            "à rebours n’est plus possible. Rien n’a été changé.",
            advice="Corrigez la date. Si l’arrêt a déjà eu lieu, demandez le plan d’urgence\u00a0: "
            "motif «\u00a0maladie, arrêt imprévu\u00a0» ou «\u00a0décès\u00a0» "
            "(--reason illness ou --reason death).",
        )
    if closes_on.year - today.year > FURTHEST_YEARS:
        raise HygieError(
            "records.closing_far",
            f"Le jour de fermeture ({french_date(closes_on)}) est dans plus de {FURTHEST_YEARS} "
            "ans. Aucun plan n’est fait.",
            advice="Vérifiez l’année.",
        )


def plan(about: Circumstances) -> list[Task]:
    """The tasks of a closing, the earliest first; those of one day in the order of the data."""
    tasks = [_task(duty, about) for duty in duties() if _concerns(duty, about)]
    return sorted(tasks, key=lambda task: task.due_on)


def _concerns(duty: Duty, about: Circumstances) -> bool:
    case = SUCCESSOR if about.has_successor else NONE
    is_of_profession = not duty.professions or about.profession in duty.professions
    return case in duty.successor and about.reason in duty.reasons and is_of_profession


def _task(duty: Duty, about: Circumstances) -> Task:
    words = words_of(about)
    return Task(
        task_id=duty.task_id,
        due_on=counted_from(about.closes_on, duty.value, duty.unit),
        title=duty.title.format(**words),
        why=duty.why,
        ask=duty.ask,
        text=duty.text.format(**words),
        who=WHO[duty.who],
        source=duty.source,
    )


def words_of(about: Circumstances) -> dict[str, str]:
    """What the texts name between braces."""
    no_one = "Je n’ai pas de successeur."
    someone = f"Mon successeur est {about.successor}." if about.successor else "J’ai un successeur."
    return {
        "closes_on": french_date(about.closes_on),
        "practice": about.practice or "mon cabinet",
        "keeper": about.keeper or "… (lieu et adresse à compléter)",
        "order": order_of(about.profession),
        "to_order": to_order(about.profession),
        "of_order": of_order(about.profession),
        "fund": fund_of(about.profession),
        "successor_sentence": someone if about.has_successor else no_one,
    }


def counted_from(day: date, value: int, unit: str) -> date:
    """The day that many months or days after another; 31 March less one month is 28 February."""
    if unit == "days":
        return day + timedelta(days=value)
    months = day.year * 12 + day.month - 1 + value
    year, month = divmod(months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
