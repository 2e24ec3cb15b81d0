"""Images of discs written by hand: ISO 9660 with Joliet or Rock Ridge, FAT16 with long names."""

import struct

SECTOR = 2048


def _both(number):
    return struct.pack("<I", number) + struct.pack(">I", number)


def _record(raw, *, sector, length, is_folder=False, extra=b""):
    name = raw + b"\0" * (len(raw) % 2 == 0)
    body = bytes([0]) + _both(sector) + _both(length) + bytes(7) + bytes([2 if is_folder else 0])
    body += (
        bytes(2) + struct.pack("<H", 1) + struct.pack(">H", 1) + bytes([len(raw)]) + name + extra
    )
    return bytes([len(body) + 1]) + body


def _volume(kind, *, root_sector, root_length, escape=b""):
    block = bytearray(SECTOR)
    block[0:7] = bytes([kind]) + b"CD001\1"
    block[88 : 88 + len(escape)] = escape
    block[128:132] = struct.pack("<H", SECTOR) + struct.pack(">H", SECTOR)
    root = _record(b"\0", sector=root_sector, length=root_length, is_folder=True)
    block[156 : 156 + len(root)] = root
    return bytes(block)


def iso(files, *, joliet=False, rock_ridge=False, extra_records=b""):
    """An image with these files at its top and one folder "SOUS" that holds the same."""
    first = 21
    sectors, spots = [], {}
    for name, content in files.items():
        spots[name] = (first + len(sectors), len(content))
        for at in range(0, max(1, len(content)), SECTOR):
            sectors.append(content[at : at + SECTOR].ljust(SECTOR, b"\0"))

    def raw(name):
        return (
            name.encode("utf-16-be") if joliet else name.upper().encode("cp437", "replace") + b";1"
        )

    def extra(name):
        sign = b"NM" + bytes([len(name.encode()) + 5, 1, 0]) + name.encode()
        return sign if rock_ridge else b""

    lines = b"".join(
        _record(raw(name), sector=at, length=size, extra=extra(name))
        for name, (at, size) in spots.items()
    )
    dots = _record(b"\0", sector=19, length=SECTOR, is_folder=True)
    dots += _record(b"\1", sector=19, length=SECTOR, is_folder=True)
    folder = raw("SOUS").removesuffix(b";1")
    below = _record(folder, sector=20, length=SECTOR, is_folder=True)
    # The folder below holds the one above: a loop.
    loop = _record(raw("BOUCLE").removesuffix(b";1"), sector=19, length=SECTOR, is_folder=True)
    volume = _volume(
        2 if joliet else 1, root_sector=19, root_length=SECTOR, escape=b"%/E" if joliet else b""
    )
    first_volume = _volume(1, root_sector=19, root_length=SECTOR)
    volumes = [first_volume, volume] if joliet else [volume, b"\xffCD001\1".ljust(SECTOR, b"\0")]
    end = b"\xffCD001\1".ljust(SECTOR, b"\0")
    top = (dots + lines + below + extra_records).ljust(SECTOR, b"\0")
    under = (dots + lines + loop).ljust(SECTOR, b"\0")
    return bytes(16 * SECTOR) + b"".join([*volumes, end, top, under, *sectors])


CLUSTER = 2048


def fat16(files, *, partitioned=False):
    """A FAT16 image of 4,200 clusters, whose files are in pieces in one folder "Dossier"."""
    table = bytearray(2 * 4300)
    data = bytearray(CLUSTER * 4300)
    free = [3]

    def chain(content):
        clusters = []
        for at in range(0, max(1, len(content)), CLUSTER):
            cluster = free[0]
            free[0] += 2  # never neighbours
            piece = content[at : at + CLUSTER]
            data[(cluster - 2) * CLUSTER : (cluster - 2) * CLUSTER + len(piece)] = piece
            clusters.append(cluster)
        for one, other in zip(clusters, [*clusters[1:], 0xFFFF], strict=True):
            table[one * 2 : one * 2 + 2] = struct.pack("<H", other)
        return clusters[0]

    lines = b""
    for rank, (name, content) in enumerate(files.items()):
        lines += _long(name) + _entry(f"F{rank}", chain(content), len(content))
    table[4:6] = struct.pack("<H", 0xFFFF)
    data[0 : len(lines)] = lines
    root = _entry("CLE", 0, 0, kind=0x08) + b"\xe5" + bytes(31) + _long("Dossier")
    root += _entry("DOSSIER", 2, 0, kind=0x10)
    sector = 512
    boot = bytearray(sector)
    boot[0:3] = b"\xeb\x3c\x90"
    struct.pack_into("<HBHBHHBH", boot, 11, sector, CLUSTER // sector, 1, 1, 512, 0, 0xF8, 17)
    struct.pack_into("<I", boot, 32, 1 + 17 + 32 + 4200 * CLUSTER // sector)
    boot[510:512] = b"\x55\xaa"
    image = bytes(boot) + bytes(table).ljust(17 * sector, b"\0") + root.ljust(512 * 32, b"\0")
    image += bytes(data[: 4200 * CLUSTER])
    return _partitioned(image, sector) if partitioned else image


def _partitioned(image, sector):
    first = bytearray(sector)
    first[446:462] = bytes(4) + b"\x06" + bytes(3) + struct.pack("<II", 1, len(image) // sector)
    first[510:512] = b"\x55\xaa"
    return bytes(first) + image


def _entry(short, cluster, length, *, kind=0x20):
    return struct.pack("<11sB8xH4xHI", short.ljust(11).encode(), kind, 0, cluster, length)


def _long(name):
    letters = name.encode("utf-16-le") + b"\0\0"
    pieces = [letters[at : at + 26].ljust(26, b"\xff") for at in range(0, len(letters), 26)]
    lines = [
        bytes([rank]) + piece[:10] + b"\x0f\0\0" + piece[10:22] + b"\0\0" + piece[22:]
        for rank, piece in enumerate(pieces, start=1)
    ]
    return b"".join(reversed(lines))
