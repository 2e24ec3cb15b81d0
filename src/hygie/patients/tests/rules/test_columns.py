"""Columns are guessed by their words and their content."""

from datetime import date

import pytest

from hygie.patients.rules import columns

TODAY = date(2026, 11, 24)


def guess(headers, *rows):
    lines = [(rank, list(row)) for rank, row in enumerate(rows, start=2)]
    return columns.guess(headers, lines, today=TODAY)


@pytest.mark.parametrize(
    ("headers", "codes"),
    [
        (
            ["ID", "Civilité", "Nom", "Nom de naissance", "Prénom", "Date de naissance", "Email",
             "Téléphone mobile", "Adresse", "Code postal", "Ville"],
            ["local_id", "sex", "used_name", "birth_name", "birth_given_names", "birth_date",
             "email", "mobile", "address", "town", "town"],
        ),
        (
            ["N° dossier", "NOM", "PRENOM", "Né(e) le", "Sexe", "N° SS", "Tél.", "Dernière visite"],
            ["local_id", "birth_name", "birth_given_names", "birth_date", "sex", "nss", "phone",
             "last_contact"],
        ),
        (
            ["N° client", "Nom du client", "Prénom du client", "DDN", "Portable",
             "Date dernier achat"],
            ["local_id", "birth_name", "birth_given_names", "birth_date", "mobile", "last_contact"],
        ),
        (
            ["Nom_de_naissance", "Prénoms de naissance", "Prénom utilisé", "date_naissance",
             "Matricule INS", "OID", "Statut INS", "Code INSEE de naissance", "Décédé(e) le"],
            ["birth_name", "birth_given_names", "used_given_name", "birth_date", "ins", "ins_oid",
             "ins_state", "birth_place", "died_on"],
        ),
        (["Nom et prénom", "Prochain RDV", "Age"], ["full_name", "", ""]),
    ],
)  # fmt: skip
def test_the_words_of_practices_are_known(headers, codes):
    assert list(guess(headers)) == codes


def test_every_word_has_one_meaning_and_is_written_as_it_is_compared():
    seen = {}
    for code, told in columns._table().items():
        for word in told["words"]:
            assert columns.plain(word) == word
            assert seen.setdefault(word, code) == code, word


def test_a_column_without_known_words_is_guessed_by_its_content():
    rows = [("jeanne@exemple.invalid", "06 39 98 00 01", "279035121518989", "01 99 00 12 34", "x")]
    assert guess(["a", "b", "c", "d", "e"], *rows) == ("email", "mobile", "nss", "phone", "")


def test_a_number_that_no_column_says_to_be_an_ins_is_a_social_security_number():
    assert guess(["Nom", "Numéro 15"], ("Dupont", "2 79 03 51 215 189 89")) == ("birth_name", "nss")


def test_a_date_is_not_guessed_from_its_content_alone():
    assert guess(["Nom", "le"], ("Dupont", "06/02/1961")) == ("birth_name", "")


def test_words_that_the_content_belies_are_not_believed():
    rows = [("Dupont", "06 39 98 00 01", "oui")] * 3
    assert guess(["Nom", "Naissance", "Email"], *rows) == ("birth_name", "", "")


def test_two_columns_never_say_the_same_thing():
    assert guess(["Nom", "Nom patient", "Tel", "Tel 1"]) == ("birth_name", "", "phone", "phone")


def test_the_line_of_the_headers_is_found_under_a_title():
    lines = [
        (1, ["Liste des patients du cabinet", "", ""]),
        (2, ["Éditée le 06/02/2023", "", ""]),
        (4, ["Nom", "Prénom", "Téléphone"]),
        (5, ["Dupont", "Jeanne", ""]),
    ]
    assert columns.header_rank(lines) == 2
    assert columns.header_rank(lines[:2]) == 0


def test_the_same_software_is_recognised_whatever_its_capitals_and_our_own_column():
    one = columns.fingerprint(["Nom", "Prénom"])
    assert one == columns.fingerprint(["NOM", "prenom "])
    assert one == columns.fingerprint(["Nom", "Prénom", columns.REASON_HEADER])
    assert one != columns.fingerprint(["Prénom", "Nom"])


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (["birth_date"], "Aucune colonne n’est le nom"),
        (["birth_name", "birth_date", "birth_date"], "Deux colonnes sont «\u00a0Date de naissance"),
        (["birth_name", "secret"], "Sens inconnu"),
        (["full_name", "birth_name"], "Le nom est dans deux colonnes"),
    ],
)
def test_meanings_that_cannot_be_are_told(codes, words):
    assert words in " ".join(columns.faults_of(codes))


def test_several_columns_may_make_an_address():
    assert columns.faults_of(["birth_name", "address", "address", "town", "town", "", ""]) == []
