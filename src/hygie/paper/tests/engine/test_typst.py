"""From values to a PDF: what is printed is what was given, and nothing else."""

import io
import re
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies
from pypdf import PdfReader

from hygie.core.errors import HygieError
from hygie.paper.engine import typst as paper

TEMPLATE = "accounts/paper/recovery.typ"
EMBEDDED = {"LibertinusSerif", "DejaVuSansMono", "NewCM10", "NewCMMath"}


def values(**changes):
    return {
        "title": "Code de secours",
        "practice": {"name": "Cabinet du Dr Alice Martin", "place": "Grenoble"},
        "printed_on": "2026-11-24",
        "demo": False,
        "journal_head": "",
        "code": "7K3M-9QXT-B2HV-0RWD-5NEJ-8C4P-YZ6A",
        **changes,
    }


def read(pdf):
    return PdfReader(io.BytesIO(pdf))


def text_of(pdf):
    return "\n".join(page.extract_text() for page in read(pdf).pages)


def test_the_same_values_give_the_same_file_to_the_byte():
    assert paper.render(TEMPLATE, values()) == paper.render(TEMPLATE, values())
    assert paper.render(TEMPLATE, values()) != paper.render(TEMPLATE, values(demo=True))


def test_the_file_says_that_it_is_an_archive_a_screen_reader_can_read():
    reader = read(paper.render(TEMPLATE, values()))
    packet = reader.xmp_metadata.stream.get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in packet
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in packet
    assert "<pdfuaid:part>1</pdfuaid:part>" in packet
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"].startswith("fr")
    assert reader.metadata.title == "Code de secours"
    assert reader.metadata.author == "Cabinet du Dr Alice Martin"


def test_only_the_fonts_that_come_with_the_package_are_used():
    page = read(paper.render(TEMPLATE, values())).pages[0]
    fonts = {font.get_object()["/BaseFont"] for font in page["/Resources"]["/Font"].values()}
    families = {re.sub(r"^/[A-Z]{6}\+", "", name).split("-")[0] for name in fonts}
    assert families
    assert families <= EMBEDDED


def test_a_day_may_be_given_as_a_day():
    assert "le 24/11/2026" in text_of(paper.render(TEMPLATE, values(printed_on=date(2026, 11, 24))))


@pytest.mark.parametrize(
    "typed",
    [
        '#panic("non") #include "autre.typ"',
        "*gras* _penché_ `code` $x^2$ = titre",
        'Cabinet « l’Étoile » de l\'Aß "œuvre" – n° 1',
        "\\u{41} \\ // commentaire /* suite */ @renvoi <marque> ~ -- ... [x](y)",
        "{{ '/' }} ${HOME} %s {0}",
        "Nguyễn Thị Hằng, Łukasz Żółć, Ελένη, Иванов",
    ],
)
def test_what_a_person_typed_is_printed_as_typed(typed):
    practice = {"name": typed, "place": "Grenoble"}
    printed = text_of(paper.render(TEMPLATE, values(practice=practice, title=typed)))

    def without_spaces(text):
        return re.sub(r"\s", "", unicodedata.normalize("NFC", text))

    assert without_spaces(printed).count(without_spaces(typed)) == 2, "in the header and the title"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Zoé 🦷 dentiste", "Zoé □ dentiste"),
        ("日本", "□□"),
        ("zéro\x00octet\x1b[31m", "zérooctet[31m"),
        ("facture\u202egpj.exe", "facturegpj.exe"),
        ("coupé\ud83d", "coupé□"),
        ("tab\tulation\r\nligne", "tab ulation \nligne"),
        ("e\u0301le\u0300ve", "élève"),
        ("famille 👩\u200d⚕\ufe0f", "famille □□"),
        ("espaces\u00a0gardées\u202f: oui", "espaces\u00a0gardées\u202f: oui"),
    ],
)
def test_a_sign_that_no_font_draws_does_not_keep_from_printing(typed, printed):
    assert paper.printable(typed) == printed
    assert paper.render(TEMPLATE, values(title=f"Titre {typed}"))


def test_every_sign_declared_printable_is_drawn_by_the_embedded_fonts():
    drawn = [chr(n) for first, last in paper.PRINTABLE for n in range(first, last + 1)]
    drawn = [sign for sign in drawn if not unicodedata.combining(sign)] + [paper.NOT_DRAWN]
    # PDF/A refuses a sign that no font draws: one that is not there fails here.
    assert paper.render(TEMPLATE, values(title=" ".join(drawn)))


@settings(max_examples=60, deadline=None)
@given(typed=strategies.text(alphabet=strategies.characters(), max_size=80))
def test_whatever_was_typed_there_is_a_page(typed):
    assert paper.render(TEMPLATE, values(title=f"T{typed}")).startswith(b"%PDF")


def test_what_typst_says_is_not_shown_to_a_person():
    with pytest.raises(HygieError) as caught:
        paper.render(TEMPLATE, {"title": "Sans le reste"})
    assert caught.value.code == "paper.failed"
    assert "Rien n’a été changé" in str(caught.value)
    assert "typst" not in str(caught.value).lower()


@pytest.mark.parametrize("absent", ["accounts/paper/absent.typ", "../../../etc/passwd", ""])
def test_a_template_that_is_not_one_is_refused(absent):
    with pytest.raises(HygieError) as caught:
        paper.render(absent, values())
    assert caught.value.code == "paper.failed"


def test_a_value_that_is_not_plain_is_refused():
    with pytest.raises(HygieError) as caught:
        paper.render(TEMPLATE, values(code=object()))
    assert caught.value.code == "paper.failed"


def test_the_log_never_holds_a_value(caplog):
    with pytest.raises(HygieError):
        paper.render(TEMPLATE, values(printed_on="patiente Chloé"))
    assert TEMPLATE in caplog.text
    assert "Chloé" not in caplog.text


def test_no_template_asks_for_anything_outside_the_house():
    templates = sorted(Path(paper.PACKAGE).rglob("*.typ"))
    assert len(templates) >= 6
    for template in templates:
        source = template.read_text(encoding="utf-8")
        assert "@preview" not in source, "a package of Typst would be downloaded"
        asked = set(re.findall(r'#(?:import|include) "([^"]+)"', source))
        parts = {name for name in asked if re.fullmatch(r"/\w+/paper/parts/\w+\.typ", name)}
        assert asked - parts <= {"/paper/typst/hygie.typ"}
        assert all((Path(paper.PACKAGE) / part.lstrip("/")).is_file() for part in parts)
