"""From a template of any room and plain values to a PDF, with the package `typst`.

Values reach the template as one JSON string: Typst sees strings, never markup. A name that holds
`#`, `*` or `$` is printed as it is written.
"""

from __future__ import annotations

import json
import logging
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import typst

from hygie.core.errors import HygieError

if TYPE_CHECKING:
    from typst import PDFStandard  # in the package's stub alone

logger = logging.getLogger(__name__)

PACKAGE = Path(__file__).parents[2]
ARCHIVE_AND_ACCESSIBLE: tuple[PDFStandard, ...] = ("a-2a", "ua-1")

# What the embedded fonts draw, for the scripts that French papers meet. PDF/A refuses a character
# that no font draws, and an emoji in a name must not keep a practice from printing.
PRINTABLE = (
    (0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x377), (0x388, 0x38A), (0x38E, 0x3A1), (0x3A3, 0x3FF),
    (0x400, 0x482), (0x48A, 0x4FF), (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x202F, 0x203A),
    (0x2074, 0x2079), (0x2080, 0x2089), (0x20AC, 0x20AC), (0x2116, 0x2116), (0x2122, 0x2122),
    (0x2153, 0x215E), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x25A0, 0x25FF), (0x2610, 0x2612),
    (0x2713, 0x2714),
)  # fmt: skip
NOT_DRAWN = "\u25a1"
_SELECTORS = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF))


def render(
    template: str,
    data: Mapping[str, object],
    *,
    standards: Sequence[PDFStandard] = ARCHIVE_AND_ACCESSIBLE,
) -> bytes:
    """The PDF of a template filled with data; the same data give the same bytes.

    The file is a PDF/A-2a (tagged: its text can be read in order) and a PDF/UA-1 (for a screen
    reader): Typst checks both while writing. Every machine prints the same, from embedded fonts.

    Args:
        template: path below the package `hygie` ("incidents/paper/card.typ").
        data: what the template asks for, named at its top; plain values, or days.
        standards: names of PDF standards as Typst writes them.

    Raises:
        HygieError: `paper.failed`.
    """
    try:
        return typst.compile(
            str(PACKAGE / template),
            root=str(PACKAGE),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(_plain(data), ensure_ascii=True)},
            format="pdf",
            pdf_standards=list(standards),
            timestamp=0,
        )
    except (RuntimeError, TypeError, ValueError) as error:
        # The detail can hold a value: it names a person, it stays out of the log.
        logger.error("paper: %s was refused by Typst (%s)", template, type(error).__name__)
        raise HygieError(
            "paper.failed",
            "La page n’a pas pu être préparée pour l’impression. Rien n’a été changé.",
            advice="Recommencez ; si cela se répète, notez ce que vous imprimiez "
            "et prévenez votre informaticien.",
        ) from error


@cache
def _fonts() -> typst.Fonts:
    """The embedded fonts, read once a process: reading them again cost half of a small paper."""
    return typst.Fonts(include_system_fonts=False)


def _plain(value: object) -> object:
    """The same value, with strings that a font can draw and days as ISO strings."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def printable(untrusted_text: str) -> str:
    """The text without what cannot be printed, a white square standing for each sign not drawn.

    Signs that only change direction or hide (bidirectional overrides, joiners) are removed: on
    paper they could show "gpj.exe" as "exe.jpg".
    """
    composed = unicodedata.normalize("NFC", untrusted_text)
    return "".join(_printed(sign) for sign in composed)


@lru_cache(maxsize=4096)  # a French paper uses a hundred signs, thousands of times
def _printed(sign: str) -> str:
    if sign == "\n":
        return sign
    number = ord(sign)
    if any(first <= number <= last for first, last in PRINTABLE):
        return sign
    if sign.isspace():
        return " "
    hidden = unicodedata.category(sign) in {"Cc", "Cf"}
    if hidden or any(first <= number <= last for first, last in _SELECTORS):
        return ""
    return NOT_DRAWN
