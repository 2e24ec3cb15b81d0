"""The paper of the evening, kept encrypted."""

import os
from datetime import UTC, date, datetime, timedelta

import pytest

from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.documents.models import folder as documents_folder
from hygie.incidents import evening
from hygie.incidents.models import EveningPaper, OfflineDay
from hygie.journal.queries import last_of
from hygie.patients.tests.people import somebody
from hygie.practice import registries

TUESDAY_EVENING = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)  # 18 h 30 in Paris
CSV = "Date;Heure;Patient\n27/11/2026;09:00;Dupont Jeanne\n25/11/2026;09:00;Durand Luc\n"


@pytest.fixture
def now(monkeypatch):
    """The clock of the house, which the test moves."""
    instant = {"now": TUESDAY_EVENING}
    monkeypatch.setattr(clock, "now", lambda: instant["now"])
    return instant


@pytest.fixture
def exports(tmp_path, founded, now):
    folder = tmp_path / "Agenda"
    folder.mkdir()
    return folder


def export(folder, name="agenda.csv", content=CSV, at=TUESDAY_EVENING):
    path = folder / name
    path.write_text(content, encoding="utf-8")
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def test_nothing_is_made_unless_it_was_asked(exports):
    export(exports)
    evening.make_if_due()
    assert not OfflineDay.objects.exists()
    assert registries.jobs["incidents.evening"].run is evening.make_if_due


def test_the_paper_of_the_next_day_is_kept_once_an_evening(exports):
    export(exports)
    evening.ask(str(exports))
    evening.make_if_due()
    evening.make_if_due()
    made = OfflineDay.objects.get()
    assert (made.day, made.expected) == (date(2026, 11, 25), 1)
    assert evening.clear_bytes(made).startswith(b"%PDF-")
    assert last_of("incidents.make_day") is not None
    for path in documents_folder().iterdir():
        assert not path.read_bytes().startswith(b"%PDF-")


def test_before_the_evening_nothing_is_made(exports, now):
    now["now"] = TUESDAY_EVENING - timedelta(hours=2)
    export(exports)
    evening.ask(str(exports))
    evening.make_if_due()
    assert not OfflineDay.objects.exists()


def test_one_made_by_hand_in_the_day_does_not_replace_that_of_the_evening(exports, now):
    now["now"] = TUESDAY_EVENING - timedelta(hours=6)
    export(exports)
    evening.make(evening.ask(str(exports)))
    now["now"] = TUESDAY_EVENING
    evening.make_if_due()
    assert OfflineDay.objects.count() == 2


def test_a_day_off_is_passed_over(exports):
    export(exports, content="Date;Patient\n27/11/2026;Dupont Jeanne\n")
    assert evening.make(evening.ask(str(exports))).day == date(2026, 11, 27)


def test_an_agenda_without_anybody_is_kept_for_tomorrow(exports):
    export(exports, content="Date;Patient\n24/11/2026;Dupont Jeanne\n")
    made = evening.make(evening.ask(str(exports)))
    assert (made.day, made.expected) == (date(2026, 11, 25), 0)


def test_the_latest_export_is_taken(exports):
    export(exports, "ancien.csv", at=TUESDAY_EVENING - timedelta(hours=1))
    export(exports, "nouveau.ics", "BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    found = evening.latest_export(exports, on=date(2026, 11, 24))
    assert found.name == "nouveau.ics"


def test_an_export_of_yesterday_is_not_taken_for_today_and_it_is_told(exports):
    export(exports, at=TUESDAY_EVENING - timedelta(days=1))
    evening.ask(str(exports))
    evening.make_if_due()
    assert not OfflineDay.objects.exists()
    assert "Aucun agenda exporté le 24/11/2026" in evening.asked().problem
    export(exports)
    evening.make_if_due()
    assert evening.asked().problem == ""


def test_an_unplugged_key_or_an_agenda_that_cannot_be_read_is_told(exports):
    evening.ask(str(exports))
    exports.rename(exports.with_name("ailleurs"))
    evening.make_if_due()
    assert "introuvable" in evening.asked().problem
    exports.with_name("ailleurs").rename(exports)
    export(exports, content="rien")
    evening.make_if_due()
    assert "pas reconnu" in evening.asked().problem


def test_old_papers_are_destroyed_even_when_no_more_is_asked(exports, now):
    export(exports)
    made = evening.make(evening.ask(str(exports)))
    evening.stop()
    now["now"] = TUESDAY_EVENING + timedelta(days=4)
    evening.make_if_due()
    assert list(evening.kept()) == [made]
    now["now"] = TUESDAY_EVENING + timedelta(days=5)
    evening.make_if_due()
    assert list(evening.kept()) == []
    made.document.refresh_from_db()
    assert made.document.identity == ""


def test_a_folder_that_cannot_be_watched_leaves_what_was_asked(exports, tmp_path):
    evening.ask(str(exports))
    with pytest.raises(HygieError):
        evening.ask(str(tmp_path / "absent"))
    assert EveningPaper.objects.get().folder == str(exports)
    evening.stop()
    assert evening.asked() is None


def test_a_patient_who_is_eliminated_takes_her_papers_with_her(exports):
    her = somebody("DE LA TOUR", "JEANNE", used_name="Été")
    days = ("Mme De la Tour", "ETE Jeanne", "Durand Luc", "Latour Jeanne")
    made = []
    for number, name in enumerate(days):
        at = TUESDAY_EVENING + timedelta(minutes=number)
        export(exports, content=f"Date;Patient\n25/11/2026;{name}\n", at=at)
        made.append(evening.make(evening.ask(str(exports))))
    OfflineDay.objects.filter(pk=made[3].pk).update(names=None)
    erased = evening.forget(her.pk)
    assert (erased.room, erased.count) == ("incidents", 3)
    assert [one.pk for one in evening.kept()] == [made[2].pk]
    gone = OfflineDay.objects.get(pk=made[0].pk)
    assert gone.names == []
    assert not gone.document.path.exists()
    assert evening.forget(her.pk).count == 0
    assert registries.erasers["incidents"] is evening.forget
