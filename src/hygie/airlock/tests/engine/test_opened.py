from hygie.airlock.engine import opened, signing


def test_a_report_being_made_is_not_abandoned():
    place = signing.folder()
    mark = opened.open_report(place, "aa", {"label": "CD"})
    assert opened.abandoned(place) == []
    mark.close()
    assert list((place / opened.FOLDER).iterdir()) == []


def test_a_report_whose_program_is_gone_is_found_once_with_what_it_said():
    place = signing.folder()
    opened.open_report(place, "aa", {"label": "CD"}).lock.release()  # as a kill does
    [(mark, said)] = opened.abandoned(place)
    assert (mark.mark.stem, said) == ("aa", {"label": "CD"})
    assert opened.abandoned(place) == []
    mark.close()
    assert opened.abandoned(place) == []


def test_a_mark_that_cannot_be_read_says_nothing():
    place = signing.folder()
    (place / opened.FOLDER).mkdir()
    (place / opened.FOLDER / "aa.json").write_bytes(b"{")
    assert opened.abandoned(place)[0][1] == {}
