"""What a scanner types and what falls into a folder, in headless Chromium."""

from __future__ import annotations

import os
import re

import pytest
from playwright.sync_api import expect
from tests.walk import WIDTHS, scrolls_sideways, serious_faults, sign_in

from hygie.reading.tests.sheets import DOMINIQUE, GS, sheet

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.browser, pytest.mark.slow]


def test_a_scanner_reads_a_sheet_then_its_document_is_filed(page, demonstration, tmp_path):
    """The cursor waits in the field; the scanner loses GS and ends by Enter, as a keyboard does."""
    sign_in(page, demonstration)
    page.goto(demonstration.address + "patients/feuille-ins/")
    expect(page.locator("#code")).to_be_focused()
    page.keyboard.type(DOMINIQUE.replace(GS, "").lower())
    page.keyboard.press("Enter")
    expect(page.get_by_text("n’est pas encore dans Hygie")).to_be_visible()
    assert serious_faults(page) == []
    page.get_by_role("button", name="Créer sa fiche").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("PAT-TROIS")

    folder = tmp_path / "À ranger"
    folder.mkdir()
    for name in ("Résultats.pdf", "Publicité d’un nom interminable, sans aucun patient.pdf"):
        payload = DOMINIQUE if name.startswith("R") else ""
        (folder / name).write_bytes(sheet(tmp_path / "t", "Bonjour", payload=payload))
        os.utime(folder / name, (1, 1))
    page.goto(demonstration.address + "ranger/dossier/")
    page.get_by_label("Adresse complète du dossier").fill(str(folder))
    page.keyboard.press("Enter")
    expect(page.get_by_text("code INS lu")).to_be_visible()
    for width in WIDTHS.values():
        page.set_viewport_size({"width": width, "height": 900})
        assert not scrolls_sideways(page), width
    assert serious_faults(page) == []
    page.get_by_role("button", name=re.compile("^Ranger")).click()
    expect(page.get_by_text("Le fichier est rangé")).to_be_visible()
    page.get_by_role("link", name="PAT-TROIS Dominique").click()
    expect(page.get_by_role("heading", name="Documents rangés")).to_be_visible()


def test_the_search_box_of_patients_takes_a_scan(page, demonstration):
    sign_in(page, demonstration)
    page.goto(demonstration.address + "patients/")
    expect(page.locator("[autofocus]")).to_be_focused()
    page.keyboard.type(DOMINIQUE.replace(GS, ""))
    page.keyboard.press("Enter")
    page.wait_for_url("**/patients/feuille-ins/")
    expect(page.get_by_text("PAT-TROIS").first).to_be_visible()


def test_a_day_without_computers_opens_in_another_tab(page, demonstration):
    sign_in(page, demonstration)
    page.goto(demonstration.address + "probleme/sans-informatique/")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Préparer la journée").click()
    assert opened.value is not page
    button = page.get_by_role("button", name="Préparer la journée")
    assert button.get_attribute("aria-busy") != "true"
