"""A class of documents that the practice added: it obeys the rules of the others.

It is told as the practice's own choice each time: no text of ours says it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from hygie.core.rules import Nature, Source
from hygie.records.rules.law import DocumentClass, Law, Rule

ID_PREFIX = "own_"
# Longer than any text that we read (40 years), and inside the calendar of the tables.
LONGEST_YEARS = 100
LONGEST = {"years": LONGEST_YEARS, "months": LONGEST_YEARS * 12, "days": LONGEST_YEARS * 366}
SAID = "choix du cabinet, qu’aucun texte lu par Hygie n’impose"


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What a practice chose for a kind of document.

    Attributes:
        class_id: begins with `ID_PREFIX`.
        label, anchor_label: in French, as typed.
        value: how many units.
        unit: "years", "months" or "days".
        nature: "usage" or "recommandation".
        reason: why that long, as typed.
        decided_on: the day of the choice.
    """

    class_id: str
    label: str
    anchor_label: str
    value: int
    unit: str
    nature: str
    reason: str
    decided_on: date


def faults(chosen: Chosen, law: Law) -> list[str]:
    """What forbids to keep a class, each a French sentence."""
    found = []
    if not 1 <= chosen.value <= LONGEST[chosen.unit]:
        found.append(f"La durée va d’un jour à {LONGEST_YEARS} ans.")
    if chosen.nature == Nature.OBLIGATION or chosen.nature not in set(Nature):
        found.append("Une obligation vient d’un texte, pas d’un choix du cabinet.")
    # The label of the data may explain itself after a bracket or a comma.
    taken = {one.label.casefold() for one in law.classes.values() if one.id != chosen.class_id}
    if chosen.label.casefold() in taken:
        found.append(f"«\u00a0{chosen.label}\u00a0» a déjà une durée dans la liste.")
    return found


def with_own(law: Law, chosen: Iterable[Chosen]) -> Law:
    """The law and the practice's own classes after it; never one in the place of a text's."""
    own = {one.class_id: _class_of(one) for one in chosen if one.class_id.startswith(ID_PREFIX)}
    return replace(law, classes={**law.classes, **own})


def is_own(class_id: str) -> bool:
    """The practice added that class."""
    return class_id.startswith(ID_PREFIX)


def _class_of(chosen: Chosen) -> DocumentClass:
    source = Source(
        title=f"Choix du cabinet\u00a0: {_plain(chosen.reason)}",
        nature=Nature(chosen.nature),
        verified_on=chosen.decided_on,
        certainty="rapporté" if chosen.nature == Nature.RECOMMENDATION else "à vérifier",
    )
    rule = Rule(
        anchor=chosen.class_id,
        value=chosen.value,
        unit=chosen.unit,
        within=0,
        is_maximum=False,
        article=f"{SAID} (motif\u00a0: {_plain(chosen.reason)})",
        professions=(),
        source=source,
        in_force_from=None,
        in_force_until=None,
    )
    return DocumentClass(
        id=chosen.class_id,
        label=_plain(chosen.label),
        anchor=chosen.class_id,
        anchor_label=_plain(chosen.anchor_label),
        regime="",
        phrase="",
        rules=(rule,),
        source=source,
    )


def _plain(typed: str) -> str:
    """What a person typed, without the braces that sentences fill in."""
    return " ".join(typed.split()).replace("{", "(").replace("}", ")")
