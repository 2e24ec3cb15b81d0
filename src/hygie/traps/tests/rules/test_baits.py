import pytest

from hygie.traps.rules import baits


@pytest.mark.parametrize(
    "host",
    ["registre-domaines-fr.com", "www.dossier-patient-securise.com", "suivi-mondialcolis.com",
     "dpc-droits2026.com", "webhost-notice.net"],
)  # fmt: skip
def test_a_domain_of_everyday_words_names_nobody(host):
    assert baits.names_nobody(host)


@pytest.mark.parametrize(
    "host",
    ["cabinet-martin.fr", "pharmacie-du-lac.fr", "labo-central.fr", "info.ameli.fr", "support.fr",
     "192.0.2.7", "", "clinique-saint-aubin.fr", "sendibm1.com"],
)  # fmt: skip
def test_a_house_is_named(host):
    assert not baits.names_nobody(host)
