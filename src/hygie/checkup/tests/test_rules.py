"""All the rules together: what holds whatever was seen."""

import copy
import re
from statistics import median

import pytest

from hygie.checkup.engine.look import PROBES, look_around
from hygie.checkup.observation import Look, Observation, Status
from hygie.checkup.rules import findings_from, tables
from hygie.checkup.tests import planted
from hygie.core.findings import Finding, State

CODES = {
    "browsers.maintained", "browsers.saved_passwords", "disks.attached", "system.updates",
    "system.support", "system.firewall", "system.antivirus", "system.edr",
}  # fmt: skip


def findings(look):
    return findings_from(look, today=planted.TODAY, tables=tables())


@pytest.fixture
def whole(tmp_path):
    """A look at a computer where something of everything was planted."""
    machine = planted.machine(
        tmp_path, programs=lambda: {"hurukai"}, run=planted.answering({"is-active": "active\n"})
    )
    planted.login_data(machine.home / ".config/google-chrome/Default/Login Data", 12)
    planted.written(machine.home / ".config/google-chrome/Last Version", "150.0.1")
    planted.written(machine.home / ".mozilla/firefox/a.default/logins.json", "{")
    planted.written(machine.root / "etc/os-release", "ID=debian\nVERSION_ID=12\n")
    planted.written(machine.root / "etc/ufw/ufw.conf", "ENABLED=yes\n")
    return look_around(machine)


def test_every_code_is_answered_whatever_was_seen(whole):
    assert {one.code for one in findings(whole)} == CODES
    assert {one.code for one in findings(planted.look())} == CODES


def test_nothing_seen_means_nothing_in_place():
    for status in (Status.TIMEOUT, Status.UNREADABLE, Status.UNSUPPORTED):
        look = planted.look(*(Observation(probe=name, status=status) for name in PROBES))
        assert {one.state for one in findings(look)} == {State.UNKNOWN}
    assert {one.state for one in findings(planted.look())} == {State.UNKNOWN}


@pytest.mark.parametrize("system", ["linux", "windows", "darwin"])
def test_an_empty_computer_greens_nothing(tmp_path, system):
    look = look_around(planted.machine(tmp_path, system))
    assert State.IN_PLACE not in {one.state for one in findings(look)}


def test_every_finding_says_where_when_and_why(whole):
    for found in findings(whole):
        assert found.computer == "ACCUEIL"
        assert found.seen_at == whole.seen_at
        assert found.why
        assert found.answers
        if found.state is not State.IN_PLACE:
            assert found.advice, found.title
            assert found.minutes, found.title


def test_the_planted_passwords_are_counted_to_the_last_one(whole):
    titles = [one.title for one in findings(whole) if one.code == "browsers.saved_passwords"]
    assert "Google Chrome garde 12 mots de passe." in titles


def test_a_look_read_again_says_the_same(whole):
    assert findings(Look.from_json(whole.as_json())) == findings(whole)


def bitten(value):
    """The same facts with each value in turn replaced by what should not be there."""
    if isinstance(value, dict):
        for key in value:
            yield {one: item for one, item in value.items() if one != key}
            for odd in bitten(value[key]):
                yield {**value, key: odd}
    elif isinstance(value, list):
        yield from ([odd] for item in value[:1] for odd in bitten(item))
    yield from (None, 3, "é", [None], {"x": 1})


def test_a_record_that_was_altered_breaks_nothing_and_greens_nothing_new(whole):
    in_place = {one.code for one in findings(whole) if one.state is State.IN_PLACE}
    tried = 0
    for observation in whole.observations:
        for facts in bitten(copy.deepcopy(dict(observation.facts))):
            if not isinstance(facts, dict):
                continue
            odd = Observation(probe=observation.probe, status=observation.status, facts=facts)
            others = [one for one in whole.observations if one.probe != observation.probe]
            found = findings(planted.look(odd, *others))
            assert {one.code for one in found} == CODES
            assert all(isinstance(one, Finding) for one in found)
            tried += 1
    assert tried > 50
    assert in_place


def test_sentences_are_short_and_typed_the_french_way(whole):
    texts = [text for one in findings(whole) for text in (one.title, one.why, one.advice) if text]
    sentences = [part for text in texts for part in re.split(r"(?<=[.!?]) ", text)]
    assert median(len(sentence.split()) for sentence in sentences) <= 15
    for text in texts:
        assert "'" not in text
        assert not re.search(r" [:;!?»]|« ", text), text
        assert text.endswith((".", "»"))
