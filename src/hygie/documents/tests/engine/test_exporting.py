"""An export: what the stock tool needs, and nothing that harms who opens the list."""

import csv
import io
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from hygie.core.errors import HygieError
from hygie.documents.engine import agefile, exporting
from hygie.documents.engine.exporting import State

DAY = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)


@pytest.fixture
def home(tmp_path):
    place = tmp_path / "maison"
    place.mkdir()
    return place


@pytest.fixture
def target(tmp_path):
    return tmp_path / "clé USB d’Alice"


def kept(home, title, content=b"contenu"):
    identity = agefile.new_identity()
    written = agefile.write(
        io.BytesIO(content), folder=home, document_id=title.encode().hex()[:32],
        identity=identity, naming_key=b"k" * 32,
    )  # fmt: skip
    return exporting.Kept(
        path=home / written.stored_name, identity=identity, title=title, media_type="text/plain",
        sha256=written.sha256, size_bytes=written.size_bytes, created_at=DAY,
    )  # fmt: skip


def rows(target):
    content = (target / exporting.INDEX).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf"), "the mark without which Excel loses the accents"
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_folder_is_made_where_there_is_none(home, target):
    exporting.prepare(target / "novembre", home=home)
    assert list((target / "novembre").iterdir()) == []


def test_a_folder_that_holds_something_is_left_alone(home, target):
    target.mkdir()
    (target / "photo.jpg").touch()
    with pytest.raises(HygieError) as caught:
        exporting.prepare(target, home=home)
    assert caught.value.code == "documents.export_not_empty"
    assert [path.name for path in target.iterdir()] == ["photo.jpg"]


@pytest.mark.parametrize("inside", ["", "documents", "export/novembre"])
def test_the_home_folder_never_receives_the_keys(home, inside):
    with pytest.raises(HygieError) as caught:
        exporting.prepare(home / inside, home=home)
    assert caught.value.code == "documents.export_inside"
    assert list(home.iterdir()) == []


def test_a_copy_is_proven_by_reading_it(home, target):
    target.mkdir()
    document = kept(home, "Radio")
    assert exporting.copy(document, target) is State.WHOLE
    assert (target / document.path.name).read_bytes() == document.path.read_bytes()


def test_a_damaged_document_is_copied_and_told(home, target):
    target.mkdir()
    document = kept(home, "Radio")
    document.path.write_bytes(document.path.read_bytes()[:-1])
    assert exporting.copy(document, target) is State.DAMAGED
    assert (target / document.path.name).exists(), "a specialist may still save a part"


def test_a_document_that_disappeared_is_told(home, target):
    target.mkdir()
    document = kept(home, "Radio")
    document.path.unlink()
    assert exporting.copy(document, target) is State.ABSENT
    assert list(target.iterdir()) == []


def test_the_list_can_be_read_by_a_spreadsheet(home, target):
    target.mkdir()
    title = 'Certificat d’Élodie ; "urgent"\nà l\'Œuvre'
    document = kept(home, title)
    exporting.write_index(target, [(document, State.WHOLE)])
    heading, row = rows(target)
    assert heading == ["fichier", "titre", "nature", "date", "sha256", "octets", "état"]
    assert row == [
        document.path.name, title, "text/plain", "25/11/2026", document.sha256, "7", "entier",
    ]  # fmt: skip


@pytest.mark.parametrize("title", ["=1+1", "+33 6", "-x", "@x", "\t=1+1", " =CMD|'/C calc'!A0"])
def test_a_title_is_never_computed_by_the_spreadsheet(home, target, title):
    target.mkdir()
    exporting.write_index(target, [(kept(home, title), State.WHOLE)])
    assert rows(target)[1][1] == f"'{title}"


def test_the_keys_say_what_they_open(home, target):
    target.mkdir()
    first, second = kept(home, "Un"), kept(home, "Deux")
    exporting.write_identities(target, [first, second])
    lines = (target / exporting.IDENTITIES).read_text(encoding="utf-8").splitlines()
    assert "ouvre tous les documents" in lines[0]
    assert lines[1:] == [
        f"# {first.path.name}", first.identity, f"# {second.path.name}", second.identity,
    ]  # fmt: skip
    if sys.platform != "win32":
        assert (target / exporting.IDENTITIES).stat().st_mode & 0o077 == 0


def test_the_notice_says_how_to_open_and_what_to_hide(target):
    target.mkdir()
    exporting.write_notice(target)
    text = (target / exporting.NOTICE).read_text(encoding="utf-8")
    assert f"age -d -i {exporting.IDENTITIES}" in text
    assert "peut tout lire" in text


@pytest.mark.needs("age")
def test_the_stock_tool_opens_each_file_with_the_one_file_of_keys(home, target):
    target.mkdir()
    documents = [kept(home, f"Document {rank}", b"clair %d" % rank) for rank in range(3)]
    for document in documents:
        exporting.copy(document, target)
    exporting.write_identities(target, documents)
    for rank, document in enumerate(documents):
        opened = subprocess.run(
            ["age", "-d", "-i", exporting.IDENTITIES, document.path.name],
            cwd=target, capture_output=True, check=True,
        )  # fmt: skip
        assert opened.stdout == b"clair %d" % rank
