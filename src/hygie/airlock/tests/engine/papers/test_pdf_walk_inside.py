import io
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from hygie.airlock.engine.papers import pdf_walk_inside
from hygie.airlock.engine.papers.pdf_streams_inside import RefusedError
from hygie.airlock.engine.papers.pdf_walk_inside import Walk
from hygie.airlock.tests.engine.papers import pdfs


@pytest.fixture
def document():
    with pikepdf.open(io.BytesIO(pdfs.plain())) as document:
        yield document


def pruned(document):
    walk = Walk({page.obj.objgen for page in document.pages})
    walk.prune(document.Root, "catalog")
    return walk


def test_objects_that_lead_to_each_other_are_met_once(document):
    first = document.make_indirect(Dictionary(Title="a"))
    second = document.make_indirect(Dictionary(Title="b", Prev=first, Parent=first))
    first.Next = second
    document.Root.Outlines = Dictionary(First=first, Last=second)
    loop = document.make_indirect(Array([]))
    loop.append(loop)
    document.pages[0].obj.Annots = loop
    assert pruned(document).removed == {}


def test_a_tree_without_end_is_refused(document, monkeypatch):
    monkeypatch.setattr(pdf_walk_inside, "MAX_VISITED", 3)
    with pytest.raises(RefusedError, match="too_many"):
        pruned(document)


def test_a_stream_with_an_unknown_filter_is_left_out(document):
    image = document.make_stream(b"x", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
    document.pages[0].obj.Resources.XObject = Dictionary(I=image)
    image.write(b"x", filter=Name("/Packed"))
    assert pruned(document).removed == {"unknown": 1}
    assert "/I" not in document.pages[0].obj.Resources.XObject


def test_a_dictionary_where_a_number_stands_is_left_out(document):
    document.pages[0].obj.Rotate = Dictionary(S=Name.JavaScript)
    assert pruned(document).removed == {"unknown": 1}
    assert "/Rotate" not in document.pages[0].obj


def test_what_is_hidden_after_deflated_data_is_gone(document):
    stream = document.pages[0].obj.Contents
    stream.write(zlib.compress(pdfs.DRAWING) + b"PK\3\4 a whole archive", filter=Name.FlateDecode)
    assert pruned(document).removed == {"hidden": 1}
    assert bytes(stream.get_raw_stream_buffer()) == pdfs.DRAWING


def test_a_stream_that_does_not_inflate_is_emptied_or_kept_as_far_as_it_does(document):
    stream = document.pages[0].obj.Contents
    stream.write(b"MZ" * 50, filter=Name.FlateDecode)
    assert pruned(document).removed == {"hidden": 1}
    assert b"MZ" not in bytes(stream.get_raw_stream_buffer())
