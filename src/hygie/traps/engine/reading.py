"""Any file that a person drops: known by its content, turned into what is judged."""

from __future__ import annotations

import re

from hygie.core.errors import HygieError
from hygie.reading.engine import pages
from hygie.reading.engine.page import MAX_CODES
from hygie.traps.engine import attached, mails, outlook
from hygie.traps.rules.letters import Attachment, Letter, Link

_LINK = re.compile(r"\s*(?:https?://|www\.)\S+\s*|\s*(?:[\w-]+\.)+[a-z]{2,24}(?:/\S*)?\s*", re.I)
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"II*\0", b"MM\0*", b"RIFF", b"GIF8", b"%PDF-")


def letter_of(untrusted: bytes, *, name: str = "") -> Letter:
    """What a file says.

    Raises:
        HygieError: `traps.empty`, or that of `reading` for a page that cannot be read.
    """
    if not untrusted.strip(b"\0 \t\r\n"):
        raise _empty()
    if outlook.is_msg(untrusted):
        try:
            return outlook.letter(untrusted)
        except ValueError:
            return Letter(form="mail", attachments=(_file(untrusted, name),), is_cut=True)
    if untrusted.startswith(_PICTURES):
        return _page(untrusted)
    if mails.is_mail(untrusted):
        return mails.letter(untrusted)
    if b"\0" in untrusted[:4096] and not untrusted.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Letter(form="mail", attachments=(_file(untrusted, name),))
    return letter_of_text(_decoded(untrusted))


def letter_of_text(text: str) -> Letter:
    """What a pasted text says: a link alone, a mail with its headers, or words.

    Raises:
        HygieError: `traps.empty`.
    """
    if not text.strip():
        raise _empty()
    if _LINK.fullmatch(text):
        return Letter(form="link", links=(Link(url=text.strip()),), text="")
    content = text.encode("utf-8", "replace")
    return mails.letter(content) if mails.is_mail(content) else mails.pasted(text)


def _page(untrusted: bytes) -> Letter:
    """A letter's photograph, a PDF: its words, and the codes to scan."""
    seen = pages.read(untrusted)
    told = mails.pasted(seen.text, form="page")
    codes = tuple(
        link for code in seen.codes for link in mails.pasted(code).links or (Link(url=code),)
    )
    is_cut = told.is_cut or len(seen.codes) >= MAX_CODES
    return Letter(form="page", text=told.text, links=(*codes, *told.links), is_cut=is_cut)


def _file(untrusted: bytes, name: str) -> Attachment:
    return attached.attachment(name or "fichier", untrusted)


def _decoded(untrusted: bytes) -> str:
    for charset in (
        "utf-8-sig",
        "utf-16" if untrusted[:2] in {b"\xff\xfe", b"\xfe\xff"} else "cp1252",
    ):
        try:
            return untrusted.decode(charset)
        except UnicodeError:
            continue
    return untrusted.decode("latin-1")


def _empty() -> HygieError:
    return HygieError(
        "traps.empty",
        "Il n’y a rien à examiner\u00a0: le fichier ou le texte est vide.",
        advice="Collez le message, ou enregistrez-le depuis votre messagerie puis déposez-le ici.",
    )
