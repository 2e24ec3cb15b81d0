"""What a station's last examination says of it: off the network, walled in, up to date."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

# A station of which nothing came for that long may have changed, or be switched off for ever.
SILENT_AFTER = timedelta(days=180)
# ClamAV publishes a base each day; a station that is fed by hand gets one a month.
BASE_OLD_AFTER = timedelta(days=31)
RULES_OLD_AFTER = timedelta(days=365)
_DAY = re.compile(r"\b(\d{4}-\d{2}-\d{2})\b")
_RULES, _ANTIVIRUS = "Règles de Hygie", "Antivirus"


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a station said of itself, at its last examination that is known here.

    Attributes:
        name: of the station.
        at: when.
        network: "off", "on" or "unknown".
        is_walled: whether its sandbox held.
        engines: what read and judged, with dates; empty when it is not known here.
    """

    name: str
    at: datetime
    network: str
    is_walled: bool
    engines: Mapping[str, str]


def is_silent(seen: Seen, *, now: datetime) -> bool:
    """Whether nothing came from it for so long that nothing is known of it any more."""
    return now - seen.at > SILENT_AFTER


def fault(seen: Seen) -> str:
    """What is wrong with it, in French; "" for nothing."""
    if seen.network == "on":
        return "était reliée à un réseau"
    if not seen.is_walled:
        return "ne pouvait pas lire les fichiers dans un bac à sable"
    return ""


def rules_day(engines: Mapping[str, str]) -> date | None:
    """The day its own rules were written; None when it does not say."""
    return _day(engines.get(_RULES, ""))


def base_day(engines: Mapping[str, str]) -> date | None:
    """The day of its antivirus base; None when it has none, or does not say."""
    return _day(engines.get(_ANTIVIRUS, ""))


def _day(said: str) -> date | None:
    found = _DAY.search(said)
    if not found:
        return None
    try:
        return date.fromisoformat(found.group(1))
    except ValueError:
        return None


def outdated(engines: Mapping[str, str], *, today: date) -> str:
    """What is old of what recognises threats, in French; "" for nothing."""
    base, rules = base_day(engines), rules_day(engines)
    if base is not None and today - base > BASE_OLD_AFTER:
        return "sa base antivirus"
    if rules is not None and today - rules > RULES_OLD_AFTER:
        return "les règles de Hygie"
    return ""
