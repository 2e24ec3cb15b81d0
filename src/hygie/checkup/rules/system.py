"""Is the system still followed by its maker?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from hygie.checkup.observation import Look
from hygie.checkup.rules.dated import SupportEnd, Tables
from hygie.checkup.rules.words import Subject, finding, not_seen
from hygie.core import clock
from hygie.core.findings import Finding, State, Who

SUPPORT = Subject(
    code="system.support",
    answers=(16, 22),
    why="Un système qui n’est plus suivi garde pour toujours ses failles connues.",
    missing="La fin de vie du système n’a pas pu être vérifiée.",
)

ENDS_SOON_WITHIN = timedelta(days=120)
# Windows' editions for companies and for devices that never change live longer.
LTSC_EDITIONS = {"EnterpriseS", "EnterpriseSN"}
ENTERPRISE_EDITIONS = ("Enterprise", "Education")


def findings(look: Look, *, today: date, tables: Tables) -> list[Finding]:
    """Whether the system still gets its security updates."""
    seen = look.of("system")
    if not seen.is_known:
        return not_seen(look, SUPPORT, seen)
    label = str(seen.facts["label"])
    end = end_of(seen.facts, tables=tables)
    if end is None:
        return [
            finding(
                look,
                SUPPORT,
                State.UNKNOWN,
                f"{label}\u00a0: Hygie ne connaît pas la fin de vie de cette version.",
                advice="Demandez à votre informaticien jusqu’à quand elle est suivie.",
                minutes=5,
                who=Who.TECHNICIAN,
                evidence=_version(seen.facts),
            )
        ]
    return [_told(look, label, end, today=today, version=_version(seen.facts))]


def end_of(facts: Mapping[str, Any], *, tables: Tables) -> SupportEnd | None:
    """Until when a system is followed; None when the table does not know it."""
    family, version = str(facts["family"]), str(facts["version"])
    known = tables.systems.get(family, {})
    if family == "macos":
        first, _, rest = version.partition(".")
        version = f"10.{rest.partition('.')[0]}" if first == "10" else first
    elif family == "linuxmint":
        version = version.partition(".")[0]
    return known.get(version, {}).get(_edition(str(facts.get("edition", ""))))


def _edition(edition: str) -> str:
    if edition in LTSC_EDITIONS:
        return "ltsc"
    if edition.startswith("IoTEnterprise"):
        return "iot"  # its dates differ again and are in no table of ours
    return "enterprise" if edition.startswith(ENTERPRISE_EDITIONS) else "value"


def _told(
    look: Look, label: str, end: SupportEnd, *, today: date, version: tuple[str, ...]
) -> Finding:
    day = clock.french_date(end.ends_on)
    about = f" ({end.note})" if end.note else ""
    evidence = (*version, f"Source\u00a0: {end.source.title} ({end.source.certainty})")
    if today > end.ends_on:
        since = "sans doute plus suivi" if end.is_estimated else f"plus suivi depuis le {day}"
        return finding(
            look,
            SUPPORT,
            State.TO_DO,
            f"{label} n’est {since}{about}.",
            advice="Passez à une version suivie, ou remplacez l’ordinateur.",
            minutes=120,
            who=Who.TECHNICIAN,
            urgency=3,
            evidence=evidence,
        )
    if end.ends_on - today <= ENDS_SOON_WITHIN:
        return finding(
            look,
            SUPPORT,
            State.TO_DO,
            f"{label} ne sera plus suivi après le {day}{about}.",
            advice="Prévoyez dès maintenant le passage à une version plus récente.",
            minutes=60,
            who=Who.TECHNICIAN,
            urgency=1,
            evidence=evidence,
        )
    until = f"au moins jusqu’en {end.ends_on.year}" if end.is_estimated else f"jusqu’au {day}"
    title = f"{label} est suivi {until}{about}."
    return finding(look, SUPPORT, State.IN_PLACE, title, evidence=evidence)


def _version(facts: Mapping[str, Any]) -> tuple[str, ...]:
    parts = [facts["family"], facts["version"], facts.get("edition"), facts.get("build")]
    return (" ".join(str(part) for part in parts if part),)
