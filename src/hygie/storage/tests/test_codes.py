from hygie.storage import codes


def test_a_recovery_code_is_read_back_as_people_copy_it():
    code = codes.new_recovery_code()
    assert len(code) == 34
    assert len(code.split("-")) == 7
    secret = codes.read_recovery_code(code)
    assert secret
    assert codes.read_recovery_code(f" {code.lower().replace('-', '  ')}\n") == secret
    assert codes.read_recovery_code(code.replace("0", "o").replace("1", "l")) == secret


def test_a_wrong_or_missing_letter_is_noticed():
    code = codes.new_recovery_code().replace("-", "")
    other = "Z" if code[3] != "Z" else "Y"
    # One letter in 1,024 escapes a check of two letters; this test tries all places.
    missed = sum(
        codes.read_recovery_code(code[:at] + other + code[at + 1 :]) is not None
        for at in range(26)
        if code[at] != other
    )
    assert missed <= 1
    assert codes.read_recovery_code(code[:-1]) is None
    assert codes.read_recovery_code("") is None


def test_two_codes_are_never_the_same():
    assert len({codes.new_recovery_code() for _ in range(200)}) == 200


def test_a_machine_secret_is_told_from_what_a_person_types():
    assert codes.is_machine_secret(codes.new_machine_secret())
    assert not codes.is_machine_secret("quatre mots sans lien")


def test_a_code_typed_anyhow_is_given_back_as_its_paper_shows_it():
    code = codes.new_recovery_code()
    assert codes.as_printed(code) == code
    assert codes.as_printed(f" {code.lower().replace('-', ' ')} ") == code
    assert codes.as_printed(code.replace("0", "o").replace("1", "l")) == code
    assert codes.as_printed(code[:-1]) is None
