"""The guide and the patients, walked in headless Chromium."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from tests.walk import faults_of, scrolls_sideways, serious_faults, sign_in

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.browser, pytest.mark.slow]


def test_a_question_is_asked_with_the_keyboard_and_answered_in_three_ways(page, demonstration):
    sign_in(page, demonstration)
    for question, title in (
        ("En cas d’attaque, faut-il éteindre l’ordinateur ?", "éteindre l’ordinateur"),
        ("quelle est la recette du gâteau au chocolat", "Je n’ai pas cette réponse"),
        ("caméra dans la salle d’attente", ""),
    ):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.locator("h1").click()
        page.keyboard.press("/")
        expect(page.get_by_label("Une question ?")).to_be_focused()
        page.keyboard.insert_text(question)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.locator("h1")).to_contain_text(title)
        assert serious_faults(page) == [], question
        page.set_viewport_size({"width": 360, "height": 900})
        assert not scrolls_sideways(page), question


def test_the_key_of_questions_is_an_ordinary_sign_in_a_field(page, demonstration):
    sign_in(page, demonstration)
    page.goto(demonstration.address + "cabinet/supplier/ajouter/")
    page.get_by_label("Nom").fill("")
    page.get_by_label("Nom").press_sequentially("a/b")
    assert page.get_by_label("Nom").input_value() == "a/b"


def test_an_acronym_opens_for_a_finger_or_the_keyboard(page, demonstration):
    sign_in(page, demonstration)
    page.goto(demonstration.address + "guide/reponses/ordonnance/")
    acronym = page.locator("abbr", has_text="MSSanté").first
    acronym.focus()
    shown = acronym.evaluate("element => getComputedStyle(element, '::after').content")
    assert shown not in {"none", "normal", ""}


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
    faults = {address: faults_of(page, address) for address in pages}
    assert {address: found for address, found in faults.items() if found} == {}
