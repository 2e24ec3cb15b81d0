"""The built-in cleaners, by code. A kind that no cleaner takes is withheld."""

from __future__ import annotations

from hygie.airlock.engine.cleaner import Cleaner
from hygie.airlock.engine.deliver import Index

CLEANERS: dict[str, Cleaner] = {}

# Writes the fresh index over the images that are handed over.
INDEX: Index | None = None


def cleaner_of(kind: str) -> Cleaner | None:
    """Who takes files of this kind; None: they are withheld."""
    return next((one for one in CLEANERS.values() if kind in one.kinds), None)
