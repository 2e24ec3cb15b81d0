from hygie.airlock.engine.papers.archive_lines import LISTED, listed_lines


def test_a_listing_is_believed_only_when_every_number_is_in_place():
    good = LISTED.pack(30, 10, 12, 0, 8, 0)
    assert listed_lines(good, names=("a",), size_bytes=40)[0].packed_bytes == 10
    for untrusted, names, size in (
        (good, ("a", "b"), 40),
        (good, ("a",), 39),
        (good[:-1], ("a",), 40),
        (LISTED.pack(30, 10, 12, 0, 8, 99), ("a",), 40),
        (LISTED.pack(30, 10, 12, 0, 14, 0), ("a",), 40),
        ("text", ("a",), 40),
        (good, "a", 40),
    ):
        assert listed_lines(untrusted, names=names, size_bytes=size) is None
