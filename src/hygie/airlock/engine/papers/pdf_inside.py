"""Rebuilds a PDF from what its pages need to be drawn. Inside the sandbox only."""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Dictionary, ObjectStreamMode, Pdf, Stream

from hygie.airlock.engine.papers.pdf_actions_inside import word
from hygie.airlock.engine.papers.pdf_forms_inside import flatten
from hygie.airlock.engine.papers.pdf_streams_inside import RefusedError
from hygie.airlock.engine.papers.pdf_unlocking_inside import StillLockedError, unlocked
from hygie.airlock.engine.papers.pdf_walk_inside import Walk
from hygie.sandbox.channel import Message, Value

HEADER, END = b"%PDF-", b"%%EOF"
BLANK = b"\0\t\n\f\r \xef\xbb\xbf"
_STARTS = re.compile(rb"startxref\s+\d+\s+%%EOF")
KEPT_INFORMATION = ("/Title", "/CreationDate")
MAX_INFORMATION_BYTES = 1000
MAX_REACHED = 200_000
# A trailer may be the dictionary of the stream that holds the table of objects.
_TRAILER = {"/Root", "/Size", "/ID", "/Encrypt", "/Type", "/W", "/Index", "/Prev", "/XRefStm",
            "/Length", "/Filter", "/DecodeParms"}  # fmt: skip
_BOOKKEEPING = {"/XRef", "/ObjStm"}
_HINT_KEYS = {"/Length", "/Filter", "/DecodeParms", *(f"/{letter}" for letter in "STOEVAICLB")}


def rehearse() -> None:
    """Load what is loaded late."""
    blank = Pdf.new()
    blank.add_blank_page()
    target = io.BytesIO()
    blank.save(target)
    _rebuild(target.getvalue(), most_pages=1)
    unlocked(target.getvalue())


def rebuild(untrusted: BinaryIO, *, most_pages: int) -> Message:
    """The document with nothing in it but drawn pages, and what was taken out."""
    content = untrusted.read()
    try:
        return _opened(content, most_pages=most_pages)
    except RefusedError as error:
        return Message("refused", {"why": str(error)})
    except (pikepdf.PasswordError, StillLockedError):
        return Message("refused", {"why": "encrypted"})
    except (pikepdf.PdfError, RuntimeError) as error:  # qpdf's own are of both
        is_encrypted = "encrypt" in str(error).lower()
        return Message("refused", {"why": "encrypted" if is_encrypted else "broken"})


def _opened(content: bytes, *, most_pages: int) -> Message:
    try:
        return _rebuild(content, most_pages=most_pages)
    except RuntimeError as error:
        # To open what AES-256 restricts, qpdf wants /dev/urandom, which is not within the walls.
        if "random" not in str(error):
            raise
    message = _rebuild(unlocked(content), most_pages=most_pages)
    return Message(message.code, {**message.fields, "restricted": 1})


def _rebuild(content: bytes, *, most_pages: int) -> Message:
    removed = _around(content)
    with Pdf.open(io.BytesIO(content)) as pdf:
        if not 0 < len(pdf.pages) <= most_pages:
            raise RefusedError("too_many_pages" if len(pdf.pages) else "broken")
        is_restricted = pdf.is_encrypted
        is_linear = pdf.is_linearized
        removed += {"revisions": int(len(_STARTS.findall(content)) > 1 + is_linear)}
        is_signed = "/Perms" in pdf.Root or "/DSS" in pdf.Root
        form = flatten(pdf)
        removed += form.removed
        walk = Walk({page.obj.objgen for page in pdf.pages})
        walk.pruned += form.pruned
        _keep_information(pdf)
        walk.prune(pdf.Root, "catalog")
        removed += walk.removed
        removed += {"orphan": _orphans(pdf, walk, has_hints=is_linear)}
        told: dict[str, Value] = {
            "content": _saved(pdf),
            "pages": len(pdf.pages),
            "codes": tuple(sorted(+removed)),
            "counts": tuple((+removed)[code] for code in sorted(+removed)),
            "signed": int(is_signed or form.is_signed),
            "restricted": int(is_restricted),
        }
    return Message("rebuilt", told)


def _around(content: bytes) -> Counter[str]:
    """What stands before and after the document, in the same file."""
    header_at = max(0, content.find(HEADER, 0, 4096))
    ends = [match.end() for match in _STARTS.finditer(content)]
    end_at = max([*ends, content.rfind(END) + len(END)]) if END in content else len(content)
    return Counter({
        "before": int(bool(content[:header_at].strip(BLANK))),
        "after": int(bool(content[end_at:].strip(BLANK))),
    })  # fmt: skip


def _keep_information(pdf: Pdf) -> None:
    """The title and the date; not who wrote it, with what, nor what a program hid there."""
    information = pdf.trailer.get("/Info")
    kept = {}
    if isinstance(information, Dictionary):
        for key in KEPT_INFORMATION:
            value = information.get(key)
            if isinstance(value, pikepdf.String) and len(bytes(value)) <= MAX_INFORMATION_BYTES:
                kept[key] = value
    for key in set(pdf.trailer.keys()) - _TRAILER:
        del pdf.trailer[key]
    pdf.trailer["/Size"] = 1  # written anew, but only where the source had one
    if kept:
        pdf.trailer["/Info"] = pdf.make_indirect(Dictionary(kept))


def _orphans(pdf: Pdf, walk: Walk, *, has_hints: bool) -> int:
    """How many streams no part of the document used: the place where a second file hides."""
    unused = {
        one.objgen
        for one in pdf.objects
        if isinstance(one, Stream)
        and one.objgen not in walk.seen
        and word(one.get("/Type")) not in _BOOKKEEPING
        and not (has_hints and set(one.keys()) <= _HINT_KEYS)
    }
    waiting, seen = list(walk.pruned), set(walk.seen)
    while unused and waiting and len(seen) < MAX_REACHED:
        one = waiting.pop()
        if not isinstance(one, pikepdf.Object) or one.objgen in seen:
            continue
        seen |= {one.objgen} - {(0, 0)}
        unused.discard(one.objgen)
        waiting += _inner(one)
    return 0 if waiting else len(unused)


def _inner(one: Any) -> list[Any]:
    if isinstance(one, Dictionary | Stream):
        return [value for _, value in one.items()]
    return list(one) if isinstance(one, pikepdf.Array) else []


def _saved(pdf: Pdf) -> bytes:
    target = io.BytesIO()
    pdf.save(
        target,
        preserve_pdfa=False,
        fix_metadata_version=False,
        object_stream_mode=ObjectStreamMode.generate,
        compress_streams=True,
        encryption=False,
        deterministic_id=True,
    )
    return target.getvalue()
