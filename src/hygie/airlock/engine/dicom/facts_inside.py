"""What a file says of its images: for the screen and the index. Inside only."""

from __future__ import annotations

import codecs
import re

from hygie.airlock.engine.dicom.checks_inside import number_in, value_of
from hygie.airlock.engine.dicom.header import Shape
from hygie.airlock.engine.dicom.telling import BITS, MAX_FRAMES, MAX_TEXT_CHARACTERS

# Names of `telling.LINES` and `telling.NUMBERS`, and the elements that they are.
TEXTS = {
    "modality": 0x00080060, "name": 0x00100010, "patient": 0x00100020, "birth": 0x00100030,
    "sex": 0x00100040, "date": 0x00080020, "study_text": 0x00081030, "series_text": 0x0008103E,
    "part": 0x00180015,
}  # fmt: skip
NUMBERS = {"series_number": 0x00200011, "instance_number": 0x00200013}
UIDS = {
    "study": 0x0020000D,
    "series": 0x0020000E,
    "instance": 0x00080018,
    "class": 0x00080016,
}

# Defined terms of (0008,0005), without "ISO_IR" or "ISO 2022 IR" (PS3.3 C.12.1.1.2).
_CODECS = {
    "100": "latin-1", "101": "iso8859-2", "109": "iso8859-3", "110": "iso8859-4",
    "144": "iso8859-5", "127": "iso8859-6", "126": "iso8859-7", "138": "iso8859-8",
    "148": "iso8859-9", "203": "iso8859-15", "166": "iso8859-11", "13": "shift_jis",
    "192": "utf-8", "GB18030": "gb18030", "GBK": "gbk", "87": "iso2022_jp_2",
    "159": "iso2022_jp_2", "149": "euc_kr", "58": "gb2312",
}  # fmt: skip
_DEFAULT = "latin-1"
_LAST_WORD = re.compile(r"[A-Z0-9]+$")
_SHIFT_TO_G1 = re.compile(rb"\x1b\$\)[AC]")


def load_codecs() -> None:
    """Load every codec: inside the walls no module can be."""
    for name in (*_CODECS.values(), _DEFAULT):
        codecs.lookup(name)
        b"a".decode(name)


def codec(values: dict[int, bytes]) -> str:
    """Codec of a data set's texts."""
    if 0x00080005 not in values:
        return _DEFAULT
    said = value_of(values[0x00080005]).decode("latin-1")
    found = [_CODECS.get(_word(term), "") for term in said.split("\\")]
    # With code extensions the last one is that of the names; the first is often ASCII.
    return next((name for name in reversed(found) if name), _DEFAULT)


def _word(term: str) -> str:
    found = _LAST_WORD.search(term.strip(" \0"))
    return found.group() if found else ""


def text_in(values: dict[int, bytes], tag: int, name: str) -> str:
    """The first value of a text, printable and short; "" when it is absent."""
    if tag not in values:
        return ""
    content = value_of(values[tag])
    if name in {"euc_kr", "gb2312"}:
        content = _SHIFT_TO_G1.sub(b"", content)
    said = content.decode(name, "replace").split("\\")[0].split("=")[0].strip(" \0^")
    if not said.isprintable():
        said = "".join(letter for letter in said if letter.isprintable())
    return said[:MAX_TEXT_CHARACTERS]


def uid_in(values: dict[int, bytes], tag: int) -> str:
    """The first UID of an element; "" when it is absent."""
    if tag not in values:
        return ""
    return value_of(values[tag]).strip(b"\0 ").decode("latin-1").split("\\")[0]


def whole_in(values: dict[int, bytes], tag: int) -> int:
    """A number of a series or an image; 0 when it is absent or not reasonable."""
    found = number_in(values, tag) or 0
    return found if -(1 << 31) <= found < 1 << 31 else 0


def shape_in(values: dict[int, bytes], number: str) -> Shape | None:
    """The pixels' form; None when a number of it is missing or cannot be."""
    rows, columns = number_in(values, 0x00280010) or 0, number_in(values, 0x00280011) or 0
    samples = number_in(values, 0x00280002) or 1
    frames = number_in(values, 0x00280008) or 1
    default_bits = {"float": 32, "double": 64}.get(number, 0)
    bits = number_in(values, 0x00280100) or default_bits
    stored = number_in(values, 0x00280101) or bits
    high = number_in(values, 0x00280102)
    if not 0 < rows <= 0xFFFF or not 0 < columns <= 0xFFFF or not 0 < samples <= 4:
        return None
    if not 0 < frames <= MAX_FRAMES or bits not in BITS or not 0 < stored <= bits:
        return None
    return Shape(
        rows=rows,
        columns=columns,
        samples=samples,
        frames=frames,
        bits_allocated=bits,
        bits_stored=stored,
        high_bit=stored - 1 if high is None or not 0 <= high < bits else high,
        representation=(number_in(values, 0x00280103) or 0) & 1,
        photometric=_photometric(values),
        planar=(number_in(values, 0x00280006) or 0) & 1,
        number=number,
    )


def _photometric(values: dict[int, bytes]) -> str:
    said = text_in(values, 0x00280004, _DEFAULT)
    return said if re.fullmatch(r"[A-Z][A-Z0-9_ ]{0,15}", said) else ""
