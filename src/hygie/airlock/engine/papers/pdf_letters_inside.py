"""Which letters of a form's field can be drawn anew.

qpdf draws ASCII, and the letters of Western Europe where a font says that it has the encoding of
Windows; it writes "?" for any other. A name must not lose its accents silently.
"""

from __future__ import annotations

import re
from typing import Any

from pikepdf import Dictionary, Name, String

from hygie.airlock.engine.papers.pdf_actions_inside import word

MAX_PARENTS = 16
_FONT = re.compile(rb"/([^\s/\[\]()<>]+)\s+[-+.\d]+\s+Tf")


def give_letters(form: Any) -> None:
    """Let the fonts of the form that are of the system be used with Windows' encoding.

    Acrobat gives them the letters of PDFDocEncoding, whose Western letters have the same codes.
    The pages may use the same font otherwise: the form gets a copy.
    """
    fonts = _fonts(form)
    for name, font in list(fonts.items()) if fonts is not None else []:
        if _is_of_the_system(font) and word(font.get("/Encoding")) != "/WinAnsiEncoding":
            copied = Dictionary(font)
            copied["/Encoding"] = Name.WinAnsiEncoding
            if name.isascii() and fonts is not None:
                fonts[name] = copied


def can_be_drawn(field: Any, form: Any) -> bool:
    """Whether what is written in a field would keep all its letters."""
    value = _inherited(field, "/V")
    if not isinstance(value, String) or str(value).isascii():
        return True
    look = _inherited(field, "/DA") or form.get("/DA")
    found = _FONT.search(bytes(look)) if isinstance(look, String) else None
    fonts = _fonts(form)
    if found is None or fonts is None:
        return False
    font = fonts.get("/" + found[1].decode("latin-1")) if found[1].isascii() else None
    if not isinstance(font, Dictionary) or word(font.get("/Encoding")) != "/WinAnsiEncoding":
        return False
    return str(value).encode("cp1252", "replace").decode("cp1252") == str(value)


def _fonts(form: Any) -> Any:
    resources = form.get("/DR")
    fonts = resources.get("/Font") if isinstance(resources, Dictionary) else None
    return fonts if isinstance(fonts, Dictionary) else None


def _is_of_the_system(font: Any) -> bool:
    if not isinstance(font, Dictionary):
        return False
    is_simple = word(font.get("/Subtype")) in {"/Type1", "/TrueType"}
    described = font.get("/FontDescriptor")
    keys = set(described.keys()) if isinstance(described, Dictionary) else set()
    return is_simple and keys.isdisjoint({"/FontFile", "/FontFile2", "/FontFile3"})


def _inherited(field: Any, key: str) -> Any:
    """A value of a field, or of the one that holds it."""
    one = field
    for _ in range(MAX_PARENTS):
        if not isinstance(one, Dictionary):
            return None
        if key in one:
            return one[key]
        one = one.get("/Parent")
    return None
