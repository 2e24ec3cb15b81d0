"""A letter as a .docx, that a secretary changes in Word, LibreOffice or Pages.

The package `python-docx` writes it: the format of every word processor, which is not ours to keep.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from docx import Document
from docx.shared import Mm, Pt

from hygie.records.rules.requests_letters import Letter


def docx(letter: Letter) -> bytes:
    """The letter, on one A4 page for usual lengths."""
    page = Document()
    section = page.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(20))
    style = page.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(11)
    style.paragraph_format.space_after = Pt(6)
    properties = page.core_properties
    properties.title, properties.author, properties.comments = letter.title, letter.sender[0], ""
    properties.language = "fr-FR"
    # The library's own template says 2013.
    day = datetime(letter.day.year, letter.day.month, letter.day.day)  # noqa: DTZ001
    properties.created = properties.modified = day
    page.add_paragraph("\n".join(letter.sender))
    for line in ("\n".join(letter.recipient), letter.place_and_day):
        _on_the_right(page, line)
    page.add_paragraph().add_run(f"Objet\u00a0: {letter.subject}").bold = True
    for block in letter.blocks:
        if isinstance(block, str):
            page.add_paragraph(block)
        else:
            for line in block:
                page.add_paragraph(line, style="List Bullet")
    _on_the_right(page, letter.signature)
    for line in letter.texts:
        page.add_paragraph().add_run(line).font.size = Pt(8)
    written = io.BytesIO()
    page.save(written)
    return written.getvalue()


def _on_the_right(page: Any, text: str) -> None:
    """On the right half, its lines aligned on their left: where an envelope has its window."""
    page.add_paragraph(text).paragraph_format.left_indent = Mm(90)
