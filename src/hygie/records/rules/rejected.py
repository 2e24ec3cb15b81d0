"""Why each rule that did not decide did not."""

from __future__ import annotations

from collections.abc import Iterator

from hygie.core.clock import french_date
from hygie.records.rules.dates import add
from hygie.records.rules.ends import narrowed
from hygie.records.rules.law import Regime
from hygie.records.rules.outcome import Decider, Outcome, Rejected
from hygie.records.rules.record import Record

_REPLACED = {
    Decider.OPEN_CLAIM: "un recours ouvert arrête le délai",
    Decider.CATEGORY: "la conservation illimitée passe avant",
    Decider.NO_LAST_CONTACT: "la date du dernier passage est inconnue",
}


def rejected(record: Record, outcome: Outcome, regime: Regime) -> tuple[Rejected, ...]:
    """The rules of the regime that did not decide, and claims without effect, each with why."""
    found = [
        Rejected(rule=decider.code, reason=reason)
        for decider, reason in _reasons(record, outcome, regime)
        if decider is not outcome.decider
    ]
    if record.claims and outcome.end and not outcome.suspended_days:
        reason = "Les recours sont hors du délai\u00a0: ils ne le prolongent pas."
        if not regime.suspension:
            reason = "Aucune règle lue ne dit que les recours arrêtent ce délai."
        found.append(Rejected(rule="suspension", reason=reason))
    return tuple(found)


def _reasons(record: Record, outcome: Outcome, regime: Regime) -> Iterator[tuple[Decider, str]]:
    general = _REPLACED.get(outcome.decider)
    present = (
        (Decider.LAST_CONTACT, regime.contact, _last_contact),
        (Decider.BIRTHDAY, regime.birthday, _birthday),
        (Decider.DEATH, regime.death, _death),
    )
    for decider, rule, why in present:
        if rule is None:
            continue
        yield decider, f"Écartée\u00a0: {general}." if general else why(record, outcome, regime)
    if record.category and outcome.decider is Decider.OPEN_CLAIM:
        yield Decider.CATEGORY, "Écartée\u00a0: un recours ouvert passe avant."


def _last_contact(record: Record, outcome: Outcome, regime: Regime) -> str:
    assert record.contact is not None  # noqa: S101 - a dated outcome has one
    day = narrowed(record, record.contact).contact.last
    end = french_date(add(day, regime.contact.value, regime.contact.unit))
    if outcome.decider is Decider.DEATH:
        return f"Remplacée par la règle du décès\u00a0; elle aurait fini le {end}."
    return f"Elle finit le {end}, avant l’anniversaire."


def _birthday(record: Record, outcome: Outcome, regime: Regime) -> str:
    assert regime.birthday is not None  # noqa: S101 - asked only when there is one
    if outcome.decider is Decider.DEATH:
        return "Remplacée par la règle du décès."
    if record.birth is None:
        return "La naissance est inconnue."
    day = french_date(add(record.birth.last, regime.birthday.value, regime.birthday.unit))
    return f"Cet anniversaire ({day}) ne dépasse pas la durée après le dernier passage."


def _death(record: Record, outcome: Outcome, regime: Regime) -> str:
    assert regime.death is not None  # noqa: S101 - asked only when there is one
    if record.death is None:
        undated = "La date du décès est inconnue, et cette règle ne peut que raccourcir."
        return undated if record.is_death_undated else "Aucun décès n’est connu."
    assert record.contact is not None  # noqa: S101 - a dated outcome has one
    limit = add(narrowed(record, record.contact).contact.last, regime.death.within)
    reached = f"{regime.death.within}\u00a0ans après le dernier passage (le {french_date(limit)})"
    if record.death.is_exact:
        return f"Le décès n’est pas venu moins de {reached}."
    return f"Le décès peut être venu au moins {reached}\u00a0: dans le doute, on garde."
