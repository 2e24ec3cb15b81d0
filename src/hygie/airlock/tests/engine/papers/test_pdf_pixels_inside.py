import io

import segno

from hygie.airlock.engine.papers import pdf_pixels_inside
from hygie.airlock.tests.engine.papers import pdfs


def drawn(content, *, number=0, most_pixels=1_000_000, looks_for_codes=1):
    return pdf_pixels_inside.draw(
        io.BytesIO(content),
        number=number,
        dots_per_inch=100,
        most_pixels=most_pixels,
        looks_for_codes=looks_for_codes,
    )


def test_a_page_is_drawn_at_the_size_asked():
    told = drawn(pdfs.plain(pages=2)).fields
    assert (told["pages"], told["codes"]) == (2, 0)
    assert (told["width"], told["height"]) == (827, 1170)
    assert len(told["pixels"]) == told["width"] * told["height"] * 3
    assert set(told["pixels"]) != {255}


def test_a_page_a_kilometre_wide_is_drawn_small():
    document = pdfs.new()
    document.pages[0].obj.MediaBox = [0, 0, 14_400, 14_400]
    told = drawn(pdfs.saved(document), most_pixels=10_000).fields
    assert told["width"] * told["height"] <= 10_000


def test_codes_are_counted():
    target = io.BytesIO()
    segno.make("https://example.org", micro=False).save(target, kind="pdf", scale=8, border=4)
    assert drawn(target.getvalue()).fields["codes"] == 1
    assert drawn(target.getvalue(), looks_for_codes=0).fields["codes"] == 0


def test_what_is_no_page_is_refused():
    assert drawn(b"x").code == drawn(pdfs.plain(), number=5).code == "refused"
