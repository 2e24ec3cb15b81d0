"""Outlook's MSG made by the tests: an OLE file of 512-byte sectors.

[MS-CFB]: a header, one allocation table, a directory whose entries form a chain to the right
(a degenerate tree, which readers accept), then the streams, padded so that none is a "mini" one.
"""

import struct

SECTOR = 512
END, FREE, TABLE, NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF


def entry(name, kind, *, right=NONE, child=NONE, start=END, size=0):
    """One line of the directory: 5 the root, 1 a folder, 2 a stream."""
    coded = name.encode("utf-16-le") + b"\0\0"
    return (
        coded.ljust(64, b"\0")
        + struct.pack("<HBB", len(coded), kind, 1)
        + struct.pack("<III", NONE, right, child)
        + bytes(16)
        + bytes(4 + 16)
        + struct.pack("<IQ", start, size)
    )


def ole(streams):
    """An OLE file of these streams; "folder/name" stands in a folder of one level."""
    padded = {
        name: content.ljust(-(-max(len(content), 4096) // SECTOR) * SECTOR, b"\0")
        for name, content in streams.items()
    }
    folders = sorted({name.split("/")[0] for name in streams if "/" in name})
    names = [*(name for name in streams if "/" not in name), *folders]
    names += [name for name in streams if "/" in name]
    directory_sectors = -(-(len(names) + 1) * 128 // SECTOR)
    start, at = {}, 1 + directory_sectors
    for name, content in padded.items():
        start[name], at = at, at + len(content) // SECTOR
    assert at <= 128, "one table holds 128 sectors"
    table = [TABLE, *_chain(1, directory_sectors)]
    for name, content in padded.items():
        table += _chain(start[name], len(content) // SECTOR)
    table += [FREE] * (128 - len(table))
    directory = _directory(names, folders=folders, start=start, padded=padded)
    directory = directory.ljust(directory_sectors * SECTOR, b"\0")
    return _header() + struct.pack("<128I", *table) + directory + b"".join(padded.values())


def _header():
    return (
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
        + struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0, 0)
        + struct.pack("<I", FREE) * 108
    )  # fmt: skip


def _directory(names, *, folders, start, padded):
    """Each name after its neighbour; a folder leads to its first."""
    rank = {name: at for at, name in enumerate(names, 1)}
    level = {name: name.rpartition("/")[0] for name in names}
    lines = [entry("Root Entry", 5, child=1)]
    for name in names:
        after = [one for one in names[rank[name] :] if level[one] == level[name]]
        inside = [one for one in names if level[one] == name]
        lines.append(
            entry(
                name.rpartition("/")[2],
                1 if name in folders else 2,
                right=rank[after[0]] if after else NONE,
                child=rank[inside[0]] if inside else NONE,
                start=start.get(name, 0),
                size=len(padded.get(name, b"")),
            )
        )
    return b"".join(lines)


def _chain(start, count):
    return [*range(start + 1, start + count), END]


def msg(*, files=(), **texts):
    """A message of Outlook: `texts` by property ("p0037": subject)."""
    streams = {
        f"__substg1.0_{name[1:].upper()}001F": text.encode("utf-16-le")
        for name, text in texts.items()
    }
    for rank, (name, content) in enumerate(files):
        folder = f"__attach_version1.0_#{rank:08d}"
        streams[f"{folder}/__substg1.0_3707001F"] = name.encode("utf-16-le")
        streams[f"{folder}/__substg1.0_37010102"] = content
    return ole(streams)
