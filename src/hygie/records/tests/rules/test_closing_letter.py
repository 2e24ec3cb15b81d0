"""What a letter says, cut to one page; names of files that name nobody."""

from datetime import date

import pytest

from hygie.records.rules import closing_letter as rules


@pytest.mark.parametrize(("number", "edition"), [(1, 1), (123, 1), (123, 2), (1_000_000, 3)])
def test_a_number_is_found_in_the_name_of_its_file(number, edition):
    assert rules.number_of(rules.file_name(number, edition)) == number


def test_two_editions_have_two_files():
    assert rules.file_name(7) == "lettre-000007.pdf"
    assert rules.file_name(7, 2) == "lettre-000007-2.pdf"


def test_a_long_address_keeps_its_last_line():
    lines = [f"ligne {n}" for n in range(9)] + ["00000 Ville"]
    someone = rules.Addressee(number=1, name="J", born=None, address="\n".join(lines))
    data = rules.data_for(someone)
    assert data["patient"]["address"][-1] == "00000 Ville"
    assert len(data["patient"]["address"]) == rules.ADDRESS_LINES
    assert data["patient"]["born"] == ""


def test_a_name_with_an_accent_and_an_apostrophe_is_kept():
    someone = rules.Addressee(number=1, name="Zoé D’ÉTÉ-L'HÔTE", born=date(1990, 5, 10), address="")
    assert rules.data_for(someone)["patient"]["name"] == "Zoé D’ÉTÉ-L'HÔTE"


def test_without_a_successor_nothing_is_said_of_one():
    told = rules.Closing(
        professional=("A", "B", "", ""), closes_on=date(2027, 6, 30), successor=None,
        opposition_until=None, pick_up="", keeper=("", ""), order="l’Ordre",
    ).data()  # fmt: skip
    assert told["successor"] is None
    assert told["opposition_until"] == ""
