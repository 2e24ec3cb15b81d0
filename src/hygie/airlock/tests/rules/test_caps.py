from hygie.airlock.rules.caps import GIB, Caps


def test_an_honest_disc_is_far_below_every_limit():
    caps = Caps()
    assert caps.files >= 50_000
    assert caps.total_bytes >= 32 * GIB
    assert caps.nesting == 2
    assert caps.held_bytes < caps.file_bytes < caps.total_bytes
