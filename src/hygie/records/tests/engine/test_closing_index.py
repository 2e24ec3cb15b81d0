"""The pages of an archive: found by a person, safe in a browser and a spreadsheet."""

import csv
import io
import re

from hygie.records.engine import closing_index as pages
from hygie.records.engine.closing_index import HEADERS, Apart, KeptDocument, KeptPatient


def somebody(name="D’ÉTÉ-L’Hôte Zoé", **changes):
    values = [""] * (len(HEADERS) - 2)
    values[2] = "06/02/1961"
    fields = {
        "number": 12, "name": name, "values": tuple(values), "kept_until": "31/12/2046",
        "documents": [
            KeptDocument(path="dossiers/000012/01.pdf", title="Courrier", kind="lettre",
                         made_on="02/03/2020", sha256="ab"),
            KeptDocument(path="", title="Radio", kind="image", made_on="", sha256=""),
        ],
        **changes,
    }  # fmt: skip
    return KeptPatient(**fields)


def test_the_first_page_names_each_patient_with_her_end_and_a_link():
    page = "".join(pages.index([somebody()], title="Archive", notice=["Cabinet <Martin>"]))
    assert '<a href="dossiers/000012/index.html">D’ÉTÉ-L’Hôte Zoé</a>' in page
    assert "31/12/2046" in page
    assert "06/02/1961" in page
    assert "Cabinet &lt;Martin&gt;" in page


def test_what_is_kept_beside_is_told_before_the_patients():
    boxes = Apart(title="Boîtes", columns=("boîte", "lieu"), rows=[("B1", "=Cave & <i>")], none="")
    none = Apart(title="Exports", columns=("où",), rows=[], none="Aucun export.")
    page = "".join(pages.index([somebody()], title="A", notice=[], apart=[boxes, none]))
    assert "<tr><td>B1</td><td>=Cave &amp; &lt;i&gt;</td></tr>" in page
    assert page.index("Aucun export.") < page.index("Les patients")
    rows = list(csv.reader(io.StringIO("".join(pages.apart_csv(boxes))), delimiter=";"))
    assert rows[0] == ["\ufeffboîte", "lieu"]
    assert rows[1][0] == "B1"
    assert not rows[1][1].startswith("="), "no formula"


def test_no_page_holds_a_script_or_an_address():
    evil = somebody('<script>alert(1)</script><img src="x" onerror="y">')
    html = "".join([*pages.index([evil], title="A", notice=[]), *pages.folder_page(evil)])
    assert "<script" not in html
    assert "<img" not in html
    assert "http" not in html
    assert set(re.findall(r'href="([^"]*)"', html)) == {
        "dossiers/000012/index.html", "../../index.html", "01.pdf",
    }  # fmt: skip


def test_a_document_that_could_not_be_read_is_told():
    page = "".join(pages.folder_page(somebody()))
    assert '<a href="01.pdf">Courrier (lettre, 02/03/2020)</a>' in page
    assert "Radio (image)\u00a0: son fichier était abîmé ou absent." in page


def test_the_lists_open_in_a_french_spreadsheet_and_compute_nothing():
    values = list(somebody().values)
    values[4] = "12 rue\nde l’Église ; bât. B"
    text = "".join(pages.patients_csv([somebody("=1+1", values=tuple(values))]))
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text[1:]), delimiter=";"))
    assert rows[0] == list(HEADERS)
    assert rows[1][:2] == ["000012", "'=1+1"]
    assert rows[1][6] == "12 rue de l’Église ; bât. B"
    rows = list(csv.reader(io.StringIO("".join(pages.documents_csv([somebody()]))), delimiter=";"))
    assert rows[1][2] == "dossiers/000012/01.pdf"
    assert rows[2][2] == "abîmé ou absent"
