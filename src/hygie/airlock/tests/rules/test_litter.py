import pytest

from hygie.airlock.rules.litter import is_litter


@pytest.mark.parametrize(
    "path", ["System Volume Information/WPSettings.dat", ".Trash-1000/files/a", "DICOM/Thumbs.db",
             ".DS_Store"]
)  # fmt: skip
def test_what_systems_leave_is_no_ones_gift(path):
    assert is_litter(path)


@pytest.mark.parametrize(
    "path", ["a/System Volume Information/a.exe", "System Volume Information", "cadeau.exe",
             "thumbs.db.exe", "DICOMDIR"]
)  # fmt: skip
def test_anything_else_is(path):
    assert not is_litter(path)
