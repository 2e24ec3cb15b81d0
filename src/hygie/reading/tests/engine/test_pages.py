import io
import zlib

import pytest
from PIL import Image
from pypdf import PdfWriter

from hygie.core.errors import HygieError
from hygie.reading.engine import child, pages, walled
from hygie.reading.tests.sheets import DOMINIQUE, bytes_of, photograph, sheet


@pytest.fixture
def identity_sheet(tmp_path):
    return sheet(tmp_path, "Nom de naissance : PAT-TROIS", "Née le 28/03/1979", payload=DOMINIQUE)


def refused(content, **limits):
    with pytest.raises(HygieError) as told:
        pages.read(content, **limits)
    assert told.value.advice
    return told.value.code


def pdf_of(*objects):
    """A PDF written by hand, whose objects are given; the first is the catalog."""
    body = b"%PDF-1.7\n"
    places = []
    for number, text in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )


def test_a_pdf_gives_its_code_with_its_separators_and_its_text(identity_sheet):
    seen = pages.read(identity_sheet)
    assert seen.codes == (DOMINIQUE,)
    assert "Nom de naissance" in seen.text
    assert "28/03/1979" in seen.text
    assert seen.pages == 1


def test_a_page_without_code_gives_its_text_alone(tmp_path):
    seen = pages.read(sheet(tmp_path, "Bonjour, D’ARTAGNAN de l’Hérault"))
    assert seen.codes == ()
    assert "D’ARTAGNAN de l’Hérault" in seen.text


@pytest.mark.parametrize("degrees", [0, 7, 90, 180, 203])
def test_a_noisy_photograph_taken_askew_is_read(identity_sheet, degrees):
    photo = photograph(identity_sheet, degrees=degrees, noise=80, blur=0.8)
    assert pages.read(photo).codes == (DOMINIQUE,)


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP", "JPEG"])
def test_each_kind_of_picture_is_read(identity_sheet, kind):
    photo = Image.open(io.BytesIO(photograph(identity_sheet, degrees=2, noise=20, blur=0.5)))
    assert pages.read(bytes_of(photo, kind)).codes == (DOMINIQUE,)


def test_a_scan_put_in_a_pdf_is_read(identity_sheet):
    scan = Image.open(io.BytesIO(photograph(identity_sheet, degrees=1, noise=60, blur=0.8)))
    seen = pages.read(bytes_of(scan, "PDF"))
    assert seen.codes == (DOMINIQUE,)
    assert seen.text == ""


def test_only_the_first_pages_are_looked_at(identity_sheet):
    writer = PdfWriter()
    for _ in range(3):
        writer.add_blank_page(width=595, height=842)
    writer.append(io.BytesIO(identity_sheet))
    stream = io.BytesIO()
    writer.write(stream)
    whole = pages.read(stream.getvalue())
    assert (whole.pages, whole.codes) == (4, (DOMINIQUE,))
    first = pages.read(stream.getvalue(), pages_of_codes=3, pages_of_text=3)
    assert (first.pages, first.codes, first.text.strip()) == (4, (), "")


def test_nothing_is_asked_of_an_empty_file():
    assert refused(b"") == "reading.empty"


def test_a_file_too_heavy_is_refused_before_anything_is_read():
    assert refused(b"%PDF-" + bytes(pages.MAX_BYTES)) == "reading.too_heavy"


@pytest.mark.parametrize("content", [b"MZ\x90\x00", b"PK\x03\x04", b"Nom;Date", b"GIF89a"])
def test_what_is_no_page_is_refused(content):
    assert refused(content) == "reading.not_a_page"


def test_a_photograph_of_an_iphone_is_told_how_to_be_sent():
    assert refused(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic") == "reading.heic"


def test_a_pdf_with_a_password_is_told(identity_sheet):
    writer = PdfWriter(clone_from=io.BytesIO(identity_sheet))
    writer.encrypt("secret", algorithm="AES-256")
    stream = io.BytesIO()
    writer.write(stream)
    assert refused(stream.getvalue()) == "reading.encrypted"


@pytest.mark.parametrize("kept", [20, 200, 900])
def test_a_file_cut_short_is_told(identity_sheet, kept):
    assert refused(identity_sheet[:kept]) == "reading.broken"


def test_a_picture_cut_short_is_told(identity_sheet):
    photo = photograph(identity_sheet, degrees=0, noise=20, blur=0.5)
    assert refused(photo[:400]) == "reading.broken"


def test_a_page_of_a_kilometre_is_read_like_another():
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 2834646 2834646]/Resources<<>>>>"
    content = pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Kids[3 0 R]/Count 1>>", page)
    assert pages.read(content).codes == ()


def test_a_tree_of_pages_that_turns_in_circles_ends():
    content = pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 9>>")
    assert refused(content) == "reading.broken"


def test_a_picture_that_would_fill_the_memory_is_refused():
    huge = Image.new("1", (16_000, 16_000))
    assert refused(bytes_of(huge)) == "reading.too_large"


def test_a_pdf_that_would_fill_the_memory_is_stopped():
    side = 16_000
    deflated = zlib.compressobj(1)
    row = bytes(side * 3)
    packed = b"".join(deflated.compress(row) for _ in range(side)) + deflated.flush()
    head = b"<</Type/XObject/Subtype/Image/Width %d/Height %d" % (side, side)
    head += b"/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode/Length %d>>" % len(packed)
    paint = b"500 0 0 500 0 0 cm /I Do"
    content = pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R"
        b"/Resources<</XObject<</I 4 0 R>>>>>>",
        head + b"\nstream\n" + packed + b"\nendstream",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(paint), paint),
    )
    assert refused(content) in {"reading.too_large", "reading.broken"}


def test_a_reader_that_takes_too_long_is_ended(identity_sheet):
    assert refused(identity_sheet, timeout_s=0.02) == "reading.too_slow"


def test_the_memory_of_hygie_itself_is_not_counted(identity_sheet):
    held = bytearray(child.MAX_MEMORY_BYTES + 1)
    held[::4096] = b"\x01" * len(held[::4096])
    assert pages.read(identity_sheet).codes == (DOMINIQUE,)


def test_the_reader_gets_no_secret(identity_sheet, monkeypatch):
    monkeypatch.setenv("HYGIE_PASSPHRASE_FILE", "/nowhere")
    monkeypatch.setattr(walled._walls, "pool", lambda: None)
    assert "HYGIE_PASSPHRASE_FILE" not in pages._environment()
    assert pages.read(identity_sheet).codes == (DOMINIQUE,)


def test_without_walls_a_child_reads_the_same(identity_sheet, monkeypatch):
    within = pages.read(identity_sheet)
    monkeypatch.setattr(walled._walls, "pool", lambda: None)
    assert pages.read(identity_sheet) == within
    assert refused(identity_sheet[:200]) == "reading.broken"
    assert refused(identity_sheet, timeout_s=0.02) == "reading.too_slow"


@pytest.mark.parametrize("answer", [b"", b"{", b"[]", b'{"pages": 1}', b'{"pages":"x","codes":[]}'])
def test_a_reader_that_answers_nonsense_is_not_believed(answer):
    with pytest.raises(HygieError) as told:
        pages._seen(pages._parsed(answer))
    assert told.value.code == "reading.broken"


def test_nothing_of_the_page_is_written_on_the_disk(identity_sheet, home, tmp_path, monkeypatch):
    empty = tmp_path / "tmp"
    empty.mkdir()
    monkeypatch.setenv("TMPDIR", str(empty))
    pages.read(identity_sheet)
    assert list(empty.iterdir()) == []
    assert not home.exists()
