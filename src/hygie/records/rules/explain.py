"""One record with its whole explanation: sentence, source, what is open, what did not decide."""

from __future__ import annotations

from datetime import date, timedelta

from hygie.core.clock import french_date
from hygie.records.rules.dates import Span, UnreadableError, add
from hygie.records.rules.documents import outcome_of_document, rules_for
from hygie.records.rules.ends import candidates, legal, narrowed
from hygie.records.rules.evaluate import outcome_of_file, regime_of
from hygie.records.rules.law import Law, Rule
from hygie.records.rules.outcome import Decider, Doubt, Evaluation, Outcome, Rejected, Status
from hygie.records.rules.record import Record
from hygie.records.rules.rejected import rejected
from hygie.records.rules.words import SLOT, Shape, Words, duration, follower_of

KEPT_MEANWHILE = "En attendant, le dossier est conservé."


def explain(record: Record, *, on: date, law: Law, words: Words | None = None) -> Evaluation:
    """Evaluate a record on a day; `words` may be shared between the records of one day."""
    words = words or Words(law, on)
    own = law.classes[record.document_class].rules
    outcome = (outcome_of_document if own else outcome_of_file)(record, on=on, law=law)
    if outcome.status is Status.ERROR:
        return failed(outcome, contradiction_told(outcome.decider, record))
    ranked = rules_for(record, law, on) if own else []
    own_rule = ranked[0] if ranked else None
    shape = shape_of(record, outcome)
    rule = words.rule(shape, own_rule)
    return Evaluation(
        outcome=outcome,
        rule=record.document_class if outcome.decider is Decider.DOCUMENT else outcome.decider.code,
        source=_source(shape, rule, own_rule, law),
        nature=_nature(shape, own_rule, law),
        sentence=_sentence(words.pattern(shape, own_rule), record, outcome),
        ambiguities=ambiguities(record, outcome, law, on),
        rejected=_shorter(ranked) if own else rejected(record, outcome, regime_of(record, law, on)),
    )


def failed(outcome: Outcome, problem: str) -> Evaluation:
    """What cannot be evaluated: told, asked, and kept meanwhile."""
    return Evaluation(
        outcome=outcome,
        rule=outcome.decider.code,
        source="",
        nature="",
        sentence=f"{problem} {KEPT_MEANWHILE}",
        ambiguities=(),
        rejected=(),
    )


def unreadable(error: UnreadableError) -> Evaluation:
    """The same, for a record that could not even be read."""
    return failed(Outcome(status=Status.ERROR, decider=Decider.UNREADABLE), str(error))


def contradiction_told(fault: Decider, record: Record) -> str:
    """What cannot be true, with the dates."""
    birth, contact, death = (_told(one) for one in (record.birth, record.contact, record.death))
    return {
        Decider.FUTURE_BIRTH: f"La naissance ({birth}) est dans l’avenir. Vérifiez cette date.",
        Decider.FUTURE_CONTACT: f"La date du dernier passage ({contact}) est dans l’avenir. "
        "Vérifiez-la.",
        Decider.FUTURE_DEATH: f"Le décès ({death}) est dans l’avenir. Vérifiez cette date.",
        Decider.DEATH_BEFORE_CONTACT: f"Le décès ({death}) précède le dernier passage ({contact})"
        "\u00a0: l’une des deux dates est fausse. Vérifiez-les.",
        Decider.BIRTH_AFTER_CONTACT: f"La naissance ({birth}) suit le dernier passage ({contact})"
        "\u00a0: l’une des deux dates est fausse. Vérifiez-les.",
        Decider.BIRTH_AFTER_DEATH: f"La naissance ({birth}) suit le décès ({death})"
        "\u00a0: l’une des deux dates est fausse. Vérifiez-les.",
    }[fault]


def _told(span: Span | None) -> str:
    if span is None:
        return "inconnue"
    if span.is_exact:
        return french_date(span.first)
    return f"{french_date(span.first)} au {french_date(span.last)}"


def shape_of(record: Record, outcome: Outcome) -> Shape:
    """What the sentence depends on, the dates apart."""
    return Shape(
        status=outcome.status,
        decider=outcome.decider,
        profession=record.profession,
        document_class=record.document_class,
        category=record.category if outcome.decider is Decider.CATEGORY else "",
        doubts=outcome.doubts,
        has_days=outcome.suspended_days > 0,
        is_split=outcome.end != outcome.end_prudent,
    )


def _sentence(pattern: str, record: Record, outcome: Outcome) -> str:
    filling = slots(record, outcome)
    return SLOT.sub(lambda match: filling[match[1]], pattern)


def slots(record: Record, outcome: Outcome) -> dict[str, str]:
    """What may fill a pattern."""
    base = outcome.end - timedelta(days=outcome.suspended_days) if outcome.end else None
    contact = record.contact.last if record.contact else None
    death = record.death.last if record.death else None
    if contact and death and outcome.decider is not Decider.DOCUMENT:
        contact = min(contact, death)
    days = {
        "end": outcome.end,
        "prudent": outcome.end_prudent,
        "after": outcome.eliminable_from,
        "base": base,
        "contact": contact,
        "death": death,
        "claim": outcome.claim,
        "review": outcome.review,
    }
    return {
        **{name: french_date(day) if day else "" for name, day in days.items()},
        "days": str(outcome.suspended_days),
        "reason": record.reason,
    }


def ambiguities(
    record: Record, outcome: Outcome, law: Law, on: date
) -> tuple[tuple[str, str], ...]:
    """What stays open for this record, each in French."""
    kind = law.classes[record.document_class]
    doubts = outcome.doubts
    if kind.regime == "profession" and kind.source.certainty == "à vérifier":
        doubts |= Doubt.CLASS_FOLLOWS
    found = []
    for doubt in doubts:
        in_months = doubt is Doubt.FEB29 and _counts_in_months(record, law, on)
        text = law.doubts["MONTH_END" if in_months else str(doubt.name)]
        if doubt is Doubt.FEB29:
            text += _both_readings(record, outcome, law, on)
        found.append((str(doubt.name).lower(), text))
    return tuple(found)


def _counts_in_months(record: Record, law: Law, on: date) -> bool:
    """A rule of the record counts in months: not February alone is then too short."""
    if law.classes[record.document_class].rules:
        return rules_for(record, law, on)[0].unit == "months"
    regime = regime_of(record, law, on)
    held = (regime.contact, regime.birthday, regime.death, regime.active)
    return any(rule.unit == "months" for rule in held if rule)


def _both_readings(record: Record, outcome: Outcome, law: Law, on: date) -> str:
    text, regime = "", regime_of(record, law, on)
    if outcome.end and outcome.end_prudent and outcome.end != outcome.end_prudent:
        text = f" Ici\u00a0: {french_date(outcome.end)} ou {french_date(outcome.end_prudent)}."
    elif record.contact and outcome.decider is not Decider.DOCUMENT:
        dates = narrowed(record, record.contact)
        here, other = (legal(candidates(dates, regime, round_up=up)).end for up in (False, True))
        if here != other:
            text = f" L’autre lecture finirait plus tôt, le {french_date(other)}."
    rule = regime.active
    if rule and record.contact and outcome.active_until:
        later = add(record.contact.last, rule.value, rule.unit, round_up=True)
        if later > outcome.active_until:
            both = f"{french_date(outcome.active_until)} ou {french_date(later)}"
            text += f" Archive après le {both}."
    return text


def _source(shape: Shape, rule: Rule | None, own_rule: Rule | None, law: Law) -> str:
    if own_rule:
        return own_rule.source.title
    if shape.decider is Decider.CATEGORY:
        return law.categories[shape.category].source.title
    who = follower_of(shape, law).source.title
    return f"{rule.source.title}\u00a0; {who}" if rule and rule.source.title != who else who


def _nature(shape: Shape, own_rule: Rule | None, law: Law) -> str:
    if own_rule:
        return own_rule.source.nature.value
    if shape.decider is Decider.CATEGORY:
        return law.categories[shape.category].source.nature.value
    return follower_of(shape, law).source.nature.value


def _shorter(ranked: list[Rule]) -> tuple[Rejected, ...]:
    return tuple(
        Rejected(rule=rule.article, reason=f"{duration(rule)}\u00a0: une durée plus longue décide.")
        for rule in ranked[1:]
        if rule.value != ranked[0].value or rule.unit != ranked[0].unit
    )
