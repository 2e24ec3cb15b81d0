"""From findings to the state of each answer: pure decisions, the same for the screen and paper.

What nobody saw is never green: a needed finding that is missing, a computer that was not looked at,
a phone. What each answer needs is in `data/needs.toml`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hygie.answers.entries import numbered
from hygie.core import clock
from hygie.core.findings import Finding, State
from hygie.home.needs import Need, needs
from hygie.home.questions import (
    CODE_PREFIX,
    MAX_CLOCK_DRIFT,
    Choice,
    Question,
    Reply,
    findings_from_replies,
    questions,
)

__all__ = [
    "AnswerState", "Choice", "ComputerLook", "Question", "Reply",
    "evaluate", "findings_from_replies", "headline", "next_action", "questions",
]  # fmt: skip

# The worst first.
GRAVITY = (State.TO_DO, State.TO_CONFIRM, State.UNKNOWN, State.IN_PLACE, State.NOT_CONCERNED)
OPEN = (State.TO_DO, State.TO_CONFIRM, State.UNKNOWN)
PRACTICE_PREFIX = "practice."
NO_COMPUTER_LOOKED = "computers.looked_at"
_NO_DURATION = 1_000_000


@dataclass(frozen=True, kw_only=True)
class ComputerLook:
    """A declared computer and when Hygie last looked at it; None when it never did."""

    name: str
    looked_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class AnswerState:
    """The state of one answer in this practice.

    Attributes:
        number: its number, from 1 to 22.
        title: the question.
        state: the state shown on its tile.
        findings: what makes that state, the gravest and most urgent first.
        reason: why that state, one French sentence.
    """

    number: int
    title: str
    state: State
    findings: tuple[Finding, ...]
    reason: str


def evaluate(
    findings: Iterable[Finding], *, computers: Sequence[ComputerLook], now: datetime
) -> list[AnswerState]:
    """The state of each of the 22 answers, in order, whatever the order of the findings.

    Without any base, `computers` is the one that was just looked at.
    """
    known = tuple(findings)
    return [
        _answer_state(entry.number, entry.title, known, computers=computers, now=now)
        for entry in numbered()
    ]


def _answer_state(
    number: int,
    title: str,
    known: Sequence[Finding],
    *,
    computers: Sequence[ComputerLook],
    now: datetime,
) -> AnswerState:
    need = needs().by_answer[number]
    about = [finding for finding in known if _speaks_of(finding, number, need)]
    unseen = _not_looked_at(computers, now=now) if need.every_computer else ()
    about += _missing(number, need, about, computers=computers, unseen=unseen)
    if need.every_computer and (unseen or not computers):
        about.append(_unseen_finding(number, unseen))
    about.sort(key=_shown_first)
    state = _worst(about)
    capped = _cap(state, need)
    reason = about[0].title if about else ""
    if capped is not state:
        reason = need.at_best_reason or "Personne n’est à l’abri d’une attaque."
    return AnswerState(
        number=number, title=title, state=capped, findings=tuple(about), reason=reason
    )


def _speaks_of(finding: Finding, number: int, need: Need) -> bool:
    """A reply says for each answer what it means; a probe's finding serves each that needs it."""
    if number in finding.answers:
        return True
    return finding.code in need.codes and not finding.code.startswith(CODE_PREFIX)


def _worst(about: Collection[Finding]) -> State:
    states = {finding.state for finding in about}
    for state in OPEN:
        if state in states:
            return state
    if not states:
        return State.UNKNOWN
    return State.NOT_CONCERNED if states == {State.NOT_CONCERNED} else State.IN_PLACE


def _cap(state: State, need: Need) -> State:
    if state is State.NOT_CONCERNED and need.always_concerned:
        return State.TO_CONFIRM
    # "Pas pu vérifier" is no better than the cap: it stays.
    return need.at_best if need.at_best and state not in OPEN else state


def _shown_first(finding: Finding) -> tuple[object, ...]:
    """A total order: two runs over the same findings show the same page."""
    return (
        GRAVITY.index(finding.state),
        -finding.urgency,
        finding.minutes if finding.minutes is not None else _NO_DURATION,
        finding.code,
        finding.computer,
        repr(finding),
    )


def _missing(
    number: int,
    need: Need,
    about: Sequence[Finding],
    *,
    computers: Sequence[ComputerLook],
    unseen: Collection[ComputerLook],
) -> list[Finding]:
    """One finding "pas pu vérifier" for each needed code that nobody produced, here or there."""
    found = []
    for code in need.codes:
        seen_on = {finding.computer for finding in about if finding.code == code}
        if not seen_on:
            found.append(_missing_finding(number, code, where=()))
        elif need.every_computer and "" not in seen_on and not _said_once(code):
            looked = [look.name for look in computers if look not in unseen]
            where = tuple(sorted(name for name in looked if name not in seen_on))
            found += [_missing_finding(number, code, where=where)] if where else []
    return found


def _said_once(code: str) -> bool:
    return code.startswith((CODE_PREFIX, PRACTICE_PREFIX))


def _missing_finding(number: int, code: str, *, where: tuple[str, ...]) -> Finding:
    texts = {question.code: question.text for question in questions()}
    name = texts.get(code) or needs().code_names.get(code, code)
    if code.startswith(CODE_PREFIX):
        title = f"Question pas encore posée\u00a0: «\u00a0{name}\u00a0»"
    elif code.startswith(PRACTICE_PREFIX):
        title = f"Pas encore renseigné\u00a0: {name}."
    elif where:
        title = f"Pas pu vérifier sur {', '.join(where)}\u00a0: {name}."
    else:
        title = f"Pas pu vérifier\u00a0: {name}."
    return Finding(code=code, answers=(number,), state=State.UNKNOWN, title=title)


def _not_looked_at(computers: Sequence[ComputerLook], *, now: datetime) -> tuple[ComputerLook, ...]:
    """Computers never looked at, too long ago, or at a date to come (a clock set back)."""
    limit = timedelta(days=needs().look_again_after_days)
    return tuple(
        look
        for look in computers
        if look.looked_at is None or not -MAX_CLOCK_DRIFT <= now - look.looked_at <= limit
    )


def _unseen_finding(number: int, unseen: Collection[ComputerLook]) -> Finding:
    names = sorted(f"{look.name} ({_last_look(look)})" for look in unseen)
    title = "Aucun ordinateur du cabinet n’est encore déclaré."
    advice = "Ajoutez les ordinateurs du cabinet dans Hygie."
    if names:
        title = f"Ordinateur{'s' if len(names) > 1 else ''} à regarder\u00a0: {', '.join(names)}."
        advice = "Lancez le contrôle de Hygie sur chaque ordinateur nommé."
    return Finding(
        code=NO_COMPUTER_LOOKED,
        answers=(number,),
        state=State.UNKNOWN,
        title=title,
        why="Un seul ordinateur oublié suffit à une attaque.",
        advice=advice,
        minutes=5 * len(names) or 5,
    )


def _last_look(look: ComputerLook) -> str:
    if look.looked_at is None:
        return "jamais vu"
    return f"vu le {clock.french_date(look.looked_at.astimezone(clock.PARIS).date())}"


def next_action(states: Iterable[AnswerState]) -> Finding | None:
    """The one thing to do next; None when nothing can be done.

    What could not be seen comes after all that is known to be wrong or waits for a word.
    """
    candidates = {
        finding
        for answer in states
        for finding in answer.findings
        if finding.state in OPEN and (finding.advice or finding.action)
    }
    return min(candidates, key=_done_first, default=None)


def _done_first(finding: Finding) -> tuple[object, ...]:
    gravity, urgency, minutes, *rest = _shown_first(finding)
    return (finding.state is State.UNKNOWN, urgency, gravity, minutes, finding.answers, *rest)


def headline(states: Iterable[AnswerState]) -> str:
    """The one sentence of the home page: "3 points à régler, 5 à confirmer, 14 en place."""
    counts = dict.fromkeys(GRAVITY, 0)
    for answer in states:
        counts[answer.state] += 1
    parts: list[str] = []
    for state, count in counts.items():
        if count:
            noun = "" if parts else (" points" if count > 1 else " point")
            parts.append(f"{count}{noun} {_counted(state, count)}")
    return f"{', '.join(parts)}." if parts else "Aucune réponse à montrer."


def _counted(state: State, count: int) -> str:
    return {
        State.TO_DO: "à régler",
        State.TO_CONFIRM: "à confirmer",
        State.UNKNOWN: "non vérifiés" if count > 1 else "non vérifié",
        State.IN_PLACE: "en place",
        State.NOT_CONCERNED: "sans objet",
    }[state]
