"""Each screen walked in headless Chromium, as the users do: axe-core, 360 px, 200 %, keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from tests.walk import PASSPHRASE, faults_of, hygie, scrolls_sideways, serious_faults, sign_in

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.browser, pytest.mark.slow]

PAGES = (
    "/", "/reponses/2/", "/reponses/4/", "/questions/", "/questions/prescription/", "/probleme/",
    "/cabinet/", "/cabinet/moi/", "/cabinet/ordinateurs/", "/cabinet/disques/",
    "/cabinet/prestataires/", "/cabinet/computer/ajouter/", "/cabinet/disk/ajouter/",
    "/cabinet/supplier/ajouter/", "/membres/", "/securite/", "/securite/code-de-secours/",
    "/dossiers/demandes/", "/dossiers/demandes/patient/?q=lanterne",
    "/patients/feuille-ins/", "/ranger/dossier/", "/probleme/sans-informatique/",
    "/modes-d-emploi/filing/", "/patients/", "/patients/ajouter/", "/patients/importer/",
    "/patients/doublons/", "/sas/", "/sas/recevoir/", "/sas/rapports/", "/sas/stations/",
    "/modes-d-emploi/airlock/",
    "/modes-d-emploi/patients/",
    "/journal/", "/journal/verifier/", "/modes-d-emploi/", "/modes-d-emploi/home/",
    "/modes-d-emploi/answers/", "/guide/", "/guide/reponses/ordonnance/",
    "/piege/", "/modes-d-emploi/traps/",
    "/guide/reponses/rancon/", "/guide/questions/",
    "/phrase-de-passe/", "/code-court/", "/une-page-qui-n-existe-pas/",
)  # fmt: skip


def test_each_page_is_accessible_and_fits(page, demonstration):
    sign_in(page, demonstration)
    faults = {}
    for path in PAGES:
        if found := faults_of(page, demonstration.address.rstrip("/") + path):
            faults[path] = found
        first = page.locator("a").first
        assert first.inner_text() == "Aller au contenu", path
    assert faults == {}


def test_pages_before_signing_in_are_accessible_too(page, demonstration):
    for path in ("/ouvrir/", "/secours/", "/probleme/", "/piege/"):
        page.goto(demonstration.address.rstrip("/") + path)
        assert serious_faults(page) == [], path
        page.set_viewport_size({"width": 360, "height": 800})
        assert not scrolls_sideways(page), path


def test_with_the_keyboard_alone(page, demonstration):
    page.goto(demonstration.address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    page.get_by_label("Identifiant").focus()
    page.keyboard.type("alice.martin")
    page.keyboard.press("Tab")
    page.keyboard.type(demonstration.passphrase)
    page.keyboard.press("Enter")
    page.wait_for_url(demonstration.address)
    page.goto(demonstration.address + "questions/")
    page.locator(".tile").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions/*/")
    page.locator("input[type=radio]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    assert "en attente" in page.locator("main").inner_text()
    page.keyboard.press("F1")
    page.wait_for_url("**/probleme/")
    assert page.locator("h1").inner_text().startswith("Débranchez le câble, coupez le Wi-Fi.")


def test_without_javascript_one_reads_and_answers(browser, demonstration):
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    sign_in(page, demonstration)
    page.goto(demonstration.address + "questions/")
    page.locator(".tile").first.click()
    page.locator("input[type=radio]").first.check()
    asked = page.url
    page.get_by_role("button", name="Répondre").click()
    assert page.url != asked, "the next question, or the home page after the last one"
    context.close()


def test_a_half_filled_form_is_found_again(page, demonstration):
    sign_in(page, demonstration)
    page.goto(demonstration.address + "cabinet/supplier/ajouter/")
    page.get_by_label("Nom").fill("Assurance de l’Été (inventée)")
    page.goto(demonstration.address + "journal/")
    page.goto(demonstration.address + "cabinet/supplier/ajouter/")
    assert page.get_by_label("Nom").input_value() == "Assurance de l’Été (inventée)"
    page.get_by_role("button", name="L’effacer et recommencer").click()
    expect(page.get_by_label("Nom")).to_have_value("")
    page.reload()
    expect(page.get_by_label("Nom")).to_have_value("")


def test_a_pause_hides_the_screen_and_a_short_code_brings_it_back(page, demonstration):
    sign_in(page, demonstration)
    page.goto(demonstration.address + "code-court/")
    page.locator("#id_pin").fill("2580")
    page.get_by_role("button", name="Choisir ce code").click()
    page.goto(demonstration.address + "journal/")
    page.get_by_role("button", name="Pause").click()
    page.wait_for_url("**/reprise/*")
    assert "Journal" not in page.locator("h1").inner_text()
    page.locator("#id_pin").fill("1111")
    page.get_by_role("button", name="Reprendre").click()
    assert "Il reste 2" in page.locator(".message").inner_text()
    page.locator("#id_pin").fill("2580")
    page.get_by_role("button", name="Reprendre").click()
    page.wait_for_url("**/journal/")


def test_the_first_day(page, tmp_path):
    with hygie(tmp_path / "neuf", "serve") as server:
        bare = re.sub(r"cabinet/commencer/.*", "", server.address)
        page.goto(server.address)
        assert serious_faults(page) == []
        page.get_by_label("Nom du cabinet").fill("Cabinet de l’Œuvre")
        page.get_by_label("Votre nom").fill("Dr Élodie L’Hôte")
        page.get_by_label("Profession").select_option(label="Médecin")
        page.get_by_label("Identifiant").fill("elodie")
        page.get_by_label("Phrase de passe").fill(PASSPHRASE)
        page.get_by_label("La même, une seconde fois").fill(PASSPHRASE)
        page.get_by_role("button", name="Créer le cabinet").click()
        page.wait_for_url("**/securite/code-de-secours/")
        assert serious_faults(page) == []
        code = page.locator("#code").inner_text()
        page.get_by_label("Recopiez le code").fill(code.lower())
        page.get_by_role("button", name="Vérifier").click()
        page.wait_for_url(bare)
        assert "Le code de secours est vérifié" in page.locator("main").inner_text()
        assert page.locator(".tile").count() == 22
        page.get_by_role("button", name="Verrouiller").click()
        page.wait_for_url("**/ouvrir/")
        page.goto(bare)
        assert page.locator("h1").inner_text() == "Hygie est verrouillé"
