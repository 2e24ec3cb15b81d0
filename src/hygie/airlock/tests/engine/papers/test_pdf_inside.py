import io
import zipfile
import zlib

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Encryption, Name, StreamDecodeLevel, String

from hygie.airlock.engine.papers import pdf, pdf_inside, pdf_streams_inside, pdf_walk_inside
from hygie.airlock.tests.engine.papers import cdas, pdfs, zips


def rebuilt(content):
    return pdf_inside.rebuild(io.BytesIO(content), most_pages=100)


def removed(message):
    assert message.code == "rebuilt", message
    return dict(zip(message.fields["codes"], message.fields["counts"], strict=True))


def made(change):
    document = pdfs.new()
    change(document)
    return pdfs.saved(document)


@pytest.mark.parametrize(("code", "content"), list(pdfs.carriers()))
def test_what_is_not_ink_is_removed_and_told_and_nothing_of_it_is_left(code, content):
    message = rebuilt(content)
    assert code in removed(message)
    assert set(removed(message)) <= pdf.ACTIVE | pdf.INERT
    in_the_open = pdfs.inflated(message.fields["content"])
    assert [word for word in pdfs.RESIDUES if word in in_the_open] == []
    if b"/F1" in in_the_open and code != "external":
        assert "Bonjour" in pdfs.text(message.fields["content"])
    again = rebuilt(message.fields["content"])
    assert removed(again) == {}, "what we write we find nothing to remove from"


@pytest.mark.parametrize("how", ["picture", "text", "packed"])
def test_the_output_is_no_archive_as_well(how):
    archive = zips.zipped({"a.exe": b"MZ inert" * 9})

    def change(document):
        page = document.pages[0].obj
        if how == "picture":
            content = cdas.picture("JPEG") + archive
            image = document.make_stream(
                b"", Type=Name.XObject, Subtype=Name.Image, Width=20, Height=10
            )
            image.write(content, filter=Name.DCTDecode)
            page.Resources.XObject = Dictionary(I=image)
        elif how == "text":
            page.Contents = document.make_stream(b"% " + archive)
        else:
            page.Contents.write(zlib.compress(archive, 0), filter=Name.FlateDecode)

    document = pdfs.new()
    change(document)
    keep = {"compress_streams": False, "stream_decode_level": StreamDecodeLevel.none}
    content = pdfs.saved(document, **keep)
    assert zipfile.is_zipfile(io.BytesIO(content))
    message = rebuilt(content)
    assert removed(message)["hidden"] == 1
    assert not zipfile.is_zipfile(io.BytesIO(message.fields["content"]))
    assert (b"\xff\xd9" in message.fields["content"]) == (how == "picture")
    assert removed(rebuilt(message.fields["content"])) == {}


def test_an_ordinary_document_is_rebuilt_with_nothing_removed():
    message = rebuilt(pdfs.plain(pages=3))
    assert removed(message) == {}
    assert message.fields["pages"] == 3
    assert pdfs.text(message.fields["content"]).count("Bonjour") == 3
    assert len(message.fields["content"]) < 1.05 * len(pdfs.plain(pages=3))


def test_what_a_person_reads_and_follows_inside_the_document_stays():
    def change(document):
        place = Array([document.pages[0].obj, Name.Fit])
        pdfs.note(document, "Link", Dest=place)
        pdfs.note(document, "Text", Contents=String("à revoir"))
        item = document.make_indirect(Dictionary(Title=String("Chapitre"), Dest=place))
        document.Root.Outlines = Dictionary(First=item, Last=item, Count=1)
        document.Root.Names = Dictionary(
            Dests=Dictionary(Names=Array([String("ici"), place, String("là"), Dictionary(D=place)]))
        )
        document.docinfo["/Title"] = "Compte rendu"
        document.docinfo["/Author"] = "Inconnu"

    message = rebuilt(made(change))
    assert removed(message) == {}
    with pikepdf.open(io.BytesIO(message.fields["content"])) as document:
        page = document.pages[0].obj
        assert [str(one.Subtype) for one in page.Annots] == ["/Link", "/Text"]
        assert page.Annots[0].Dest[0].objgen == page.objgen
        assert str(document.Root.Outlines.First.Title) == "Chapitre"
        assert len(document.Root.Names.Dests.Names) == 4
        assert document.docinfo["/Title"] == "Compte rendu"
        assert "/Author" not in document.docinfo


def test_a_destination_cannot_keep_a_page_that_nobody_looked_at():
    message = rebuilt(made(pdfs._hidden_page))
    assert b"/AA" not in pdfs.inflated(message.fields["content"])


def test_a_form_becomes_ink_and_its_signature_is_noticed():
    message = rebuilt(made(pdfs.with_field))
    assert removed(message) == {"form": 1}
    assert "Dupont" in pdfs.text(message.fields["content"])
    assert message.fields["signed"] == 0

    def sign(document):
        value = Dictionary(Type=Name.Sig, ByteRange=[0, 1, 2, 3], Contents=String("x"))
        field = Dictionary(FT=Name.Sig, T=String("s"), V=document.make_indirect(value))
        document.Root.AcroForm = Dictionary(Fields=Array([document.make_indirect(field)]))

    assert rebuilt(made(sign)).fields["signed"] == 1


def test_a_password_to_open_is_a_refusal_and_one_to_print_is_not():
    closed = pdfs.saved(pdfs.new(), encryption=Encryption(user="a", owner="b"))
    assert rebuilt(closed).fields == {"why": "encrypted"}
    limited = rebuilt(pdfs.saved(pdfs.new(), encryption=Encryption(user="", owner="b")))
    assert limited.fields["restricted"] == 1
    assert rebuilt(limited.fields["content"]).fields["restricted"] == 0
    assert b"/Encrypt" not in limited.fields["content"]


def _image(document, **more):
    image = document.make_stream(b"x", Type=Name.XObject, Subtype=Name.Image, **more)
    document.pages[0].obj.Resources.XObject = Dictionary(I=image)


def _bomb(document, *, times):
    content = bytes(3_000_000)
    for _ in range(times):
        content = zlib.compress(content, 1)
    stream = document.make_stream(b"")
    stream.write(content, filter=Array([Name.FlateDecode] * times))
    document.pages[0].obj.Contents = stream


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda document: _image(document, Width=100_000, Height=100_000), "too_large"),
        (lambda document: _bomb(document, times=1), "bomb"),
        (lambda document: _bomb(document, times=2), "bomb"),
        (lambda document: [document.add_blank_page() for _ in range(100)], "too_many_pages"),
        (lambda document: document.pages.__delitem__(0), "broken"),
    ],
)
def test_what_is_over_its_limits_is_refused_in_a_word(change, why, monkeypatch):
    monkeypatch.setattr(pdf_walk_inside, "RATIO_FROM_BYTES", 1_000_000)
    monkeypatch.setattr(pdf_streams_inside, "MAX_BETWEEN_BYTES", 1000)
    document = pdfs.new()
    change(document)
    content = pdfs.saved(
        document, compress_streams=False, stream_decode_level=StreamDecodeLevel.none
    )
    assert rebuilt(content).fields == {"why": why}


def test_names_that_are_not_unicode_are_kept_or_taken_out_like_others():
    content = pdfs.plain().replace(b"/F1", b"/\xe91").replace(b"/Rotate", b"/\x80otate")
    message = rebuilt(content.replace(b"/Type /Catalog", b"/Type /Catalog /\x80\x81 <<>>"))
    assert "Bonjour" in pdfs.text(message.fields["content"])
    assert removed(message) == {"unknown": 1}


@pytest.mark.parametrize("content", [b"", b"%PDF-", b"%PDF-1.7\n%%EOF", b"PK\3\4", b"x" * 5000])
def test_what_is_no_document_is_broken(content):
    assert rebuilt(content).fields == {"why": "broken"}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_document_is_rebuilt_or_refused_and_never_raises(data):
    document = pdfs.new()
    pdfs._links(document)
    content = bytearray(pdfs.saved(document, object_stream_mode=pikepdf.ObjectStreamMode.disable))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    message = rebuilt(bytes(content)[: data.draw(st.integers(1, len(content)))])
    if message.code == "rebuilt":
        assert removed(rebuilt(message.fields["content"])) == {}
