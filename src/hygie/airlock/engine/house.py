"""The scan with all that the house knows: its cleaners, its rules, the antivirus that is here."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from hygie.airlock.engine.outcome import Outcome


def scan(source: Path, *, is_drawn: bool = False, **options: Any) -> Outcome:
    """Examine with the house's own tools; loaded here, for they are heavy.

    Args:
        source: as `engine.scan.examine`.
        is_drawn: hand over of a PDF only the pixels of its pages.
        options: as `engine.scan.examine`; its signatures are ours unless given.

    Raises:
        HygieError: as `engine.scan.examine`.
    """
    scanning = import_module("hygie.airlock.engine.scan")
    if options.get("signatures") is None:
        used = import_module("hygie.airlock.engine.signatures.used")
        options["signatures"] = used.Signatures()
    if is_drawn:
        options["lanes"] = drawn(scanning.built_in())
    outcome: Outcome = scanning.examine(source, **options)
    return outcome


def drawn(lanes: Any) -> Any:
    """The same lanes, but for the one of PDF, which keeps pixels alone."""
    pdf = import_module("hygie.airlock.engine.papers.pdf").PdfCleaner(is_drawn=True)
    return replace(
        lanes, cleaners=tuple(pdf if one.code == pdf.code else one for one in lanes.cleaners)
    )
