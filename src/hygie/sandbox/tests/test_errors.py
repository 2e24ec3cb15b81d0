"""A refusal says what is missing, that nothing was opened, and what to do."""

import pytest

from hygie.sandbox import errors
from hygie.sandbox.errors import REASONS, SandboxAbsentError


@pytest.mark.parametrize("reason", REASONS)
def test_each_reason_tells_what_is_missing_and_what_to_do(reason):
    error = SandboxAbsentError(reason)
    assert error.code == "sandbox.absent"
    assert "Aucun fichier n’a été ouvert." in error.message
    assert error.advice
    assert ".." not in error.message


def test_the_system_s_own_words_stand_between_brackets():
    error = SandboxAbsentError("namespaces", "bwrap: No permissions to create new namespace")
    assert "(bwrap: No permissions to create new namespace)" in error.message
    assert error.detail in str(error)


def test_a_sandbox_that_ended_may_be_tried_again():
    assert errors.broken().retry is True
