"""Reading documents: each look is told, and nothing wrong is given for right."""

import io

import pytest

from hygie.core.errors import HygieError
from hygie.documents.actions import destroy, keep
from hygie.documents.queries import documents, open_into
from hygie.journal.models import Entry

pytestmark = pytest.mark.usefixtures("alice")


def kept(title="Radio du poignet", content=b"image"):
    return keep(io.BytesIO(content), title=title, media_type="image/png")


def looks():
    return list(
        Entry.objects.filter(action="documents.look").values_list("actor_name", "object_id")
    )


def test_a_document_is_opened_and_the_look_is_told():
    document, target = kept(), io.BytesIO()
    open_into(document, target)
    assert target.getvalue() == b"image"
    assert looks() == [("Dr Alice Martin", document.pk)]


def test_progress_is_told():
    told = []
    open_into(kept(content=b"x" * 1000), io.BytesIO(), progress=told.append)
    assert told[-1] == 1000


def test_a_damaged_document_is_refused_and_the_look_is_told_all_the_same():
    document = kept()
    document.path.write_bytes(document.path.read_bytes()[:-1])
    with pytest.raises(HygieError) as caught:
        open_into(document, io.BytesIO())
    assert caught.value.code == "documents.damaged"
    assert looks() == [("Dr Alice Martin", document.pk)]


def test_two_files_swapped_are_both_refused():
    first, second = kept("Un", b"contenu du premier"), kept("Deux", b"contenu du second!")
    content = first.path.read_bytes()
    first.path.write_bytes(second.path.read_bytes())
    second.path.write_bytes(content)
    for document in (first, second):
        target = io.BytesIO()
        with pytest.raises(HygieError) as caught:
            open_into(document, target)
        assert caught.value.code == "documents.damaged"
        assert target.getvalue() == b""


def test_a_destroyed_document_is_told_so():
    document = kept()
    destroy(document)
    with pytest.raises(HygieError) as caught:
        open_into(document, io.BytesIO())
    assert caught.value.code == "documents.destroyed"
    assert looks() == []


def test_the_latest_comes_first_and_the_destroyed_do_not_come():
    first, second, third = kept("Un"), kept("Deux"), kept("Trois")
    destroy(second)
    assert [document.pk for document in documents()] == [third.pk, first.pk]
