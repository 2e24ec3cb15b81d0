"""The cleaner of DICOM files: asks the walk, checks its every answer, decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hygie.airlock.engine.cleaner import Asking, Cleaned, Staged, unanswered
from hygie.airlock.engine.dicom import encapsulated, syntaxes, telling
from hygie.airlock.engine.dicom.header import cleaned, rebuild_with, without_pixels
from hygie.airlock.engine.dicom.lanes import CompressedLane, DocumentLane
from hygie.airlock.engine.dicom.walked import LiedError, Walked, is_detail, walked
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Verdict
from hygie.sandbox.channel import Kind, Value
from hygie.sandbox.job import Answer, Job, Limits

WALK = Job(
    place="hygie.airlock.engine.dicom.read_inside:read",
    answers={
        "index": {},
        "refused": {"reason": Kind.TEXT, "detail": Kind.TEXT},
        "walked": telling.FIELDS,
    },
)
# A header of many megabytes costs seconds; a file of a few gigabytes is not read, only its header.
LIMITS = Limits(cpu_s=20, wall_s=20.0)
BATCH = 64

_PRIVATE_CLASS_PREFIX = "1.2.840.10008."
_RAW_DATA = "1.2.840.10008.5.1.4.1.1.66"


class DicomCleaner:
    """Takes every DICOM file; hands compressed pixels and documents over to their lanes.

    Attributes:
        compressed: for frames that must be decoded; None: such files are withheld.
        documents: by kind of document ("pdf", "cda"); one that is missing is withheld.
    """

    code = "dicom"
    kinds = frozenset({"dicom", "dicomdir"})
    batch = BATCH

    def __init__(
        self,
        *,
        compressed: CompressedLane | None = None,
        documents: Mapping[str, DocumentLane] | None = None,
    ) -> None:
        self.compressed = compressed
        self.documents = documents or {}
        # Of documents, each cleaner brings its own.
        self.jobs: tuple[Job, ...] = (WALK, *(compressed.jobs if compressed else ()))

    def clean(self, files: Sequence[Staged], *, asking: Asking) -> Iterator[Cleaned]:
        """One answer for each file, in their order."""
        answers = asking.each(WALK, files, limits=LIMITS, batch=self.batch)
        for file, answer in zip(files, answers, strict=True):
            yield self._decided(file, answer, asking)

    def _decided(self, file: Staged, answer: Answer, asking: Asking) -> Cleaned:
        if not answer.is_answered:
            return unanswered(answer)
        if answer.code == "index":
            return Cleaned(verdict=Verdict.WITHHELD, reasons=(Reason(code="dicom.index"),))
        if answer.code == "refused":
            return _refused(answer.untrusted)
        try:
            found = walked(answer.untrusted, size_bytes=file.size_bytes)
            return self._rebuilt(file, found, asking)
        except LiedError:
            return Cleaned(verdict=Verdict.ERROR, reasons=(Reason(code="common.garbled"),))

    def _rebuilt(self, file: Staged, found: Walked, asking: Asking) -> Cleaned:
        header = found.header
        refusal = syntaxes.refusal(header.syntax)
        if refusal:
            return Cleaned(verdict=Verdict.WITHHELD, reasons=(Reason(code=refusal),))
        if found.document is not None:
            return encapsulated.clean(file, found.document, lanes=self.documents, asking=asking)
        if header.frames:
            if self.compressed is None:
                return Cleaned(
                    verdict=Verdict.WITHHELD, reasons=(Reason(code="dicom.compressed_later"),)
                )
            return self.compressed.clean(file, header, asking=asking)
        if header.shape is not None:
            return cleaned(header, rebuild_with(header, pixels=found.pixels, shape=header.shape))
        if is_vendors_own(header.image.class_uid) or not header.dataset():
            return Cleaned(verdict=Verdict.WITHHELD, reasons=(Reason(code="dicom.vendors_own"),))
        return cleaned(header, without_pixels(header))


def is_vendors_own(class_uid: str) -> bool:
    """Whether an object without pixels holds nothing but what its maker alone understands."""
    return class_uid == _RAW_DATA or (
        bool(class_uid) and not class_uid.startswith(_PRIVATE_CLASS_PREFIX)
    )


def _refused(untrusted: Mapping[str, Value]) -> Cleaned:
    code, detail = untrusted["reason"], untrusted["detail"]
    if not isinstance(code, str) or code not in syntaxes.REFUSALS or not isinstance(detail, str):
        return Cleaned(verdict=Verdict.ERROR, reasons=(Reason(code="common.garbled"),))
    if not is_detail(detail):
        detail = ""
    return Cleaned(verdict=syntaxes.REFUSALS[code], reasons=(Reason(code=code, detail=detail),))
