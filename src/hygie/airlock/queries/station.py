"""Whether this computer can serve as an airlock: what is said at the top of its pages."""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass

from hygie.airlock.engine import offline
from hygie.airlock.rules.network import Network
from hygie.sandbox.strength import Strength, strength

_guard = threading.Lock()
_seen: Strength | None = None


@dataclass(frozen=True, kw_only=True)
class Readiness:
    """What holds here.

    Attributes:
        is_isolated: files may be opened.
        message: why they may not, in French.
        advice: what to do about it.
        is_other_system: neither the sandbox nor this advice exist here: another computer is needed.
        network: what links this computer to others.
    """

    is_isolated: bool
    message: str
    advice: str
    is_other_system: bool
    network: Network


def readiness(*, again: bool = False) -> Readiness:
    """What holds here; the walls are pushed once (a third of a second), then when asked again."""
    held = _strength(again=again)
    missing = ", ".join(held.missing)
    return Readiness(
        is_isolated=held.is_enough,
        message=held.message or (f"Ces protections n’ont pas tenu : {missing}." if missing else ""),
        advice=held.advice,
        is_other_system=sys.platform != "linux",
        network=offline.look(),
    )


def _strength(*, again: bool) -> Strength:
    global _seen
    with _guard:
        if _seen is None or again:
            _seen = strength()
        return _seen
