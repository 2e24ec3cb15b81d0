"""The contract that every built-in cleaner passes, on files of each of its kinds."""

import hashlib
import io
import random
import zipfile
from dataclasses import replace
from functools import partial
from pathlib import Path

import pikepdf
import pydicom.data
import pytest
from PIL import Image

from hygie.airlock.engine.asking import SandboxAsking, Stops
from hygie.airlock.engine.cleaner import write
from hygie.airlock.engine.cleaners import CLEANERS, cleaner_of
from hygie.airlock.engine.copying import Copied
from hygie.airlock.engine.kinds import Content, recognise
from hygie.airlock.engine.marks import HEAD_BYTES, TAIL_BYTES, table
from hygie.airlock.engine.opening import Pools
from hygie.airlock.engine.staging import staged
from hygie.airlock.rules.reasons import words
from hygie.airlock.rules.verdicts import Verdict
from hygie.airlock.tests.engine import tiny

CT = Path(pydicom.data.__file__).parent / "test_files" / "CT_small.dcm"
KINDS = sorted(kind for cleaner in CLEANERS.values() for kind in cleaner.kinds)
CDA = (
    b'<?xml version="1.0" encoding="UTF-8"?><ClinicalDocument xmlns="urn:hl7-org:v3"><title>Compte '
    b"rendu</title><component><nonXMLBody><text>Rien</text></nonXMLBody></component></ClinicalDocument>"
)


def picture(form):
    target = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((40, 30)).save(target, form)
    return target.getvalue()


def paper():
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(200, 200))
        pdf.save(target)
    return target.getvalue()


def bag():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("note.txt", "bonjour")
    return target.getvalue()


def index():
    return next(CT.parent.rglob("DICOMDIR")).read_bytes()


SAMPLES = {
    "dicom": CT.read_bytes,
    "dicomdir": index,
    "pdf": paper,
    "cda": lambda: CDA,
    "xml": lambda: b'<?xml version="1.0"?><a>b</a>',
    "text": lambda: "Été\nHiver".encode(),
    "csv": lambda: b"nom;date\nMartin;=1+1\n",
    "zip": bag,
    **{form: partial(picture, form) for form in ("jpeg", "png", "bmp", "tiff", "gif", "webp")},
}


@pytest.fixture(scope="module")
def asking():
    with Pools([tiny.READ], [job for one in CLEANERS.values() for job in one.jobs]) as pools:
        if pools.pool() is None:
            pytest.skip("bwrap ne peut rien séparer ici")
        yield SandboxAsking(pool_of=pools.of, stops=Stops())


@pytest.fixture
def stage(tmp_path):
    def put(content: bytes, kind: str, rank: int = 0):
        stored = tmp_path / f"{kind}{rank}"
        stored.write_bytes(content)
        copied = Copied(
            size_bytes=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            head=content[:HEAD_BYTES],
            tail=content[-TAIL_BYTES:],
        )
        found = staged(copied, stored, path=f"f{rank}", untrusted_name=f"f{rank}")
        return replace(found, kind=kind)

    return put


def answers(cleaner, files, asking):
    cleaned = list(cleaner.clean(files, asking=asking))
    assert len(cleaned) == len(files)
    for one in cleaned:
        assert one.reasons
        assert all(reason.code in words() for reason in (*one.reasons, *one.removed))
        assert one.output is None or one.verdict.passes
        assert not (one.verdict is Verdict.REBUILT and one.removed)
        if one.verdict is Verdict.NEUTRALISED:
            assert one.removed
    return cleaned


def written(cleaned, file):
    target = io.BytesIO()
    with file.stored.open("rb") as source:
        write(cleaned.output, source=source, target=target)
    return target.getvalue()


def test_what_no_cleaner_takes_is_left_to_be_withheld():
    assert cleaner_of("executable") is None


def test_each_cleaner_stands_under_its_own_code_and_shares_no_kind():
    assert len(KINDS) == len(set(KINDS))
    assert all(code == cleaner.code for code, cleaner in CLEANERS.items())
    assert set(KINDS) <= set(table()), "every kind is one that the inventory knows"
    assert set(KINDS) == set(SAMPLES), "every kind is tried below"


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_given_each_file_gets_one_answer_in_order(kind, asking, stage):
    sample = SAMPLES[kind]()
    noise = random.Random(kind).randbytes
    contents = [
        sample,
        b"",
        noise(300),
        sample[: len(sample) // 2],
        sample[:140] + noise(500),
        sample,
    ]
    files = [stage(content, kind, rank) for rank, content in enumerate(contents)]
    cleaned = answers(cleaner_of(kind), files, asking)
    assert cleaned[0].verdict is cleaned[5].verdict
    assert cleaned[0].verdict not in {Verdict.ERROR, Verdict.DANGEROUS}
    assert all(one.verdict is not Verdict.ERROR for one in cleaned)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"zip", "dicomdir", "xml"}))
def test_what_a_cleaner_writes_it_judges_rebuilt(kind, asking, stage):
    file = stage(SAMPLES[kind](), kind)
    (first,) = answers(cleaner_of(kind), [file], asking)
    content = written(first, file)
    found = recognise(
        Content(
            name=f"f{first.output.suffix}",
            size_bytes=len(content),
            head=content[:HEAD_BYTES],
            tail=content[-TAIL_BYTES:],
            read=lambda at, length: content[at : at + length],
        )
    )
    assert (found.kind, found.notes) == (first.output.kind, ())
    again = stage(content, found.kind, 1)
    (second,) = answers(cleaner_of(found.kind), [again], asking)
    assert second.verdict is Verdict.REBUILT, second
    assert not second.removed


def test_an_archives_members_come_once_each(asking, stage):
    (cleaned,) = answers(cleaner_of("zip"), [stage(bag(), "zip")], asking)
    (member,) = cleaned.members()
    assert (member.untrusted_name, b"".join(member.pieces)) == ("note.txt", b"bonjour")
