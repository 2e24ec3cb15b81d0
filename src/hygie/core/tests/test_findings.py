"""What a probe or a person says, and how it is shown."""

import dataclasses
import json
from datetime import UTC, datetime

import pytest

from hygie.core.findings import Finding, State, Who

SAVED_PASSWORDS = Finding(
    code="browsers.saved_passwords",
    answers=(2,),
    state=State.TO_DO,
    title="12 mots de passe sont enregistrés dans Firefox.",
    minutes=10,
    who=Who.ANYONE,
    computer="accueil",
    seen_at=datetime(2026, 2, 6, 13, 5, tzinfo=UTC),
    evidence=("profil default-release : 12",),
)


def test_each_state_has_its_word_on_screen():
    assert [state.label for state in State] == [
        "En place",
        "À faire",
        "À confirmer",
        "Sans objet",
        "Pas pu vérifier",
    ]


def test_the_values_of_states_are_those_that_other_programs_read():
    assert [state.value for state in State] == [
        "in_place",
        "to_do",
        "to_confirm",
        "not_concerned",
        "unknown",
    ]


def test_each_person_who_can_do_something_has_words_on_screen():
    assert [who.label for who in Who] == [
        "vous ou votre secrétaire",
        "vous",
        "votre informaticien",
    ]


def test_a_finding_is_written_as_json_without_loss():
    written = json.loads(json.dumps(SAVED_PASSWORDS.as_json()))
    assert written == {
        "code": "browsers.saved_passwords",
        "state": "to_do",
        "title": "12 mots de passe sont enregistrés dans Firefox.",
        "why": "",
        "advice": "",
        "minutes": 10,
        "who": "anyone",
        "computer": "accueil",
        "seen_at": "2026-02-06T13:05:00+00:00",
        "evidence": ["profil default-release : 12"],
    }


def test_a_finding_that_was_never_seen_has_no_instant():
    never = dataclasses.replace(SAVED_PASSWORDS, seen_at=None, minutes=None)
    assert never.as_json()["seen_at"] is None
    assert never.as_json()["minutes"] is None


def test_a_finding_cannot_be_changed_once_made():
    with pytest.raises(dataclasses.FrozenInstanceError):
        SAVED_PASSWORDS.state = State.IN_PLACE
