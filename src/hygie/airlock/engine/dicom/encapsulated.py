"""A document in a DICOM envelope (PS3.3 C.24): taken out, and given to the lane of its kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hygie.airlock.engine.cleaner import Asking, Cleaned, Span, Staged
from hygie.airlock.engine.dicom.lanes import DocumentLane
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Verdict

MAX_BYTES = 56 << 20
_MODELS = ("sla", "stl", "obj", "mtl", "model/")


@dataclass(frozen=True, kw_only=True)
class Document:
    """What an envelope holds.

    Attributes:
        mime: as the envelope says; not believed.
        content: itself, or its place in the staged copy.
    """

    mime: str
    content: bytes | Span


def kind_of(content: bytes, *, mime: str) -> str:
    """ "pdf", "cda", "model" or "": by the content where it tells, else by what is said."""
    first = content[:1024].lstrip(b"\0 \t\r\n\xef\xbb\xbf")
    if first.startswith(b"%PDF-"):
        return "pdf"
    if first.startswith(b"<") and (b"ClinicalDocument" in content[:65_536] or "xml" in mime):
        return "cda"
    return "model" if any(word in mime for word in _MODELS) else ""


def clean(
    file: Staged,
    document: Document,
    *,
    lanes: Mapping[str, DocumentLane],
    asking: Asking,
) -> Cleaned:
    """What becomes of an envelope: only its document is handed over, by its own lane."""
    size = document.content.length if isinstance(document.content, Span) else 0
    if size > MAX_BYTES:
        return Cleaned(verdict=Verdict.UNVERIFIABLE, reasons=(Reason(code="common.too_much"),))
    content = _content(file, document.content)
    kind = kind_of(content, mime=document.mime)
    if kind == "model":
        return Cleaned(verdict=Verdict.WITHHELD, reasons=(Reason(code="dicom.model"),))
    clean_bytes = lanes.get(kind)
    if clean_bytes is None:
        return Cleaned(verdict=Verdict.WITHHELD, reasons=(Reason(code="dicom.other_document"),))
    done = clean_bytes(content, asking)
    return replace(done, reasons=(Reason(code="dicom.document"), *done.reasons))


def _content(file: Staged, content: bytes | Span) -> bytes:
    """The document, without the zero that makes its length even."""
    if isinstance(content, Span):
        with file.stored.open("rb") as stored:
            stored.seek(content.offset)
            content = stored.read(content.length)
    return content.removesuffix(b"\0")
