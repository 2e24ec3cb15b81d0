"""The rooms' guides: four signs of Markdown, and nothing of what they hold becomes code."""

import pytest
from django.apps import apps

from hygie.site import guides


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Une phrase\nsur deux lignes.", "<p>Une phrase sur deux lignes.</p>"),
        ("# Titre", "<h2>Titre</h2>"),
        ("## Titre d’une partie", "<h2>Titre d’une partie</h2>"),
        ("- une\n- deux\n  suite", "<ul><li>une</li><li>deux   suite</li></ul>"),
        ("1. une\n2. deux", "<ol><li>une</li><li>deux</li></ol>"),
        ("Un **mot** et **deux autres**.",
         "<p>Un <strong>mot</strong> et <strong>deux autres</strong>.</p>"),
        ("Un\n\n\n\nDeux", "<p>Un</p>\n<p>Deux</p>"),
        ("", ""),
    ],
)  # fmt: skip
def test_four_signs_are_read(written, shown):
    assert guides.to_html(written) == shown


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "- <img src=x onerror=y>", "# <b>", "**<i>**", "a & b"]
)
def test_what_a_guide_holds_is_escaped(hostile):
    html = guides.to_html(hostile)
    for tag in ("<script", "<img", "<b>", "<i>", "& "):
        assert tag not in html
    assert "&lt;" in html or "&amp;" in html


def test_each_room_that_has_a_guide_is_listed_by_title():
    found = guides.guides()
    titles = [guide.title for guide in found]
    assert titles == sorted(titles)
    assert len({guide.room for guide in found}) == len(found)
    assert all(guide.title and not guide.title.startswith("#") for guide in found)
    assert all(len(guide.html) > 100 for guide in found)


def test_a_guide_is_found_in_the_folder_of_its_room(tmp_path, monkeypatch):
    page = tmp_path / "templates" / "journal" / "guide.md"
    page.parent.mkdir(parents=True)
    page.write_text("# Le carnet\n\nQui a fait **quoi**.\n", encoding="utf-8")
    monkeypatch.setattr(apps.get_app_config("journal"), "path", str(tmp_path))
    guides.guides.cache_clear()
    try:
        guide = next(guide for guide in guides.guides() if guide.room == "journal")
        assert (guide.title, guide.html) == (
            "Le carnet",
            "<p>Qui a fait <strong>quoi</strong>.</p>",
        )
    finally:
        guides.guides.cache_clear()


def test_guides_are_read_on_screen_and_an_absent_one_is_told(signed_in):
    listed = signed_in.get("/modes-d-emploi/").content.decode()
    for guide in guides.guides():
        assert f'href="/modes-d-emploi/{guide.room}/"' in listed
        page = signed_in.get(f"/modes-d-emploi/{guide.room}/").content.decode()
        assert guide.html in page
    assert signed_in.get("/modes-d-emploi/storage/").status_code == 404
