"""Rebuilds a clinical document (HL7 CDA release 2). Inside the sandbox only.

Read without DTD nor entity, without following any address; no stylesheet is ever applied. What is
written has only elements and attributes: no processing instruction, no comment. Narrative blocks
follow the list of the standard (StrucDoc), since stylesheets have let the rest reach a browser
(CVE-2014-3861 and 3862: HL7's own CDA.xsl).
"""

from __future__ import annotations

import codecs
from collections import Counter
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from hygie.airlock.engine.papers.cda_media_inside import drawn_again, is_embedded, taken
from hygie.airlock.engine.papers.cda_rules_inside import HL7, admits, pruned_attributes
from hygie.airlock.engine.papers.xml_writing_inside import Writer
from hygie.sandbox.channel import Message

ROOT = f"{{{HL7}}}ClinicalDocument"
MAX_DEPTH = 150
MAX_ELEMENTS = 1_000_000
MAX_EMBEDDED = 200
# Python's own codecs are files: those that old software writes are loaded before the walls.
_CODECS = ("cp1252", "iso8859_15", "latin-1", "utf-16", "utf-8-sig", "ascii", "cp850", "mac_roman")

# What an embedded document says of its own bytes, which will be others.
_OF_THE_BYTES = ("integrityCheck", "compression")


class _RefusedError(Exception):
    """Why the document is not rebuilt: one of the codes of `cda.REFUSALS`."""


def rehearse() -> None:
    """Load what is loaded late."""
    import io

    for name in _CODECS:
        codecs.lookup(name)
    drawn_again(b"no picture")
    rebuild(io.BytesIO(f'<a xmlns="{HL7}">é</a>'.encode()))


def rebuild(untrusted: BinaryIO) -> Message:
    """The document in pieces, between which the embedded PDF stand, and what was taken out."""
    try:
        root, prefixes, removed = _read(untrusted)
        walk = _Walk(prefixes, removed)
        walk.element(root, depth=0, is_narrative=False)
    except _RefusedError as error:
        return Message("refused", {"why": str(error)})
    except DefusedXmlException:
        return Message("refused", {"why": "entities"})
    except (ParseError, LookupError, ValueError):
        return Message("refused", {"why": "broken"})
    codes = sorted(+walk.removed)
    return Message(
        "rebuilt",
        {
            "pieces": tuple(walk.writer.pieces()),
            "embedded": tuple(walk.embedded),
            "codes": tuple(codes),
            "counts": tuple(walk.removed[code] for code in codes),
            "signed": int(walk.is_signed),
        },
    )


def _read(untrusted: BinaryIO) -> tuple[Element, dict[str, str], Counter[str]]:
    """The tree, the prefix of each namespace, and what was there beside elements."""
    prefixes: dict[str, str] = {}
    root, count, depth = None, 0, 0
    for event, found in iterparse(untrusted, events=("start", "end", "start-ns"), forbid_dtd=True):
        if event == "start-ns":
            prefixes.setdefault(found[1], found[0])
            continue
        depth += 1 if event == "start" else -1
        count += event == "start"
        if count > MAX_ELEMENTS or depth > MAX_DEPTH:
            raise _RefusedError("too_large")
        root = found if root is None else root
    if root is None or root.tag != ROOT:
        raise _RefusedError("not_clinical")
    untrusted.seek(0)
    has_stylesheet = b"<?xml-stylesheet" in untrusted.read(65_536).replace(b"\0", b"")
    return root, prefixes, Counter(stylesheet=int(has_stylesheet))


class _Walk:
    """One rebuilding.

    Attributes:
        removed: how many of each thing were taken out, by code.
        embedded: the PDF found, in the order of the places left for them.
        is_signed: whether an electronic signature was met.
    """

    def __init__(self, prefixes: dict[str, str], removed: Counter[str]) -> None:
        self.writer = Writer(prefixes, default=HL7)
        self.removed = removed
        self.embedded: list[bytes] = []
        self.is_signed = False

    def element(self, one: Any, *, depth: int, is_narrative: bool) -> None:
        """Write an element and what it holds; the text that follows it is its parent's."""
        attributes, refused = pruned_attributes(one)
        self.removed += refused
        holds_media = is_embedded(one)
        if holds_media:
            attributes = {k: v for k, v in attributes.items() if not k.startswith(_OF_THE_BYTES)}
        self.writer.start(one.tag, attributes, is_root=depth == 0)
        if holds_media:
            self._media(one)
        else:
            self.writer.text(one.text)
        for child in one:
            # Elsewhere than in a section, <text> holds bytes or a reference, not a narrative.
            begins = one.tag == f"{{{HL7}}}section" and child.tag == f"{{{HL7}}}text"
            code = admits(child, is_narrative=is_narrative)
            if code:
                self.removed[code] += 1
                self.is_signed = self.is_signed or code == "signature"
            else:
                self.element(child, depth=depth + 1, is_narrative=is_narrative or begins)
            self.writer.text(child.tail)
        self.writer.end(one.tag)

    def _media(self, one: Any) -> None:
        """A document inside the document: its place is kept, or it is drawn again, or it goes."""
        content = taken(one)
        if not content:
            return
        if content.startswith(b"%PDF-") and len(self.embedded) < MAX_EMBEDDED:
            self.embedded.append(content)
            self.writer.place()
            return
        picture = drawn_again(content)
        if picture:
            self.writer.base64(picture)
        else:
            self.removed["embedded"] += 1
