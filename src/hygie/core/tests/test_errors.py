"""The one error that reaches a person."""

import pytest

from hygie.core.errors import HygieError


def test_an_error_says_what_happened_then_what_to_do():
    error = HygieError(
        "storage.wrong_key",
        "Cette phrase n’ouvre pas la base : rien n’a été changé.",
        advice="Essayez de nouveau.",
    )
    assert str(error) == (
        "Cette phrase n’ouvre pas la base : rien n’a été changé. Essayez de nouveau."
    )


def test_an_error_without_advice_ends_with_its_message():
    assert str(HygieError("files.disk_full", "Le disque est plein.")) == "Le disque est plein."


def test_an_error_keeps_a_stable_code_for_tests_and_logs():
    with pytest.raises(HygieError) as caught:
        raise HygieError("process.absent", "Programme absent.")
    assert caught.value.code == "process.absent"


@pytest.mark.parametrize("retry", [False, True])
def test_an_error_says_whether_the_same_gesture_may_succeed_later(retry):
    assert HygieError("process.timeout", "Trop long.", retry=retry).retry is retry


def test_by_default_trying_again_changes_nothing():
    assert HygieError("process.absent", "Programme absent.").retry is False
