import io

import pydicom
import pytest

from hygie.airlock.engine.dicom import meta


def test_a_file_begins_with_nothing_then_our_own_group_2():
    made = meta.start(class_uid="1.2.840.10008.5.1.4.1.1.2", instance_uid="1.2.3.4")
    assert made[:132] == b"\0" * 128 + b"DICM"
    read = pydicom.dcmread(io.BytesIO(made)).file_meta
    assert read.MediaStorageSOPInstanceUID == "1.2.3.4"
    assert read.TransferSyntaxUID == "1.2.840.10008.1.2.1"
    assert read.ImplementationVersionName == "HYGIE"
    assert meta.is_uid(read.ImplementationClassUID)


def test_a_uid_that_is_not_known_is_left_out():
    assert (
        "MediaStorageSOPClassUID"
        not in pydicom.dcmread(io.BytesIO(meta.start(class_uid="", instance_uid="1.2"))).file_meta
    )


@pytest.mark.parametrize("uid", ["1.2.a", "1..2", ".1", "1.", "1" * 65, "1.2\n", "١.٢"])
def test_what_is_no_uid_is_refused(uid):
    assert not meta.is_uid(uid)
    with pytest.raises(ValueError, match="UID"):
        meta.start(class_uid=uid, instance_uid="1.2")
