from xml.etree.ElementTree import Element

import pytest

from hygie.airlock.engine.papers.cda_rules_inside import HL7, admits, pruned_attributes, split


def of(name, namespace=HL7, **attributes):
    return Element(f"{{{namespace}}}{name}", attributes)


def test_a_tag_is_a_namespace_and_a_name():
    assert split("{urn:x}a") == ("urn:x", "a")
    assert split("a") == ("", "a")


@pytest.mark.parametrize(
    ("child", "is_narrative", "code"),
    [
        (of("observation"), False, ""),
        (of("paragraph"), True, ""),
        (of("observation"), True, "foreign"),
        (of("statusCode", "urn:oid:1.3"), False, ""),
        (of("script"), False, "foreign"),
        (of("p", "http://www.w3.org/1999/xhtml"), False, "foreign"),
        (of("Signature", "http://www.w3.org/2000/09/xmldsig#"), False, "signature"),
    ],
)
def test_an_element_stays_when_a_clinical_document_has_it(child, is_narrative, code):
    assert admits(child, is_narrative=is_narrative) == code


@pytest.mark.parametrize(
    ("element", "kept", "removed"),
    [
        (of("reference", value="#a"), {"value": "#a"}, {}),
        (of("reference", value="a.b-1"), {"value": "a.b-1"}, {}),
        (of("reference", value="\\\\server\\x"), {}, {"link": 1}),
        (of("telecom", value="mailto:a@example.org"), {"value": "mailto:a@example.org"}, {}),
        (of("telecom", value="JavaScript:x"), {}, {"link": 1}),
        (of("td", onClick="x", rowspan="2"), {"rowspan": "2"}, {"event": 1}),
        (of("a", **{"{http://www.w3.org/1999/xlink}href": "x"}), {}, {"foreign": 1}),
    ],
)
def test_an_attribute_stays_unless_it_runs_or_leads_out(element, kept, removed):
    assert pruned_attributes(element) == (kept, removed)
