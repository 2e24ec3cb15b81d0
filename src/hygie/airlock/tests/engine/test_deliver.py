import os

import pyrage
import pytest

from hygie.airlock.engine import deliver, staging
from hygie.airlock.engine.cleaner import Image, Output, Span, Staged
from hygie.airlock.engine.deliver import Delivery
from hygie.airlock.engine.naming import Accepted
from hygie.airlock.engine.staging import Staging
from hygie.core.errors import HygieError


@pytest.fixture
def area(tmp_path, monkeypatch):
    monkeypatch.setenv("HYGIE_HOME", str(tmp_path / "chez"))
    with Staging() as area:
        yield area


@pytest.fixture
def source(tmp_path):
    (tmp_path / "cle").mkdir()
    return tmp_path / "cle"


def file(area, content=b"0123456789", path="a.txt"):
    stored = area.new()
    stored.write_bytes(content)
    return Staged(
        path=path, name=path, size_bytes=len(content), sha256="", stored=stored, kind="text"
    )


def accepted(delivery, area, path, output):
    staged = file(area, path=path)
    stored = delivery.write(output, staged)
    return Accepted(path=path, stored=stored, name=path.rpartition("/")[2], output=output)


def picture(patient="P", study="1.1", series="1.1.1", number=0, instance=""):
    return Image(
        study_uid=study,
        series_uid=series,
        instance_uid=instance or f"{series}.{number}",
        class_uid="1",
        patient_id=patient,
        instance_number=number,
    )


def output(image=None, suffix=".txt"):
    return Output(suffix=suffix, kind="text", pieces=(b"<", Span(offset=2, length=3)), image=image)


def index(images):
    return "\n".join(f"{path} {image.instance_uid}" for path, image in images).encode()


def test_what_is_delivered_appears_whole_with_its_index(area, source, tmp_path):
    out = tmp_path / "sortie" / "M. Dupont"
    delivery = Delivery(out, source=source, staging=area)
    some = [
        accepted(delivery, area, "b.html", output()),
        accepted(delivery, area, "IM2", output(picture(number=2), ".dcm")),
        accepted(delivery, area, "IM1", output(picture(number=1), ".dcm")),
    ]
    assert not out.exists()
    delivered = delivery.finish(some, index=index)
    assert delivered.names == {
        "b.html": "DOCUMENTS/b.txt",
        "IM1": "DICOM/PAT001/ST001/SE001/IM000001",
        "IM2": "DICOM/PAT001/ST001/SE001/IM000002",
    }
    assert (out / "DOCUMENTS" / "b.txt").read_bytes() == b"<234"
    assert (out / "DICOMDIR").read_text().splitlines()[0].endswith("IM000001 1.1.1.1")
    assert set(delivered.made) == {"DICOMDIR"}
    assert os.listdir(out.parent) == ["M. Dupont"]  # noqa: PTH208
    assert sorted(path.name for path in out.iterdir()) == ["DICOM", "DICOMDIR", "DOCUMENTS"]


def test_an_instance_seen_twice_stands_once_in_the_index(area, source, tmp_path):
    told = []
    delivery = Delivery(tmp_path / "out", source=source, staging=area)
    some = [
        accepted(delivery, area, path, output(picture(instance="9"), ".dcm")) for path in ("a", "b")
    ]
    delivery.finish(some, index=lambda images: told.extend(images) or b"")
    assert len(told) == 1


def test_a_dangerous_file_is_kept_only_for_who_has_the_key(area, source, tmp_path):
    identity = pyrage.x25519.Identity.generate()
    delivery = Delivery(tmp_path / "out", source=source, staging=area)
    name = delivery.keep(file(area, b"virus"), recipient=str(identity.to_public()))
    delivered = delivery.finish([], index=None)
    assert name == "QUARANTAINE/001.age"
    kept = (tmp_path / "out" / name).read_bytes()
    assert b"virus" not in kept
    assert pyrage.decrypt(kept, [identity]) == b"virus"
    assert set(delivered.made) == {name}


def test_another_recipient_is_refused():
    with pytest.raises(HygieError) as told:
        deliver.recipient_of("moi")
    assert told.value.code == "airlock.bad_recipient"


def test_a_folder_that_holds_something_is_left_as_it_is(area, source, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "these.docx").write_bytes(b"1")
    with pytest.raises(HygieError) as told:
        Delivery(tmp_path / "out", source=source, staging=area)
    assert told.value.code == "airlock.target_not_empty"
    assert (tmp_path / "out" / "these.docx").read_bytes() == b"1"


def test_an_empty_folder_or_an_empty_key_is_taken(area, source, tmp_path):
    (tmp_path / "out" / "System Volume Information").mkdir(parents=True)
    Delivery(tmp_path / "out", source=source, staging=area).abandon()
    (tmp_path / "out" / "System Volume Information").rmdir()
    Delivery(tmp_path / "out", source=source, staging=area).finish([], index=None)
    assert list((tmp_path / "out").iterdir()) == []


def test_on_a_keys_own_top_everything_appears_inside_it(area, source, tmp_path, monkeypatch):
    (tmp_path / "out").mkdir()
    monkeypatch.setattr(os.path, "ismount", lambda path: path == tmp_path / "out")
    delivery = Delivery(tmp_path / "out", source=source, staging=area)
    some = [accepted(delivery, area, "a.txt", output())]
    delivery.finish(some, index=None)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["DOCUMENTS"]


@pytest.mark.parametrize("where", ["cle", "cle/dedans", "."])
def test_nothing_is_written_in_what_is_examined(area, source, tmp_path, where):
    with pytest.raises(HygieError) as told:
        Delivery(tmp_path / where, source=source, staging=area)
    assert told.value.code == "airlock.target_in_source"


def test_a_file_in_the_place_of_the_folder_is_kept(area, source, tmp_path):
    (tmp_path / "out").write_bytes(b"1")
    with pytest.raises(HygieError) as told:
        Delivery(tmp_path / "out", source=source, staging=area)
    assert told.value.code == "airlock.no_target"


def test_when_it_is_given_up_nothing_is_left(area, source, tmp_path):
    delivery = Delivery(tmp_path / "out", source=source, staging=area)
    accepted(delivery, area, "a.txt", output())
    assert list(tmp_path.glob(f"{staging.BUILT_MARK}*"))
    delivery.abandon()
    assert not list(tmp_path.glob(f"{staging.BUILT_MARK}*"))
    assert not (tmp_path / "out").exists()


def test_a_span_past_the_end_is_the_lanes_fault(area, source, tmp_path):
    delivery = Delivery(tmp_path / "out", source=source, staging=area)
    with pytest.raises(EOFError):
        delivery.write(output(), file(area, b"01"))
    delivery.abandon()
