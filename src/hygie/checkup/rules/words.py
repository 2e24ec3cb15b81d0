"""Building findings, and the small French words that all the rules share."""

from __future__ import annotations

from dataclasses import dataclass

from hygie.checkup.observation import Look, Observation, Status, Trouble
from hygie.core.findings import Finding, State, Who

RELAUNCH = "Relancez le contrôle de cet ordinateur."


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a rule speaks of.

    Attributes:
        code: code of its findings.
        answers: the answers of the seed that it serves.
        why: why it matters, said once for all its findings.
        missing: title when it could not be seen at all.
    """

    code: str
    answers: tuple[int, ...]
    why: str
    missing: str


def finding(
    look: Look,
    subject: Subject,
    state: State,
    title: str,
    *,
    advice: str = "",
    minutes: int | None = None,
    who: Who = Who.ANYONE,
    urgency: int = 1,
    evidence: tuple[str, ...] = (),
) -> Finding:
    """A finding on the computer of a look."""
    return Finding(
        code=subject.code,
        answers=subject.answers,
        state=state,
        title=title,
        why=subject.why,
        advice=advice,
        minutes=minutes,
        who=who,
        urgency=urgency,
        computer=look.computer,
        seen_at=look.seen_at,
        evidence=evidence,
    )


def unknown(look: Look, subject: Subject, title: str, *, advice: str = RELAUNCH) -> Finding:
    """A finding that says that nothing is known, and what to do about it."""
    return finding(look, subject, State.UNKNOWN, title, advice=advice, minutes=1)


def not_seen(look: Look, subject: Subject, observation: Observation) -> list[Finding]:
    """What to say when a probe did not answer."""
    may_answer_later = observation.status in {Status.TIMEOUT, Status.UNREADABLE}
    return [
        finding(
            look,
            subject,
            State.UNKNOWN,
            subject.missing,
            advice=RELAUNCH if may_answer_later else "Demandez à votre informaticien de regarder.",
            minutes=1 if may_answer_later else 10,
            who=Who.ANYONE if may_answer_later else Who.TECHNICIAN,
            evidence=(observation.note,) if observation.note else (),
        )
    ]


def counted(number: int, singular: str, plural: str) -> str:
    """A number and its noun: "1 mot de passe", "12 mots de passe", "1 234 mises à jour"."""
    written = f"{number:,}".replace(",", "\u202f")
    return f"{written} {singular if abs(number) < 2 else plural}"


def quoted(text: object) -> str:
    """A name between French quotes."""
    return f"«\u00a0{text}\u00a0»"


def listed(names: list[str]) -> str:
    """Names in a sentence: "A", "A et B", "A, B et C"."""
    return " et ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def trouble(value: object) -> str:
    """Why something was not read, in French."""
    try:
        return Trouble(str(value)).label
    except ValueError:
        return "illisible"
