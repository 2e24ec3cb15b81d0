import pytest

from hygie.incidents import rules


def test_the_first_words_come_before_anything_else_and_are_few():
    first = rules.plan().first
    assert first.startswith("Débranchez le câble")
    assert "N’éteignez pas" in first
    assert len(first.split()) <= 9


def test_the_steps_are_in_the_order_of_an_attack():
    titles = [step.title for step in rules.plan().steps]
    assert len(titles) >= 6
    places = [
        next(rank for rank, title in enumerate(titles) if word in title.lower())
        for word in ("réseau", "éteignez", "informaticien", "plainte")
    ]
    assert places == sorted(places)


def test_each_step_is_short_enough_for_that_day():
    for step in rules.plan().steps:
        assert step.minutes >= 0
        assert len(step.title.split()) <= 8, step.title
        sentences = [s for s in step.text.replace("\u00a0", " ").split(". ") if s]
        assert all(len(sentence.split()) <= 20 for sentence in sentences), step.text
        assert step.text.endswith(".")


def test_nobody_is_told_to_pay_or_to_switch_off():
    told = " ".join(f"{step.title} {step.text}" for step in rules.plan().steps)
    assert "Ne payez pas" in told
    assert "Éteignez" not in told


@pytest.mark.parametrize("whom", ["17Cyber", "CERT Santé", "CNIL"])
def test_whom_to_reach_in_france_is_named(whom):
    assert any(whom in f"{name} {text}" for name, text in rules.plan().contacts)


def test_the_steps_have_sources():
    sources = rules.plan().sources
    assert sources
    assert all(source.title and source.verified_on for source in sources)
