"""Each part of the records has its say."""

import pytest

from hygie.records.findings import findings


@pytest.mark.usefixtures("alice")
def test_the_closing_has_its_say():
    assert "records.closing_plan" in {finding.code for finding in findings()}
