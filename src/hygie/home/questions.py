"""The few questions put to the person, and what each reply means for the answers.

Only what no program can see is asked. The questions are in `data/questions/`, one file a theme.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hygie.answers.entries import joined
from hygie.core import clock, rules
from hygie.core.errors import HygieError
from hygie.core.findings import Finding, State, Who

DATA = Path(__file__).parent / "data"

CODE_PREFIX = "ask."
ACTION = "home:question"
DONT_KNOW = "dont_know"
MAX_CLOCK_DRIFT = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """What a choice means for some answers; the fields are those of a `Finding`."""

    answers: tuple[int, ...]
    state: State
    title: str
    why: str = ""
    advice: str = ""
    minutes: int | None = None
    who: Who = Who.ANYONE
    urgency: int = 1


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One possible reply.

    Attributes:
        id: stable name, kept in the base.
        label: what the person reads beside the button.
        means: what it says, answer by answer.
    """

    id: str
    label: str
    means: tuple[Meaning, ...]


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question, answered in five seconds.

    Attributes:
        id: stable name; its findings are coded "ask.<id>".
        text: the question.
        help: one line below it; may be empty.
        answers: numbers of the answers it settles.
        ask_again_after_days: age of a reply, in days, after which it is asked again; 0 is never.
        about_phones: it speaks of what happens on phones, so no reply makes it more than
            "à confirmer".
        why: why it is asked.
        choices: the replies, "Je ne sais pas" last.
    """

    id: str
    text: str
    help: str
    answers: tuple[int, ...]
    ask_again_after_days: int
    about_phones: bool
    why: str
    choices: tuple[Choice, ...]

    @property
    def code(self) -> str:
        """The code of its findings."""
        return f"{CODE_PREFIX}{self.id}"

    def choice(self, choice_id: str) -> Choice | None:
        """The choice of that name; None for one that an older version had."""
        return next((choice for choice in self.choices if choice.id == choice_id), None)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What somebody answered, and when (an aware instant)."""

    question_id: str
    choice_id: str
    by_name: str
    at: datetime


@cache
def questions() -> tuple[Question, ...]:
    """The questions, in the order in which they are asked.

    Raises:
        HygieError: `home.question_damaged` or `rules.unreadable`.
    """
    return tuple(
        read_question(table)
        for path in sorted((DATA / "questions").glob("*.toml"))
        for table in rules.load(path).get("questions", ())
    )


def read_question(table: Mapping[str, Any]) -> Question:
    """Read one question from its table.

    Raises:
        HygieError: `home.question_damaged` when a field is missing or of another kind.
    """
    try:
        answers = tuple(int(number) for number in table["answers"])
        text, why = joined(table["text"]), joined(table["why"])
        own = [_choice_from(choice, answers=answers, why=why) for choice in table["choices"]]
        return Question(
            id=str(table["id"]),
            text=text,
            help=joined(table.get("help", "")),
            answers=answers,
            ask_again_after_days=int(table["ask_again_after_days"]),
            about_phones=bool(table.get("about_phones", False)),
            why=why,
            choices=(
                *own,
                _dont_know(text, answers=answers, why=why, advice=table["dont_know_advice"]),
            ),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise HygieError(
            "home.question_damaged",
            f"Une question de Hygie est illisible ({table.get('id', 'sans nom')}\u00a0: {error}).",
            advice="Réinstallez Hygie\u00a0: ce fichier en fait partie.",
        ) from error


def _quoted(text: str) -> str:
    return f"«\u00a0{text}\u00a0»"


def _choice_from(table: Mapping[str, Any], *, answers: tuple[int, ...], why: str) -> Choice:
    said = table.get("means", [table])
    means = tuple(_meaning_from(part, answers=answers, why=why) for part in said)
    return Choice(id=str(table["id"]), label=joined(table["label"]), means=means)


def _meaning_from(table: Mapping[str, Any], *, answers: tuple[int, ...], why: str) -> Meaning:
    minutes = table.get("minutes")
    return Meaning(
        answers=tuple(int(number) for number in table.get("answers", answers)),
        state=State(table["state"]),
        title=joined(table["title"]),
        why=joined(table.get("why", why)),
        advice=joined(table.get("advice", "")),
        minutes=None if minutes is None else int(minutes),
        who=Who(table.get("who", "anyone")),
        urgency=int(table.get("urgency", 1)),
    )


def _dont_know(text: str, *, answers: tuple[int, ...], why: str, advice: str) -> Choice:
    meaning = Meaning(
        answers=answers,
        state=State.UNKNOWN,
        title=f"Vous ne savez pas encore\u00a0: {_quoted(text)}",
        why=why,
        advice=joined(advice),
    )
    return Choice(id=DONT_KNOW, label="Je ne sais pas", means=(meaning,))


def findings_from_replies(replies: Iterable[Reply], *, now: datetime) -> list[Finding]:
    """What the practice said, question by question; a question without a reply waits for one.

    The latest reply to a question counts. Replies to questions or choices that no longer exist
    are left aside: the question is asked again.
    """
    # Two replies of the same instant: the choice's name decides, so that order never does.
    ordered = sorted(replies, key=lambda reply: (reply.at, reply.choice_id, reply.by_name))
    latest = {reply.question_id: reply for reply in ordered}
    return [
        finding
        for question in questions()
        for finding in _findings(question, latest.get(question.id), now=now)
    ]


def _findings(question: Question, reply: Reply | None, *, now: datetime) -> list[Finding]:
    choice = question.choice(reply.choice_id) if reply else None
    if reply is None or choice is None:
        return [
            _waiting(question, title=f"Une question vous attend\u00a0: {_quoted(question.text)}")
        ]
    said = [_finding(question, meaning, reply) for meaning in choice.means]
    again = _why_ask_again(question, reply, now=now)
    if not again:
        return said
    # What was to be done does not become lighter by growing old.
    still_to_do = [finding for finding in said if finding.state is State.TO_DO]
    waiting = _waiting(question, title=f"{again}\u00a0: {_quoted(question.text)}")
    return [*still_to_do, replace(waiting, seen_at=reply.at, evidence=_evidence(reply))]


def _why_ask_again(question: Question, reply: Reply, *, now: datetime) -> str:
    """Why the reply no longer counts; empty when it does."""
    if reply.at - now > MAX_CLOCK_DRIFT:
        # A clock set back would otherwise keep a reply fresh for ever.
        return f"À confirmer, car la réponse est datée du {_day(reply)}, dans le futur"
    limit = question.ask_again_after_days
    if limit and now - reply.at > timedelta(days=limit):
        return f"À confirmer de nouveau, car la réponse date du {_day(reply)}"
    return ""


def _day(reply: Reply) -> str:
    return clock.french_date(reply.at.astimezone(clock.PARIS).date())


def _evidence(reply: Reply) -> tuple[str, ...]:
    return (f"répondu par {reply.by_name} le {clock.french_instant(reply.at)}",)


def _waiting(question: Question, *, title: str) -> Finding:
    return Finding(
        code=question.code,
        answers=question.answers,
        state=State.TO_CONFIRM,
        title=title,
        why=question.why,
        advice="Répondez dans Hygie. «\u00a0Je ne sais pas\u00a0» est une réponse.",
        minutes=1,
        action=ACTION,
    )


def _finding(question: Question, meaning: Meaning, reply: Reply) -> Finding:
    state, evidence = meaning.state, _evidence(reply)
    if question.about_phones and state in {State.IN_PLACE, State.NOT_CONCERNED}:
        state = State.TO_CONFIRM
        evidence += ("parole donnée\u00a0: les téléphones ne se voient pas d’ici",)
    return Finding(
        code=question.code,
        answers=meaning.answers,
        state=state,
        title=meaning.title,
        why=meaning.why,
        advice=meaning.advice,
        minutes=meaning.minutes,
        who=meaning.who,
        urgency=meaning.urgency,
        seen_at=reply.at,
        evidence=evidence,
        action=ACTION if meaning.state is State.UNKNOWN else "",
    )
