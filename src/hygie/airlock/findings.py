"""What the airlock says to the check-up; no name of a patient, for the technician sees this too.

A practice that opens no patient's key needs no station: having none accuses nobody. A station is
judged on what its last signed report said of it.
"""

from __future__ import annotations

import socket
from datetime import datetime, timedelta

from hygie.airlock.queries import received
from hygie.airlock.queries.here import interrupted, keys_left, seen_here
from hygie.airlock.rules import station as rules
from hygie.airlock.rules.station import Seen
from hygie.core import clock
from hygie.core.findings import Finding, State

STATION, SIGNATURES = "airlock.station", "airlock.signatures"
ANSWERS = (10, 22)
RECENT = timedelta(days=30)


def findings() -> list[Finding]:
    """The stations, what recognises threats on them, examinations cut short, keys left plugged."""
    seen = [*_seen_by_receptions(), *seen_here()]
    unheard = [one.name for one in received.stations() if received.last_reception(one) is None]
    found = [_station(one) for one in seen] + [_unheard(name) for name in unheard]
    found += [_signatures(one) for one in seen if one.engines]
    return [*(found or [_none()]), *_interrupted(), *_keys_left()]


def _seen_by_receptions() -> list[Seen]:
    found = []
    for station in received.stations():
        last = received.last_reception(station)
        if last is not None:
            found.append(
                Seen(
                    name=station.name, at=last.examined_at, network=last.network,
                    is_walled=last.sandbox_held, engines=last.engines,
                )
            )  # fmt: skip
    return found


def _none() -> Finding:
    return Finding(
        code=STATION, answers=ANSWERS, state=State.NOT_CONCERNED,
        title="Aucune station blanche n’est associée au cabinet.",
        why="Elle sert à ouvrir les clés et les CD des patients loin des autres ordinateurs. Un "
        "cabinet qui n’en ouvre jamais n’en a pas besoin.",
    )  # fmt: skip


def _unheard(name: str) -> Finding:
    return Finding(
        code=STATION, answers=ANSWERS, state=State.UNKNOWN,
        title=f"Pas pu vérifier\u00a0: rien n’est encore venu de la station «\u00a0{name}\u00a0».",
        why="C’est son rapport signé qui dit si elle est hors réseau.",
        advice="Examinez une clé sur la station, puis prenez ce qu’elle a transmis.",
        minutes=10,
        action="airlock:choose",
    )  # fmt: skip


def _station(seen: Seen) -> Finding:
    said = f"La station «\u00a0{seen.name}\u00a0»"
    when = f"lors de l’examen du {_day(seen.at)}"
    state, title, advice = State.IN_PLACE, f"{said} était hors réseau, {when}.", ""
    if rules.is_silent(seen, now=clock.now()) or seen.network == "unknown":
        state = State.UNKNOWN
        title = f"Pas pu vérifier\u00a0: {said.lower()} est sans nouvelles sûres depuis le "
        title += f"{_day(seen.at)}."
        advice = "Examinez une clé sur la station, puis prenez ce qu’elle a transmis."
    elif wrong := rules.fault(seen):
        state, title = State.TO_DO, f"{said} {wrong}, {when}."
        advice = "Débranchez son câble, coupez son Wi-Fi, et suivez la page d’aide du sas."
    return Finding(
        code=STATION, answers=ANSWERS, state=state, title=title,
        why="Ce qui s’échapperait d’une clé ne doit pouvoir aller nulle part.",
        advice=advice, minutes=15 if advice else None, urgency=2, seen_at=seen.at,
        action="airlock:choose" if advice else "",
    )  # fmt: skip


def _signatures(seen: Seen) -> Finding:
    base, own = rules.base_day(seen.engines), rules.rules_day(seen.engines)
    told = f"base antivirus du {clock.french_date(base)}" if base else "sans base antivirus"
    if own:
        told += f", règles de Hygie du {clock.french_date(own)}"
    old = rules.outdated(seen.engines, today=clock.today())
    advice = f"Mettez à jour {old} de la station avec une clé du cabinet." if old else ""
    return Finding(
        code=SIGNATURES, answers=ANSWERS,
        state=State.TO_CONFIRM if old else State.IN_PLACE,
        title=f"Station «\u00a0{seen.name}\u00a0»\u00a0: {told}.",
        why="Les signatures n’innocentent rien\u00a0: les fichiers sont reconstruits de toute "
        "façon. Récentes, elles nomment plus de menaces connues.",
        advice=advice, minutes=20 if old else None, seen_at=seen.at,
    )  # fmt: skip


def _interrupted() -> list[Finding]:
    count = interrupted(since=clock.now() - RECENT)
    if not count:
        return []
    plural = "s" if count > 1 else ""
    verb = "ne sont pas allés" if count > 1 else "n’est pas allé"
    return [
        Finding(
            code="airlock.interrupted", answers=ANSWERS, state=State.TO_CONFIRM,
            title=f"{count}\u00a0examen{plural} de clé {verb} au bout, sur cet ordinateur.",
            why="Ce qu’un examen coupé aurait laissé n’a pas été vérifié.",
            advice="N’utilisez rien qui en vienne\u00a0: examinez de nouveau ces clés.",
            minutes=10, computer=_here(),
        )
    ]  # fmt: skip


def _keys_left() -> list[Finding]:
    labels = keys_left()
    if not labels:
        return []
    plural = "s" if len(labels) > 1 else ""
    return [
        Finding(
            code="airlock.keys_left", answers=(6,), state=State.TO_CONFIRM,
            title=f"Branché{plural} depuis plus de douze heures\u00a0: {', '.join(labels)}.",
            why="Une attaque chiffre aussi ce qui est branché.",
            advice="Débranchez ce qui ne sert pas, après l’avoir éjecté.",
            minutes=1, urgency=2, computer=_here(),
        )
    ]  # fmt: skip


def _here() -> str:
    return socket.gethostname().split(".")[0]


def _day(at: datetime) -> str:
    return clock.french_date(at.astimezone(clock.PARIS).date())
