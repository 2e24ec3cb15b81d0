import pytest

from hygie.practice import rules

RPPS, ADELI, FINESS = "10100000016", "990000002", "750000002"


@pytest.mark.parametrize(
    ("number", "compact"),
    [
        ("101 0000 0016", "10100000016"),
        ("99-0000-002", "990000002"),
        ("2a 000000 1", "2A0000001"),
        ("\u00a0", ""),
    ],
)
def test_a_number_is_read_as_people_write_it(number, compact):
    assert rules.compact(number) == compact


def test_a_number_whose_key_is_right_is_accepted():
    assert rules.faults_of_rpps(RPPS) == []
    assert rules.faults_of_adeli(ADELI) == []
    assert rules.faults_of_finess(FINESS) == []


@pytest.mark.parametrize("place", range(11))
def test_one_wrong_digit_is_noticed_wherever_it_is(place):
    digit = str((int(RPPS[place]) + 1) % 10)
    wrong = RPPS[:place] + digit + RPPS[place + 1 :]
    assert "sa clé n’est pas la bonne" in rules.faults_of_rpps(wrong)[0]


@pytest.mark.parametrize("place", range(10))
def test_two_digits_exchanged_are_noticed(place):
    number = "10198765439"
    assert rules.faults_of_rpps(number) == []
    a, b = number[place], number[place + 1]
    exchanged = number[:place] + b + a + number[place + 2 :]
    # Luhn's one blind spot is 09 and 90: this number holds neither.
    assert rules.faults_of_rpps(exchanged) or a == b


@pytest.mark.parametrize("number", ["", "1", RPPS[:-1], RPPS + "0", "1010000001a", "١٠١٠٠٠٠٠٠١٦"])
def test_a_number_too_short_too_long_or_of_other_signs_is_told(number):
    assert "RPPS a 11 chiffres" in rules.faults_of_rpps(number)[0]


def test_the_name_of_the_number_is_in_the_sentence():
    assert "ADELI a 9 chiffres" in rules.faults_of_adeli("12")[0]
    assert "FINESS" in rules.faults_of_finess("750000001")[0]


@pytest.mark.parametrize("faults_of", [rules.faults_of_adeli, rules.faults_of_finess])
def test_corsica_has_letters(faults_of):
    assert faults_of("2A0000001") == []
    assert faults_of("2B0000001") == []
    assert faults_of("2C0000001")
    assert faults_of("2A00000012")
    assert faults_of("2A00000X1")


def test_the_professions_are_those_of_the_official_list_and_ours():
    professions = rules.professions()
    assert professions["10"] == "Médecin"
    assert professions["60"].startswith("Infirmier")
    assert {"10", "21", "26", "28", "40", "50", "60", "70", "80", "91"} <= set(professions)
    ours = {code for code in professions if code.startswith("X")}
    assert any("ecrétaire" in professions[code] for code in ours)
    assert all(code.isdigit() and len(code) == 2 for code in set(professions) - ours)
    assert len(set(professions.values())) == len(professions)
