"""What is known of one record, read from what people write."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hygie.records.rules.dates import FIRST_DAY, UNKNOWN_WORDS, Span, UnreadableError, span_from
from hygie.records.rules.law import DEFAULT_PROFESSION, WHOLE_FILE, Law

_BETWEEN_CLAIMS = re.compile(r"[\s,;|]+")


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim against care: its first day, and its last one, None while it is open."""

    first: date
    last: date | None


@dataclass(frozen=True, kw_only=True)
class Record:
    """One record.

    Attributes:
        birth: None when unknown.
        contact: the last contact, or the anchor of a document; None when unknown.
        death: None when no death is known, or when its date is not.
        is_death_undated: the patient died, nobody knows when.
        profession: code of TRE_G15 of whoever keeps the record.
        category: id of a category without end; empty for none.
        reason: why, for the category "other".
        document_class: id of a class.
        claims: in any order.
    """

    birth: Span | None
    contact: Span | None
    death: Span | None = None
    is_death_undated: bool = False
    profession: str = DEFAULT_PROFESSION
    category: str = ""
    reason: str = ""
    document_class: str = WHOLE_FILE
    claims: tuple[Claim, ...] = ()


def record_from(
    law: Law,
    *,
    birth: str,
    contacts: Sequence[str],
    death: str | None = None,
    profession: str = "",
    category: str = "",
    document_class: str = "",
    claims: Sequence[str] = (),
) -> Record:
    """Read a record; of several contacts the last one counts, for the whole record.

    Args:
        law: who and what is known.
        birth: a date as `span_from` reads it.
        contacts: the same; one unknown makes the last unknown.
        death: None or empty when no death is known.
        profession: empty for a doctor.
        category: empty, an id, an alias, or "other:REASON".
        document_class: empty for the whole record.
        claims: each FROM or FROM..TO.

    Raises:
        UnreadableError: when a part cannot be understood.
    """
    category_id, reason = category_from(category, law)
    died = span_from(death) if death else None
    return Record(
        birth=span_from(birth),
        contact=latest([span_from(text) for text in contacts]),
        death=died,
        is_death_undated=bool(death and death.strip()) and died is None,
        profession=profession_from(profession, law),
        category=category_id,
        reason=reason,
        document_class=class_from(document_class, law),
        claims=tuple(claim_from(text) for text in claims),
    )


def latest(spans: Sequence[Span | None]) -> Span | None:
    """The last of several events; unknown when one of them is."""
    known = [span for span in spans if span is not None]
    if not known or len(known) < len(spans):
        return None
    return Span(max(span.first for span in known), max(span.last for span in known))


def profession_from(text: str, law: Law) -> str:
    """The code of a profession.

    Raises:
        UnreadableError: `records.bad_profession`.
    """
    code = text.strip().upper() or DEFAULT_PROFESSION
    if code not in law.professions:
        raise UnreadableError(
            "records.bad_profession",
            f"La profession «\u00a0{text.strip()[:40]}\u00a0» est inconnue.",
            advice="Donnez un code de la nomenclature TRE_G15, par exemple 10 pour un médecin.",
        )
    return code


def category_from(text: str, law: Law) -> tuple[str, str]:
    """The id of a category and the reason given; both empty for none.

    Raises:
        UnreadableError: `records.bad_category`.
    """
    name, _, reason = (part.strip() for part in text.partition(":"))
    if not name and not reason:
        return "", ""
    category = law.categories.get(name.lower())
    if category is None:
        raise UnreadableError(
            "records.bad_category",
            f"La catégorie «\u00a0{text.strip()[:40]}\u00a0» est inconnue.",
            advice="Donnez genetic, neurological, rare ou other:RAISON.",
        )
    if category.id == "other" and not reason:
        raise UnreadableError(
            "records.bad_category",
            "Il manque la raison de garder ce dossier sans limite.",
            advice="Écrivez other:RAISON.",
        )
    return category.id, reason


def class_from(text: str, law: Law) -> str:
    """The id of a class of documents.

    Raises:
        UnreadableError: `records.bad_class`.
    """
    name = text.strip().lower().replace("-", "_") or WHOLE_FILE
    if name not in law.classes:
        raise UnreadableError(
            "records.bad_class",
            f"La classe de document «\u00a0{text.strip()[:40]}\u00a0» est inconnue.",
            advice=f"Donnez l’une de celles-ci\u00a0: {', '.join(law.classes)}.",
        )
    return name


def claims_in(cell: str) -> list[str]:
    """The claims of one cell, separated by spaces, commas, semicolons or bars."""
    return [text for text in _BETWEEN_CLAIMS.split(cell) if text]


def claim_from(text: str) -> Claim:
    """Read FROM or FROM..TO; without a known end it is open, without a known start it is old.

    Raises:
        UnreadableError: `records.bad_date` or `records.bad_claim`.
    """
    start, _, end = text.partition("..")
    if not start.strip():
        raise UnreadableError(
            "records.bad_claim",
            f"Le recours «\u00a0{text[:40]}\u00a0» n’a pas de début.",
            advice="Écrivez DÉBUT ou DÉBUT..FIN.",
        )
    begun = span_from(start)
    ended = None if end.strip().lower() in UNKNOWN_WORDS else span_from(end)
    first = begun.first if begun else FIRST_DAY
    last = ended.last if ended else None
    if last is not None and last < first:
        raise UnreadableError(
            "records.bad_claim",
            f"Le recours «\u00a0{text[:40]}\u00a0» finit avant de commencer.",
            advice="Vérifiez ses deux dates.",
        )
    return Claim(first, last)
