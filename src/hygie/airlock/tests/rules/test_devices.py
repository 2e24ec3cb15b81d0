from hygie.airlock.rules.devices import LEFT_AFTER, is_left_plugged, named


def test_functions_are_named_in_french():
    assert named(()) == ""
    assert named(("keyboard",)) == "un clavier"
    assert named(("keyboard", "network", "odd")) == (
        "un clavier, une carte réseau et un appareil inconnu"
    )


def test_a_key_is_left_plugged_after_a_while_and_never_by_ignorance():
    limit = int(LEFT_AFTER.total_seconds())
    assert [is_left_plugged(s) for s in (None, 60, limit, limit + 1)] == [False, False, False, True]
