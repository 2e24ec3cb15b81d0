import tomllib

import pytest
from pydicom.datadict import private_dictionary_VR

from hygie.airlock.engine.dicom import elements_inside as elements
from hygie.airlock.engine.dicom import vrs

# What other tables than pydicom's dictionary tell (see their source in the file).
_NOT_IN_PYDICOM = {("0071", "SIEMENS MED PT", "22")}


def _blocks():
    return tomllib.loads(elements.PRIVATE.read_text(encoding="utf-8"))["block"]


def test_each_private_element_that_passes_has_the_type_that_its_maker_gives_it():
    for block in _blocks():
        assert block["reason"].endswith(".")
        for entry in block["elements"]:
            if (block["group"], block["creator"], entry["element"]) in _NOT_IN_PYDICOM:
                continue
            tag = int(f"{block['group']}10{entry['element']}", 16)
            assert private_dictionary_VR(tag, block["creator"]) == entry["vr"]


def test_what_passes_is_short_and_never_a_store_of_bytes():
    for allowed in elements.ALLOWED.values():
        assert allowed.vr in vrs.TEXTS | vrs.NUMBERS.keys()
        assert allowed.max_bytes <= 4096


@pytest.mark.parametrize("tag", [0x00880200, 0xFFFAFFFA, 0x04000500, 0x7FE00020])
def test_what_no_viewer_needs_is_dropped_by_name(tag):
    assert elements.KNOWN[tag].action.startswith("dicom.")


def test_addresses_are_known_by_the_standard_whatever_the_file_calls_them():
    assert elements.KNOWN[0x00081190].action is elements.ADDRESS
    assert elements.KNOWN[0x0040E010].action is elements.ADDRESS


def test_curves_are_a_retired_group_and_group_2_is_never_copied():
    assert elements.is_retired(0x50003000)
    assert not elements.is_retired(0x00091000)
    assert 0x00020010 not in elements.KNOWN


def test_a_file_named_by_another_file_is_not_kept():
    assert 0x00041500 not in elements.KNOWN
    assert elements.INDEX_RECORDS in elements.KNOWN


def test_overlays_are_known_in_their_sixteen_groups():
    assert 0x60003000 in elements.KNOWN
    assert 0x601E3000 in elements.KNOWN
    assert 0x60203000 not in elements.KNOWN
