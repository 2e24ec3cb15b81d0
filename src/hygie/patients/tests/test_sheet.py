"""A printed INS sheet. The people are published test identities: nobody bears them."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hygie.core.errors import HygieError
from hygie.journal.queries import last_of
from hygie.patients import sheet
from hygie.patients.actions import keep_patient
from hygie.patients.models import Patient
from hygie.patients.tests.people import PAT_TROIS, in_demonstration, somebody
from hygie.reading.tests.sheets import DOMINIQUE, PIERRE_ALAIN, photograph
from hygie.reading.tests.sheets import sheet as page

REAL = DOMINIQUE.replace("1.2.250.1.213.1.4.10", "1.2.250.1.213.1.4.8\x1d")


@pytest.fixture
def demonstration(alice, home):
    in_demonstration(home)


@pytest.fixture
def paper(tmp_path):
    return page(tmp_path, "INS à scanner", payload=DOMINIQUE)


def code_of(gesture, *arguments, **named):
    with pytest.raises(HygieError) as told:
        gesture(*arguments, **named)
    return told.value.code


@pytest.mark.parametrize("degrees", [0, 5, 90])
def test_the_code_of_a_photograph_is_found(paper, degrees):
    assert sheet.code_in(photograph(paper, degrees=degrees, noise=60, blur=0.8)) == DOMINIQUE
    assert sheet.code_in(paper) == DOMINIQUE


def test_a_page_without_an_ins_code_is_told(tmp_path):
    assert code_of(sheet.code_in, page(tmp_path, "Bonjour")) == "patients.no_code"
    medicine = page(tmp_path, "Boîte", payload="0103400930000120172712311012345")
    assert code_of(sheet.code_in, medicine) == "patients.no_code"


def test_the_patient_of_the_code_is_found(demonstration):
    known = keep_patient(Patient(**PAT_TROIS | {"birth_place": "63220"}))
    reading = sheet.read(DOMINIQUE)
    assert (reading.known, reading.alike, reading.differences) == (known, [], [])
    assert reading.faults == ()


def test_what_the_file_says_otherwise_is_told(demonstration):
    keep_patient(Patient(**PAT_TROIS | {"birth_name": "PAT-QUATRE"}))
    assert sheet.read(DOMINIQUE).differences == [
        ("Nom de naissance", "PAT-QUATRE", "PAT-TROIS"),
        ("Lieu de naissance (code INSEE)", "51215", "63220"),
    ]


def test_somebody_of_the_same_traits_is_proposed(demonstration):
    alike = somebody("PAT-TROIS", "DOMINIQUE", birth_date=date(1979, 3, 28), sex="F")
    somebody("PAT-TROIS", "DOMINIQUE", birth_date=date(1979, 8, 23), sex="F")
    reading = sheet.read(DOMINIQUE)
    assert (reading.known, reading.alike) == (None, [alike])


def test_a_new_patient_is_made_retrieved_and_qualified_only_when_a_person_says_so(demonstration):
    code = sheet.read(DOMINIQUE).code
    kept = sheet.keep(code, is_identity_checked=False)
    assert (kept.ins, kept.ins_state, kept.birth_name) == (
        "279035121518989", "retrieved", "PAT-TROIS",
    )  # fmt: skip
    assert last_of("patients.add").object_id == kept.pk
    again = sheet.keep(code, is_identity_checked=True)
    assert (again.pk, again.ins_state) == (kept.pk, "qualified")
    assert Patient.objects.count() == 1


def test_the_ins_goes_into_the_file_that_a_person_chose(demonstration):
    alike = somebody(
        "PAT-TROIS", "DOMINIQUE", birth_date=date(1979, 3, 28), mobile="06 39 98 00 00"
    )
    kept = sheet.keep(sheet.read(DOMINIQUE).code, patient=alike, is_identity_checked=False)
    assert (kept.pk, kept.ins, kept.sex, kept.mobile) == (
        alike.pk, "279035121518989", "F", "06 39 98 00 00",
    )  # fmt: skip


def test_a_patient_of_another_ins_is_not_changed(demonstration):
    known = keep_patient(Patient(**PAT_TROIS))
    code = sheet.read(PIERRE_ALAIN).code
    assert code_of(sheet.keep, code, patient=known, is_identity_checked=True) == (
        "patients.another_ins"
    )
    assert Patient.objects.get().ins == "279035121518989"


def test_a_qualified_file_whose_traits_change_must_be_compared_again(demonstration):
    keep_patient(Patient(**PAT_TROIS | {"birth_name": "PAT-QUATRE"}))
    kept = sheet.keep(sheet.read(DOMINIQUE).code, is_identity_checked=False)
    assert (kept.birth_name, kept.ins_state) == ("PAT-TROIS", "retrieved")


def test_a_test_identity_is_refused_in_a_real_practice_and_a_real_one_in_the_demonstration(
    alice, home
):
    assert "test" in sheet.read(DOMINIQUE).faults[0]
    assert code_of(sheet.keep, sheet.read(DOMINIQUE).code, is_identity_checked=True) == (
        "patients.refused"
    )
    assert sheet.read(REAL).faults == ()
    in_demonstration(home)
    assert sheet.read(REAL).faults


def test_a_social_security_number_is_not_taken_for_an_ins(demonstration):
    nss = DOMINIQUE.replace("1.2.250.1.213.1.4.10", "1.2.250.1.213.1.4.13")
    assert "sécurité sociale" in sheet.read(nss).faults[0]


def test_a_wrong_key_is_refused_for_a_real_identity(alice):
    assert "clé" in sheet.read(REAL.replace("279035121518989", "279035121518988")).faults[0]


def test_the_page_reads_what_a_scanner_types_and_makes_the_file(signed_in):
    answer = signed_in.post("/patients/feuille-ins/", {"code": REAL.replace("\x1d", "")})
    assert answer.status_code == 302
    shown = signed_in.get("/patients/feuille-ins/").content.decode()
    assert "n’est pas encore dans Hygie" in shown
    assert "PAT-TROIS" in shown
    kept = signed_in.post("/patients/feuille-ins/garder/", {"checked": "1"})
    patient = Patient.objects.get()
    assert kept.headers["Location"] == f"/patients/{patient.pk}/"
    assert patient.ins_state == "qualified"
    assert "279035121518989" not in signed_in.get("/patients/feuille-ins/").content.decode()


def test_the_page_reads_a_photograph_and_keeps_nothing_of_it(signed_in, tmp_path, home):
    photo = photograph(page(tmp_path / "p", payload=REAL), degrees=4, noise=40, blur=0.6)
    sent = {"file": SimpleUploadedFile("feuille.jpg", photo)}
    assert signed_in.post("/patients/feuille-ins/", sent).status_code == 302
    assert "PAT-TROIS" in signed_in.get("/patients/feuille-ins/").content.decode()
    for path in home.rglob("*"):
        assert not path.is_file() or b"\xff\xd8\xff" not in path.read_bytes()[:3]


def test_a_page_that_says_nothing_says_why(signed_in, tmp_path):
    sent = {"file": SimpleUploadedFile("feuille.pdf", page(tmp_path, "Bonjour"))}
    shown = signed_in.post("/patients/feuille-ins/", sent).content.decode()
    assert "Aucun code INS" in shown
    empty = signed_in.post("/patients/feuille-ins/", {"file": SimpleUploadedFile("a.pdf", b"")})
    assert "est vide" in empty.content.decode()
    nothing = signed_in.post("/patients/feuille-ins/", {})
    assert "Aucun fichier n’est arrivé" in nothing.content.decode()


def test_a_file_heavier_than_what_is_received_is_told_and_never_written(
    signed_in, settings, tmp_path, monkeypatch
):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    sent = {"file": SimpleUploadedFile("film.pdf", b"%PDF-" + bytes(5000))}
    shown = signed_in.post("/patients/feuille-ins/", sent).content.decode()
    assert "trop lourd" in shown
    assert not [path for path in tmp_path.iterdir() if path.is_file()]


@pytest.mark.parametrize("htmx", [True, False])
def test_the_search_box_knows_a_code_when_it_is_typed(signed_in, htmx):
    headers = {"HX-Request": "true"} if htmx else {}
    answer = signed_in.post("/patients/", {"q": REAL.lower()}, headers=headers)
    where = answer.headers.get("HX-Redirect") or answer.headers["Location"]
    assert where == "/patients/feuille-ins/"
    assert "PAT-TROIS" in signed_in.get(where).content.decode()
    forgotten = signed_in.post("/patients/feuille-ins/oublier/", follow=True)
    assert "PAT-TROIS" not in forgotten.content.decode()


def test_half_a_code_in_the_search_box_is_only_a_search(signed_in):
    answer = signed_in.post("/patients/", {"q": REAL[:60]}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
