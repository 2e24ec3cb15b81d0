import pytest

from hygie.core import rules as dated
from hygie.traps.rules import bodies


@pytest.mark.parametrize(
    "host",
    ["www.ameli.fr", "espacepro.ameli.fr", "impots.gouv.fr", "pro.doctolib.fr", "monespacesante.fr",
     "amelie-durand.fr", "cabinet-martin.fr", "orange-les-vignes.fr", "poste-source.fr",
     "gouvernail.fr", "sendibm1.com", "list-manage.com", "192.0.2.1", "",
     "login.microsoftonline.com",
     "grange.fr"],
)  # fmt: skip
def test_honest_hosts_imitate_nobody(host):
    assert bodies.imitated(host) is None


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("ameli-remboursement.com", "l’Assurance Maladie"),
        ("amelli.fr", "l’Assurance Maladie"),
        ("ameli.fr.dossier-12.net", "l’Assurance Maladie"),
        ("аmeli.fr", "l’Assurance Maladie"),
        ("ameli.net", "l’Assurance Maladie"),
        ("carte-vitale-renouvellement.info", "l’Assurance Maladie"),
        ("doctolib-secure.com", "Doctolib"),
        ("doctollib.fr", "Doctolib"),
        ("mssante-renouvellement.fr", "l’Agence du Numérique en Santé"),
        ("impots-gouv.info", "les impôts"),
        ("antai-amendes.com", "une administration"),
        ("securite-paypal.com", "PayPal"),
        ("paypa1.com", "PayPal"),
        ("chronopost-suivi.top", "La Poste"),
        ("login-microsoft365.com", "Microsoft"),
        ("credit-agricole-securite.com", "votre banque"),
    ],
)
def test_dressed_up_and_misspelt_hosts_are_seen(host, name):
    found = bodies.imitated(host)
    assert found is not None
    assert found.name == name


def test_no_body_owns_what_imitates_another():
    for body in bodies.bodies():
        for domain in body.domains:
            assert bodies.imitated(domain) is None, domain


def test_a_name_is_recognised_in_what_is_shown():
    assert (
        bodies.claimed("Assurance Maladie - service remboursements").name == "l’Assurance Maladie"
    )
    assert bodies.claimed("Dr Camille Amelin") is None


def test_a_free_mailbox_speaks_for_nobody():
    assert bodies.is_known_company("info.ameli.fr")
    assert not bodies.is_known_company("orange.fr")


def test_the_lists_have_a_source():
    for name in ("bodies.toml", "hosts.toml", "phrases.toml", "signs.toml", "files.toml"):
        assert dated.source_from(dated.load(bodies.DATA / name)["source"]).title
