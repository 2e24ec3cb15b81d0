from datetime import date

from hygie.records.rules.outcome import Decider, Evaluation, Outcome, Rejected, Status


def test_an_evaluation_as_json_has_its_eleven_keys_with_none_for_what_there_is_not():
    told = Evaluation(
        outcome=Outcome(status=Status.KEPT, decider=Decider.DEATH, end=date(2030, 2, 28)),
        rule="death",
        source="",
        nature="",
        sentence="Une phrase.",
        ambiguities=(("feb29", "29 février."),),
        rejected=(Rejected(rule="birthday", reason="Remplacée."),),
    )
    assert told.as_json() == {
        "status": "kept",
        "end": "2030-02-28",
        "end_prudent": None,
        "eliminable_from": None,
        "active_until": None,
        "rule": "death",
        "source": None,
        "nature": None,
        "ambiguities": [{"code": "feb29", "text": "29 février."}],
        "rejected": [{"rule": "birthday", "reason": "Remplacée."}],
        "sentence": "Une phrase.",
    }


def test_codes_shown_are_stable_words():
    assert Decider.LAST_CONTACT.code == "last_contact"
    assert {status.value for status in Status} == {
        "kept", "suspended", "unlimited", "unknown", "error", "eliminable",
    }  # fmt: skip
