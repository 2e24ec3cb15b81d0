import io

import pikepdf
from PIL import Image

from hygie.airlock.engine.papers.pdf_writing import Page, written


def picture(mode):
    target = io.BytesIO()
    Image.new(mode, (30, 40)).save(target, "JPEG")
    return Page(
        width=30, height=40, is_grey=mode == "L", jpeg=target.getvalue(), points_per_pixel=0.5
    )


def test_pictures_become_pages():
    content = written([picture("L"), picture("RGB")])
    with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as document:
        assert document.check_pdf_syntax() == []
        spaces = [str(page.obj.Resources.XObject.P.ColorSpace) for page in document.pages]
        assert spaces == ["/DeviceGray", "/DeviceRGB"]
        assert [float(x) for x in document.pages[0].obj.MediaBox] == [0, 0, 15, 20]
