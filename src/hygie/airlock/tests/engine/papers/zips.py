"""Archives, honest and hostile, made as bytes."""

import io
import struct
import zipfile
import zlib


def zipped(members, *, method=zipfile.ZIP_DEFLATED, comment=b""):
    """An honest archive."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.comment = comment
    return target.getvalue()


def local(name, content, *, packed=None, method=0, flags=0):
    packed = content if packed is None else packed
    return (
        struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, flags, method, 0, 0, zlib.crc32(content),
                    len(packed), len(content), len(name), 0)
        + name + packed
    )  # fmt: skip


def central(
    name: bytes, content: bytes, *, packed=None, method=0, flags=0, at=0, attributes=0
) -> bytes:
    packed = content if packed is None else packed
    return (
        struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 3 << 8 | 20, 20, flags, method, 0, 0,
                    zlib.crc32(content), len(packed), len(content), len(name), 0, 0, 0, 0,
                    attributes, at)
        + name
    )  # fmt: skip


def closed(body, lines, *, count=None):
    """An archive from what stands before its directory, and the directory."""
    directory = b"".join(lines)
    count = len(lines) if count is None else count
    return (
        body + directory
        + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)
    )  # fmt: skip


def widened(content):
    """The same archive with the end of a ZIP64, and an old end that says nothing."""
    _, _, _, _, count, length, offset, _ = struct.unpack("<4s4H2LH", content[-22:])
    end64 = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, length, offset)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(content) - 22, 1)
    full = (0xFFFF,) * 2 + (0xFFFFFFFF,) * 2
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, *full, 0)
    return content[:-22] + end64 + locator + end


def overlapping(count=200):
    """Every line of the directory leads to the same kernel, as in an overlapped bomb."""
    content = bytes(1_000_000)
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = deflater.compress(content) + deflater.flush()
    body = local(b"0", content, packed=packed, method=8)
    lines = [central(b"0", content, packed=packed, method=8) for _ in range(count)]
    return closed(body, lines)


def nested(depth=5, width=16):
    """As 42.zip: archives of archives, a thousandfold at the end."""
    content = zipped({"0.dll": bytes(20_000_000)})
    for level in range(depth):
        content = zipped({f"lib {level}-{rank}.zip": content for rank in range(width)})
    return content
