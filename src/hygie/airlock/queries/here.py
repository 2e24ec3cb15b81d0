"""What this computer knows of itself as a station: its chain, its keys that stay plugged in."""

from __future__ import annotations

import socket
from datetime import datetime
from pathlib import Path
from typing import Any

from hygie.airlock.engine import chain, devices, kept, signing
from hygie.airlock.models import Station
from hygie.airlock.rules.devices import is_left_plugged
from hygie.airlock.rules.station import Seen
from hygie.core import files
from hygie.core.errors import HygieError


def _place() -> Path:
    return files.home() / signing.FOLDER


def seen_here() -> list[Seen]:
    """What the last examination on this computer said of it; none when it never examined.

    Not told twice: where this computer's own reports were received, the reception says it.
    """
    ended = [(at, line) for at, line in _ends() if line["event"] == "ended"]
    if not ended or _is_known_station():
        return []
    at, last = ended[-1]
    report = kept.find(_place(), str(last.get("report", ""))) or {}
    return [
        Seen(
            name=socket.gethostname().split(".")[0],
            at=at,
            network=str(last.get("network", "unknown")),
            is_walled=last.get("sandbox") == "held",
            engines=_engines(report),
        )
    ]


def _engines(report: dict[str, Any]) -> dict[str, str]:
    engines = report.get("engines")
    return dict(engines) if isinstance(engines, dict) else {}


def _is_known_station() -> bool:
    if not (_place() / signing.KEY_FILE).exists():
        return False
    try:
        own = signing.station_key(_place()).public.hex()
    except HygieError:  # damaged: the next examination says it
        return False
    known = Station.objects.filter(public_key=own, withdrawn_at=None).first()
    return known is not None and known.receptions.exists()


def interrupted(*, since: datetime) -> int:
    """How many examinations on this computer were cut short or failed since then."""
    return sum(1 for at, line in _ends() if line["event"] != "ended" and at >= since)


def _ends() -> list[tuple[datetime, dict[str, Any]]]:
    """The lines that end a report, with their instant; one that somebody damaged is left out."""
    found = []
    for line in chain.ends(_place()):
        try:
            at = datetime.fromisoformat(str(line.get("at")))
        except ValueError:
            continue
        if at.tzinfo is not None:
            found.append((at, line))
    return found


def keys_left() -> list[str]:
    """Keys and disks that have been plugged in for so long that they were forgotten."""
    return [one.label for one in devices.plugged() if is_left_plugged(one.plugged_s)]
