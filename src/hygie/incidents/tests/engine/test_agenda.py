"""The export of an agenda. The people are invented."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.errors import HygieError
from hygie.incidents.engine import agenda
from hygie.incidents.engine.agenda import Appointment, appointments

DAY = date(2026, 11, 25)

CSV = """Date;Heure de début;Fin;Nom;Prénom;Date de naissance;Téléphone portable;Motif;Statut
25/11/2026;09:30;09:45;D’ARTAGNAN;Éloïse;06/02/1961;06 39 98 00 01;Suivi;Confirmé
25/11/2026;9h;9h15;Dupont;Jeanne;;;Vaccin;Confirmé
25/11/2026;10:00;10:15;Martin;Paul;;;Suivi;Annulé par le patient
26/11/2026;08:00;08:15;Durand;Luc;;;;Confirmé
"""
EXPECTED = [
    Appointment(at=time(9), name="Dupont Jeanne", reason="Vaccin"),
    Appointment(
        at=time(9, 30), name="D’ARTAGNAN Éloïse", born=date(1961, 2, 6),
        phone="06 39 98 00 01", reason="Suivi",
    ),
]  # fmt: skip


def ics(*events):
    body = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\n{body}END:VCALENDAR\r\n".encode()


def names(content, day=DAY):
    return [(one.at, one.name) for one in appointments(content, day=day)]


def code_of(content):
    with pytest.raises(HygieError) as told:
        appointments(content, day=DAY)
    assert told.value.advice
    return told.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_a_table_is_read_whatever_its_signs(encoding, separator):
    assert appointments(CSV.replace(";", separator).encode(encoding), day=DAY) == EXPECTED


def test_cells_may_be_quoted_and_hold_lines():
    content = b'date,patient,notes\n"2026-11-25 14:00","LE GOFF, Anne\nMarie","x,y"\n'
    assert names(content) == [(time(14), "LE GOFF, Anne Marie")]


def test_one_column_may_hold_day_and_hour():
    content = "Début;Patient\n25/11/2026 8h05;Zoé Petit\n".encode()
    assert names(content) == [(time(8, 5), "Zoé Petit")]


def test_a_line_without_a_name_or_without_a_day_is_nobody():
    content = b"Date;Nom\n25/11/2026;\n;Dupont\n32/13/2026;Durand\n25/11/2026;Petit\n"
    assert names(content) == [(None, "Petit")]


def test_a_line_written_twice_is_one_person():
    assert names(b"Date;Nom\n25/11/2026;Petit\n25/11/2026;Petit\n") == [(None, "Petit")]


def test_a_calendar_is_read():
    content = ics(
        "UID:1\r\nDTSTART;TZID=Europe/Paris:20261125T093000\r\nSUMMARY:D’ARTAGNAN Éloïse\\, suivi",
        "UID:2\r\nDTSTART:20261125T080000Z\r\nSUMMARY:Dupont Jeanne\r\n"
        "DESCRIPTION:Née le 06/02/1961\\nTél. 06 39 98 00 01",
        "UID:3\r\nDTSTART;VALUE=DATE:20261125\r\nSUMMARY:Garde",
        "UID:4\r\nDTSTART:20261125T100000Z\r\nSUMMARY:Martin\r\nSTATUS:CANCELLED",
        "UID:5\r\nDTSTART:20261126T100000Z\r\nSUMMARY:Demain",
    )
    found = appointments(content, day=DAY)
    assert [(one.at, one.name) for one in found] == [
        (None, "Garde"), (time(9), "Dupont Jeanne"), (time(9, 30), "D’ARTAGNAN Éloïse, suivi"),
    ]  # fmt: skip
    assert (found[1].born, found[1].phone) == (date(1961, 2, 6), "06 39 98 00 01")


def test_a_repeated_appointment_is_expected_each_week_but_when_it_was_left_out_or_moved():
    weekly = (
        "UID:k\r\nDTSTART;TZID=Europe/Paris:20261007T090000\r\n"
        "RRULE:FREQ=WEEKLY;UNTIL=20261223T080000Z\r\n"
        "EXDATE;TZID=Europe/Paris:20261118T090000\r\nSUMMARY:Dupont Jeanne"
    )
    moved = (
        "UID:k\r\nRECURRENCE-ID;TZID=Europe/Paris:20261125T090000\r\n"
        "DTSTART;TZID=Europe/Paris:20261125T170000\r\nSUMMARY:Dupont Jeanne"
    )
    # Summer time ended on 25 October: nine o'clock is still nine o'clock.
    assert names(ics(weekly), date(2026, 10, 14)) == [(time(9), "Dupont Jeanne")]
    assert names(ics(weekly), date(2026, 11, 11)) == [(time(9), "Dupont Jeanne")]
    assert names(ics(weekly), date(2026, 11, 18)) == []
    assert names(ics(weekly), date(2026, 12, 23)) == [(time(9), "Dupont Jeanne")]
    assert names(ics(weekly), date(2026, 12, 30)) == []
    assert names(ics(weekly, moved)) == [(time(17), "Dupont Jeanne")]


def test_an_event_that_no_rule_allows_does_not_hide_the_others():
    content = ics(
        "UID:1\r\nSUMMARY:Sans date",
        "UID:2\r\nDTSTART:20261125T080000Z\r\nRRULE:FREQ=DAILY\r\nSUMMARY:Dupont",
    )
    assert names(content) == [(time(9), "Dupont")]


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=HOURLY", "FREQ=DAILY;BYSECOND=1,2,3"])
def test_a_calendar_that_would_never_end_is_refused(rule):
    flood = ics(f"UID:1\r\nDTSTART:19900101T000000Z\r\nRRULE:{rule}\r\nSUMMARY:x")
    assert code_of(flood) == "incidents.agenda_repeats"


def test_a_day_of_too_many_lines_is_refused():
    lines = "".join(f"25/11/2026;Nom{rank}\n" for rank in range(agenda.MOST_APPOINTMENTS + 1))
    assert code_of(f"Date;Nom\n{lines}".encode()) == "incidents.agenda_too_long"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"), (b" \r\n ", "empty"), (b"%PDF-1.7", "unknown"), (b"a;b\n1;2", "unknown"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART", "unknown"),
        (b"x" * (agenda.MAX_BYTES + 1), "too_heavy"),
    ],
)  # fmt: skip
def test_what_is_no_agenda_is_told(content, code):
    assert code_of(content) == f"incidents.agenda_{code}"


def test_the_days_that_are_not_empty_are_known():
    assert agenda.days_of(CSV.encode(), first=date(2026, 11, 24)) == {
        DAY: 2, date(2026, 11, 26): 1,
    }  # fmt: skip


@given(st.binary(max_size=300))
def test_no_file_breaks_the_reader(content):
    for sent in (content, b"Date;Nom\n" + content, b"BEGIN:VCALENDAR\r\n" + content):
        try:
            assert isinstance(appointments(sent, day=DAY), list)
        except HygieError as error:
            assert error.code.startswith("incidents.agenda_")  # noqa: PT017 - either is right
