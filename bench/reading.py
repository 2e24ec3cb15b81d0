"""Reading one page: in the sandbox, beside the same libraries in this process.

The ratio is the price of the walls: a child forked from a process that has loaded PDFium, ZXing-C++
and Pillow, giving up its rights (where no sandbox stands, a Python that starts and loads them). The
page is a sheet with text and a Datamatrix, as a PDF, as a scan put in a PDF, and as a photograph; a
letter without a code is the common case.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

import ratio
from PIL import Image

from hygie.reading.engine import page, pages
from hygie.reading.tests.sheets import DOMINIQUE, photograph, sheet

# What a person who waits for one file accepts; a folder is read while nobody waits.
ENOUGH_S = 3.0


def _in_this_process(content: bytes) -> object:
    return page.read(io.BytesIO(content), pages_of_codes=5, pages_of_text=20)


def _kinds(folder: Path) -> dict[str, bytes]:
    with_code = sheet(
        folder, "Nom de naissance : PAT-TROIS", "Née le 28/03/1979", payload=DOMINIQUE
    )
    photo = photograph(with_code, degrees=4, noise=60, blur=0.8)
    stream = io.BytesIO()
    Image.open(io.BytesIO(photo)).save(stream, "PDF")
    return {
        "a PDF with an INS code": with_code,
        "a letter without a code": sheet(folder, *(f"Ligne {n} de la lettre." for n in range(40))),
        "a scan put in a PDF": stream.getvalue(),
        "a photograph": photo,
    }


def main() -> int:
    """Measure each kind of page."""
    ratio.keep_two_cores()
    ratio.say_machine()
    page.rehearse()
    with tempfile.TemporaryDirectory() as folder:
        for name, content in _kinds(Path(folder)).items():
            found = ratio.pairs(
                lambda content=content: ratio.seconds(lambda: pages.read(content)),
                lambda content=content: ratio.seconds(lambda: _in_this_process(content)),
                n=ratio.repetitions(9),
            )
            ratio.tell(name, found, unit="s", our_limit=ENOUGH_S)
    return ratio.outcome()


if __name__ == "__main__":
    sys.exit(main())
