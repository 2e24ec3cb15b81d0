"""The plan of a closing: what, when, by whom, on whose word."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.errors import HygieError
from hygie.core.rules import Nature
from hygie.practice.rules import professions
from hygie.records.rules import closing
from hygie.records.rules.closing import Circumstances, Reason

TODAY = date(2026, 11, 24)
DAY = date(2027, 6, 30)
BEFORE_ALL = (Reason.RETIREMENT, Reason.MOVING, Reason.ILLNESS)


def tasks_of(day=DAY, **about):
    return closing.plan(Circumstances(closes_on=day, **about))


def by_id(tasks):
    return {task.task_id: task for task in tasks}


def test_the_order_is_told_in_writing_a_month_before():
    task = by_id(tasks_of())["order"]
    assert task.due_on == date(2027, 5, 30)
    assert task.source.nature is Nature.OBLIGATION
    assert "R.4127-111" in task.source.title
    assert "Ordre des médecins" in task.title


def test_the_notice_of_six_months_binds_three_professions():
    for code in professions():
        assert ("notice" in by_id(tasks_of(profession=code))) is (code in {"10", "40", "50"})
    assert "notice" not in by_id(tasks_of(reason=Reason.ILLNESS)), "the decree lets illness be"
    assert by_id(tasks_of())["notice"].due_on == date(2026, 12, 30)


@pytest.mark.parametrize("reason", BEFORE_ALL)
@pytest.mark.parametrize("has_successor", [True, False])
def test_the_full_export_and_the_paper_come_first(reason, has_successor):
    tasks = tasks_of(reason=reason, has_successor=has_successor)
    assert [task.task_id for task in tasks][:2] == ["export_asked", "boxes_listed"]
    ids = [task.task_id for task in tasks]
    for opened in ("export_opened", "boxes_opened"):
        assert ids.index(opened) < ids.index("order")
        assert by_id(tasks)[opened].ask


def test_the_heirs_first_lock_then_call_the_order():
    tasks = tasks_of(TODAY - timedelta(days=3), reason=Reason.DEATH)
    assert [task.task_id for task in tasks][:2] == ["death_lock", "death_order"]
    assert {task.who for task in tasks} == {"les héritiers"}
    assert all(task.due_on >= TODAY - timedelta(days=3) for task in tasks)
    assert "trois mois, renouvelables une fois" in by_id(tasks)["death_order"].why


def test_with_a_successor_patients_may_object_and_without_they_get_a_copy():
    with_one, without = by_id(tasks_of(has_successor=True)), by_id(tasks_of())
    only_with = {"contract", "letters_successor", "opposition_deadline", "transfer", "undertaking"}
    assert only_with <= set(with_one)
    assert not only_with & set(without)
    assert {"letters_none", "copies_handed"} <= set(without)
    assert not {"letters_none", "copies_handed"} & set(with_one)
    gap = with_one["opposition_deadline"].due_on - with_one["letters_successor"].due_on
    assert gap.days >= 60


@pytest.mark.parametrize("has_successor", [True, False])
def test_everybody_is_told(has_successor):
    asked = {"order", "cpam", "fund", "ars_directory", "mssante", "insurer", "hosting", "staff",
             "correspondents", "backups", "shredding", "archive", "storage_place", "recovery",
             "licence", "poster"}  # fmt: skip
    assert asked <= set(by_id(tasks_of(has_successor=has_successor)))


@pytest.mark.parametrize(
    ("code", "order", "fund"),
    [
        ("10", "médecins", "CARMF"),
        ("40", "chirurgiens-dentistes", "CARCDSF"),
        ("60", "infirmiers", "CARPIMKO"),
        ("91", "pas d’Ordre", "CARPIMKO"),
        ("28", "agence régionale de santé", "votre caisse"),
    ],
)
def test_each_profession_has_its_order_and_its_fund(code, order, fund):
    assert order in closing.order_of(code)
    assert fund in closing.fund_of(code)


def test_french_joins_the_article_of_the_order():
    assert closing.to_order("10") == "au conseil départemental de l’Ordre des médecins"
    assert closing.of_order("10").startswith("du conseil départemental")
    assert closing.to_order("91").startswith("à l’agence régionale")
    assert closing.of_order("91").startswith("de l’agence régionale")


def test_the_texts_are_filled_in():
    about = {"practice": "Cabinet de l’Œuvre", "successor": "Dr Chloé d’Été", "keeper": "1 rue A"}
    for reason in Reason:
        for has_successor in (True, False):
            for task in tasks_of(reason=reason, has_successor=has_successor, **about):
                assert not set("{}") & set(task.title + task.text), task.task_id
    text = by_id(tasks_of(has_successor=True, **about))["order"].text
    assert "Cabinet de l’Œuvre le 30/06/2027. Mon successeur est Dr Chloé d’Été." in text
    assert "1 rue A" in text
    assert "pas de successeur" in by_id(tasks_of())["order"].text


def test_each_task_is_named_once_and_says_who_why_and_on_whose_word():
    ids = [duty.task_id for duty in closing.duties()]
    assert len(set(ids)) == len(ids) > 30
    for duty in closing.duties():
        assert duty.who in closing.WHO
        assert duty.why.endswith("."), duty.task_id
        assert duty.source.title


@pytest.mark.parametrize("reason", [Reason.RETIREMENT, Reason.MOVING])
def test_a_day_in_the_past_is_refused_and_the_urgent_plan_proposed(reason):
    with pytest.raises(HygieError) as caught:
        closing.refuse_day(TODAY - timedelta(days=1), reason=reason, today=TODAY)
    assert caught.value.code == "records.closing_past"
    assert "plan d’urgence" in str(caught.value)
    assert "--reason death" in str(caught.value)


def test_the_day_itself_and_an_urgent_plan_are_taken():
    closing.refuse_day(TODAY, reason=Reason.RETIREMENT, today=TODAY)
    for reason in (Reason.ILLNESS, Reason.DEATH):
        closing.refuse_day(TODAY - timedelta(days=40), reason=reason, today=TODAY)


def test_a_death_to_come_and_a_year_mistyped_are_refused():
    with pytest.raises(HygieError, match="futur"):
        closing.refuse_day(DAY, reason=Reason.DEATH, today=TODAY)
    with pytest.raises(HygieError, match="Vérifiez l’année"):
        closing.refuse_day(date(2206, 6, 30), reason=Reason.RETIREMENT, today=TODAY)


@pytest.mark.parametrize(
    ("day", "value", "expected"),
    [
        (date(2027, 3, 31), -1, date(2027, 2, 28)),
        (date(2028, 3, 31), -1, date(2028, 2, 29)),
        (date(2027, 1, 15), -1, date(2026, 12, 15)),
        (date(2027, 8, 31), -6, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 6, 30), 0, date(2027, 6, 30)),
    ],
)
def test_months_are_counted_to_the_same_day_or_the_last_one(day, value, expected):
    assert closing.counted_from(day, value, "months") == expected


@given(
    day=st.dates(date(2026, 1, 1), date(2036, 12, 31)),
    reason=st.sampled_from(list(Reason)),
    has_successor=st.booleans(),
    profession=st.sampled_from(sorted(professions())),
)
def test_whatever_the_day_the_plan_is_in_order_and_whole(day, reason, has_successor, profession):
    tasks = tasks_of(day, reason=reason, has_successor=has_successor, profession=profession)
    days = [task.due_on for task in tasks]
    assert days == sorted(days)
    later = tasks_of(day + timedelta(days=1), reason=reason, has_successor=has_successor,
                     profession=profession)  # fmt: skip
    assert {task.task_id for task in later} == {task.task_id for task in tasks}
    assert all(later_task.due_on >= task.due_on for task in tasks
               for later_task in later if later_task.task_id == task.task_id)  # fmt: skip


def test_a_task_is_late_from_the_day_after_its_own():
    tasks = tasks_of()
    assert tasks[0].is_late(tasks[0].due_on + timedelta(days=1))
    assert not tasks[0].is_late(tasks[0].due_on)
