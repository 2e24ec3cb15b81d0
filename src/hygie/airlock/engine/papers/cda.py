"""Clinical documents (HL7 CDA release 2): rebuilt, and the PDF that they carry rebuilt in place."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from hygie.airlock.engine.cleaner import Asking, Cleaned, Output, Staged, refused, unanswered
from hygie.airlock.engine.papers.pdf import REBUILD as REBUILD_PDF
from hygie.airlock.engine.papers.pdf import clean_bytes as clean_pdf
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Verdict
from hygie.sandbox.channel import Kind, Value
from hygie.sandbox.job import MIB, Answer, Job, Limits

REBUILD = Job(
    place="hygie.airlock.engine.papers.cda_inside:rebuild",
    answers={
        "rebuilt": {
            "pieces": Kind.MANY_BYTES,
            "embedded": Kind.MANY_BYTES,
            "codes": Kind.TEXTS,
            "counts": Kind.INTEGERS,
            "signed": Kind.INTEGER,
        },
        "refused": {"why": Kind.TEXT},
    },
)
MAX_BYTES = 40 * MIB
LIMITS = Limits(cpu_s=20, wall_s=30.0, output_bytes=3 * MAX_BYTES)

REFUSALS = {
    "not_clinical": (Verdict.WITHHELD, "cda.not_clinical"),
    "entities": (Verdict.UNVERIFIABLE, "cda.entities"),
    "too_large": (Verdict.UNVERIFIABLE, "common.too_much"),
    "broken": (Verdict.UNVERIFIABLE, "common.reader_failed"),
}
REMOVED = {"stylesheet", "foreign", "event", "link", "embedded", "signature"}


def clean_bytes(content: bytes, asking: Asking) -> Cleaned:
    """A clinical document found inside another file; its output is wholly in bytes."""
    return _cleaned(content, len(content), asking=asking)


def _cleaned(source: Staged | bytes, size_bytes: int, *, asking: Asking) -> Cleaned:
    if size_bytes > MAX_BYTES:
        return refused("common.too_much")
    (answer,) = asking.each(REBUILD, [source], limits=LIMITS)
    if not answer.is_answered:
        return unanswered(answer)
    if answer.code == "refused":
        verdict, code = REFUSALS.get(
            str(answer.untrusted["why"]), (Verdict.ERROR, "common.garbled")
        )
        return refused(code, verdict)
    return _decided(answer, asking=asking)


def _decided(answer: Answer, *, asking: Asking) -> Cleaned:
    told = answer.untrusted
    pieces, embedded, removed = told["pieces"], told["embedded"], _counted(told)
    if removed is None or not isinstance(pieces, tuple) or not isinstance(embedded, tuple):
        return refused("common.garbled", Verdict.ERROR)
    if len(pieces) != len(embedded) + 1:
        return refused("common.garbled", Verdict.ERROR)
    written: list[bytes] = [_bytes(pieces[0])]
    noticed: Counter[str] = Counter({"cda.signature": int(bool(told["signed"]))})
    for document, piece in zip(embedded, pieces[1:], strict=True):
        inner = clean_pdf(_bytes(document), asking)
        removed.update({reason.code: reason.count for reason in inner.removed})
        if inner.output is None:
            removed["cda.embedded"] += 1
        written += [*_encoded(inner), _bytes(piece)]
        noticed.update(reason.code for reason in inner.reasons if reason.words.attention)
    return Cleaned(
        verdict=Verdict.NEUTRALISED if removed else Verdict.REBUILT,
        reasons=_reasons(removed, noticed),
        removed=_as_reasons(removed),
        output=Output(suffix=".xml", kind="cda", pieces=tuple(written)),
    )


def _bytes(value: Value) -> bytes:
    return value if isinstance(value, bytes) else b""


def _encoded(inner: Cleaned) -> list[bytes]:
    """The PDF in place of the one that was there; nothing in place of one that was refused."""
    if inner.output is None:
        return []
    return [
        base64.b64encode(_bytes(piece)) for piece in inner.output.pieces if isinstance(piece, bytes)
    ]


def _counted(told: Mapping[str, Value]) -> Counter[str] | None:
    """What was taken out; None when it is not told as it must be."""
    codes, counts = told["codes"], told["counts"]
    if not isinstance(codes, tuple) or not isinstance(counts, tuple) or len(codes) != len(counts):
        return None
    if not set(codes) <= REMOVED:
        return None
    if not all(isinstance(count, int) and 0 < count < 10**9 for count in counts):
        return None
    return Counter({f"cda.{code!s}": int(n) for code, n in zip(codes, counts, strict=True)})


def _as_reasons(counted: Counter[str]) -> tuple[Reason, ...]:
    return tuple(Reason(code=code, count=counted[code]) for code in sorted(+counted))


def _reasons(removed: Counter[str], noticed: Counter[str]) -> tuple[Reason, ...]:
    first = Reason(code="cda.neutralised" if removed else "common.rebuilt")
    return (first, *_as_reasons(noticed))


class CdaCleaner:
    """Clinical documents; other XML is withheld."""

    code = "cda"
    kinds = frozenset({"cda", "xml"})
    jobs: tuple[Job, ...] = (REBUILD, REBUILD_PDF)
    batch = 1

    def clean(self, files: Sequence[Staged], *, asking: Asking) -> Iterator[Cleaned]:
        """One answer for each file."""
        for file in files:
            yield _cleaned(file, file.size_bytes, asking=asking)
