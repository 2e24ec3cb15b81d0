import base64

import pytest

from hygie.airlock.engine.papers.cda import CdaCleaner, clean_bytes
from hygie.airlock.rules.reasons import words
from hygie.airlock.rules.verdicts import Verdict
from hygie.airlock.tests.engine.papers import cdas, pdfs
from hygie.airlock.tests.engine.papers.asking import staged, written
from hygie.sandbox.job import Answer, Ending


@pytest.fixture
def clean(asking, tmp_path):
    def clean(content):
        file = staged(tmp_path, content, name="a.xml", kind="cda")
        (cleaned,) = CdaCleaner().clean([file], asking=asking)
        for reason in (*cleaned.reasons, *cleaned.removed):
            assert reason.code in words()
        return cleaned, cleaned.output and written(cleaned.output, file)

    return clean


def codes(reasons):
    return [reason.code for reason in reasons]


def test_a_document_passes_and_passes_again(clean):
    cleaned, content = clean(cdas.section())
    assert (cleaned.verdict, cleaned.output.kind) == (Verdict.REBUILT, "cda")
    assert clean(content)[0].verdict is Verdict.REBUILT


@pytest.mark.parametrize(("code", "content"), cdas.CARRIERS)
def test_what_is_removed_is_listed(clean, code, content):
    cleaned, output = clean(content)
    assert cleaned.verdict is Verdict.NEUTRALISED
    assert codes(cleaned.removed) == [f"cda.{code}"]
    assert ("cda.signature" in codes(cleaned.reasons)) == (code == "signature")
    assert clean(output)[0].verdict is Verdict.REBUILT


def test_the_pdf_that_it_carries_takes_its_own_lane(clean):
    cleaned, content = clean(cdas.carrying(pdfs.plain()))
    assert cleaned.verdict is Verdict.REBUILT
    active = dict(pdfs.carriers())["javascript"]
    cleaned, content = clean(cdas.carrying(active))
    assert (cleaned.verdict, codes(cleaned.removed)) == (Verdict.NEUTRALISED, ["pdf.javascript"])
    assert "pdf.was_active" in codes(cleaned.reasons)
    inner = base64.b64decode(content.split(b'"B64">')[1].split(b"<")[0])
    assert b"/JavaScript" not in pdfs.inflated(inner)
    assert clean(content)[0].verdict is Verdict.REBUILT


def test_a_pdf_that_is_refused_is_taken_out_and_its_reason_told(clean):
    cleaned, content = clean(cdas.carrying(b"%PDF-1.4 nothing"))
    assert codes(cleaned.removed) == ["cda.embedded"]
    assert "common.reader_failed" in codes(cleaned.reasons)
    assert clean(content)[0].verdict is Verdict.REBUILT


def test_other_xml_is_withheld_and_entities_are_not_read(clean):
    assert clean(b"<?xml version='1.0'?><config/>")[0].verdict is Verdict.WITHHELD
    bomb = b'<!DOCTYPE a [<!ENTITY x "xx">]><a>&x;</a>'
    assert codes(clean(bomb)[0].reasons) == ["cda.entities"]
    assert clean(b"")[0].verdict is Verdict.UNVERIFIABLE


def test_a_document_found_inside_another_file_takes_the_same_way(asking):
    assert clean_bytes(cdas.section(), asking).verdict is Verdict.REBUILT


def test_a_reader_that_lies_is_not_believed():
    class Lying:
        def __init__(self, **told):
            good = {"pieces": (b"<a/>",), "embedded": (), "codes": (), "counts": (), "signed": 0}
            self.told = {**good, **told}

        def each(self, job, files, *, arguments=None, limits=None, batch=1):
            yield Answer(ending=Ending.ANSWERED, code="rebuilt", untrusted=self.told)

    assert clean_bytes(b"", Lying()).verdict is Verdict.REBUILT
    for lie in (
        {"pieces": ()},
        {"embedded": (b"%PDF-",)},
        {"codes": ("x",), "counts": (1,)},
        {"codes": ("link",)},
        {"codes": ("link",), "counts": (0,)},
    ):
        assert clean_bytes(b"", Lying(**lie)).verdict is Verdict.ERROR, lie
