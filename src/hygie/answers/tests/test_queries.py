from dataclasses import replace

from hygie.answers import actions, queries
from hygie.answers.entries import ProfessionNote, entry
from hygie.practice.actions import describe_professional

NOTES = tuple(
    ProfessionNote(name=name, codes=codes, note=f"Pour les {name}.")
    for name, codes in (("opticiens", ("28",)), ("pharmaciens", ("21", "39")))
)
NOTED = replace(entry(1), professions=NOTES)


def test_ones_own_profession_comes_first(alice):
    assert [own for _, own in queries.notes_for(NOTED, alice)] == [False, False]
    describe_professional(alice, profession="39")
    notes = queries.notes_for(NOTED, alice)
    assert [(note.name, own) for note, own in notes] == [
        ("pharmaciens", True),
        ("opticiens", False),
    ]


def test_what_to_see_also_is_found_by_name():
    assert queries.see_also(replace(entry(1), see=("edr", "rgpd"))) == [entry(9), entry(12)]


def test_kept_questions_come_in_the_order_they_were_asked(alice):
    first, second = (actions.keep_question(text) for text in ("Une ?", "Deux ?"))
    assert list(queries.kept_questions()) == [first, second]


def test_each_page_explains_its_acronyms_anew(alice):
    assert queries.shown(entry(1), alice)["explained"] == set()
