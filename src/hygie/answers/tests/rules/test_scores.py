import pytest

from hygie.answers.rules.index import WAYS, Index, Subject
from hygie.answers.rules.scores import judge, likely, unknown_share, weighed
from hygie.answers.rules.vocabulary import thesaurus

WEIGHTS = dict.fromkeys(WAYS, 1.0)
SUBJECTS = (
    Subject(name="fax", title="Le fax est-il acceptable ?", wordings=("télécopieur", "je faxe")),
    Subject(name="usb", title="Une clé USB", wordings=("stick",)),
    Subject(name="~impots", title="", wordings=("déclaration de revenus",), is_elsewhere=True),
)


@pytest.fixture(scope="module")
def index():
    return Index(SUBJECTS, thesaurus())


def judged(index, question):
    return judge(index.vocabulary.read(question), index, WEIGHTS)


def test_entries_come_best_first_and_share_the_whole(index):
    found = judged(index, "puis-je faxer ?")
    assert [fit.name for fit in found.entries] == ["fax", "usb"]
    assert sum(fit.share for fit in found.entries) == pytest.approx(1)


def test_what_the_guide_does_not_know_is_kept_apart(index):
    found = judged(index, "ma déclaration de revenus")
    assert [fit.name for fit in found.elsewhere] == ["~impots"]
    assert found.elsewhere[0].score > found.entries[0].score
    assert found.signals["elsewhere"] == found.elsewhere[0].score


def test_the_signals_tell_a_sure_question_from_a_strange_one(index):
    sure, strange = judged(index, "le fax"), judged(index, "zibeline et marmotte")
    assert sure.signals["top"] > strange.signals["top"]
    assert sure.signals["margin"] > strange.signals["margin"]
    assert (sure.signals["unknown"], strange.signals["unknown"]) == (0, 1)


def test_a_title_makes_every_way_agree_and_a_strange_question_none(index):
    assert judged(index, "le fax est-il acceptable").signals["agreed"] == 1
    assert judged(index, "zibeline et marmotte").signals["agreed"] == 0


def test_a_long_question_keeps_its_strongest_words(index):
    short, long = judged(index, "le fax"), judged(index, "le fax, mes revenus et mes impôts")
    assert long.signals["domain"] < short.signals["domain"]
    assert long.signals["against"] < long.signals["evidence"]
    assert long.signals["words"] > short.signals["words"]
    assert long.signals["few"] < short.signals["few"] == 1


def test_half_a_question_may_be_unknown(index):
    share = unknown_share(index.vocabulary.read("fax zibeline"), index)
    assert 0.3 < share < 0.8
    assert unknown_share(index.vocabulary.read(""), index) == 1


def test_an_index_without_entries_finds_nothing():
    found = judged(Index(SUBJECTS[2:], thesaurus()), "fax")
    assert found.entries == ()
    assert found.signals["top"] == found.signals["agreed"] == 0


def test_a_chance_stays_between_none_and_all():
    assert likely(0) == 0.5
    assert 0 <= likely(-1e9) < 0.01 < 0.99 < likely(1e9) <= 1
    assert weighed({"a": 2.0, "b": 5.0}, {"a": 3.0}) == 6
