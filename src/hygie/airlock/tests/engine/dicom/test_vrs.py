from hygie.airlock.engine.dicom import vrs


def test_every_vr_is_a_text_a_number_a_store_a_uid_or_a_sequence():
    others = {b"SQ", b"UI", b"UN", b"UR"}
    assert vrs.TEXTS | vrs.NUMBERS.keys() | vrs.STORES.keys() | others == vrs.ALL
    assert not vrs.TEXTS & vrs.NUMBERS.keys()
    assert not vrs.TEXTS & vrs.STORES.keys()
