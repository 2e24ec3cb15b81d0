import pytest

from hygie.accounts import rules


@pytest.mark.parametrize(
    "passphrase", ["quatre mots sans lien", "élève à l’œuvre 12", "日本語の長い合言葉です、はい。"]
)
def test_a_long_phrase_is_accepted(passphrase):
    assert rules.faults_of_passphrase(passphrase, login="alice") == []


@pytest.mark.parametrize(
    ("passphrase", "fault"),
    [
        ("court", "au moins 12"),
        ("aaaaaaaaaaaaaaaaaaaa", "se répètent"),
        ("je suis ALICE.martin ici", "identifiant"),
        ("", "au moins 12"),
    ],
)
def test_a_weak_phrase_is_refused_with_its_reason(passphrase, fault):
    assert any(
        fault in said for said in rules.faults_of_passphrase(passphrase, login="alice.martin")
    )


@pytest.mark.parametrize("pin", ["2580", "90210", "13579024"])
def test_a_short_code_of_digits_is_accepted(pin):
    assert rules.faults_of_pin(pin) == []


@pytest.mark.parametrize("pin", ["", "12", "1234", "0000", "987654", "abcd", "123456789", "٣٤٥٦٧a"])
def test_a_code_that_is_guessed_is_refused(pin):
    assert rules.faults_of_pin(pin)


def test_a_session_pauses_then_ends():
    assert not rules.is_quick_locked(599)
    assert rules.is_quick_locked(601)
    assert not rules.has_ended(3 * 3600 - 1)
    assert rules.has_ended(3 * 3600 + 1)
