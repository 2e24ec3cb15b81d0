import re
import statistics
from datetime import date

import pytest

from hygie.answers import entries as guide
from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.core.rules import CERTAINTIES
from hygie.site import rights
from hygie.site.tests.addresses import NEED_NOTHING

MINIMAL = """
number = 1
id = "ordonnance"
title = "Comment envoyer une ordonnance ?"
theme = "Messagerie et échanges"
answer = "Par MSSanté."
why = "Un mail se transfère."
steps = ["Ouvrez la messagerie."]
minutes = 5
who = "anyone"
"""
SOURCE = """
[[sources]]
title = "Webinaire, question 1"
nature = "usage"
verified_on = 2026-11-24
"""


def sentences(text):
    return [part for part in re.split(r"(?<=[.?!…])[ \n]+", text) if part]


def words(sentence):
    return re.findall(r"\w[\w’'@.-]*", sentence)


@pytest.fixture
def file_holding(tmp_path):
    def write(content):
        path = tmp_path / "01-ordonnance.toml"
        path.write_text(content, encoding="utf-8")
        return path

    return write


def test_the_22_answers_are_there_in_order():
    assert [entry.number for entry in guide.numbered()] == list(range(1, 23))
    assert guide.entries()[:22] == guide.numbered()


def test_each_entry_has_its_own_name_and_question():
    known = guide.entries()
    assert len({entry.id for entry in known}) == len(known)
    assert len({entry.title for entry in known}) == len(known)


def test_an_entry_is_found_by_its_name():
    assert guide.named("ordonnance") is guide.entry(1)
    assert guide.named("absente") is None


def test_each_of_the_22_covers_its_own_question_first():
    assert [entry.answers[0] for entry in guide.numbered()] == list(range(1, 23))


def test_what_an_entry_names_exists():
    assert guide.broken_links(guide.entries(), addresses=NEED_NOTHING) == []
    assert set(NEED_NOTHING) <= set(rights.RIGHTS)


def test_what_an_entry_names_and_that_does_not_exist_is_told(file_holding):
    told = 'see = ["absente", "ordonnance"]\nanswers = [23]\naction = "home:absent"\n'
    entry = guide.read_entry(file_holding(told + MINIMAL + SOURCE))
    assert guide.broken_links([entry], addresses=NEED_NOTHING) == [
        "ordonnance: see absente",
        "ordonnance: see itself",
        "ordonnance: answers 23",
        "ordonnance: action home:absent",
    ]
    assert "ordonnance: twice" in guide.broken_links([entry, entry], addresses=NEED_NOTHING)


def test_an_entry_beside_the_22_has_no_number(file_holding):
    entry = guide.read_entry(file_holding(MINIMAL.replace("number = 1", "answers = [18]") + SOURCE))
    assert (entry.number, entry.answers) == (0, (18,))


def test_an_answer_is_found_by_its_number():
    assert guide.entry(15).answer.startswith("Non. Débranchez le câble")


def test_a_number_that_does_not_exist_is_said_in_french():
    with pytest.raises(HygieError, match="Il n’y a pas de réponse numéro 23") as refused:
        guide.entry(23)
    assert refused.value.code == "answers.absent"


def test_every_theme_holds_at_least_two_answers():
    held = {theme: len(found) for theme, found in guide.by_theme()}
    assert list(held) == list(guide.THEMES)
    assert min(held.values()) >= 2
    assert sum(held.values()) == len(guide.entries())


def test_a_complete_file_is_read(file_holding):
    entry = guide.read_entry(file_holding(MINIMAL + SOURCE))
    assert (entry.number, entry.minutes, entry.correction) == (1, 5, "")
    assert entry.sources[0].verified_on == date(2026, 11, 24)


def test_an_answer_without_a_source_is_refused(file_holding):
    with pytest.raises(HygieError, match="il manque sources"):
        guide.read_entry(file_holding(MINIMAL))
    with pytest.raises(HygieError, match="il manque sources"):
        guide.read_entry(file_holding("sources = []\n" + MINIMAL))


def test_a_source_without_a_date_is_refused(file_holding):
    undated = SOURCE.replace("verified_on = 2026-11-24\n", "")
    with pytest.raises(HygieError) as refused:
        guide.read_entry(file_holding(MINIMAL + undated))
    assert refused.value.code == "rules.no_source"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (MINIMAL.replace("Messagerie et échanges", "Divers"), "le thème"),
        (MINIMAL.replace('who = "anyone"', 'who = "neighbour"'), "neighbour"),
        (MINIMAL.replace("minutes = 5", 'minutes = "cinq"'), "cinq"),
        (MINIMAL.replace('answer = "Par MSSanté."', 'answer = ""'), "il manque answer"),
    ],
)
def test_a_field_of_another_kind_is_refused_with_its_reason(file_holding, wrong, said):
    with pytest.raises(HygieError, match=said) as refused:
        guide.read_entry(file_holding(wrong + SOURCE))
    assert refused.value.code == "answers.incomplete"


def test_a_text_on_several_lines_becomes_one_line_and_keeps_its_non_breaking_spaces():
    assert guide.joined("\nIl faut\n25\u00a0Mo  au plus.\n") == "Il faut 25\u00a0Mo au plus."


@pytest.mark.parametrize("entry", guide.numbered(), ids=lambda entry: f"answer {entry.number}")
def test_each_of_the_22_names_the_webinar_among_its_sources(entry):
    assert any(
        f"Webinaire cybersécurité et RGPD du 6 février 2023, question\u00a0{entry.number}"
        == source.title
        for source in entry.sources
    )


@pytest.mark.parametrize("entry", guide.entries(), ids=lambda entry: entry.id)
class TestEachEntry:
    def test_is_called_as_its_file(self, entry):
        prefix = f"{entry.number:02}-" if entry.number else "guide/"
        assert (guide.DATA / f"{prefix}{entry.id}.toml").is_file()

    def test_has_no_source_older_than_twelve_months(self, entry):
        stale = [source.title for source in entry.sources if source.is_stale(clock.today())]
        assert stale == [], "look at these sources again, then change verified_on"

    def test_says_how_sure_each_source_is(self, entry):
        assert {source.certainty for source in entry.sources} <= set(CERTAINTIES)

    def test_has_a_question_that_fits_on_one_line(self, entry):
        assert len(entry.title) <= 60
        assert entry.title.endswith("\u00a0?")

    def test_is_done_within_an_hour_by_a_few_short_steps(self, entry):
        assert 1 <= entry.minutes <= 60
        assert 3 <= len(entry.steps) <= 8
        assert all(len(words(step)) <= 18 for step in entry.steps)

    def test_has_short_sentences(self, entry):
        texts = (entry.answer, entry.why, *entry.steps, entry.correction)
        lengths = [len(words(one)) for text in texts for one in sentences(text)]
        assert statistics.median(lengths) <= 15
        assert max(lengths) <= 25

    def test_follows_french_typography(self, entry):
        for text in entry.texts:
            assert not re.search(r" [:;?!»]|« |[^\u00a0][;?!»]|['\"]|\.\.\.", text), text

    def test_ends_each_of_its_texts_with_a_full_stop(self, entry):
        for text in (entry.answer, entry.why, *entry.steps):
            assert text[-1] in ".?!", text


def test_the_webinar_is_corrected_where_it_was_wrong():
    assert "modifie" in guide.entry(12).correction
    assert "ayants droit" in guide.entry(19).correction
    assert "jamais allonger" in guide.entry(19).correction
    assert "aucun texte" in guide.entry(20).correction
    assert "certifié" in guide.entry(21).correction


def test_opticians_and_pharmacists_are_told_what_differs_for_them():
    codes = {
        code
        for number in (1, 18)
        for note in guide.entry(number).professions
        for code in note.codes
    }
    assert {"21", "28"} <= codes
