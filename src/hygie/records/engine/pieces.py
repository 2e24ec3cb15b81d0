"""Documents handed over to a person: numbered, and named so that every system opens them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from hygie.records.engine.bagit import Bag
from hygie.records.engine.containers import Container, Writer

SOFT_LIMIT_LETTERS = 80
NOTICE = "LISEZ-MOI.txt"
# What Windows would not open by its name alone; the system's own table differs from one to another.
EXTENSIONS = {
    "application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "text/plain": ".txt",
    "application/dicom": ".dcm", "image/tiff": ".tif", "application/xml": ".xml",
    "text/xml": ".xml", "text/html": ".html", "application/zip": ".zip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}  # fmt: skip
# Windows refuses these in a name; a path separator would leave the folder.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]+')


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A file to hand over: its title, its media type, and who writes its bytes."""

    title: str
    media_type: str
    copy: Callable[[Writer], object]


def write(
    container: Container,
    pieces: Iterable[Piece],
    *,
    about: Mapping[str, str],
    notice: str,
    on: date,
) -> int:
    """Write a bag of pieces, with a notice beside them; gives the size of the pieces in bytes.

    Args:
        container: an empty folder or a new ZIP.
        pieces: in the order in which they are numbered.
        about: what `bag-info.txt` says, by label.
        notice: a few lines for a person.
        on: the day of the bag.
    """
    bag = Bag(container)
    for number, piece in enumerate(pieces, start=1):
        name = file_name(number, piece.title, piece.media_type)
        bag.add_document(name, write=piece.copy)
    return bag.close(about, on=on, notices={NOTICE: notice})


def file_name(number: int, untrusted_title: str, media_type: str) -> str:
    """A name that every system takes: "01 Compte rendu.pdf"."""
    text = unicodedata.normalize("NFC", untrusted_title)
    shown = "".join(" " if unicodedata.category(sign).startswith("C") else sign for sign in text)
    bare = " ".join(_FORBIDDEN.sub(" ", shown).split())[:SOFT_LIMIT_LETTERS].strip(" .")
    extension = EXTENSIONS.get(media_type.partition(";")[0].strip().lower(), "")
    if extension and bare.lower().endswith(extension):
        bare = bare[: -len(extension)].strip(" .")
    return f"{number:02} {bare or 'Document'}{extension}"
