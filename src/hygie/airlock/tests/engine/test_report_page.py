import re
import subprocess

import pytest

from hygie.airlock.engine import report, report_page, signing
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.tests import outcomes


def whole(*entries, ending="ended", **more):
    frame = report.Frame(
        report_id="a" * 16, who="Dr Alice Martin", previous="5" * 64, ending=ending,
        station="station-blanche",
    )  # fmt: skip
    key = signing.station_key(signing.folder())
    return report.made(outcomes.outcome(*entries, **more), frame=frame, key=key)


def text_of(pdf, tmp_path):
    (tmp_path / "page.pdf").write_bytes(pdf)
    told = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "page.pdf"), "-"], capture_output=True, check=True
    )
    return told.stdout.decode().replace("\u00a0", " ").replace("’", "'")


def pages(text):
    return text.count("\f")


@pytest.mark.needs("pdftotext")
def test_one_page_says_the_word_the_counts_the_key_and_the_fingerprint(tmp_path):
    made = whole(*outcomes.entries())
    text = text_of(report_page.page(made), tmp_path)
    assert pages(text) == 1
    for said in ("Reconstruit", "Reconstruit : 3", "Retenu : 1", "CD DE RADIO", "Dr Alice Martin",
                 "station-blanche", made["station"]["fingerprint"], "1 min 15 s"):  # fmt: skip
        assert said in text, said
    assert "sans virus" not in text.lower()
    assert "propre" not in text.lower()


@pytest.mark.needs("pdftotext")
def test_a_key_of_many_kinds_of_faults_still_fits_on_one_page(tmp_path):
    many = [
        outcomes.dangerous(f"{'dossier/' * 30}{n}-{'x' * 200}\u202eexe.dcm") for n in range(300)
    ]
    odd = [
        outcomes.Entry(
            path=f"long {n} " * 40, verdict=outcomes.Verdict.NEUTRALISED,
            reasons=(Reason(code="common.rebuilt", detail=str(n)),),
            removed=tuple(Reason(code="common.skipped", detail=f"{n}{m}") for m in range(20 + n)),
        )
        for n in range(40)
    ]  # fmt: skip
    text = text_of(report_page.page(whole(*many, *odd)), tmp_path)
    assert pages(text) == 1
    assert "Dangereux : 300" in text
    assert re.search(r"et\s+32\s+autres", text)


@pytest.mark.needs("pdftotext")
def test_the_whole_list_follows_when_it_is_asked_for(tmp_path):
    made = whole(*(outcomes.withheld(f"VIEWER/{n}.dll") for n in range(200)))
    text = text_of(report_page.page(made, is_annexed=True), tmp_path)
    assert pages(text) > 1
    assert "VIEWER/199.dll" in text


def test_the_same_report_prints_the_same(tmp_path):
    made = whole(*outcomes.entries())
    assert report_page.page(made) == report_page.page(made)


@pytest.mark.parametrize(
    ("ending", "entries", "said"),
    [
        ("interrupted", (), "a été coupé"),
        ("failed", (), "n’a pas pu aller au bout"),
        ("ended", (outcomes.withheld("a.exe"),), "Rien de cette clé n’a été transmis."),
        ("ended", (outcomes.dangerous("a.exe"),), "N’ouvrez cette clé sur aucun ordinateur."),
    ],
)
def test_what_it_comes_to_is_one_sentence(ending, entries, said):
    assert said in report_page.page_data(whole(*entries, ending=ending))["sentence"]


def test_an_examination_cut_short_says_so():
    data = report_page.page_data(whole(is_whole=False))
    assert "n’est pas complet" in data["sentence"]


@pytest.mark.needs("pdftotext")
def test_a_patient_reads_what_was_kept_on_half_a_page(tmp_path):
    made = whole(*outcomes.entries(), outcomes.dangerous("setup.exe"))
    text = text_of(report_page.receipt(made), tmp_path)
    assert pages(text) == 1
    for said in ("2 images (scanner) du 20/11/2026", "1 autre document", "5 fichiers", "24/11/2026",
                 "Rien n'y a été écrit", "ne l'ouvrez pas"):  # fmt: skip
        assert said in " ".join(text.split()), said


def test_a_date_that_is_none_is_left_out():
    made = whole(*outcomes.entries())
    made["studies"][0]["study_date"] = "20261399"
    assert report_page.receipt_data(made)["kept"][0] == "2\u00a0images (scanner)"


def test_what_judged_has_a_line_each_and_what_read_one_for_all():
    made = whole()
    made["engines"] = {
        "hygie": "0.1.0", "pydicom": "3.0.2", "pikepdf": "10", "Antivirus": "aucune base",
    }  # fmt: skip
    assert report_page.page_data(made)["engines"] == [
        f"Hygie {made['hygie']}",
        "Antivirus\u00a0: aucune base",
        "Lecteurs\u00a0: pikepdf 10, pydicom 3.0.2",
    ]
