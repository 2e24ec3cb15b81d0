"""The built-in cleaners, by code. A kind that no cleaner takes is withheld."""

from __future__ import annotations

from hygie.airlock.engine.cleaner import Cleaner
from hygie.airlock.engine.dicom.native import DicomCleaner
from hygie.airlock.engine.papers import cda, pdf
from hygie.airlock.engine.papers.archive import ArchiveCleaner
from hygie.airlock.engine.papers.text import TextCleaner
from hygie.airlock.engine.pictures import Pictures
from hygie.airlock.engine.pixels.compressed import Compressed

_BUILT_IN: tuple[Cleaner, ...] = (
    DicomCleaner(
        compressed=Compressed(), documents={"pdf": pdf.clean_bytes, "cda": cda.clean_bytes}
    ),
    Pictures(),
    pdf.PdfCleaner(),
    cda.CdaCleaner(),
    TextCleaner(),
    ArchiveCleaner(),
)
CLEANERS: dict[str, Cleaner] = {one.code: one for one in _BUILT_IN}


def cleaner_of(kind: str) -> Cleaner | None:
    """Who takes files of this kind; None: they are withheld."""
    return next((one for one in CLEANERS.values() if kind in one.kinds), None)
