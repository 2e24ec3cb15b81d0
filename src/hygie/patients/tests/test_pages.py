"""The pages of patients, as a browser asks them."""

from datetime import date, timedelta

import pytest

from hygie.accounts.models import new_id
from hygie.core import clock
from hygie.journal.models import Entry
from hygie.patients import actions, duplicates, queries
from hygie.patients.models import FormerFile, Import, Patient, RightsNote
from hygie.patients.tests.people import PAT_TROIS, in_demonstration, somebody, text_of, told
from hygie.practice import registries
from hygie.practice.registries import Panel


def look_for(browser, text, **headers):
    return browser.post("/patients/", {"q": text}, headers=headers)


def test_a_practice_without_patients_is_told_how_to_begin(signed_in):
    page = text_of(signed_in.get("/patients/"))
    assert "Aucun patient pour l’instant" in page
    assert "Chercher un patient" not in page


def test_a_search_is_never_in_an_address_and_its_result_is_told_once(signed_in):
    somebody("LEFEVRE", "HELENE")
    answer = look_for(signed_in, "lefèvre")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/patients/")
    page = text_of(signed_in.get("/patients/"))
    assert "LEFEVRE Helene" in page
    assert 'value="lefèvre"' in page
    assert told() == ["patients.add", "patients.search"]
    assert "lef" not in str(list(Entry.objects.values_list())).lower()


def test_results_follow_what_is_typed(signed_in):
    somebody("LEFEVRE", "HELENE")
    answer = look_for(signed_in, "lef", **{"HX-Request": "true"})
    assert "LEFEVRE Helene" in text_of(answer)
    assert "<html" not in text_of(answer)


def test_nobody_found_is_told_and_leaves_no_line(signed_in):
    somebody()
    look_for(signed_in, "<b>xyzzy")
    assert "Personne ne correspond à « &lt;b&gt;xyzzy »" in text_of(signed_in.get("/patients/"))
    assert told() == ["patients.add"]


def test_a_long_list_goes_on_then_asks_for_more_letters(signed_in):
    people = [Patient(birth_name="MARTIN", used_given_name=f"{a}{b}") for a in "ABCDEFGHIJKLMNO"
              for b in "abcdefghijklmno"]  # fmt: skip
    actions.keep_new_patients(people, told_as="patients.invent")
    look_for(signed_in, "martin")
    assert "Suite de la liste" in text_of(signed_in.get("/patients/"))
    second = text_of(signed_in.get("/patients/?depuis=50"))
    assert "MARTIN Dg" in second
    assert "Suite de la liste" not in text_of(signed_in.get("/patients/?depuis=150"))
    assert signed_in.get("/patients/?depuis=x²").status_code == 200


def test_the_last_files_of_a_person_are_at_hand(signed_in, page_of):
    patient = somebody()
    page_of(patient)
    page = text_of(signed_in.get("/patients/"))
    assert "Vos derniers dossiers" in page
    assert "DUPONT Jeanne" in page


def test_a_look_is_told_and_whoever_looked_is_shown(signed_in, page_of):
    patient = somebody()
    page_of(patient)
    page = page_of(patient, "qui/")
    assert page.count("a ouvert la fiche d’un patient") == 2
    assert "Dr Alice Martin" in page
    assert told() == ["patients.add", "patients.look", "patients.look"]


def test_an_unknown_patient_is_not_found(signed_in):
    assert signed_in.get(f"/patients/{new_id()}/").status_code == 404


def test_a_former_file_leads_to_the_patient(signed_in):
    kept, other = somebody(), somebody("DURAND")
    other_id = other.pk
    duplicates.make_one(kept, other)
    answer = signed_in.get(f"/patients/{other_id}/")
    assert answer.headers["Location"] == f"/patients/{kept.pk}/"


@pytest.mark.parametrize(
    ("state", "says", "to_do"),
    [
        ("none", "Pas d’INS", "interrogez le téléservice INSi"),
        ("provisional", "Notée, pas encore vérifiée", "Un matricule recopié peut être faux"),
        ("retrieved", "à qualifier", "Demandez une pièce d’identité"),
        ("qualified", "Qualifiée", "Rien à faire"),
    ],
)
def test_the_state_of_the_ins_is_said_with_what_to_do_next(founded, page_of, state, says, to_do):
    in_demonstration(founded.home)
    fields = PAT_TROIS | {"ins_state": state}
    if state == "none":
        fields |= {"ins": "", "ins_oid": ""}
    page = page_of(actions.keep_patient(Patient(**fields)))
    assert says in page
    assert to_do in page
    assert ("2 79 03 51 215 189 89" in page) is (state != "none")


def test_what_is_missing_to_qualify_is_named(founded, page_of):
    in_demonstration(founded.home)
    fields = PAT_TROIS | {"ins_state": "retrieved", "birth_place": ""}
    page = page_of(actions.keep_patient(Patient(**fields)))
    assert "notez aussi le code du lieu de naissance" in page


def test_a_minor_is_said_so(page_of):
    born = clock.today() - timedelta(days=10 * 366)
    assert "jamais à celle d’un parent" in page_of(somebody(birth_date=born))
    assert "mineur" not in page_of(somebody("ADULTE", birth_date=date(1961, 2, 6)))


def test_a_death_is_said_and_taken_back(signed_in, page_of):
    patient = somebody(birth_date=date(1940, 2, 6))
    page = text_of(signed_in.post(f"/patients/{patient.pk}/deces/", {"died_on": "1900"}))
    assert "Cette date n’est pas comprise" in page
    page = text_of(signed_in.post(f"/patients/{patient.pk}/deces/", {"died_on": "01/01/1900"}))
    assert "précède la naissance" in page
    signed_in.post(f"/patients/{patient.pk}/deces/", {"died_on": "2/3/2024"})
    page = page_of(patient)
    assert "Ce patient est décédé le 02/03/2024" in page
    assert "(84 ans)" in page
    assert "Noter le décès" not in page
    signed_in.post(f"/patients/{patient.pk}/vivant/")
    assert "décédé" not in page_of(patient)


def test_a_death_without_its_day_gives_no_age(page_of):
    patient = actions.mark_deceased(somebody(birth_date=date(1940, 2, 6)), died_on=None)
    page = page_of(patient)
    assert "Le jour n’est pas noté" in page
    assert " ans)" not in page


def test_what_a_patient_asks_is_noted_once_ended_and_resumed(signed_in, page_of):
    patient = somebody()
    address = f"/patients/{patient.pk}/demandes/"
    typed = {"kind": "successor", "noted_on": "2/3/2024", "text": "Par écrit", "note_id": new_id()}
    assert "futur" in text_of(signed_in.post(address, typed | {"noted_on": "01/01/2190"}))
    for _ in range(2):
        signed_in.post(address, typed)
    note = RightsNote.objects.get()
    assert "Refuse que son dossier passe à un successeur" in page_of(patient)
    signed_in.post(f"{address}{note.pk}/")
    assert f"Levée le {clock.french_date(clock.today())}" in page_of(patient)
    signed_in.post(f"{address}{note.pk}/")
    assert "Levée le" not in page_of(patient)


def test_the_note_of_another_patient_is_not_touched(signed_in):
    patient, other = somebody(), somebody("MARTIN")
    note = RightsNote(patient=other, kind="other", noted_on=clock.today())
    actions.add_rights_note(note)
    assert signed_in.post(f"/patients/{patient.pk}/demandes/{note.pk}/").status_code == 404
    assert RightsNote.objects.get().ended_on is None


@pytest.fixture
def doubt(founded):
    """Two files alike."""
    somebody("DUPONT", "JEANNE", birth_date=date(1961, 2, 6), local_id="A1")
    somebody("DUPOND", "JEANNE", birth_date=date(1961, 2, 6), local_id="B2")
    return queries.doubts().get()


def test_two_files_alike_are_shown_side_by_side_and_both_looks_told(signed_in, doubt, page_of):
    assert "Peut-être deux fiches pour une personne" in page_of(doubt.first)
    assert "DUPOND Jeanne" in text_of(signed_in.get("/patients/doublons/"))
    before = told().count("patients.look")
    page = text_of(signed_in.get(f"/patients/doublons/{doubt.pk}/"))
    assert page.count("diffère</small>") == 2, "the name of birth and the number"
    assert told().count("patients.look") == before + 2


def test_a_person_says_that_they_are_two(signed_in, doubt):
    signed_in.post(f"/patients/doublons/{doubt.pk}/", {"kept": ""})
    assert "Aucun doublon à décider" in text_of(signed_in.get("/patients/doublons/"))
    assert Patient.objects.count() == 2
    assert signed_in.get(f"/patients/doublons/{doubt.pk}/").status_code == 404, "decided"


def test_a_person_says_that_they_are_one_and_changes_her_mind(signed_in, doubt, page_of):
    signed_in.post(f"/patients/doublons/{doubt.pk}/", {"kept": doubt.second.pk})
    kept = Patient.objects.get()
    assert kept.pk == doubt.second.pk
    assert f"numéro {doubt.first.local_id} dans votre logiciel" in page_of(kept)
    former = FormerFile.objects.get()
    signed_in.post(f"/patients/{kept.pk}/separer/{former.pk}/")
    assert Patient.objects.count() == 2


def test_two_ins_cannot_be_made_one(signed_in, founded):
    in_demonstration(founded.home)
    actions.keep_patient(Patient(**PAT_TROIS))
    somebody("PAT-TROIS", "DOMINIQUE", birth_date=date(1979, 3, 28), ins="180032B02040123",
             ins_oid=PAT_TROIS["ins_oid"], ins_state="provisional")  # fmt: skip
    doubt = queries.doubts().get()
    page = text_of(signed_in.get(f"/patients/doublons/{doubt.pk}/"))
    assert "garder la fiche A" not in page
    answer = signed_in.post(f"/patients/doublons/{doubt.pk}/", {"kept": doubt.first.pk})
    assert "Rien n’a été changé" in text_of(answer)
    assert Patient.objects.count() == 2


def test_other_rooms_have_their_say_on_the_page(page_of, monkeypatch):
    patient = somebody()
    monkeypatch.setattr(registries, "patient_panels", {})
    registries.register_patient_panel("silent", lambda patient_id: None)
    panel = Panel(title="Une autre pièce", template="patients/results.html", shown={"q": "x"})
    asked = []
    registries.register_patient_panel("vault", lambda patient_id: asked.append(patient_id) or panel)
    assert "<h2>Une autre pièce</h2>" in page_of(patient)
    assert asked == [patient.pk]


def test_the_date_of_the_last_list_is_shown(signed_in, page_of):
    assert "Aucune liste de patients" in text_of(signed_in.get("/patients/"))
    Import.objects.create(at=clock.now(), by_id="x", by_name="Bruno", file_name="liste.csv",
                          source_label="Médilune")  # fmt: skip
    assert "(depuis Médilune)" in text_of(signed_in.get("/patients/"))
    assert "dernière liste lue le" in page_of(somebody())


def test_the_menu_marks_the_patients_only_on_their_pages(signed_in, page_of):
    here = 'href="/patients/" aria-current="true"'
    assert here in page_of(somebody())
    assert here not in text_of(signed_in.get("/modes-d-emploi/patients/"))
