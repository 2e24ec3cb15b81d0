"""Verify a report. No base is needed; nothing is written."""

from __future__ import annotations

from pathlib import Path

from hygie.airlock.engine import signing
from hygie.airlock.engine.verify import Verified
from hygie.airlock.engine.verify import verify as verified
from hygie.core import files

__all__ = ["Verified", "verify"]


def verify(path: Path) -> Verified:
    """What of a report holds, and of the files beside it.

    Raises:
        HygieError: `sign.no_report`, `sign.not_a_report`, `sign.altered`, or the disk's errors.
    """
    return verified(path, place=files.home() / signing.FOLDER)
