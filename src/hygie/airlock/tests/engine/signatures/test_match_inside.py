import io

import pytest

from hygie.airlock.engine.signatures import match_inside, rules
from hygie.airlock.tests import probes


@pytest.fixture(autouse=True)
def rehearsed(monkeypatch):
    monkeypatch.setattr(match_inside, "_own", {})
    monkeypatch.setattr(match_inside, "_packs", [])
    match_inside.rehearse()


def names(content):
    return match_inside.match(io.BytesIO(content), kind=match_inside.ANY).fields["names"]


def test_names_are_told_once_and_an_empty_file_has_none():
    assert names(b"") == ()
    assert names(probes.eicar()) == ("eicar",)


@pytest.mark.parametrize("before", [0, 900, 1000, 1023, 2000])
def test_what_stands_across_two_windows_is_found(monkeypatch, before):
    monkeypatch.setattr(match_inside, "WINDOW_BYTES", 2048)
    monkeypatch.setattr(match_inside, "OVERLAP_BYTES", 1024)
    content = probes.dicom(after=bytes(2048 + before - 200) + probes.elf() + bytes(5000))
    assert "elf_inside" in names(content)


def test_what_a_rule_wants_at_the_start_is_not_found_at_the_start_of_a_window(monkeypatch):
    monkeypatch.setattr(match_inside, "WINDOW_BYTES", 2048)
    monkeypatch.setattr(match_inside, "OVERLAP_BYTES", 64)
    assert names(bytes(2048 - 64) + probes.lnk("cmd.exe") + bytes(3000)) == ("shortcut_inside",)


def test_for_an_image_only_the_rules_that_count_for_images_are_run():
    kept = match_inside.compiled(sorted(match_inside.OWN.glob("*.yar")), kind=match_inside.IMAGES)
    names = {rule.identifier for rule in kept} & set(rules.own_rules())
    own = rules.own_rules()
    assert names == {name for name, rule in own.items() if rule.counts_for("dicom")}
    assert len(names) < len(own)
