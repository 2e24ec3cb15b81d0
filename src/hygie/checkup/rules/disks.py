"""Does a disk stay attached? One look shows a moment; several looks show a habit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from hygie.checkup.observation import Look
from hygie.checkup.rules.words import Subject, finding, not_seen, quoted
from hygie.core import clock
from hygie.core.findings import Finding, State

ATTACHED = Subject(
    code="disks.attached",
    answers=(6,),
    why="Un virus qui bloque vos fichiers atteint tout ce qui est branché.",
    missing="La liste des disques branchés n’a pas pu être lue.",
)

LEFT_ATTACHED_AFTER = timedelta(days=2)


def findings(look: Look, *, history: Sequence[Look]) -> list[Finding]:
    """One finding for each disk attached; `history` are earlier looks at the same computer."""
    seen = look.of("disks")
    if not seen.is_known:
        return not_seen(look, ATTACHED, seen)
    disks = seen.facts["disks"]
    if not disks:
        title = "Aucun disque ni aucune clé n’est branché à cet instant."
        return [finding(look, ATTACHED, State.IN_PLACE, title)]
    earlier = sorted(
        (one for one in history if one.seen_at < look.seen_at and one.of("disks").is_known),
        key=lambda one: one.seen_at,
        reverse=True,
    )
    return [_disk(look, disk, earlier) for disk in disks]


def _disk(look: Look, disk: Mapping[str, Any], earlier: Sequence[Look]) -> Finding:
    name = quoted(disk["label"])
    since, times = attached_since(str(disk["id"]), earlier, now=look.seen_at)
    is_left = look.seen_at - since >= LEFT_ATTACHED_AFTER
    title = f"{name} est branché en ce moment."
    advice = "Si sa copie est finie, débranchez-le et rangez-le."
    if is_left:
        day = clock.french_date(since.astimezone(clock.PARIS).date())
        title = f"{name} reste branché\u00a0: vu à chaque contrôle depuis le {day}."
        advice = "Débranchez-le. Ne le rebranchez que le temps d’une copie."
    return finding(
        look,
        ATTACHED,
        State.TO_DO if is_left else State.TO_CONFIRM,
        title,
        advice=advice,
        minutes=1,
        urgency=3 if is_left else 1,
        evidence=_evidence(disk, times),
    )


def attached_since(disk_id: str, earlier: Sequence[Look], *, now: datetime) -> tuple[datetime, int]:
    """Since when, and at how many looks in a row, a disk attached now was always there.

    `earlier` are the looks before, newest first.
    """
    since, times = now, 1
    for look in earlier:
        if disk_id not in {str(disk["id"]) for disk in look.of("disks").facts["disks"]}:
            break
        since, times = look.seen_at, times + 1
    return since, times


def _evidence(disk: Mapping[str, Any], times: int) -> tuple[str, ...]:
    size = f"{int(disk['size_bytes']) / 1e9:.0f}\u00a0Go"
    places = ", ".join(str(place) for place in disk["mount_points"]) or "non ouvert"
    return (
        f"{disk['label']}\u00a0: {size}, {disk['filesystem'] or 'format inconnu'}, {places}",
        f"vu branché à {times} contrôle{'s' if times > 1 else ''} de suite",
    )
