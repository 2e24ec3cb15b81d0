from hygie.airlock.engine.cleaners import CLEANERS, cleaner_of


def test_what_no_cleaner_takes_is_left_to_be_withheld():
    assert cleaner_of("executable") is None


def test_each_cleaner_stands_under_its_own_code_and_shares_no_kind():
    kinds = [kind for cleaner in CLEANERS.values() for kind in cleaner.kinds]
    assert len(kinds) == len(set(kinds))
    assert all(code == cleaner.code for code, cleaner in CLEANERS.items())
