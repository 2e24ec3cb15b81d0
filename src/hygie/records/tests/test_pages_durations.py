"""The pages of the durations, as a browser asks them."""

from hygie.patients.tests.people import text_of
from hygie.records.models import OwnClass
from hygie.records.models.durations import new_class_id

AT = "/dossiers/durees/"
TYPED = {
    "label": "Moulages dentaires", "anchor_label": "la pose", "value": "5", "unit": "years",
    "nature": "usage", "reason": "Place au sous-sol",
}  # fmt: skip


def test_an_owner_adds_a_kind_of_document_which_is_then_used_and_withdrawn(signed_in):
    page = text_of(signed_in.get(AT))
    assert "Aucune." in page
    assert "R. 5121-195" in page
    typed = TYPED | {"class_id": new_class_id()}
    for _ in range(2):
        assert signed_in.post(f"{AT}ajouter/", typed).status_code == 302
    one = OwnClass.objects.get()
    page = text_of(signed_in.get(AT))
    assert "Moulages dentaires : 5 ans" in page
    assert "Choix du cabinet, usage" in page
    told = text_of(signed_in.get(AT, {"sorte": one.pk, "jour": "2/1/2020"}))
    assert "02/01/2025" in told
    assert "choix du cabinet, qu’aucun texte" in told
    page = text_of(signed_in.post(f"{AT}{one.pk}/retirer/", follow=True))
    assert "Vous pouvez la remettre plus bas" in page
    assert "Remettre" in page
    assert "est remise" in text_of(signed_in.post(f"{AT}{one.pk}/remettre/", follow=True))


def test_what_is_wrong_is_told_beside_the_fields_and_nothing_is_kept(signed_in):
    page = text_of(signed_in.post(f"{AT}ajouter/", TYPED | {"value": "500"}))
    assert "La durée va d’un jour" in page
    assert "Place au sous-sol" in page
    assert not OwnClass.objects.exists()
    assert signed_in.get(f"{AT}own_{'0' * 32}/").status_code == 404
