"""The scan with all that the house knows: its cleaners, its rules, the antivirus that is here.

What is heavy (readers' descriptions, rules) is loaded by the call.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hygie.airlock.engine.outcome import Outcome

if TYPE_CHECKING:
    from hygie.airlock.engine.cleaner import Asking, Cleaned, Cleaner
    from hygie.airlock.engine.scan import Lanes


def scan(source: Path, *, is_drawn: bool = False, **options: Any) -> Outcome:
    """Examine with the house's own tools.

    Args:
        source: as `engine.scan.examine`.
        is_drawn: hand over of a PDF only the pixels of its pages.
        options: as `engine.scan.examine`; its signatures are ours unless given.

    Raises:
        HygieError: as `engine.scan.examine`.
    """
    from hygie.airlock.engine import scan as scanning
    from hygie.airlock.engine.signatures.used import Signatures

    if options.get("signatures") is None:
        options["signatures"] = Signatures()
    if is_drawn:
        options["lanes"] = drawn(scanning.built_in())
    return scanning.examine(source, **options)


def drawn(lanes: Lanes) -> Lanes:
    """The same lanes, but a PDF keeps its pixels alone, found in a DICOM file too."""
    return replace(lanes, cleaners=tuple(_drawn(lanes.cleaners)))


def _drawn(cleaners: tuple[Cleaner, ...]) -> Iterator[Cleaner]:
    from hygie.airlock.engine.dicom.native import DicomCleaner
    from hygie.airlock.engine.papers.pdf import PdfCleaner

    for one in cleaners:
        if isinstance(one, PdfCleaner):
            yield PdfCleaner(is_drawn=True)
        elif isinstance(one, DicomCleaner):
            documents = {**one.documents, "pdf": _clean_drawn}
            yield DicomCleaner(compressed=one.compressed, documents=documents)
        else:
            yield one


def _clean_drawn(content: bytes, asking: Asking) -> Cleaned:
    from hygie.airlock.engine.papers import pdf, pdf_pixels

    return pdf_pixels.as_pixels(pdf.clean_bytes(content, asking), asking=asking)
