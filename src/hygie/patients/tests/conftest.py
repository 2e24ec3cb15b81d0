"""What the pages of patients are asked with."""

import pytest

from hygie.patients.tests.people import text_of


@pytest.fixture
def page_of(signed_in):
    """The page of a patient."""
    return lambda patient, end="": text_of(signed_in.get(f"/patients/{patient.pk}/{end}"))
