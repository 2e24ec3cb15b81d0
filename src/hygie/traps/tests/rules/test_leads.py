import pytest

from hygie.traps.rules import leads
from hygie.traps.rules.letters import Letter, Link


def codes(url, shown="", **told):
    return [one.code for one in leads.seen(Letter(links=(Link(url=url, shown=shown),), **told))]


@pytest.mark.parametrize(
    ("url", "shown", "expected"),
    [
        ("https://www.ameli.fr/x", "Mon compte", []),
        ("https://ameli-secure.com/x", "Mon compte", ["link_imitates", "link_errand"]),
        ("https://x.sendibm3.com/y", "www.macsf.fr", ["link_lies"]),
        ("https://x.sendibm3.com/y", "www.fournisseur.fr", ["link_differs"]),
        ("https://x.sendibm3.com/y", "Voir en ligne", []),
        ("http://192.0.2.7/x", "", ["link_number"]),
        ("http://ameli.fr@pirate.net/x", "", ["link_disguised"]),
        ("javascript:alert(1)", "", ["link_active"]),
        ("data:text/html,x", "", ["link_active"]),
        ("mailto:a@b.fr", "", []),
        ("https://bit.ly/x", "", ["link_short"]),
        ("https://dossier.pages.dev/x", "", ["link_free_page"]),
        ("https://dossier.top/x", "", ["link_cheap"]),
        ("https://fournisseur.fr/facture.zip", "", ["link_to_program"]),
        ("https://acces.fr/login#dr.martin@cabinet.fr", "", ["link_carries_address"]),
        ("https://docs.google.com/document/d/x", "", ["link_shared_place"]),
        ("https://registre-domaines-fr.com/x", "", ["link_errand"]),
        ("https://fournisseur.pl/wp-content/x", "", ["link_inside_site"]),
        ("https://fournisseur.net:2083/x", "", ["link_port"]),
        ("https://fournisseur.net:99999/x", "", ["link_port"]),
        ("https://fournisseur.net/x", "bilan.pdf", ["link_as_file"]),
        ("https://fournisseur.net/x.pdf", "bilan.pdf", []),
        ("http://[oups", "", []),
    ],
)
def test_a_link_is_judged_by_where_it_leads(url, shown, expected):
    assert codes(url, shown) == expected


def test_a_code_to_scan_shows_where_it_leads():
    assert codes("https://courrier.fr", form="page") == ["qr_link"]


def test_links_that_lead_to_another_than_the_sender_are_told():
    own = Letter(sender="a@b.fr", links=(Link(url="https://b.fr/x"), Link(url="https://c.fr")))
    other = Letter(sender="a@b.fr", links=(Link(url="https://c.fr"),))
    assert leads.elsewhere(own) is None
    assert leads.elsewhere(other).code == "link_elsewhere"
    assert leads.elsewhere(Letter(sender="a@b.fr")) is None


def test_an_sms_from_an_ordinary_number_and_a_bare_link_say_so():
    link = (Link(url="https://c.fr/x"),)
    sms = Letter(form="text", text="+33 6 39 98 12 34\nVoir https://c.fr/x", links=link)
    assert [one.code for one in leads.alone(sms)] == ["link_alone", "sms_from_mobile"]
    assert [one.code for one in leads.alone(Letter(form="link", links=link))] == ["link_alone"]
    assert list(leads.alone(Letter(sender="a@b.fr", links=link))) == []
    assert leads.elsewhere(sms).code == "link_nobodys"
