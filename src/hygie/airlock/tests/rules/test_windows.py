from hygie.airlock.rules.windows import CT_WINDOWS, window_of, windows_of


def test_only_a_scanner_has_windows_to_offer():
    assert [window.label for window in windows_of("CT")] == ["Os", "Poumon", "Cerveau", "Abdomen"]
    assert windows_of("MR") == ()


def test_a_window_is_found_by_its_code():
    assert all(window_of(window.code) is window for window in CT_WINDOWS)
    assert window_of("os").values == (400.0, 1800.0)
    assert window_of("../os") is None
