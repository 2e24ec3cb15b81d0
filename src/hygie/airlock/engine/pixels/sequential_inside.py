"""JPEG of more than eight bits a sample, decoded here. Inside the sandbox only.

Extended sequential DCT with Huffman coding, one component (ITU-T T.81 annex F): the only process
of transfer syntax 1.2.840.10008.1.2.4.51 that neither Pillow nor GDCM decodes. Old CT and nuclear
medicine files have it. Python works out the coefficients, numpy the pixels.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hygie.airlock.engine.pixels.codestream_inside import MisfitError

_ZIGZAG = (
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
    13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
)  # fmt: skip
_SOF0, _SOF1, _DHT, _DQT, _DRI, _SOS, _EOI = 0xC0, 0xC1, 0xC4, 0xDB, 0xDD, 0xDA, 0xD9
_RESTARTS = range(0xD0, 0xD8)
_NO_CODE = 0

# For the next 16 bits: how long the code is, in bits, and what it means.
Table = list[tuple[int, int]]


@dataclass
class _Tables:
    quantisers: dict[int, NDArray[Any]] = field(default_factory=dict)
    huffman: dict[int, Table] = field(default_factory=dict)
    restart_every: int = 0
    frame: bytes = b""


def decode(content: bytes) -> NDArray[np.uint16]:
    """The samples, rows and columns.

    Raises:
        MisfitError: another process, or damaged.
    """
    try:
        tables, scan, at = _segments(content)
        precision, rows, columns, count = struct.unpack_from(">BHHB", tables.frame)
        if count != 1 or scan[0] != 1 or precision not in {8, 12} or 0 in {rows, columns}:
            raise MisfitError("not one component")
        across, down = (columns + 7) // 8, (rows + 7) // 8
        coefficients = _coefficients(
            _parts(content[at:]),
            count=across * down,
            every=tables.restart_every or across * down,
            direct=tables.huffman[scan[2] >> 4],
            alternating=tables.huffman[0x10 | scan[2] & 15],
        )
        quantiser = tables.quantisers[tables.frame[8]]
    except (struct.error, IndexError, KeyError, ValueError, OverflowError) as error:
        raise MisfitError("damaged") from error
    blocks = _transformed(coefficients * quantiser, precision=precision)
    whole = blocks.reshape(down, across, 8, 8).transpose(0, 2, 1, 3).reshape(down * 8, across * 8)
    return np.ascontiguousarray(whole[:rows, :columns])


def _segments(content: bytes) -> tuple[_Tables, bytes, int]:
    """Tables, the header of the only scan, and where its bits begin."""
    tables, at = _Tables(), 2
    while True:
        marker, length = struct.unpack_from(">HH", content, at)
        kind, body = marker & 0xFF, content[at + 4 : at + 2 + length]
        if marker < 0xFF01 or length < 2:
            raise MisfitError("no marker")
        at += 2 + length
        if kind == _SOS:
            return tables, body, at
        if kind in {_SOF0, _SOF1}:
            tables.frame = body
        elif kind == _DHT:
            tables.huffman |= _huffman(body)
        elif kind == _DQT:
            tables.quantisers |= _quantisers(body)
        elif kind == _DRI:
            (tables.restart_every,) = struct.unpack(">H", body)


def _quantisers(body: bytes) -> dict[int, NDArray[Any]]:
    found, at = {}, 0
    while at < len(body):
        wide = body[at] >> 4
        numbers = np.frombuffer(body, ">u2" if wide else "u1", 64, at + 1).astype("i4")
        found[body[at] & 15] = numbers
        at += 129 if wide else 65
    return found


def _huffman(body: bytes) -> dict[int, Table]:
    """Codes are given by how many there are of each length, in order (T.81 annex C)."""
    found, at = {}, 0
    while at < len(body):
        lengths, values = body[at + 1 : at + 17], iter(body[at + 17 :])
        table: Table = []
        for size, count in enumerate(lengths, start=1):
            for _ in range(count):
                table += [(size, next(values, 0))] * (1 << (16 - size))
        if len(table) > 65_536:
            raise MisfitError("more codes than there can be")
        found[body[at]] = table + [(_NO_CODE, 0)] * (65_536 - len(table))
        at += 17 + sum(lengths)
    return found


def _parts(content: bytes) -> list[bytes]:
    """The bits between restarts, without what was stuffed after each 0xFF."""
    parts, begin, at = [], 0, 0
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        if (kind := content[at + 1]) == 0:
            at += 2
            continue
        if kind == 0xFF:
            at += 1
            continue
        parts.append(content[begin:at].replace(b"\xff\x00", b"\xff"))
        at = begin = at + 2
        if kind not in _RESTARTS:
            return parts
    return [*parts, content[begin:].replace(b"\xff\x00", b"\xff")]


def _coefficients(
    parts: list[bytes], *, count: int, every: int, direct: Table, alternating: Table
) -> NDArray[Any]:
    """Those of every block, in zigzag order."""
    found = np.zeros((count, 64), "i4")
    for rank, first in enumerate(range(0, count, every)):
        _Bits(parts[rank]).read(
            found[first : first + every], direct=direct, alternating=alternating
        )
    return found


class _Bits:
    """The bits of one part: sixteen and more can be looked at from any place."""

    def __init__(self, part: bytes) -> None:
        padded = np.frombuffer(part + b"\xff" * 8, "u1").astype("u8")
        # 40 bits from each byte on: 7 already used, 16 of a code, 16 of a value.
        words = sum(padded[i : len(padded) - 4 + i] << (32 - 8 * i) for i in range(5))
        self.words: list[int] = np.asarray(words).tolist()
        self.most = 8 * len(part)

    def read(self, blocks: NDArray[Any], *, direct: Table, alternating: Table) -> None:
        words, at, before = self.words, 0, 0
        for block in blocks:
            rank, table = 0, direct
            while rank < 64:
                word = words[at >> 3]
                left = 24 - (at & 7)
                size, meaning = table[word >> left & 0xFFFF]
                if size == _NO_CODE or at > self.most:
                    raise MisfitError("no such code")
                run, bits = (0, meaning) if table is direct else (meaning >> 4, meaning & 15)
                value = word >> (left + 16 - size - bits) & ((1 << bits) - 1)
                at += size + bits
                if bits and value < 1 << (bits - 1):
                    value -= (1 << bits) - 1
                if table is direct:
                    before += value
                    value, table = before, alternating
                elif not bits and run != 15:
                    break  # nothing but zeros up to the end of the block
                rank += run
                block[rank] = value
                rank += 1


def _transformed(coefficients: NDArray[Any], *, precision: int) -> NDArray[np.uint16]:
    """The inverse transform of every block, back from zigzag, centred and cut to its range."""
    blocks = np.zeros((len(coefficients), 64), "f4")
    blocks[:, _ZIGZAG] = coefficients
    place, wave = np.arange(8), np.arange(8)[:, None]
    cosines = np.cos((2 * place + 1) * wave * np.pi / 16) * np.where(wave == 0, np.sqrt(1 / 8), 0.5)
    base = cosines.astype("f4")
    samples = base.T @ blocks.reshape(-1, 8, 8) @ base
    most = (1 << precision) - 1
    found: NDArray[np.uint16] = np.rint(samples + (most + 1) // 2).clip(0, most).astype(np.uint16)
    return found
