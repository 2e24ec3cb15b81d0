"""Numbers of professionals and places, and whether their key is right. Pure."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from stdnum import luhn

from hygie.core import rules

RPPS_DIGITS = 11
ADELI_DIGITS = 9
FINESS_SIGNS = 9


@cache
def professions() -> dict[str, str]:
    """Code and label of each profession."""
    table = rules.load(Path(__file__).parent / "data" / "professions.toml")
    return {str(code): str(label) for code, label in table["professions"].items()}


def compact(number: str) -> str:
    """The number without what people put between its digits."""
    return "".join(sign for sign in number.upper() if sign.isalnum())


def faults_of_rpps(number: str) -> list[str]:
    """RPPS: eleven digits, the last being a Luhn key (ANS, national identification of actors)."""
    return _faults(number, digits=RPPS_DIGITS, name="RPPS")


def faults_of_adeli(number: str) -> list[str]:
    """ADELI: nine digits, the last being a Luhn key; Corsica's letters are not keyed here."""
    if number[:2] in {"2A", "2B"} and len(number) == ADELI_DIGITS and number[2:].isdigit():
        return []
    return _faults(number, digits=ADELI_DIGITS, name="ADELI")


def faults_of_finess(number: str) -> list[str]:
    """FINESS: nine signs, the last being a Luhn key; Corsica's letters are not keyed here."""
    if number[:2] in {"2A", "2B"} and len(number) == FINESS_SIGNS and number[2:].isdigit():
        return []
    return _faults(number, digits=FINESS_SIGNS, name="FINESS")


def _faults(number: str, *, digits: int, name: str) -> list[str]:
    if not (number.isascii() and number.isdigit()) or len(number) != digits:
        return [f"Un numéro {name} a {digits} chiffres ; celui-ci ne les a pas."]
    if not luhn.is_valid(number):
        return [f"Ce numéro {name} contient une erreur : sa clé n’est pas la bonne. Relisez-le."]
    return []
