"""PDF: rebuilt from what its pages need to be drawn, or, when asked, from their pixels.

The fonts and pictures of a page are kept byte for byte: a flaw of a viewer's decoder could still
be aimed at through them. Only the pixels close that way; they cost the text that could be searched,
and codes that machines read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hygie.airlock.engine.cleaner import Asking, Cleaned, Output, Staged, refused, unanswered
from hygie.airlock.engine.papers.pdf_pixels import PAGE, as_pixels
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Verdict
from hygie.sandbox.channel import Kind, Value
from hygie.sandbox.job import MIB, Answer, Job, Limits

REBUILD = Job(
    place="hygie.airlock.engine.papers.pdf_inside:rebuild",
    answers={
        "rebuilt": {
            "content": Kind.BYTES,
            "pages": Kind.INTEGER,
            "codes": Kind.TEXTS,
            "counts": Kind.INTEGERS,
            "signed": Kind.INTEGER,
            "restricted": Kind.INTEGER,
        },
        "refused": {"why": Kind.TEXT},
    },
)
MAX_PAGES = 10_000
MAX_BYTES = 200 * MIB
LIMITS = Limits(cpu_s=20, wall_s=30.0)
# Twice the file in memory, and what pikepdf makes of it.
LARGE_BYTES = 50 * MIB
LIMITS_LARGE = Limits(memory_bytes=2048 * MIB, cpu_s=60, wall_s=90.0, output_bytes=256 * MIB)

REFUSALS = {
    "encrypted": "pdf.encrypted",
    "broken": "common.reader_failed",
    "too_many_pages": "pdf.over_limits",
    "too_many": "pdf.over_limits",
    "too_large": "pdf.over_limits",
    "bomb": "pdf.bomb",
}
# What runs, leads out or carries something else: its presence is worth a look at the sender.
ACTIVE = {
    "javascript", "launch", "submit", "attachment", "media", "xfa", "external", "program",
    "elsewhere", "before", "after", "form_letters",
}  # fmt: skip
INERT = {
    "link",
    "action",
    "open_view",
    "annotation",
    "form",
    "revisions",
    "orphan",
    "hidden",
    "unknown",
}


def clean_bytes(content: bytes, asking: Asking) -> Cleaned:
    """A PDF found inside another file; its output, if any, is wholly in bytes."""
    return _cleaned(content, len(content), asking=asking)


def _cleaned(source: Staged | bytes, size_bytes: int, *, asking: Asking) -> Cleaned:
    if size_bytes > MAX_BYTES:
        return refused("pdf.over_limits")
    limits = LIMITS if size_bytes <= LARGE_BYTES else LIMITS_LARGE
    (answer,) = asking.each(REBUILD, [source], arguments={"most_pages": MAX_PAGES}, limits=limits)
    if not answer.is_answered:
        return unanswered(answer)
    if answer.code == "refused":
        code = REFUSALS.get(str(answer.untrusted["why"]))
        return refused(code) if code else refused("common.garbled", Verdict.ERROR)
    return _decided(answer)


def _decided(answer: Answer) -> Cleaned:
    told = answer.untrusted
    content, removed = told["content"], _removed(told)
    if removed is None or not isinstance(content, bytes) or not _is_a_pdf(content):
        return refused("common.garbled", Verdict.ERROR)
    verdict = Verdict.NEUTRALISED if removed else Verdict.REBUILT
    return Cleaned(
        verdict=verdict,
        reasons=_reasons(removed, told),
        removed=removed,
        output=Output(suffix=".pdf", kind="pdf", pieces=(content,)),
    )


def _is_a_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-") and content.endswith(b"%%EOF\n")


def _removed(told: Mapping[str, Value]) -> tuple[Reason, ...] | None:
    """What was taken out; None when it is not told as it must be."""
    codes, counts = told["codes"], told["counts"]
    if not isinstance(codes, tuple) or not isinstance(counts, tuple) or len(codes) != len(counts):
        return None
    if len(set(codes)) != len(codes) or not set(codes) <= ACTIVE | INERT:
        return None
    if not all(isinstance(count, int) and 0 < count < 10**9 for count in counts):
        return None
    return tuple(
        Reason(code=f"pdf.{code!s}", count=int(count))
        for code, count in zip(codes, counts, strict=True)
    )


def _reasons(removed: Sequence[Reason], told: Mapping[str, Value]) -> tuple[Reason, ...]:
    names = {reason.code.removeprefix("pdf.") for reason in removed}
    first = "common.rebuilt"
    if removed:
        first = "pdf.was_active" if names & ACTIVE else "pdf.neutralised"
    noticed = [("pdf.signature", told["signed"]), ("pdf.restricted", told["restricted"])]
    return (Reason(code=first), *(Reason(code=code) for code, is_so in noticed if is_so))


class PdfCleaner:
    """PDF files.

    Attributes:
        is_drawn: whether only the pixels of the pages are handed over.
    """

    code = "pdf"
    kinds = frozenset({"pdf"})
    jobs: tuple[Job, ...] = (REBUILD, PAGE)
    batch = 1

    def __init__(self, *, is_drawn: bool = False) -> None:
        self.is_drawn = is_drawn

    def clean(self, files: Sequence[Staged], *, asking: Asking) -> Iterator[Cleaned]:
        """One answer for each file."""
        for file in files:
            cleaned = _cleaned(file, file.size_bytes, asking=asking)
            yield as_pixels(cleaned, asking=asking) if self.is_drawn else cleaned
