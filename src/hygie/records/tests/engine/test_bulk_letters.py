"""Many letters on two threads: distinct, whole, on one page whatever was typed."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from hygie.core.errors import HygieError
from hygie.records.engine import bulk_letters as letters
from hygie.records.engine.bulk_letters import Letter
from hygie.records.rules import closing_letter as rules

TEMPLATE = "records/paper/patient_letter.typ"
SHEET = {
    "title": "Fermeture du cabinet et avenir de votre dossier", "printed_on": "2026-11-24",
    "practice": {"name": "Cabinet", "place": "Ville"}, "demo": False, "journal_head": "",
}  # fmt: skip


def closing(long="", successor=True):
    return rules.Closing(
        professional=(f"Dr Alice Martin {long}", f"Médecin {long}", "10001234567", f"01 {long}"),
        closes_on=date(2027, 6, 30),
        successor=(f"Dr Chloé {long}", f"3 rue B {long}", date(2027, 7, 1)) if successor else None,
        opposition_until=date(2027, 5, 30) if successor else None,
        pick_up=f"au cabinet {long}",
        keeper=(f"Paul {long}", f"5 chemin {long}"),
        order="au conseil départemental ou interdépartemental de l’Ordre des infirmiers",
    ).data()


def many(count, **changes):
    shared = SHEET | closing() | changes
    for number in range(1, count + 1):
        someone = rules.Addressee(number=number, name=f"Jeanne {number}", born=date(1961, 2, 6),
                                  address=f"{number} rue A\n00000 Ville")  # fmt: skip
        yield Letter(name=rules.file_name(number), data=shared | rules.data_for(someone))


def test_each_letter_is_an_archive_of_its_own(tmp_path):
    names = []
    assert letters.write_all(TEMPLATE, many(5), tmp_path, written=names.extend) == 5
    contents = [(tmp_path / name).read_bytes() for name in names]
    assert len(set(contents)) == 5
    for number, content in enumerate(contents, start=1):
        reader = PdfReader(io.BytesIO(content))
        packet = reader.xmp_metadata.stream.get_data().decode()
        assert "<pdfaid:part>2</pdfaid:part>" in packet
        assert f"Jeanne {number}" in reader.pages[0].extract_text()


@pytest.mark.parametrize("successor", [True, False])
@pytest.mark.parametrize("long", ["W" * 500, "mot d’été " * 60])
def test_whatever_was_typed_the_letter_is_one_page(tmp_path, long, successor):
    someone = rules.Addressee(number=999_999, name=long, born=date(1961, 2, 6),
                              address="\n".join([long] * 9 + ["00000 Ville"]))  # fmt: skip
    data = SHEET | closing(long, successor) | rules.data_for(someone)
    letters.write_all(
        TEMPLATE, [Letter(name="lettre-999999.pdf", data=data)], tmp_path, written=lambda _: None
    )
    reader = PdfReader(tmp_path / "lettre-999999.pdf")
    assert len(reader.pages) == 1
    assert "00000 Ville" in reader.pages[0].extract_text(), "the town stays"


def test_what_typst_refuses_stops_the_run_and_leaves_no_half_letter(tmp_path):
    broken = [Letter(name="lettre-000001.pdf", data={"title": "rien"})]
    with pytest.raises(HygieError, match="n’a pas pu être préparée"):
        letters.write_all(TEMPLATE, broken, tmp_path, written=lambda _: None)
    assert list(tmp_path.iterdir()) == []
