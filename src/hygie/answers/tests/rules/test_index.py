import pytest

from hygie.answers.rules.index import WAYS, Frequency, Index, Space, Subject
from hygie.answers.rules.vocabulary import thesaurus

FAX = Subject(
    name="fax", title="Le fax est-il acceptable ?", wordings=("télécopieur",), text="Non."
)
USB = Subject(
    name="usb", title="Que faire d’une clé USB ?", wordings=("stick", "clé d’un patient"),
    text="Ne la branchez pas.",
)  # fmt: skip
TAX = Subject(name="~impots", title="", wordings=("déclaration de revenus",), is_elsewhere=True)


@pytest.fixture(scope="module")
def index():
    return Index((FAX, USB, TAX), thesaurus())


def best_by_way(index, question):
    rows = index.compare(index.vocabulary.read(question))
    assert all(len(row) == len(WAYS) for row in rows)
    return {
        way: index.subjects[max(range(len(rows)), key=lambda i: rows[i][place])].name
        for place, way in enumerate(WAYS)
    }


@pytest.mark.parametrize(
    ("question", "name"),
    [("une clé USB trouvée", "usb"), ("je faxe encore", "fax"), ("télécopie", "fax"),
     ("mes revenus, quelle déclaration", "~impots")],
)  # fmt: skip
def test_each_way_but_pairs_finds_the_subject(index, question, name):
    found = best_by_way(index, question)
    found.pop("pairs")
    if name == "~impots":
        found.pop("groups")
    assert set(found.values()) == {name}


def test_pairs_hear_words_that_follow_each_other(index):
    assert best_by_way(index, "que faire d’une clé")["pairs"] == "usb"


def test_a_question_that_says_nothing_fits_nothing(index):
    rows = index.compare(index.vocabulary.read(""))
    assert rows == [(0.0,) * len(WAYS)] * 3


def test_what_only_the_unknown_subjects_say_is_not_a_word_of_the_entries(index):
    declared = index.vocabulary.read("déclaration").content[0]
    assert declared in index.vocabulary.counts
    assert declared not in index.entry_rarity


def test_likeness_is_one_for_the_same_words_and_nothing_for_others():
    space = Space([[{"a": 1.0, "b": 1.0}], [{"c": 1.0}]])
    assert space.likeness({"a": 2.0, "b": 2.0}, 2) == pytest.approx([1.0, 0.0])


def test_a_centroid_is_all_its_wordings_and_not_the_likest():
    space = Space([[{"a": 1.0}, {"b": 1.0}], [{"a": 1.0}, {"a": 1.0}]])
    one, other = space.likeness({"a": 1.0}, 2)
    assert 0 < one < other


def test_frequency_tells_the_share_of_the_question_that_is_covered():
    frequency = Frequency([{"a": 1}, {"b": 1}])
    half, nothing = frequency.weigh(["a", "z"])
    assert 0 < half < 0.5
    assert nothing == 0
    assert frequency.weigh(["a"])[0] > half
