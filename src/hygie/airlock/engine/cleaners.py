"""The built-in cleaners, by code. A kind that no cleaner takes is withheld."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hygie.airlock.engine.cleaner import Asking, Cleaned, Cleaner
from hygie.airlock.engine.deliver import Index
from hygie.airlock.engine.dicom import dicomdir
from hygie.airlock.engine.dicom.native import DicomCleaner
from hygie.airlock.engine.papers import cda, pdf
from hygie.airlock.engine.papers.archive import ArchiveCleaner
from hygie.airlock.engine.papers.text import TextCleaner
from hygie.airlock.engine.pictures import Pictures
from hygie.airlock.engine.pixels.compressed import Compressed
from hygie.sandbox.job import Job


@dataclass(kw_only=True)
class Documents:
    """A lane of papers, lent to DICOM for what it encapsulates."""

    jobs: tuple[Job, ...]
    clean: Callable[[bytes, Asking], Cleaned]

    def clean_bytes(self, content: bytes, *, asking: Asking) -> Cleaned:
        """What becomes of a document found in a DICOM file."""
        return self.clean(content, asking)


_DICOM = DicomCleaner(
    compressed=Compressed(),
    documents={
        "pdf": Documents(jobs=pdf.PdfCleaner.jobs, clean=pdf.clean_bytes),
        "cda": Documents(jobs=cda.CdaCleaner.jobs, clean=cda.clean_bytes),
    },
)
_BUILT_IN: tuple[Cleaner, ...] = (
    _DICOM,
    Pictures(),
    pdf.PdfCleaner(),
    cda.CdaCleaner(),
    TextCleaner(),
    ArchiveCleaner(),
)
CLEANERS: dict[str, Cleaner] = {one.code: one for one in _BUILT_IN}

# Writes the fresh index over the images that are handed over.
INDEX: Index = dicomdir.directory


def cleaner_of(kind: str) -> Cleaner | None:
    """Who takes files of this kind; None: they are withheld."""
    return next((one for one in CLEANERS.values() if kind in one.kinds), None)
