"""Forms become ink: what was filled in stays on the page, its fields and their programs go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Pdf, PdfError

from hygie.airlock.engine.papers.pdf_actions_inside import told, triggered, word
from hygie.airlock.engine.papers.pdf_letters_inside import can_be_drawn, give_letters

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
        removed += Counter(form_letters=_draw(pdf, notes))
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


def _draw(pdf: Pdf, notes: list[tuple[Any, list[Any]]]) -> int:
    """Draw only the fields, comments and links are looked at on their own; how many lost letters.

    What was typed into a field may never have been drawn by who typed it. A field whose letters
    cannot be drawn keeps the drawing that it has.
    """
    form = pdf.Root.get("/AcroForm")
    lost = 0
    try:
        if isinstance(form, Dictionary):
            is_all_anew = bool(form.get("/NeedAppearances", False))
            give_letters(form)
            fields = [one for _, some in notes for one in some if _is_field(one)]
            lost = sum("/AP" not in one and not can_be_drawn(one, form) for one in fields)
            _show(notes, lambda note: _is_to_be_drawn(note, form, is_all_anew=is_all_anew))
            form["/NeedAppearances"] = True
            pdf.generate_appearance_streams()
        _show(notes, _is_field)
        pdf.flatten_annotations("all")
    except (PdfError, ValueError, RuntimeError):
        lost += 1  # a field that cannot be drawn is gone with the form
    _show(notes, lambda note: not _is_field(note))
    return lost


def _is_to_be_drawn(note: Any, form: Any, *, is_all_anew: bool) -> bool:
    if not _is_field(note):
        return False
    return "/AP" not in note or (is_all_anew and can_be_drawn(note, form))


def _show(notes: list[tuple[Any, list[Any]]], wanted: Callable[[Any], bool]) -> None:
    """Leave on each page only these of its notes."""
    for page, some in notes:
        shown = [one for one in some if wanted(one)]
        if shown:
            page["/Annots"] = Array(shown)
        elif "/Annots" in page:
            del page["/Annots"]
