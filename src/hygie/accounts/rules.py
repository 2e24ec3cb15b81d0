"""What is asked of a passphrase and of a session's short code. Pure."""

from __future__ import annotations

MIN_PASSPHRASE_LETTERS = 12
MIN_DIFFERENT_LETTERS = 6
MIN_PIN_DIGITS = 4
MAX_PIN_DIGITS = 8
PIN_TRIES = 3
QUICK_LOCK_AFTER_S = 10 * 60
SESSION_ENDS_AFTER_S = 3 * 60 * 60


def faults_of_passphrase(passphrase: str, *, login: str = "") -> list[str]:
    """What is wrong with a passphrase, in French; empty when it can be used.

    Length first (CNIL, deliberation 2022-100: entropy, not mixed signs).
    """
    faults = []
    if len(passphrase) < MIN_PASSPHRASE_LETTERS:
        faults.append(
            f"Il faut au moins {MIN_PASSPHRASE_LETTERS} caractères. "
            "Quatre ou cinq mots sans lien font une bonne phrase."
        )
    if len(set(passphrase.casefold())) < MIN_DIFFERENT_LETTERS:
        faults.append("Trop de caractères se répètent.")
    if login and login.casefold() in passphrase.casefold():
        faults.append("Elle ne doit pas contenir votre identifiant.")
    return faults


def faults_of_pin(pin: str) -> list[str]:
    """What is wrong with a session's short code, in French."""
    if not pin.isdigit() or not MIN_PIN_DIGITS <= len(pin) <= MAX_PIN_DIGITS:
        return [f"Tapez de {MIN_PIN_DIGITS} à {MAX_PIN_DIGITS} chiffres."]
    if len(set(pin)) == 1 or pin in "0123456789876543210":
        return ["Ce code se devine : évitez 0000 ou 1234."]
    return []


def is_quick_locked(idle_s: float) -> bool:
    """The session asks for its short code."""
    return idle_s > QUICK_LOCK_AFTER_S


def has_ended(idle_s: float) -> bool:
    """The session asks for the passphrase."""
    return idle_s > SESSION_ENDS_AFTER_S
