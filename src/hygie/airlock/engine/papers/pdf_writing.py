"""A PDF of pictures, one a page, written from nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Page:
    """A picture that fills its page.

    Attributes:
        width, height: in pixels.
        is_grey: one value a pixel rather than three.
        jpeg: its content.
        points_per_pixel: size of a pixel on paper, in 72nds of an inch.
    """

    width: int
    height: int
    is_grey: bool
    jpeg: bytes
    points_per_pixel: float


def written(pages: Sequence[Page]) -> bytes:
    """The whole file. Objects 1 and 2 are the catalogue and the list; three more for each page."""
    kids = " ".join(f"{3 + 3 * rank} 0 R" for rank in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [ {kids} ] >>".encode(),
    ]
    for rank, page in enumerate(pages):
        objects += _objects(page, first=3 + 3 * rank)
    content, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, one in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    tail = b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\n" % (
        size,
        table,
        size,
    )
    return bytes(content) + tail + b"startxref\n%d\n%%%%EOF\n" % len(content)


def _objects(page: Page, *, first: int) -> list[bytes]:
    wide, high = page.width * page.points_per_pixel, page.height * page.points_per_pixel
    drawing = f"q {wide:.2f} 0 0 {high:.2f} 0 0 cm /P Do Q".encode()
    space = "DeviceGray" if page.is_grey else "DeviceRGB"
    described = (
        f"/Type /XObject /Subtype /Image /Width {page.width} /Height {page.height} "
        f"/ColorSpace /{space} /BitsPerComponent 8 /Filter /DCTDecode"
    )
    return [
        (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 {wide:.2f} {high:.2f} ] "
            f"/Contents {first + 1} 0 R /Resources << /XObject << /P {first + 2} 0 R >> >> >>"
        ).encode(),
        _stream("", drawing),
        _stream(described, page.jpeg),
    ]


def _stream(described: str, content: bytes) -> bytes:
    head = f"<< {described} /Length {len(content)} >>\nstream\n".encode()
    return head + content + b"\nendstream"
