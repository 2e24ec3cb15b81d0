"""What an image of a key holds (FAT12, FAT16, FAT32, long names). In the sandbox only.

Microsoft's "FAT: General Overview of On-Disk Format" 1.03. The image may begin by a table of
partitions; the first that is FAT is read. Nothing is extracted: where each file lies is told.
"""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from hygie.sandbox.channel import Message

MAX_DEPTH = 40
MAX_FOLDER_BYTES = 8 * 1024 * 1024
MAX_TABLE_BYTES = 256 * 1024 * 1024
_EXTENT = struct.Struct("<QQ")
_FAT_PARTITIONS = {0x01, 0x04, 0x06, 0x0B, 0x0C, 0x0E, 0xEF}
_ENDS = {12: 0xFF8, 16: 0xFFF8, 32: 0x0FFFFFF8}
_LONG_NAME, _VOLUME, _FOLDER = 0x0F, 0x08, 0x10


@dataclass(frozen=True)
class Volume:
    """The numbers of a boot sector that were checked, in bytes from the start of the image."""

    table: bytes
    bits: int
    data_at: int
    cluster_bytes: int
    clusters: int
    root_cluster: int
    root_at: int
    root_bytes: int


@dataclass(frozen=True)
class Record:
    """One entry of a folder."""

    name: str
    cluster: int
    length: int
    is_folder: bool


def rehearse() -> None:
    """Python loads an alphabet when it is first used; later no file can be opened."""
    for alphabet in ("utf-16-le", "cp850"):
        codecs.lookup(alphabet)


def listed(untrusted: BinaryIO, *, skip: int, most: int) -> Message:
    """Paths and extents of the files from the one numbered `skip`."""
    volume = _volume(untrusted)
    if volume is None:
        return Message("unknown")
    paths, extents = [], []
    for path, spans in islice(_files(untrusted, volume), skip, skip + most):
        paths.append(path)
        extents.append(b"".join(_EXTENT.pack(*span) for span in spans))
    return Message("listed", {"paths": tuple(paths), "extents": tuple(extents)})


def _volume(untrusted: BinaryIO) -> Volume | None:
    untrusted.seek(0)
    boot = untrusted.read(512)
    for start in (0, *_partitions(boot)):
        volume = _volume_at(untrusted, start)
        if volume is not None:
            return volume
    return None


def _partitions(boot: bytes) -> Iterator[int]:
    if len(boot) < 512 or boot[510:512] != b"\x55\xaa":
        return
    for at in range(446, 510, 16):
        if boot[at + 4] in _FAT_PARTITIONS:
            yield int(struct.unpack_from("<I", boot, at + 8)[0]) * 512


def _volume_at(untrusted: BinaryIO, start: int) -> Volume | None:
    untrusted.seek(start)
    boot = untrusted.read(512)
    if len(boot) < 512 or boot[510:512] != b"\x55\xaa" or boot[0] not in {0xEB, 0xE9}:
        return None
    sector, per_cluster, reserved, tables, entries, small = struct.unpack_from("<HBHBHH", boot, 11)
    per_table = struct.unpack_from("<H", boot, 22)[0] or struct.unpack_from("<I", boot, 36)[0]
    sectors = small or struct.unpack_from("<I", boot, 32)[0]
    is_sound = (
        sector in {512, 1024, 2048, 4096} and per_cluster and not per_cluster & per_cluster - 1
    )
    if not is_sound or not tables or not per_table or per_table * sector > MAX_TABLE_BYTES:
        return None
    root_sectors = (entries * 32 + sector - 1) // sector
    first_data = reserved + tables * per_table + root_sectors
    clusters = (sectors - first_data) // per_cluster
    if clusters <= 0:
        return None
    bits = 12 if clusters < 4085 else 16 if clusters < 65525 else 32
    untrusted.seek(start + reserved * sector)
    return Volume(
        table=untrusted.read(per_table * sector),
        bits=bits,
        data_at=start + first_data * sector,
        cluster_bytes=per_cluster * sector,
        clusters=clusters,
        root_cluster=struct.unpack_from("<I", boot, 44)[0] if bits == 32 else 0,
        root_at=start + (reserved + tables * per_table) * sector,
        root_bytes=entries * 32,
    )


def _next(volume: Volume, cluster: int) -> int:
    if volume.bits == 12:
        at = cluster * 3 // 2
        pair = int.from_bytes(volume.table[at : at + 2], "little")
        return pair >> 4 if cluster & 1 else pair & 0xFFF
    size = volume.bits // 8
    word = int.from_bytes(volume.table[cluster * size : (cluster + 1) * size], "little")
    return word & 0x0FFFFFFF


def _spans(volume: Volume, cluster: int, *, length: int) -> list[tuple[int, int]]:
    """Where a chain of clusters lies, neighbours in one piece; a loop ends with the length."""
    spans: list[tuple[int, int]] = []
    left = length
    while left > 0 and 2 <= cluster < min(volume.clusters + 2, _ENDS[volume.bits]):
        at = volume.data_at + (cluster - 2) * volume.cluster_bytes
        size = min(left, volume.cluster_bytes)
        if spans and sum(spans[-1]) == at:
            spans[-1] = (spans[-1][0], spans[-1][1] + size)
        else:
            spans.append((at, size))
        left -= size
        cluster = _next(volume, cluster)
    return spans


def _files(untrusted: BinaryIO, volume: Volume) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    seen: set[int] = set()
    waiting = [("", volume.root_cluster, 0)]
    while waiting:
        above, cluster, depth = waiting.pop()
        if cluster in seen or depth > MAX_DEPTH:
            continue
        seen.add(cluster)
        for record in _records(_folder(untrusted, volume, cluster)):
            path = f"{above}{record.name}"
            if record.is_folder:
                waiting.append((f"{path}/", record.cluster, depth + 1))
            else:
                yield path, _spans(volume, record.cluster, length=record.length)


def _folder(untrusted: BinaryIO, volume: Volume, cluster: int) -> bytes:
    spans = _spans(volume, cluster, length=MAX_FOLDER_BYTES)
    if cluster == 0:
        spans = [(volume.root_at, volume.root_bytes)]
    content = b""
    for at, size in spans:
        untrusted.seek(at)
        content += untrusted.read(size)
    return content


def _records(content: bytes) -> Iterator[Record]:
    long_name: list[bytes] = []
    for at in range(0, len(content) - 31, 32):
        entry = content[at : at + 32]
        if entry[0] == 0:
            return
        if entry[0] == 0xE5:
            long_name = []
        elif entry[11] & 0x3F == _LONG_NAME:
            long_name.append(entry[1:11] + entry[14:26] + entry[28:32])
        else:
            name = _long(long_name) or _short(entry)
            long_name = []
            if not entry[11] & _VOLUME and entry[0] != 0x2E:
                yield _record(entry, name)


def _record(entry: bytes, name: str) -> Record:
    high, low, length = (struct.unpack_from(form, entry, at)[0] for form, at in _PLACES)
    return Record(
        name=name.replace("/", "_"),
        cluster=high << 16 | low,
        length=length,
        is_folder=bool(entry[11] & _FOLDER),
    )


_PLACES = (("<H", 20), ("<H", 26), ("<I", 28))


def _long(pieces: list[bytes]) -> str:
    """The pieces stand last first, ended by a zero and filled with ones."""
    return b"".join(reversed(pieces)).decode("utf-16-le", "replace").partition("\0")[0]


def _short(entry: bytes) -> str:
    raw = entry[:11].replace(b"\x05", b"\xe5", 1) if entry[0] == 5 else entry[:11]
    stem, suffix = raw[:8].decode("cp850").rstrip(), raw[8:].decode("cp850").rstrip()
    # Windows keeps in two bits that a short name was typed in small letters.
    stem = stem.lower() if entry[12] & 0x08 else stem
    suffix = suffix.lower() if entry[12] & 0x10 else suffix
    return f"{stem}.{suffix}" if suffix else stem
