"""The keys that are plugged in now: read on this computer, not in the base."""

from __future__ import annotations

from hygie.records.engine.keys import Key, plugged


def plugged_keys() -> list[Key]:
    """Keys on which a copy can be written."""
    return plugged()
