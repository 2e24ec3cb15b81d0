"""The two lanes that the DICOM cleaner hands over to: compressed pixels, and documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from hygie.airlock.engine.cleaner import Asking, Cleaned, Staged
from hygie.airlock.engine.dicom.header import Header
from hygie.sandbox.job import Job


class CompressedLane(Protocol):
    """Decodes the frames of a compressed file; ends with `header.rebuild_with` and `cleaned`.

    Attributes:
        jobs: what it asks of the sandbox.
    """

    jobs: tuple[Job, ...]

    def clean(self, file: Staged, header: Header, *, asking: Asking) -> Cleaned:
        """What becomes of this file; `header.shape` and `header.frames` are there."""
        ...


# Cleans a document found inside a DICOM file (PDF, CDA). Its jobs are its own cleaner's: every
# cleaner's are loaded for the whole key.
DocumentLane = Callable[[bytes, Asking], Cleaned]
