"""In which encoding a CSV file is written: seen in all its bytes before any of it is believed.

Practices' software writes UTF-8, Windows-1252 or UTF-16; an old Mac writes MacRoman. A file put
together from two others may mix them: half of its accents would be false, so it is refused, with
the line.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from hygie.core.errors import HygieError

BLOCK_BYTES = 1024 * 1024
# A line longer than this is no line of a list.
MAX_LINE_BYTES = 1024 * 1024
WINDOWS, MAC = "cp1252", "mac-roman"
# French letters as Windows writes them, and É à ç é è ê ù as a Mac did: no name has what these are
# in Windows.
_OF_WINDOWS = bytes.fromhex("c0c2c7c8c9cacbcecfd4d9dbdce0e2e7e8e9eaebeeeff4f9fbfc")
_OF_MAC = bytes.fromhex("83888d8e8f909d")
_NOT_IN_WINDOWS = bytes.fromhex("818d8f909d")
_NAMES = {"utf-8-sig": "UTF-8", WINDOWS: "Windows (1252)", MAC: "Mac", "utf-16": "UTF-16"}


@dataclass(frozen=True, kw_only=True)
class Survey:
    """What the bytes of a file say.

    Attributes:
        encoding: as Python calls it.
        size_bytes: of the whole file.
        lines: how many ends of line, about how many patients.
    """

    encoding: str
    size_bytes: int
    lines: int

    @property
    def name(self) -> str:
        """The encoding, for a person."""
        return _NAMES[self.encoding]


@dataclass
class _Seen:
    size_bytes: int = 0
    lines: int = 0
    utf8_lines: int = 0
    first_utf8: int = 0
    other_lines: int = 0
    first_other: int = 0
    windows: int = 0
    mac: int = 0
    not_windows: int = 0

    def add(self, block: bytes) -> None:
        """Take whole lines."""
        if b"\0" in block:
            raise _with_nul(self.lines + block[: block.index(b"\0")].count(b"\n") + 1)
        if not block.isascii():
            self._add_accents(block)
        self.size_bytes += len(block)
        self.lines += block.count(b"\n")

    def _add_accents(self, block: bytes) -> None:
        for rank, line in enumerate(block.split(b"\n"), start=self.lines + 1):
            if line.isascii():
                continue
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                self.other_lines += 1
                self.first_other = self.first_other or rank
                self._weigh(line)
            else:
                self.utf8_lines += 1
                self.first_utf8 = self.first_utf8 or rank

    def _weigh(self, line: bytes) -> None:
        self.windows += _count(line, _OF_WINDOWS)
        self.mac += _count(line, _OF_MAC)
        self.not_windows += _count(line, _NOT_IN_WINDOWS)


def survey(stream: IO[bytes]) -> Survey:
    """Read a stream to its end.

    Raises:
        HygieError: `patients.file_nul`, `patients.file_mixed`, `patients.file_encoding`.
    """
    start = stream.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _survey_utf16(start, stream)
    seen = _Seen()
    for block in _whole_lines(start, stream):
        seen.add(block)
    if seen.utf8_lines and seen.other_lines:
        raise _mixed(seen)
    return Survey(encoding=_encoding(seen), size_bytes=seen.size_bytes, lines=seen.lines)


def _encoding(seen: _Seen) -> str:
    if not seen.other_lines:
        return "utf-8-sig"
    if seen.mac > seen.windows:
        return MAC
    if seen.not_windows:
        raise HygieError(
            "patients.file_encoding",
            f"Les accents de ce fichier sont illisibles, d’abord à la ligne {seen.first_other}. "
            "Rien n’a été importé.",
            advice="Exportez de nouveau la liste, en UTF-8 si votre logiciel le propose.",
        )
    return WINDOWS


def _count(line: bytes, signs: bytes) -> int:
    return len(line) - len(line.translate(None, signs))


def _whole_lines(start: bytes, stream: IO[bytes]) -> Iterator[bytes]:
    left = start
    while block := stream.read(BLOCK_BYTES):
        block = left + block
        end = block.rfind(b"\n") + 1
        if not end and len(block) > MAX_LINE_BYTES and b"\r" in block:
            # An old Mac ends its lines by a carriage return alone.
            end = block.rfind(b"\r") + 1
        if not end and len(block) > 4 * MAX_LINE_BYTES:
            raise HygieError(
                "patients.file_not_a_list",
                "Ce fichier n’a pas de lignes\u00a0: ce n’est pas une liste. Rien n’a été importé.",
                advice="Exportez de nouveau la liste depuis votre logiciel, en CSV ou en .xlsx.",
            )
        left = block[end:]
        if end:
            yield block[:end]
    if left:
        yield left


def _survey_utf16(start: bytes, stream: IO[bytes]) -> Survey:
    decoder = codecs.getincrementaldecoder("utf-16")()
    size_bytes, lines, block = len(start), 0, start
    try:
        while block:
            text = decoder.decode(block)
            if "\0" in text:
                raise _with_nul(lines + text[: text.index("\0")].count("\n") + 1)
            lines += text.count("\n")
            block = stream.read(BLOCK_BYTES)
            size_bytes += len(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise HygieError(
            "patients.file_cut",
            f"Ce fichier est coupé ou abîmé, vers la ligne {lines + 1}. Rien n’a été importé.",
            advice="Exportez de nouveau la liste depuis votre logiciel.",
        ) from error
    return Survey(encoding="utf-16", size_bytes=size_bytes, lines=lines)


def _with_nul(line: int) -> HygieError:
    return HygieError(
        "patients.file_nul",
        f"La ligne {line} contient des octets vides\u00a0: ce fichier est abîmé, ou n’est pas une "
        "liste. Rien n’a été importé.",
        advice="Exportez de nouveau la liste depuis votre logiciel, en CSV ou en .xlsx.",
    )


def _mixed(seen: _Seen) -> HygieError:
    odd = seen.first_other if seen.other_lines <= seen.utf8_lines else seen.first_utf8
    return HygieError(
        "patients.file_mixed",
        f"Ce fichier mélange deux façons d’écrire les accents\u00a0: la ligne {odd} n’est pas "
        "écrite comme les autres. Rien n’a été importé.",
        advice="Exportez de nouveau la liste en une seule fois, sans la recopier d’un autre "
        "fichier.",
    )
