import base64
import io
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hygie.airlock.engine.papers import cda, cda_inside
from hygie.airlock.tests.engine.papers import cdas


def rebuilt(content):
    return cda_inside.rebuild(io.BytesIO(content))


def whole(message):
    """The document with what it carried put back."""
    fields = message.fields
    parts = [fields["pieces"][0]]
    for content, piece in zip(fields["embedded"], fields["pieces"][1:], strict=True):
        parts += [base64.b64encode(content), piece]
    return b"".join(parts)


def same(one, other):
    return [
        (e.tag, e.attrib, (e.text or "").split(), (e.tail or "").split()) for e in one.iter()
    ] == [(e.tag, e.attrib, (e.text or "").split(), (e.tail or "").split()) for e in other.iter()]


def test_an_ordinary_document_says_the_same_once_rebuilt():
    content = cdas.section(
        'Avant <content ID="a" styleCode="Bold">gras</content> après<br/>',
        '<entry><observation><value xsi:type="PQ" value="1.2" unit="g/L"/><text><reference'
        ' value="#a"/></text><lab:statusCode code="x"/><telecom value="tel:+33155667788"/>'
        "</observation></entry>",
    )
    message = rebuilt(content)
    assert message.fields["codes"] == ()
    assert same(ElementTree.fromstring(content), ElementTree.fromstring(whole(message)))
    assert rebuilt(whole(message)).fields == message.fields


@pytest.mark.parametrize(("code", "content"), cdas.CARRIERS)
def test_what_is_not_the_document_is_removed_and_told(code, content):
    message = rebuilt(content)
    assert dict(zip(message.fields["codes"], message.fields["counts"], strict=True)) == {code: 1}
    assert set(message.fields["codes"]) <= cda.REMOVED
    assert message.fields["signed"] == (code == "signature")
    assert b"evil" not in whole(message).replace(b"example.org/evil", b"")
    assert b"onmouseover" not in whole(message)
    assert rebuilt(whole(message)).fields["codes"] == ()


def test_the_text_of_a_link_stays():
    assert b"<linkHtml>ici</linkHtml>" in whole(rebuilt(cdas.CARRIERS[2][1]))


def test_comments_instructions_and_schemas_are_let_go():
    content = cdas.section().replace(b"<recordTarget>", b"<!-- note --><?php x ?><recordTarget>")
    content = content.replace(b"<section>", b'<section xsi:schemaLocation="urn:x ../x.xsd">')
    message = rebuilt(content)
    assert message.fields["codes"] == ()
    assert not any(word in whole(message) for word in (b"note", b"php", b"x.xsd"))


def test_a_carried_pdf_is_handed_out_and_its_place_kept():
    message = rebuilt(cdas.carrying(b"%PDF-1.4 x", more=' integrityCheck="abcd"'))
    assert message.fields["embedded"] == (b"%PDF-1.4 x",)
    assert b"JVBERi0xLjQgeA==" in whole(message)
    assert b"integrityCheck" not in whole(message)


def test_a_carried_picture_is_drawn_again():
    content = whole(rebuilt(cdas.carrying(cdas.picture("JPEG"), "image/jpeg")))
    assert base64.b64encode(b"hidden")[:6] not in content
    assert b"/9j/" in content


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "iso-8859-15", "utf-8-sig"])
def test_documents_of_old_software_are_read(encoding):
    content = cdas.section().decode().replace("UTF-8", encoding.removesuffix("-sig"))
    assert "É &amp; È" in whole(rebuilt(content.encode(encoding))).decode()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "broken"),
        (b"<ClinicalDocument>", "broken"),
        (b"<ClinicalDocument/>", "not_clinical"),
        (b"<html/>", "not_clinical"),
        (cdas.section()[:-20], "broken"),
        (cdas.document("<a>" * 200 + "</a>" * 200), "too_large"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "entities"),
        (b'<!DOCTYPE a SYSTEM "http://example.org/x.dtd">' + cdas.section()[39:], "entities"),
        (cdas.section().replace(b"UTF-8", b"nonsense"), "broken"),
    ],
)
def test_what_is_no_clinical_document_is_refused_in_a_word(content, why):
    assert rebuilt(content).fields == {"why": why}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_document_never_raises(data):
    content = bytearray(cdas.CARRIERS[1][1])
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    message = rebuilt(bytes(content))
    if message.code == "rebuilt":
        assert rebuilt(whole(message)).fields["codes"] == ()
