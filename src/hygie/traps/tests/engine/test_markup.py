import pytest

from hygie.traps.engine import markup
from hygie.traps.rules.letters import Link


def test_words_and_links_are_read_and_scripts_are_not():
    page = markup.page(
        "<style>x</style><p>Bonjour&nbsp;Léa</p><script>alert(1)</script>"
        '<a href=" https://b.fr ">https://<b>a</b>.fr</a><br>Fin'
    )
    assert page.text == "Bonjour Léa\nhttps://a.fr\nFin"
    assert page.links == (Link(url="https://b.fr", shown="https://a.fr"),)
    assert not page.has_form


def test_what_is_hidden_from_the_eye_is_not_read():
    page = markup.page('<div style="display: NONE">leurre <b>caché</b></div><p>vu</p>')
    assert page.text == "vu"


def test_fields_to_fill_are_seen():
    assert markup.page('<form action="https://x.fr"><input type=text></form>').has_form
    assert markup.page('<input type="password">').has_form
    assert markup.page('<form action="https://x.fr">').links == (Link(url="https://x.fr"),)


@pytest.mark.parametrize(
    "html", ["<a href='x'", "<![if", "<!doctype [", "</p></p>", "<a>" * 5000, ""]
)
def test_a_broken_page_is_read_as_far_as_it_goes(html):
    markup.page(html)


def test_links_have_an_end():
    assert len(markup.page("<a href=x>y</a>" * 5000).links) == markup.MAX_LINKS
