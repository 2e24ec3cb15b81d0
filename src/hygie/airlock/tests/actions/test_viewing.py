"""Pictures of an examination: drawn in the sandbox when looked at, kept a while, then forgotten."""

import struct
from io import BytesIO

import pydicom
import pytest
from pydicom.data import get_testdata_file

from hygie.airlock.actions import running, viewing
from hygie.airlock.queries import studies
from hygie.airlock.tests import examined
from hygie.core.errors import HygieError
from hygie.sandbox.tests.conftest import or_skip


@pytest.fixture(scope="module")
def content():
    stream = BytesIO()
    pydicom.dcmread(get_testdata_file("CT_small.dcm")).save_as(stream)
    return stream.getvalue()


@pytest.fixture
def run(tmp_path, home, content):
    image = examined.image(rows=128, columns=128)
    found = examined.outcome(
        examined.rebuilt("I1", "DICOM/IM000001", content, image=image),
        examined.rebuilt("I2", "DICOM/IM000002", content, image=examined.image(2, series=2)),
    )
    run = examined.ended(tmp_path, examine=examined.examining(found, content))
    (run.held.output / "DICOM/IM000002").unlink()
    return run


def draw(run, number=0, window="", width="512"):
    one = studies.series_of(running.outcome_of(run), number).slices[0]
    return viewing.picture(run, one, untrusted_window=window, untrusted_width=width)


def size_of(png):
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


def test_a_slice_is_drawn_once_for_each_window_and_forgotten_with_the_examination(run):
    plain = or_skip(lambda: draw(run))
    assert size_of(plain) == (128, 128)
    assert draw(run) is plain, "kept, not drawn again"
    assert draw(run, window="os") != plain
    assert draw(run, window="<script>") is plain, "an unknown window is the file's own"
    assert size_of(draw(run, width="160")) == (128, 128)
    assert size_of(draw(run, width="999999999")) == (128, 128)
    viewer = viewing._viewers[run.name]
    running.finish(run)
    assert run.name not in viewing._viewers
    with pytest.raises(HygieError):
        viewer.picture(studies.series_of(run.outcome, 0).slices[0], window_code="", width=512)


def test_the_oldest_pictures_go_when_there_are_too_many(run, monkeypatch):
    plain = or_skip(lambda: draw(run))
    monkeypatch.setattr(viewing, "MAX_KEPT_BYTES", len(plain))
    draw(run, window="os")
    assert draw(run) is not plain
    viewer = viewing._viewers[run.name]
    assert viewer._kept_bytes == sum(map(len, viewer._kept.values())) <= len(plain)


def test_a_picture_that_is_gone_is_told_without_any_sandbox(run):
    with pytest.raises(HygieError) as told:
        draw(run, number=1)
    assert told.value.code == "airlock.no_picture"
    assert viewing._viewers[run.name]._pool is None
