"""Requests for a record, walked in headless Chromium."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from tests.walk import WIDTHS, scrolls_sideways, serious_faults, sign_in

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.browser, pytest.mark.slow]


def pages_of_requests(page, demonstration):
    """Each screen of the requests of the demonstration, by what leads to it."""
    home = demonstration.address.rstrip("/")
    page.goto(home + "/dossiers/demandes/")
    ones = [link.get_attribute("href") for link in page.locator("tbody th a").all()]
    assert len(ones) == 3
    page.goto(home + "/dossiers/demandes/patient/?q=lanterne")
    new = page.get_by_role("link", name="LANTERNE Paul").get_attribute("href")
    more = ("modifier/", "pieces/", "choix/", "accord/", "refus/", "copie/", "delai/")
    return [home + path for path in (new, *ones, *(one + end for one in ones for end in more))]


def test_each_page_of_a_request_is_accessible_and_fits(page, demonstration):
    sign_in(page, demonstration)
    for address in pages_of_requests(page, demonstration):
        page.goto(address)
        assert serious_faults(page) == [], address
        for width in WIDTHS.values():
            page.set_viewport_size({"width": width, "height": 900})
            assert not scrolls_sideways(page), (address, width)


def test_a_request_goes_from_its_receipt_to_its_papers(page, demonstration):
    sign_in(page, demonstration)
    page.goto(demonstration.address + "dossiers/demandes/patient/")
    page.get_by_label("Nom du patient").fill("tilleul")
    page.locator("main").get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name="TILLEUL Jeanne").click()
    page.get_by_label("À quel titre").select_option(label="Le patient lui-même")
    page.get_by_label("nom du demandeur", exact=False).fill("Jeanne Tilleul (inventée)")
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_url(re.compile(r"/demandes/\w{32}/$"))
    page.get_by_role("button", name="Je demande ces pièces").click()
    assert "Le délai attend les pièces" in page.locator("main").inner_text()
    page.get_by_label("Une pièce d’identité du demandeur").check()
    page.get_by_role("button", name="Noter les preuves vues").click()
    page.get_by_role("button", name="La demande est complète").click()
    expect(page.get_by_role("button", name="Choisir les documents")).to_be_visible()
    page.get_by_role("button", name="Annuler la dernière étape").click()
    expect(page.get_by_role("button", name="La demande est complète")).to_be_visible()
    assert page.request.get(page.url + "acknowledgement.pdf").body().startswith(b"%PDF")


def test_a_closing_is_decided_and_each_of_its_pages_fits(page, demonstration):
    sign_in(page, demonstration)
    at = demonstration.address + "dossiers/fermeture/"
    faults = {}

    def walk(*paths):
        for path in paths:
            for name, width in WIDTHS.items():
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(at + path)
                if scrolls_sideways(page):
                    faults[f"{path} {name}"] = ["scrolls sideways"]
            if found := serious_faults(page):
                faults[path] = found
            assert page.locator("h1").count() == 1, path

    walk("", "decider/", "../absence/", "../boites/", "../boites/ajouter/", "../exports/ajouter/",
         "../durees/", "../durees/ajouter/")  # fmt: skip
    page.goto(at + "decider/")
    page.get_by_label("Motif").select_option("retirement")
    page.get_by_label("Jour de fermeture").fill("30/06/2035")
    page.get_by_label("Un successeur reprend").check()
    page.get_by_label("Nom du successeur").fill("Dr Chloé L’Hôte (inventée)")
    page.get_by_role("button", name="Dater le plan").click()
    page.wait_for_url("**/fermeture/")
    page.get_by_role("button", name="Lettres aux patients").click()
    page.get_by_role("button", name="Préparer les lettres").click()
    expect(page.locator(".message.success")).to_contain_text("sont prêtes")
    page.goto(at + "archive/")
    page.get_by_role("button", name="Créer le code").click()
    expect(page.locator("#code")).to_be_visible()
    walk("", "etape/order/", "etape/boxes_listed/", "lettres/", "lettres/1/", "lettres/1/copie/",
         "lettres/liste/toutes/", "lettres/liste/sans-adresse/", "transmission/",
         "archive/", "abandonner/")  # fmt: skip
    assert faults == {}


def test_a_record_is_explained_held_and_left_off_a_list_and_each_page_fits(page, demonstration):
    sign_in(page, demonstration)
    page.get_by_role("link", name="Dossiers", exact=True).click()
    page.locator("tbody a").first.click()
    page.wait_for_url(re.compile(r"dossiers/[0-9a-f]{32}/$"))
    file = page.url
    page.goto(file + "blocages/")
    page.get_by_label("Nature").select_option("amicable")
    page.get_by_label("Demandé par").fill("Sa fille (inventée)")
    page.get_by_label("Pourquoi").fill("Une lettre de réclamation")
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_url(file)
    page.get_by_role("link", name="Modifier ou lever").click()
    hold = page.url
    page.goto(demonstration.address + "dossiers/?demande=eliminate")
    page.locator("tbody input[type=checkbox]").first.check()
    page.get_by_role("button", name="Préparer une liste avec les dossiers cochés").click()
    page.get_by_role("button", name="J’ai relu cette liste").click()
    expect(page.locator("main")).to_contain_text("une autre personne doit la confirmer")
    faults = {}
    for address in (file, hold, file + "categorie/", page.url):
        for name, width in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(address)
            if scrolls_sideways(page):
                faults[f"{address} {name}"] = ["scrolls sideways"]
        if found := serious_faults(page):
            faults[address] = found
    assert faults == {}
