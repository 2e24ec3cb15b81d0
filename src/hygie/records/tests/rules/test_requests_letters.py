"""What each letter says, and what none may tell."""

from dataclasses import replace
from datetime import date

import pytest

from hygie.core import rules as core
from hygie.records.rules import clocks, requests_letters
from hygie.records.rules import requests as rules
from hygie.records.rules.requests import Person
from hygie.records.rules.requests_book import About, book
from hygie.records.rules.requests_letters import PAPERS, Facts, letter, shown_pieces

TODAY = date(2026, 11, 24)
DEAD = Person(born_on=date(1940, 5, 3), is_deceased=True, died_on=date(2026, 1, 2))


def facts(capacity="heir", person=DEAD, *, proofs=True, motive="causes", **more):
    one = book().capacities[capacity]
    seen = {proof.id for proof in one.proofs} if proofs else set()
    verdict = rules.verdict(
        capacity, person, on=TODAY, proofs_seen=seen, motive_id=motive, motive_details="",
    )  # fmt: skip
    return Facts(
        sender=("Cabinet Martin", "12 allée des Tilleuls", "01 99 00 12 34"),
        place="Grenoble",
        signatory="Dr Alice Martin",
        name="Odile Demandeuse",
        address="3 rue de l’Été\n38000 Grenoble",
        patient="DÉFUNT Paul (03/05/1940)",
        received_on=date(2026, 11, 20),
        today=TODAY,
        capacity=one,
        terms=clocks.terms(received_on=date(2026, 11, 20), constituted=[TODAY, date.min]),
        verdict=verdict,
        professions={"10"},
        **more,
    )


def given(**more):
    return facts(
        pieces=["Compte rendu (02/01/2026)"], channel="sur papier", channel_id="paper",
        motive="causes", **more,
    )  # fmt: skip


def words(paper, said):
    blocks = letter(paper, said).blocks
    return "\n".join(block if isinstance(block, str) else "\n".join(block) for block in blocks)


def test_the_acknowledgement_says_when_and_nothing_of_the_record():
    told = words("acknowledgement", facts())
    assert "20/11/2026" in told
    assert "22/11/2026" in told, "not before 48 hours"
    assert "28/11/2026" in told
    assert "S’il y a des informations de plus de cinq ans" in told
    assert "ne dit pas si le cabinet détient un dossier" in told
    assert "trois motifs" in told


def test_the_acknowledgement_of_an_incomplete_request_promises_no_day():
    told = words("acknowledgement", facts(proofs=False))
    assert "jour où elle est complète" in told
    assert "28/11/2026" not in told


def test_the_missing_proofs_are_named_with_examples():
    told = words("proof", facts(proofs=False))
    assert "acte de notoriété" in told
    assert "ne la gardons pas" in told
    assert "n’est pas rejetée" in told


@pytest.mark.parametrize("is_gdpr", [True, False])
def test_an_extension_says_why_until_when_and_what_it_leaves_as_it_is(is_gdpr):
    asked = {"basis": clocks.Basis.GDPR if is_gdpr else clocks.Basis.BOTH}
    told = clocks.Longer(extended_on=date(2026, 11, 24))
    terms = clocks.terms(received_on=date(2026, 11, 20), longer=told, **asked)
    living = facts(
        "patient",
        Person(born_on=date(1956, 5, 3)),
        proofs=False,
        extension="La demande est complexe : beaucoup de pièces.",
        is_gdpr=is_gdpr,
    )
    found = words("extension", replace(living, terms=terms))
    for said in ("beaucoup de pièces", "22/02/2027", "CNIL", "ne dit pas si le cabinet détient"):
        assert said in found, said
    assert ("garde ses propres délais" in found) is not is_gdpr


def test_an_answer_lists_what_is_given_and_its_limit():
    told = words("whole", replace(given(), motive="connaître les causes de la mort"))
    assert "Compte rendu (02/01/2026)" in told
    assert "sur papier" in told
    assert "connaître les causes de la mort" in told


def test_a_partial_refusal_says_why_and_what_to_do():
    told = words("partial", given(withheld={"not_needed", "personal_note"}))
    assert "sans lien avec le motif" in told
    assert "tribunal judiciaire" in told
    assert "conseil de l’Ordre" in told
    assert "CNIL" not in told, "the dead have no claim there"


@pytest.mark.parametrize("capacity", ["parent", "dead_minor_parent"])
def test_every_letter_to_a_parent_is_the_same_with_or_without_a_secret(capacity):
    person = Person(born_on=date(2015, 5, 3))
    if capacity == "dead_minor_parent":
        person = replace(person, is_deceased=True, died_on=date(2026, 1, 2))
    plain = given(withheld=())
    plain = replace(plain, capacity=book().capacities[capacity])
    hiding = replace(plain, withheld={"minor_secret", "personal_note"})
    assert letter("whole", plain) == letter("whole", hiding)
    assert "s’il y en a" in words("whole", plain)
    assert person.is_minor(TODAY)


def test_every_answer_says_what_is_never_given():
    for paper in ("whole", "partial"):
        assert "notes personnelles" in words(paper, given(withheld={"not_needed"}))


def test_a_refusal_after_a_death_offers_a_certificate_and_the_recourses():
    told = words("refusal", facts(refusals=("weak_motive",), explanation="Quel contrat ?"))
    assert "certificat médical" in told
    assert "Quel contrat ?" in told
    assert "référé" in told


def test_who_is_not_entitled_is_told_why_and_who_may_ask():
    told = words("refusal", facts("not_insurance_beneficiary", refusals=("not_entitled",)))
    assert "assurance-vie" in told
    assert "Un héritier" in told
    assert "certificat" not in told, "a certificate is offered to whom the law names"
    assert "ne dit pas si le cabinet" in told


def test_an_opposition_is_said_without_telling_who_wrote_it_down():
    person = replace(DEAD, opposition="Noté le 03/02/2020 par Bruno.")
    told = words("refusal", facts(person=person, refusals=("opposed",)))
    assert "volonté" in told
    assert "Bruno" not in told


def test_a_receipt_says_who_signs_in_what_capacity_and_what_was_chosen():
    said = given()
    assert letter("receipt", said).signature == "Date et signature\u00a0: Odile Demandeuse"
    assert "Remis par Dr Alice Martin" in words("receipt", said)
    assert "originaux" in words("receipt", said)
    own = replace(said, channel_id="own_key")
    assert "peut les lire" in words("receipt", own)
    assert "phrase" in words("receipt", replace(said, channel_id="encrypted"))
    assert "Aucune copie" in words("receipt", replace(said, channel_id="on_site"))


@pytest.mark.parametrize("paper", PAPERS)
def test_each_letter_cites_its_texts_with_the_day_they_were_read(paper):
    said = given(withheld={"not_needed"}, refusals=("opposed",))
    if paper == "proof":
        said = facts(proofs=False)
    for line in letter(paper, said).texts:
        assert "vérifié le 24/11/2026" in line
    assert letter(paper, said).recipient == ("Odile Demandeuse", "3 rue de l’Été", "38000 Grenoble")


def test_a_braces_in_a_name_is_only_a_name():
    assert "{latest}" in words("acknowledgement", replace(facts(), patient="{latest}"))


def test_a_long_list_is_counted_not_cut_off():
    shown = shown_pieces([f"Pièce {n}" for n in range(1, 41)])
    assert len(shown) == requests_letters.MOST_PIECES
    assert shown[-1].startswith("et 27 autres")
    assert shown_pieces(["x" * 200])[0].endswith("…")


def test_the_letters_name_texts_that_exist():
    for name, said in core.load(requests_letters.DATA).items():
        for key in said.get("texts", ()):
            assert key in book().texts, name


def test_every_refusal_and_reason_has_a_letter():
    for about in About:
        for ground in rules.refusals_for(about):
            assert ground.sentence.endswith(".")
