"""Real pages for the tests: codes by ZXing-C++, sheets by Typst, photographs by Pillow.

The people are test identities that the CNDA and the ANS publish: nobody bears them.
"""

import io
from pathlib import Path

import pypdfium2
import typst
import zxingcpp
from PIL import Image, ImageFilter

GS = "\x1d"
HEADER = "IS01" + "0" * 22
DOMINIQUE = (
    f"{HEADER}S1279035121518989S21.2.250.1.213.1.4.10S3DOMINIQUE{GS}S4PAT-TROIS{GS}"
    "S5FS628-03-1979S763220"
)
PIERRE_ALAIN = (
    f"{HEADER}S1109076322083439S21.2.250.1.213.1.4.10S3PIERRE-ALAIN{GS}"
    f"S4D'ARTAGNAN DE L'HERAULT{GS}S5MS614-07-2009S763220"
)

SHEET = """
#let given = json(bytes(sys.inputs.data))
#set document(title: "Feuille")
#set page(paper: "a4", margin: 20mm)
#set text(size: 11pt, lang: "fr")
#for line in given.lines [#line \\ ]
#if given.code [#v(8mm) #align(right, image("code.png", width: 22mm, alt: "code"))]
"""


def code_picture(payload: str, *, scale: int = 6) -> Image.Image:
    """A square Datamatrix, as the specification asks."""
    made = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.DataMatrix, force_square=True)
    pixels = memoryview(made.to_image(scale=scale))  # type: ignore[arg-type]
    height, width = pixels.shape  # type: ignore[misc]
    return Image.frombytes("L", (width, height), pixels.tobytes())


def bytes_of(picture: Image.Image, kind: str = "PNG", **options: int) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def sheet(folder: Path, *lines: str, payload: str = "") -> bytes:
    """A PDF of one page that says these lines, with the code of the payload when there is one."""
    import json

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sheet.typ").write_text(SHEET, encoding="utf-8")
    if payload:
        (folder / "code.png").write_bytes(bytes_of(code_picture(payload)))
    data = json.dumps({"lines": lines, "code": bool(payload)})
    return typst.compile(str(folder / "sheet.typ"), sys_inputs={"data": data}, format="pdf")


def photograph(pdf: bytes, *, degrees: float, noise: int, blur: float) -> bytes:
    """The first page as a telephone sees it: turned, on a grey table, noisy, a little blurred."""
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=200 / 72, grayscale=True).to_pil()
    turned = page.rotate(degrees, expand=True, fillcolor=170, resample=Image.Resampling.BICUBIC)
    noisy = Image.blend(turned, Image.effect_noise(turned.size, noise), 0.25)
    return bytes_of(noisy.filter(ImageFilter.GaussianBlur(blur)), "JPEG", quality=60)
