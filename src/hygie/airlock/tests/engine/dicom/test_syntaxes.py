import pytest

from hygie.airlock.engine.dicom import syntaxes
from hygie.airlock.rules.reasons import words
from hygie.airlock.rules.verdicts import Verdict


@pytest.mark.parametrize(
    ("syntax", "code"),
    [
        ("1.2.840.10008.1.2.1", ""),
        ("1.2.840.10008.1.2.4.90", ""),
        ("1.2.840.10008.1.2.4.94", "dicom.fetched"),
        ("1.2.840.10008.1.2.4.205", "dicom.fetched"),
        ("1.2.840.10008.1.2.4.100", "dicom.video"),
        ("1.2.840.10008.1.2.4.107", "dicom.video"),
        ("1.2.840.10008.1.2.7.1", "dicom.video"),
        ("1.2.840.10008.1.2.8.1", "dicom.rare_syntax"),
    ],
)
def test_what_is_fetched_or_moves_is_withheld_without_being_accused(syntax, code):
    assert syntaxes.refusal(syntax) == code
    assert not code or code in words()


def test_only_what_begins_as_a_program_is_dangerous():
    for code, verdict in syntaxes.REFUSALS.items():
        assert code in words()
        assert (verdict is Verdict.DANGEROUS) == (code == "dicom.program")
        assert not verdict.passes
