"""Forms become ink: what was filled in stays on the page, its fields and their programs go."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Pdf, PdfError

from hygie.airlock.engine.papers.pdf_actions_inside import told, triggered, word

MAX_FIELDS = 50_000


@dataclass
class Form:
    """What a form held.

    Attributes:
        removed: what was taken out, by code.
        pruned: its fields, and the form itself.
        is_signed: whether one of them holds a signature.
    """

    removed: Counter[str]
    pruned: list[Any]
    is_signed: bool


def flatten(pdf: Pdf) -> Form:
    """Draw each field on its page and forget the form."""
    form = pdf.Root.get("/AcroForm")
    notes = [(page.obj, _list(page.obj.get("/Annots"))) for page in pdf.pages]
    fields = [one for _, some in notes for one in some if _is_field(one)]
    others = _tree(form)
    removed = Counter({"form": len(fields) or int(bool(others))})
    for field in [*fields, *others]:
        removed += _events(field)
    is_signed = any(_is_signed(field) for field in [*fields, *others])
    if isinstance(form, Dictionary):
        removed += Counter(xfa=int("/XFA" in form))
    pruned = [form, *fields, *[one.get("/AP") for one in fields]]
    if fields:
        _draw(pdf, notes)
    if "/AcroForm" in pdf.Root:
        del pdf.Root["/AcroForm"]
    return Form(+removed, pruned, is_signed)


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, Array) else []


def _is_field(note: Any) -> bool:
    return isinstance(note, Dictionary) and word(note.get("/Subtype")) == "/Widget"


def _tree(form: Any) -> list[Any]:
    """The fields of a form, those without a place on a page included."""
    found: list[Any] = []
    seen: set[tuple[int, int]] = set()
    waiting = _list(form.get("/Fields")) if isinstance(form, Dictionary) else []
    while waiting and len(found) < MAX_FIELDS:
        one = waiting.pop()
        if not isinstance(one, Dictionary) or one.objgen in seen:
            continue
        seen |= {one.objgen} - {(0, 0)}
        if not _is_field(one):  # told already, with its page
            found.append(one)
        waiting += _list(one.get("/Kids"))
    return found


def _events(field: Any) -> Counter[str]:
    found: Counter[str] = Counter()
    if "/A" in field:
        found += told(field["/A"])
    if "/AA" in field:
        found += triggered(field["/AA"])
    return found


def _is_signed(field: Any) -> bool:
    value = field.get("/V")
    return isinstance(value, Dictionary) and "/ByteRange" in value


def _draw(pdf: Pdf, notes: list[tuple[Any, list[Any]]]) -> None:
    """Only the fields: comments and links are looked at on their own."""
    for page, some in notes:
        if some:
            page["/Annots"] = Array([one for one in some if _is_field(one)])
    try:
        pdf.generate_appearance_streams()
        pdf.flatten_annotations("all")
    except (PdfError, ValueError, RuntimeError):
        pass  # a field that cannot be drawn is gone with the form
    for page, some in notes:
        others = [one for one in some if not _is_field(one)]
        if others:
            page["/Annots"] = Array(others)
        elif "/Annots" in page:
            del page["/Annots"]
