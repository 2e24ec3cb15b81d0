"""A bag as RFC 8493 asks, written as a stream."""

import hashlib
import io
import tarfile
import zipfile
from datetime import UTC, date, datetime

import pytest

from hygie.records.engine.bagit import Bag, Checker, ContentError
from hygie.records.engine.containers import Folder, Tar, Zip, files_of_tar

AT = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
PDF = b"%PDF-1.7 " + bytes(range(256)) * 9


def written(add=lambda bag: None):
    out = io.BytesIO()
    bag = Bag(Tar(out, name="archive", at=AT))
    bag.add_page("index.html", lambda: iter(["<h1>", "Dossiers d’été", "</h1>"]))
    bag.add_document(
        "dossiers/00001/01.pdf", size_bytes=len(PDF), sha256=hashlib.sha256(PDF).hexdigest(),
        write=lambda entry: entry.write(PDF),
    )  # fmt: skip
    add(bag)
    bag.close({"Source-Organization": "Cabinet\nMartin"}, on=date(2026, 11, 24))
    return out.getvalue()


def files_of(content):
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        return {h.name: tar.extractfile(h).read() for h in tar.getmembers()}


def test_the_bag_holds_what_the_rfc_asks():
    found = files_of(written())
    assert found["archive/bagit.txt"] == (
        b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    )
    assert found["archive/data/index.html"].decode() == "<h1>Dossiers d’été</h1>"
    info = found["archive/bag-info.txt"].decode()
    size = len(found["archive/data/index.html"]) + len(PDF)
    assert f"Payload-Oxum: {size}.2\n" in info
    assert "Bagging-Date: 2026-11-24\n" in info
    assert "Source-Organization: Cabinet Martin\n" in info, "one line a label"


@pytest.mark.parametrize("manifest", ["manifest-sha256.txt", "tagmanifest-sha256.txt"])
def test_each_line_of_the_manifests_is_right(manifest):
    found = files_of(written())
    lines = found[f"archive/{manifest}"].decode().splitlines()
    assert lines
    for line in lines:
        sha256, path = line.split("  ")
        assert hashlib.sha256(found[f"archive/{path}"]).hexdigest() == sha256
    listed = {line.split("  ")[1] for line in lines}
    if manifest.startswith("manifest"):
        assert listed == {"data/index.html", "data/dossiers/00001/01.pdf"}
    else:
        assert listed == {"bagit.txt", "bag-info.txt", "manifest-sha256.txt"}


def test_the_same_content_gives_the_same_bytes():
    assert written() == written()


@pytest.mark.parametrize(("size", "content"), [(5, b"court"[:4]), (5, b"trop long"), (5, b"autre")])
def test_a_document_that_is_not_what_was_announced_is_refused(size, content):
    def add(bag):
        bag.add_document("x.pdf", size_bytes=size, sha256=hashlib.sha256(b"juste").hexdigest(),
                         write=lambda entry: entry.write(content))  # fmt: skip

    with pytest.raises(ContentError):
        written(add)


def test_a_page_that_changes_between_its_two_makings_is_refused():
    turns = iter(["un", "deux"])
    with pytest.raises(ContentError):
        written(lambda bag: bag.add_page("p.html", lambda: [next(turns)]))


def test_a_reader_proves_it_and_sees_each_alteration():
    def verdict(content):
        checker = Checker()
        with tarfile.open(fileobj=io.BytesIO(content), mode="r|") as tar:
            checker.read(files_of_tar(tar))
        return checker.is_whole

    whole = written()
    assert verdict(whole)
    assert not verdict(whole.replace(b"%PDF-1.7", b"%PDF-1.6"))
    assert not verdict(whole.replace(b"Cabinet", b"Cabanon"))
    assert not verdict(whole.replace(b"00001/01.pdf", b"00001/02.pdf", 1)), "a renamed file"


def test_an_empty_page_and_a_large_one_are_padded():
    def add(bag):
        bag.add_page("v.txt", list)
        bag.add_page("g.txt", lambda: ["x" * 1024] * 3)

    found = files_of(written(add))
    assert found["archive/data/v.txt"] == b""
    assert len(found["archive/data/g.txt"]) == 3072


@pytest.mark.parametrize("is_zip", [False, True])
def test_where_no_size_is_asked_a_page_is_made_once_and_the_bag_is_as_whole(is_zip, tmp_path):
    turns, archive = iter(["une fois"]), io.BytesIO()
    bag = Bag(Zip(archive) if is_zip else Folder(tmp_path))
    bag.add_page("p.html", lambda: [next(turns)])
    bag.add_document("d.pdf", write=lambda entry: entry.write(PDF))
    size = bag.close({}, on=date(2026, 11, 24), notices={"LISEZ-MOI.txt": "Bonjour"})
    assert size == len("une fois") + len(PDF)
    if is_zip:
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(tmp_path)
    checker = Checker()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    checker.read((str(path.relative_to(tmp_path)), io.BytesIO(path.read_bytes())) for path in files)
    assert checker.is_whole
    assert checker.files == 7
