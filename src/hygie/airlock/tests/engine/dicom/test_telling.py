import pytest

from hygie.airlock.engine.dicom import telling
from hygie.airlock.engine.dicom.telling import Said, UntoldError

SAID = [Said(True, "dicom.private", "(0009,1001)", 12), Said(False, "dicom.pixels_begin", "", 1)]


def test_what_is_told_comes_back():
    made = telling.packed(lines={"name": "DUPONT"}, numbers={"rows": 4}, said=SAID)
    assert made.keys() <= telling.FIELDS.keys()
    assert telling.lines(made["lines"])["name"] == "DUPONT"
    assert telling.lines(made["lines"])["study"] == ""
    assert telling.numbers(made["numbers"])["rows"] == 4
    assert telling.said(made["said"]) == SAID
    assert telling.said("") == []


@pytest.mark.parametrize(
    "said",
    [
        *("-", "-\tdicom.icon\t1", "x\tdicom.icon\t1\t", "-\tdicom.icon\tmany\t"),
        *("-\ta\t١\t", "-\ta\t999999999\t", "-\ta\t-1\t", "\n" * 300),
    ],
)
def test_what_was_not_told_so_is_refused(said):
    with pytest.raises(UntoldError):
        telling.said(said)


def test_lines_and_numbers_are_exactly_as_many_as_they_should_be():
    made = telling.packed(lines={}, numbers={}, said=[])
    for wrong in (made["lines"] + "\n", made["lines"][:-1]):
        with pytest.raises(UntoldError):
            telling.lines(wrong)
    with pytest.raises(UntoldError):
        telling.numbers(made["numbers"] + b"\0")
