"""Text and tables in text: decoded, rid of what cannot be seen, written again in UTF-8.

No parser is needed: what runs here is Python's own decoding of bytes, on files of a bounded size.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator, Sequence

from hygie.airlock.engine.cleaner import Asking, Cleaned, Output, Staged, refused
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Verdict
from hygie.sandbox.job import MIB, Job

MAX_BYTES = 20 * MIB
# Beyond this share of characters that no text holds, it is no text.
MAX_ODD_SHARE = 0.02
TABLES = {"csv"}

_MARKED = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# Ends of page and of file of old printers and of DOS: they are let go without a word.
_OLD = str.maketrans("", "", "\f\x1a")
# Characters that are there to make a text look otherwise than it is written.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# A cell that a spreadsheet would compute: a formula, not a number with its sign nor a dash.
_FORMULA = re.compile(
    r'(?P<before>(?:^|[;,\t])"?[ ]*)(?=[=@]|[+-](?![\d.,\s()/+-]*(?:"?[;,\t]|"?$))[^\s])',
    re.MULTILINE,
)


class TextCleaner:
    """Plain text, and tables whose formulas are made words."""

    code = "text"
    kinds = frozenset({"text", "csv"})
    jobs: tuple[Job, ...] = ()
    batch = 16

    def clean(self, files: Sequence[Staged], *, asking: Asking) -> Iterator[Cleaned]:
        """One answer for each file."""
        del asking
        for file in files:
            yield _cleaned(file)


def _cleaned(file: Staged) -> Cleaned:
    if file.size_bytes > MAX_BYTES:
        return refused("text.too_large")
    text = decoded(file.stored.read_bytes()).translate(_OLD)
    bare, unseen = _UNSEEN.subn("", text)
    if unseen > 8 and unseen > MAX_ODD_SHARE * len(text):
        return refused("text.no_text")
    formulas = 0
    if file.kind in TABLES:
        bare, formulas = _FORMULA.subn(r"\g<before>'", bare)
    found = [Reason(code="text.unseen", count=unseen), Reason(code="text.formula", count=formulas)]
    removed = tuple(reason for reason in found if reason.count)
    mark = codecs.BOM_UTF8 if file.kind in TABLES else b""  # spreadsheets guess badly without it
    return Cleaned(
        verdict=Verdict.NEUTRALISED if removed else Verdict.REBUILT,
        reasons=(Reason(code="text.neutralised" if removed else "common.rebuilt"),),
        removed=removed,
        output=Output(
            suffix=".csv" if file.kind in TABLES else ".txt",
            kind=file.kind,
            pieces=(mark + bare.encode("utf-8", "replace"),),
        ),
    )


def decoded(untrusted: bytes) -> str:
    """The text of a file: as it says, else UTF-8, else what Windows writes in France."""
    for mark, name in _MARKED.items():
        if untrusted.startswith(mark):
            return _whole(untrusted.decode(name, "replace"))
    try:
        return _whole(untrusted.decode("utf-8"))
    except UnicodeDecodeError:
        return _whole(untrusted.decode("cp1252", "replace"))


def _whole(text: str) -> str:
    """Lines end in one way, and an accent is one character."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
