from datetime import date

from hygie.filing import matches
from hygie.filing.rules.matching import Reason
from hygie.patients.tests.people import somebody
from hygie.reading.engine.pages import Seen
from hygie.reading.tests.sheets import DOMINIQUE, PIERRE_ALAIN

BORN = date(1961, 2, 6)


def of(text="", *codes):
    return matches.of(Seen(pages=1, codes=codes, text=text))


def test_the_code_says_who_it_is(dominique, herault):
    found = of("Bonjour", DOMINIQUE)
    assert found.patients == [(dominique.pk, [Reason.CODE])]
    assert found.unknown_code == ""


def test_a_code_of_somebody_without_ins_finds_her_by_her_traits(folder):
    known = somebody("PAT-TROIS", "DOMINIQUE", birth_date=date(1979, 3, 28), sex="F")
    twin = somebody("PAT-TROIS", "CLAUDE", birth_date=date(1979, 3, 28), sex="F")
    assert of("", DOMINIQUE).patients == [(known.pk, [Reason.TRAITS])]
    assert twin.pk != known.pk


def test_a_code_of_nobody_is_kept_to_make_her_file(herault):
    found = of("", DOMINIQUE)
    assert found.patients == []
    assert found.unknown_code == DOMINIQUE


def test_another_code_of_the_page_is_nothing(dominique):
    found = of("", "0103400930000120172712311012345", "bonjour")
    assert (found.patients, found.unknown_code) == ([], "")


def test_a_number_and_names_are_found_in_the_text(dominique):
    text = "Dominique PAT-TROIS née le 28/03/1979, INS 2 79 03 51 215 189 89"
    assert of(text).patients == [(dominique.pk, [Reason.NUMBER, Reason.NAMES])]


def test_names_without_the_birth_date_propose_nobody(herault):
    text = "Pierre-Alain d’Artagnan de l’Hérault, vu le 24/11/2026"
    assert of(text).patients == []
    assert of(f"{text}, né le 14 juillet 2009").patients == [(herault.pk, [Reason.NAMES])]


def test_two_patients_who_fit_equally_are_both_proposed(folder):
    one = somebody("DUPONT", "JEANNE", birth_date=BORN, local_id="1")
    other = somebody("DUPONT", "JEANNE", birth_date=BORN, local_id="2")
    found = of("Mme Jeanne DUPONT née le 06/02/1961").patients
    assert {patient_id for patient_id, _ in found} == {one.pk, other.pk}


def test_the_insured_parent_and_the_child_are_both_proposed(dominique, folder):
    child = somebody("PAT-TROIS", "LEA", birth_date=date(2018, 5, 1))
    text = "Léa Pat-Trois, née le 01/05/2018. N° de sécurité sociale 2 79 03 51 215 189 89"
    assert {patient_id for patient_id, _ in of(text).patients} == {dominique.pk, child.pk}


def test_a_list_of_many_patients_is_nobodys_letter(folder):
    names = ["AUBRY", "BLANC", "CARON", "DENIS", "ETIENNE", "FAURE", "GARNIER"]
    for name in names:
        somebody(name, "JEANNE", birth_date=BORN)
    lines = "\n".join(f"Jeanne {name} 06/02/1961" for name in names)
    assert of(lines).patients == []


def test_a_patient_who_has_another_ins_is_not_the_one_of_the_code(herault):
    mine = of("", PIERRE_ALAIN.replace("109076322083439", "109076322083440")).patients
    assert mine == []
