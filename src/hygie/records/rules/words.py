"""The sentence of an outcome. One pattern for each shape, so that 150,000 are written quickly."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from hygie.core.clock import french_date
from hygie.core.rules import CERTAINTIES, Source
from hygie.records.rules.law import Follower, Law, Regime, Rule
from hygie.records.rules.outcome import Decider, Doubt, Status

# What a sentence may hold: the name of a day, or of another thing that changes with each record.
SLOT = re.compile(r"\{([a-z_]+)\}")
_UNITS = {"years": "ans", "months": "mois", "days": "jours"}
_CERTAINTY = {
    "lu": "texte lu le",
    "rapporté": "source rapportée, vérifiée le",
    "à vérifier": "durée non vérifiée dans un texte, au",
}
_SLOTS_OF = {
    Decider.LAST_CONTACT: "contact",
    Decider.BIRTHDAY: "birthday",
    Decider.DEATH: "death",
    Decider.OPEN_CLAIM: "suspension",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """Everything but the dates that a sentence depends on."""

    status: Status
    decider: Decider
    profession: str
    document_class: str
    category: str
    doubts: Doubt
    has_days: bool
    is_split: bool


def duration(rule: Rule) -> str:
    """20 ans, 90 jours."""
    return f"{rule.value}\u00a0{_UNITS[rule.unit]}"


def certainty(*sources: Source) -> str:
    """How sure the weakest of the sources is, and when it was looked at."""
    weakest = max(sources, key=lambda source: CERTAINTIES.index(source.certainty))
    return f"{_CERTAINTY[weakest.certainty]} {french_date(weakest.verified_on)}"


def follower_of(shape: Shape, law: Law) -> Follower:
    """On whose word the record obeys a regime: a profession's, or the class's own."""
    kind = law.classes[shape.document_class]
    if kind.regime in {"profession", ""}:
        return law.professions[shape.profession]
    return Follower(
        name=kind.label, regime=kind.regime, phrase=kind.phrase, warning="", source=kind.source
    )


@dataclass(frozen=True)
class Words:
    """Patterns of one day's law, each made once."""

    law: Law
    on: date
    _patterns: dict[tuple[Shape, Rule | None], str] = field(default_factory=dict)

    def pattern(self, shape: Shape, own_rule: Rule | None = None) -> str:
        """The sentence with slots, such as `{end}`; `own_rule` is that of a document."""
        key = (shape, own_rule)
        if key not in self._patterns:
            self._patterns[key] = self._made(shape, own_rule)
        return self._patterns[key]

    def rule(self, shape: Shape, own_rule: Rule | None = None) -> Rule | None:
        """The rule that decided, when it is one of a text."""
        if own_rule is not None:
            return own_rule
        return getattr(self._regime(shape), _SLOTS_OF.get(shape.decider, ""), None)

    def _regime(self, shape: Shape) -> Regime:
        return self.law.regime(follower_of(shape, self.law).regime, self.on)

    def _made(self, shape: Shape, own_rule: Rule | None) -> str:
        noun = "Dossier" if own_rule is None else "Document"
        if shape.decider is Decider.OPEN_CLAIM:
            return self._blocked(shape, noun, own_rule)
        if shape.decider is Decider.CATEGORY:
            return self._unlimited(shape)
        if shape.decider is Decider.NO_LAST_CONTACT:
            return self._unknown(shape, noun)
        if own_rule is not None and own_rule.is_maximum:
            return self._limited(shape, own_rule)
        return self._dated(shape, noun, own_rule)

    def _dated(self, shape: Shape, noun: str, own_rule: Rule | None) -> str:
        because = self._because(shape, own_rule)
        split = ", par prudence jusqu’au {prudent}," if shape.is_split else ""
        stops = own_rule is not None or self._regime(shape).suspension
        harmless = "est venu après le terme" if stops else "n’arrête pas le délai"
        kept = f"à conserver au moins jusqu’au {{end}} inclus{split or ','} parce que {because}"
        text = {
            Status.KEPT: f"{noun} {kept}",
            Status.ELIMINABLE: f"{noun} éliminable depuis le {{after}}, si une personne le décide"
            f"\u00a0: il était {kept}",
            Status.SUSPENDED: "Élimination interdite tant que le recours du {claim} n’est pas "
            f"clos, même s’il {harmless}\u00a0: le {noun.lower()} était {kept}",
        }[shape.status]
        if shape.has_days:
            text += " Des recours ont arrêté le délai pendant {days} jours, comptés ici."
        if shape.status is Status.KEPT:
            text += " Éliminable à partir du {after}, si une personne le décide."
        return text

    def _because(self, shape: Shape, own_rule: Rule | None) -> str:
        rule = self.rule(shape, own_rule)
        assert rule is not None  # noqa: S101 - a dated outcome always has one
        if own_rule is not None:
            kind = self.law.classes[shape.document_class]
            at_most = "au plus tard le" if Doubt.CONTACT_PARTIAL in shape.doubts else "le"
            reason = f"la date de départ ({kind.anchor_label}) est {at_most} {{contact}} "
            reason += f"et que la durée est de {duration(rule)}"
            return f"{reason}, {rule.article} ({_binding(rule.source.nature.value, rule.source)})."
        who = follower_of(shape, self.law)
        binding = _binding(
            f"{who.source.nature.value}\u00a0: {who.phrase}", rule.source, who.source
        )
        warning = f" {who.warning}" if who.warning else ""
        return f"{_reason(shape, rule, self._regime(shape))}, {rule.article} ({binding}).{warning}"

    def _blocked(self, shape: Shape, noun: str, own_rule: Rule | None) -> str:
        rule = self._regime(shape).suspension if own_rule is None else None
        article = f", {rule.article}" if rule else ", article 2230 du code civil, par analogie"
        return (
            f"Élimination interdite\u00a0: un recours introduit le {{claim}} est ouvert et arrête "
            f"le délai{article}. {noun} conservé\u00a0; la fin se calculera quand le recours "
            "sera clos."
        )

    def _unlimited(self, shape: Shape) -> str:
        category = self.law.categories[shape.category]
        who = follower_of(shape, self.law)
        warning = f" {who.warning}" if who.warning else ""
        reason = f"la fiche porte «\u00a0{category.label}\u00a0» et que des descendants peuvent "
        reason += "avoir besoin du dossier"
        if category.id == "other":
            reason = "le cabinet l’a décidé (motif\u00a0: {reason})"
        return (
            f"Conservation illimitée, à revoir le {{review}}, parce que {reason} "
            f"({_binding(category.source.nature.value, category.source)}\u00a0; "
            f"{category.source.title}).{warning}"
        )

    def _unknown(self, shape: Shape, noun: str) -> str:
        kind = self.law.classes[shape.document_class]
        return (
            f"{noun} à conserver\u00a0: la date «\u00a0{kind.anchor_label}\u00a0» est inconnue, la "
            "fin ne peut pas se calculer. Cherchez le dernier acte, et non la date de création."
        )

    def _limited(self, shape: Shape, rule: Rule) -> str:
        kind = self.law.classes[shape.document_class]
        is_held = shape.status is Status.SUSPENDED
        held = "Élimination interdite tant que le recours du {claim} n’est pas clos, même si "
        verb = f"{held}le document était à effacer" if is_held else "Document à effacer"
        free = "" if is_held else " C’est un maximum\u00a0: rien n’oblige à attendre ce jour."
        return (
            f"{verb} au plus tard le {{end}}, parce que la durée ne peut pas dépasser "
            f"{duration(rule)} après le {{contact}} ({kind.anchor_label}), {rule.article} "
            f"({_binding(rule.source.nature.value, rule.source)}).{free}"
        )


def _reason(shape: Shape, rule: Rule, regime: Regime) -> str:
    at_most = {
        name: "au plus tard le" if doubt in shape.doubts else exact
        for name, doubt, exact in (
            ("birth", Doubt.BIRTH_PARTIAL, "le"),
            ("contact", Doubt.CONTACT_PARTIAL, "du"),
            ("death", Doubt.DEATH_PARTIAL, "le"),
        )
    }
    if shape.decider is Decider.LAST_CONTACT:
        return (
            f"le dernier passage date {at_most['contact']} {{contact}} "
            f"et que le dossier se garde {duration(rule)}"
        )
    if shape.decider is Decider.DEATH:
        return (
            f"le patient est mort {at_most['death']} {{death}}, moins de {rule.within}\u00a0ans "
            f"après le dernier passage ({{contact}}), et que {duration(rule)} après le décès "
            "remplacent alors les autres durées"
        )
    after = f"après les {duration(regime.contact)} qui suivent le dernier passage ({{contact}})"
    if Doubt.BIRTH_UNKNOWN in shape.doubts:
        return (
            f"la naissance est inconnue\u00a0: {duration(rule)} comme pour un nouveau-né finissent "
            f"le {{base}}, {after}"
        )
    return f"le patient a {duration(rule)} {at_most['birth']} {{base}}, {after}"


def _binding(nature: str, *sources: Source) -> str:
    return f"{nature}\u00a0; {certainty(*sources)}"
