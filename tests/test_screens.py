"""Each screen walked in headless Chromium, as the users do: axe-core, 360 px, 200 %, keyboard."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.browser, pytest.mark.slow]

PAGES = (
    "/", "/reponses/2/", "/reponses/4/", "/questions/", "/questions/prescription/", "/probleme/",
    "/cabinet/", "/cabinet/moi/", "/cabinet/ordinateurs/", "/cabinet/disques/",
    "/cabinet/prestataires/", "/cabinet/computer/ajouter/", "/cabinet/disk/ajouter/",
    "/cabinet/supplier/ajouter/", "/membres/", "/securite/", "/securite/code-de-secours/",
    "/dossiers/", "/dossiers/?demande=archive", "/dossiers/blocages/", "/dossiers/boites/",
    "/dossiers/boites/ajouter/", "/dossiers/eliminations/", "/dossiers/eliminations/registre/",
    "/modes-d-emploi/records/",
    "/patients/", "/patients/ajouter/", "/patients/doublons/", "/modes-d-emploi/patients/",
    "/journal/", "/journal/verifier/", "/modes-d-emploi/", "/modes-d-emploi/home/",
    "/phrase-de-passe/", "/code-court/", "/une-page-qui-n-existe-pas/",
)  # fmt: skip
# Width in CSS pixels: a desk, a phone, and the desk at 200 % (half its pixels).
WIDTHS = {"1280": 1280, "360": 360, "200 %": 640}
CHROMIUM = {
    "executable_path": "/usr/bin/chromium",
    "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
}
PASSPHRASE = "quatre mots sans lien"


@contextmanager
def hygie(home: Path, *arguments: str) -> Iterator[SimpleNamespace]:
    """A real `hygie` serving in a process of its own; gives its address and what it printed."""
    environment = {**os.environ, "HYGIE_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "hygie.cli.main", *arguments, "--no-browser", "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as server:
        assert server.stdout is not None
        printed = ""
        while "Hygie est ouvert" not in printed:
            line = server.stdout.readline()
            assert line, printed
            printed += line
        address = re.search(r"http://\S+", printed)
        assert address is not None
        try:
            yield SimpleNamespace(address=address[0], printed=printed)
        finally:
            server.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**CHROMIUM)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    with hygie(tmp_path_factory.mktemp("maison") / "demo", "demo") as server:
        found = re.search(r"Phrase de passe : (.+)", server.printed)
        assert found is not None
        server.passphrase = found[1]
        yield server


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new window; what its console complains of is a failure."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
    window = context.new_page()
    complaints: list[str] = []
    window.on("pageerror", lambda error: complaints.append(str(error)))
    window.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    yield window
    context.close()
    assert [said for said in complaints if "404" not in said] == []


def sign_in(page: Page, server: SimpleNamespace) -> None:
    page.goto(server.address)
    page.get_by_label("Identifiant").fill("alice.martin")
    page.get_by_label("Phrase de passe").fill(server.passphrase)
    page.get_by_role("button", name="Ouvrir").click()
    page.wait_for_url(server.address)


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def serious_faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {node['html'][:120]}"
        for fault in found
        if fault["impact"] in {"serious", "critical"}
        for node in fault["nodes"]
    ]


def test_each_page_is_accessible_and_fits(page, demonstration):
    sign_in(page, demonstration)
    faults = {}
    for path in PAGES:
        for name, width in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(demonstration.address.rstrip("/") + path)
            if scrolls_sideways(page):
                faults[f"{path} {name}"] = ["scrolls sideways"]
        if found := serious_faults(page):
            faults[path] = found
        assert page.locator("h1").count() == 1, path
        first = page.locator("a").first
        assert first.inner_text() == "Aller au contenu", path
    assert faults == {}


def test_pages_before_signing_in_are_accessible_too(page, demonstration):
    for path in ("/ouvrir/", "/secours/", "/probleme/"):
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
    asked = page.url
    page.locator("input[type=radio]").first.check()
    page.get_by_role("button", name="Répondre").click()
    # The next question, or the home page after the last one.
    page.wait_for_url(lambda url: url != asked)
    assert "Répondre" in page.locator("main").inner_text() or page.locator(".tile").count() == 22
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


def test_a_patient_is_found_as_one_types_and_each_page_about_her_fits(page, demonstration):
    sign_in(page, demonstration)
    page.get_by_role("link", name="Patients", exact=True).click()
    page.get_by_label("Chercher un patient").press_sequentially("lefevr", delay=20)
    expect(page.locator("#results table")).to_be_visible()
    assert page.url == demonstration.address + "patients/", "what is typed is in no address"
    page.locator("#results a").first.click()
    page.wait_for_url(re.compile(r"patients/[0-9a-f]{32}/$"))
    file = page.url
    page.goto(demonstration.address + "patients/doublons/")
    page.locator(".tile").first.click()
    page.wait_for_url("**/doublons/*/")
    pages = [
        page.url,
        *(file + end for end in ("", "modifier/", "deces/", "demandes/", "qui/")),
    ]
    faults = {}
    for address in pages:
        for name, width in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(address)
            if scrolls_sideways(page):
                faults[f"{address} {name}"] = ["scrolls sideways"]
        if found := serious_faults(page):
            faults[address] = found
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
