from hygie.airlock.engine.dicom.told_inside import Told, tell_parts
from hygie.airlock.engine.dicom.values_inside import Notes
from hygie.airlock.tests.engine.dicom.builds import element, us


def test_the_data_set_is_cut_where_pixels_change_it():
    values = {
        0x00080060: element(0x00080060, "CS", b"CT"),
        0x00280010: element(0x00280010, "US", us(4)),
        0x00281050: element(0x00281050, "DS", b"40"),
        0x00282110: element(0x00282110, "CS", b"01"),
        0x00283010: element(0x00283010, "SQ"),
    }
    told = Told()
    tell_parts(values, told, Notes())
    assert told.blobs["before"] == values[0x00080060]
    assert told.blobs["describing"] == values[0x00280010]
    assert told.blobs["between"] == values[0x00281050]
    assert told.blobs["beyond"] == values[0x00283010]
    assert told.lines["loss"] == "01"


def test_nothing_long_is_let_into_the_description():
    told, notes = Told(), Notes()
    tell_parts({0x00280009: element(0x00280009, "UN", b"long")}, told, notes)
    assert told.blobs["describing"] == b""
    assert told.message(notes).fields["said"] == "-\tdicom.malformed\t1\t(0028,0009)"


def test_an_answer_says_what_was_noticed_after_what_was_removed():
    told, notes = Told(), Notes()
    notes.notice("dicom.pixels_begin")
    notes.add("dicom.icon", 0x00880200)
    said = str(told.message(notes).fields["said"])
    assert said.split("\n") == ["-\tdicom.icon\t1\t(0088,0200)", "!\tdicom.pixels_begin\t1\t"]
