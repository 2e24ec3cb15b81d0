"""The station walked as a person does: a key, one button, one word, the images, handed over."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pydicom
import pytest
from playwright.sync_api import Page, expect
from pydicom.data import get_testdata_file
from tests.walk import WIDTHS, scrolls_sideways, serious_faults

pytestmark = [
    pytest.mark.needs("chromium", "bwrap"), pytest.mark.browser, pytest.mark.slow,
]  # fmt: skip
SLICES = 60


def fill(key: Path) -> None:
    """What a patient brings: a scanner, a letter, the disc's viewer; published test identities."""
    images = key / "DICOM"
    images.mkdir(parents=True)
    ct = pydicom.dcmread(get_testdata_file("CT_small.dcm"))
    ct.PatientName, ct.PatientBirthDate, ct.PatientSex = "ADRTROIS^DOMINIQUE", "19790328", "F"
    for number in range(1, SLICES + 1):
        ct.InstanceNumber = number
        ct.SOPInstanceUID = ct.file_meta.MediaStorageSOPInstanceUID = f"1.2.3.{number}"
        ct.save_as(images / f"I{number:05}")
    (key / "lettre d’été.txt").write_text("Bonjour", encoding="utf-8")
    (key / "viewer.exe").write_bytes(b"MZ\x90\x00" + b"\x00" * 300)


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    here = tmp_path_factory.mktemp("poste")
    key, cabinet = here / "CLE DU PATIENT", here / "CLE DU CABINET"
    fill(key)
    cabinet.mkdir()
    command = [
        sys.executable, "-m", "hygie.cli.main", "airlock", "serve", "--no-browser", "--port", "0",
        "--folder", str(key), "--folder", str(cabinet),
    ]  # fmt: skip
    environment = {**os.environ, "HYGIE_HOME": str(here / "maison"), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert "Le sas est ouvert" in line
        address = here / "maison" / "airlock" / "station.address"
        try:
            yield SimpleNamespace(key=key, cabinet=cabinet, address=address, process=process)
        finally:
            process.terminate()


def enter(page: Page, station: SimpleNamespace) -> None:
    """As the kiosk's window does: with the address of the day, which works once."""
    page.goto(station.address.read_text().splitlines()[0])


def check(page: Page) -> None:
    for name, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 900})
        assert not scrolls_sideways(page), f"{page.url} {name}"
    page.set_viewport_size({"width": 1280, "height": 900})
    assert serious_faults(page) == [], page.url
    assert page.locator("h1").count() == 1, page.url


def shown(page: Page, number: int) -> None:
    """The canvas shows that slice, counted from 1."""
    expect(page.locator(".where")).to_have_text(f"Image {number} sur {SLICES}")
    expect(page.locator(".stage")).to_have_attribute("data-shown", str(number - 1))


def test_a_key_from_the_button_to_the_copy(page, station):
    enter(page, station)
    expect(page.get_by_role("heading", name="CLE DU PATIENT")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Examiner CLE DU PATIENT").click()
    expect(page.locator("h1.verdict")).to_have_text("Reconstruit", timeout=60_000)
    check(page)
    assert "viewer.exe" in page.locator("main").inner_text()
    run = page.url
    page.reload()
    expect(page.locator("h1.verdict")).to_be_visible()
    page.get_by_role("link", name=re.compile("Tous")).click()
    expect(page.get_by_text("DICOM/I00001")).to_be_visible()

    page.get_by_role("button", name=re.compile("Voir les images")).click()
    expect(page.get_by_role("heading", name="ADRTROIS DOMINIQUE")).to_be_visible()
    check(page)
    page.get_by_role("link", name=re.compile("Scanner")).click()
    walk_the_series(page)
    check(page)

    page.goto(run + "transmettre/")
    check(page)
    assert page.get_by_role("button", name=re.compile("CLE DU PATIENT")).count() == 0
    page.get_by_role("button", name="Copier ici : CLE DU CABINET").click()
    expect(page.get_by_text(re.compile("Transmis.: CLE DU CABINET"))).to_be_visible()
    (made,) = station.cabinet.iterdir()
    assert {path.name for path in made.iterdir()} >= {"DICOM", "DICOMDIR", "rapport-hygie.json"}
    page.get_by_role("button", name="Terminer et effacer").click()
    expect(page.get_by_text("ce qui était gardé ici est effacé")).to_be_visible()
    page.goto(run + "images/")
    expect(page.get_by_text("Cet examen est terminé")).to_be_visible()


def walk_the_series(page: Page) -> None:
    """By the keyboard, the wheel, the slider, a window, the zoom."""
    shown(page, SLICES // 2 + 1)
    page.keyboard.press("Home")
    shown(page, 1)
    page.keyboard.press("PageDown")
    shown(page, 11)
    page.locator(".stage").hover()
    page.mouse.wheel(0, 120)
    shown(page, 12)
    page.get_by_role("button", name="Précédente").click()
    shown(page, 11)
    page.get_by_role("slider").fill("40")
    shown(page, 40)
    page.locator(".stage").focus()
    page.keyboard.press("3")
    expect(page.get_by_text("Poumon", exact=True)).to_have_attribute("aria-pressed", "true")
    shown(page, 40)
    page.keyboard.press("+")
    expect(page.locator(".stage.zoomed")).to_be_visible()
    page.keyboard.press("0")
    expect(page.locator(".stage.zoomed")).to_have_count(0)


def test_without_javascript_one_still_examines_and_looks(browser, station):
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    enter(page, station)
    page.get_by_role("button", name="Examiner CLE DU PATIENT").click()
    expect(page.locator("h1.verdict")).to_have_text("Reconstruit", timeout=60_000)
    page.get_by_role("button", name=re.compile("Voir les images")).click()
    page.get_by_role("link", name=re.compile("Scanner")).click()
    page.get_by_text("Suivante").click()
    expect(page.locator(".where")).to_have_text(f"Image {SLICES // 2 + 2} sur {SLICES}")
    page.get_by_text("Os", exact=True).click()
    drawn = page.locator(".stage img")
    assert "fenetre=os" in (drawn.get_attribute("src") or "")
    page.goto(page.url.partition("images/")[0])
    page.get_by_role("button", name="Terminer et effacer").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("sans rien transmettre")
    page.get_by_role("button", name="Terminer et effacer").click()
    expect(page.get_by_text("ce qui était gardé ici est effacé")).to_be_visible()
    context.close()
