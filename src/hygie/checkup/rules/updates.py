"""Do updates wait? None is believed only when the system searched lately."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from hygie.checkup.observation import Look
from hygie.checkup.rules.words import Subject, counted, finding, not_seen
from hygie.core import clock
from hygie.core.findings import Finding, State

UPDATES = Subject(
    code="system.updates",
    answers=(22,),
    why="Les mises à jour ferment les portes que les pirates connaissent.",
    missing="Les mises à jour en attente n’ont pas pu être vérifiées.",
)

SEARCH_IS_OLD_AFTER = timedelta(days=7)
# A clock set back must not make an old search look fresh.
CLOCK_DRIFT = timedelta(days=1)
WHERE = {
    "Windows Update": "Paramètres > Windows Update",
    "macOS": "Réglages Système > Général > Mise à jour de logiciels",
    "apt": "l’application Mises à jour (ou «\u00a0sudo apt update\u00a0» puis "
    "«\u00a0sudo apt upgrade\u00a0»)",
}


def findings(look: Look) -> list[Finding]:
    """What waits, a restart that waits, or the age of the last search."""
    seen = look.of("updates")
    if not seen.is_known:
        return not_seen(look, UPDATES, seen)
    facts = seen.facts
    found = []
    if facts["restart_needed"]:
        found.append(
            finding(
                look,
                UPDATES,
                State.TO_DO,
                "Un redémarrage attend, pour finir les mises à jour.",
                advice="Enregistrez votre travail, puis redémarrez cet ordinateur.",
                minutes=5,
                urgency=2,
            )
        )
    if int(facts["pending"]) > 0:
        found.append(_waiting(look, facts))
    elif not found:
        found.append(_nothing(look, facts))
    return found


def _waiting(look: Look, facts: Mapping[str, Any]) -> Finding:
    pending, security = int(facts["pending"]), int(facts["security"])
    verb = "attendent" if pending > 1 else "attend"
    detail = f", dont {security} de sécurité" if security else ""
    least = "" if _is_fresh(look, facts) else "Au moins "
    return finding(
        look,
        UPDATES,
        State.TO_DO,
        f"{least}{counted(pending, 'mise à jour', 'mises à jour')} {verb}{detail}.",
        advice=f"Ouvrez {WHERE.get(str(facts['manager']), 'les réglages du système')} "
        "et installez tout.",
        minutes=15,
        urgency=3 if security else 2,
        evidence=_evidence(facts),
    )


def _nothing(look: Look, facts: Mapping[str, Any]) -> Finding:
    if _is_fresh(look, facts) and not facts.get("unread_lists"):
        return finding(
            look, UPDATES, State.IN_PLACE, "Aucune mise à jour n’attend.", evidence=_evidence(facts)
        )
    searched = _searched(facts)
    title = "Une partie des mises à jour n’a pas pu être vérifiée."
    if searched is None:
        title = "On ne sait pas quand le système a cherché ses mises à jour."
    elif not _is_fresh(look, facts):
        day = clock.french_date(searched.astimezone(clock.PARIS).date())
        title = f"Le système n’a plus cherché de mises à jour depuis le {day}."
    return finding(
        look,
        UPDATES,
        State.UNKNOWN,
        title,
        advice=f"Ouvrez {WHERE.get(str(facts['manager']), 'les réglages du système')} "
        "et lancez la recherche.",
        minutes=5,
        urgency=2,
        evidence=_evidence(facts),
    )


def _searched(facts: Mapping[str, Any]) -> datetime | None:
    if not facts["refreshed_at"]:
        return None
    found = datetime.fromisoformat(str(facts["refreshed_at"]))
    if found.tzinfo is None:
        raise ValueError("refreshed_at")
    return found


def _is_fresh(look: Look, facts: Mapping[str, Any]) -> bool:
    searched = _searched(facts)
    return searched is not None and -CLOCK_DRIFT <= look.seen_at - searched <= SEARCH_IS_OLD_AFTER


def _evidence(facts: Mapping[str, Any]) -> tuple[str, ...]:
    searched = _searched(facts)
    lines = [f"Outil\u00a0: {facts['manager']}"]
    if searched:
        lines.append(f"Dernière recherche\u00a0: {clock.french_instant(searched)}")
    if facts.get("examples"):
        lines.append(f"Par exemple\u00a0: {', '.join(map(str, facts['examples']))}")
    if facts.get("unread_lists"):
        lines.append(f"Listes illisibles\u00a0: {int(facts['unread_lists'])}")
    return tuple(lines)
