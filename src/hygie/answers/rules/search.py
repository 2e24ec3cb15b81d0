"""The door of search: a question in, one of three zones out.

`answer` when it is sure, `cards` when it hesitates between a few, `none` when the guide does not
know: then it says whom to ask. Its settings are dated and counted in `data/search.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from hygie.answers.entries import DATA, Entry, entries, joined, named
from hygie.answers.rules.index import WAYS, Index, Subject
from hygie.answers.rules.scores import Judgement, judge, likely, weighed
from hygie.answers.rules.vocabulary import thesaurus
from hygie.core import rules
from hygie.core.errors import HygieError

SHOWN = 3
# A subject that the guide does not know is named in front of its own, as "~facturation".
_ELSEWHERE = "~"


class Zone(StrEnum):
    """What may be said."""

    ANSWER = "answer"
    CARDS = "cards"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Match:
    """An entry that may be the one, and how likely among all, from 0 to 1."""

    entry: Entry
    score: float

    def as_json(self) -> dict[str, object]:
        """The match as plain values, for `hygie ask --json`."""
        return {
            "id": self.entry.id,
            "title": self.entry.title,
            "score": round(self.score, 3),
            "answers": list(self.entry.answers),
        }


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What search says of a question.

    Attributes:
        zone: what may be said.
        matches: at most three entries, the best first; in the zone `none`, neighbours at most.
        ask: whom to ask instead, when the guide recognises a subject it does not know.
    """

    zone: Zone
    matches: tuple[Match, ...] = ()
    ask: str = ""

    def as_json(self) -> dict[str, object]:
        """The outcome as plain values, for `hygie ask --json`."""
        return {"zone": self.zone.value, "entries": [match.as_json() for match in self.matches]}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The content of `data/search.toml`.

    Attributes:
        fitted_on: day of the calibration.
        weights: of each way of comparing.
        known: weights of the signals that tell a question for the guide.
        sure: weights of the signals that tell a right first entry.
        refuse_below: chance of being for the guide, below which it is refused.
        answer_above: chance of being right, from which the first entry is the answer.
        margin_above: how far ahead of the second the first must be for a direct answer.
    """

    fitted_on: date
    weights: Mapping[str, float]
    known: Mapping[str, float]
    sure: Mapping[str, float]
    refuse_below: float
    answer_above: float
    margin_above: float


@cache
def settings() -> Settings:
    """The weights and limits of search.

    Raises:
        HygieError: `answers.search_settings` or `rules.unreadable` when the file is damaged.
    """
    data = rules.load(DATA / "search.toml")
    try:
        found = Settings(
            fitted_on=data["fitted_on"],
            weights=_numbers(data["weights"]),
            known=_numbers(data["known"]),
            sure=_numbers(data["sure"]),
            refuse_below=float(data["refuse_below"]),
            answer_above=float(data["answer_above"]),
            margin_above=float(data["margin_above"]),
        )
        if set(found.weights) != set(WAYS):
            raise KeyError(*sorted(set(WAYS) ^ set(found.weights)))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise HygieError(
            "answers.search_settings",
            f"Le fichier search.toml ne convient pas ({error}).",
            advice="Réinstallez Hygie\u00a0: ce fichier en fait partie.",
        ) from error
    return found


def _numbers(table: Mapping[str, Any]) -> dict[str, float]:
    return {str(name): float(value) for name, value in table.items()}


@cache
def elsewhere() -> Mapping[str, str]:
    """Whom to ask for each subject that the guide does not know."""
    return {table["id"]: joined(table["ask"]) for table in _elsewhere_tables()}


def _elsewhere_tables() -> list[dict[str, Any]]:
    return list(rules.load(DATA / "elsewhere.toml")["subjects"])


def subjects() -> list[Subject]:
    """All that a question may be about."""
    more = rules.load(DATA / "wordings.toml")["wordings"]
    inside = [
        Subject(
            name=entry.id,
            title=entry.title,
            wordings=_each_once(*entry.wordings, *more.get(entry.id, ())),
            text="\n".join(entry.texts),
        )
        for entry in entries()
    ]
    outside = [
        Subject(
            name=_ELSEWHERE + table["id"],
            title="",
            wordings=_each_once(*table["words"]),
            is_elsewhere=True,
        )
        for table in _elsewhere_tables()
    ]
    return [*inside, *outside]


def _each_once(*wordings: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(wordings))


@cache
def index() -> Index:
    """The index of the guide, made once."""
    return Index(subjects(), thesaurus())


def ask(untrusted_question: str) -> Outcome:
    """Search the guide.

    Raises:
        HygieError: `answers.*` or `rules.*` when a shipped file is damaged.
    """
    reading = index().vocabulary.read(untrusted_question)
    if not reading.content:
        return Outcome(zone=Zone.NONE)
    return decide(judge(reading, index(), settings().weights), settings())


def decide(judgement: Judgement, limits: Settings) -> Outcome:
    """What may be said, from what comparing gave."""
    matches = tuple(
        Match(entry=entry, score=fit.share)
        for fit in judgement.entries[:SHOWN]
        if fit.score > 0 and (entry := named(fit.name))
    )
    if not matches or likely(weighed(judgement.signals, limits.known)) < limits.refuse_below:
        return Outcome(zone=Zone.NONE, matches=matches, ask=_whom(judgement))
    is_clear = judgement.signals["margin"] >= limits.margin_above
    if is_clear and likely(weighed(judgement.signals, limits.sure)) >= limits.answer_above:
        return Outcome(zone=Zone.ANSWER, matches=matches)
    return Outcome(zone=Zone.CARDS, matches=matches)


def _whom(judgement: Judgement) -> str:
    """Whom to ask: only when an unknown subject fits better than any entry."""
    if not judgement.elsewhere:
        return ""
    best, first = judgement.elsewhere[0], judgement.entries[:1]
    if best.score <= 0 or (first and first[0].score > best.score):
        return ""
    return elsewhere().get(best.name.removeprefix(_ELSEWHERE), "")
