import csv
import io

import pytest

from hygie.core.spreadsheets import french_csv, not_a_formula


def read(text):
    assert text.startswith("\ufeff"), "without its mark, Excel loses the accents"
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";"))


def test_accents_quotes_and_semicolons_come_back_as_they_went():
    rows = [("é œ «\u00a0»", 'un "mot"'), ("a;b", "deux\nlignes")]
    assert read(french_csv(("l’un", "l’autre"), rows)) == [
        ["l’un", "l’autre"], *[list(row) for row in rows]
    ]  # fmt: skip


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\r\n+", " @", "＝", "|"])
def test_a_cell_is_never_computed(sign):
    assert not_a_formula(f"{sign}1+cmd") == f"'{sign}1+cmd"
    ((_, cell),) = list(read(french_csv(("n", "x"), [(1, f"{sign}1+cmd")]))[1:])
    assert cell.startswith("'")


@pytest.mark.parametrize("value", ["Faut-il payer ?", "3-2-1", "", 12, "l’adresse a@b"])
def test_an_ordinary_cell_is_left_alone(value):
    assert not_a_formula(value) == str(value)
