"""Opens a document that anybody may read but that forbids printing or copying."""

from __future__ import annotations

import io

import pypdfium2
from pypdfium2.raw import FPDF_REMOVE_SECURITY


class StillLockedError(Exception):
    """A password is wanted to read it."""


def unlocked(content: bytes) -> bytes:
    """The same document without its restrictions.

    Raises:
        StillLockedError: it does not open without a password.
    """
    target = io.BytesIO()
    try:
        document = pypdfium2.PdfDocument(content)
        document.save(target, flags=FPDF_REMOVE_SECURITY)
    except pypdfium2.PdfiumError as error:
        raise StillLockedError from error
    return target.getvalue()
