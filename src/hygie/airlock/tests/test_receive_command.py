import io
import json

import pytest

from hygie.airlock import receive_command
from hygie.airlock.actions import receiving
from hygie.airlock.models import Reception
from hygie.airlock.tests.parcels import handed_over
from hygie.core.errors import HygieError
from hygie.patients.actions import keep_patient
from hygie.patients.models import Patient
from hygie.patients.tests.people import PAT_TROIS, in_demonstration, somebody


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def dominique(alice, home):
    in_demonstration(home)
    return keep_patient(Patient(**PAT_TROIS))


@pytest.fixture
def folder(dominique, tmp_path):
    return handed_over(tmp_path / "remis", elsewhere=tmp_path / "station")


@pytest.fixture
def accept(folder):
    return receiving.open_parcel(folder).fingerprint


def run(folder, **chosen):
    asked = {"patient_id": "", "accept": "", "is_confirmed": False, "as_json": False, **chosen}
    return receive_command.run(folder, **asked)


@pytest.fixture
def person(monkeypatch):
    """Somebody at the terminal who types these lines."""

    def types(*lines):
        monkeypatch.setattr("sys.stdin", Terminal("".join(f"{line}\n" for line in lines)))
        monkeypatch.setattr(receive_command, "_can_ask", lambda: True)

    return types


def code_of(folder, **chosen):
    with pytest.raises(HygieError) as told:
        run(folder, **chosen)
    return told.value.code


def test_a_program_names_the_patient_and_reads_what_entered(folder, dominique, accept, capsys):
    assert run(folder, patient_id=dominique.pk, accept=accept, as_json=True) == 0
    said = json.loads(capsys.readouterr().out)
    assert [one["kind"] for one in said["documents"]] in (["study", "paper"], ["paper", "study"])


def test_a_person_chooses_among_those_whom_the_images_may_be_of(folder, accept, person, capsys):
    person("1")
    assert run(folder, accept=accept) == 0
    told = capsys.readouterr()
    assert "1. PAT-TROIS Dominique, 28/03/1979" in told.err
    assert "2\u00a0documents gardés" in told.out


def test_an_unknown_station_is_refused_until_its_fingerprint_is_given(folder, dominique):
    assert code_of(folder, patient_id=dominique.pk) == "sign.unknown_station"


def test_nobody_to_ask_and_no_patient_is_refused(folder, accept):
    assert code_of(folder, accept=accept) == "sign.no_patient"
    assert code_of(folder, accept=accept, patient_id="inconnu") == "sign.no_patient"
    assert not Reception.objects.exists()


@pytest.mark.parametrize("typed", ["", "9", "inconnu"])
def test_a_patient_not_chosen_is_refused(folder, accept, person, typed):
    person(typed)
    assert code_of(folder, accept=accept) == "sign.no_patient"


def test_a_difference_asks_and_only_a_whole_yes_passes(folder, accept, person, capsys):
    other = somebody("DURAND", "PAUL")
    person("oui")
    assert code_of(folder, accept=accept, patient_id=other.pk) == "sign.identity_differs"
    assert "Le nom diffère" in capsys.readouterr().out
    person("OUI")
    assert run(folder, patient_id=other.pk) == 0
    assert Reception.objects.get().identity_differed


def test_a_program_must_confirm_a_difference(folder, accept):
    other = somebody("DURAND", "PAUL")
    assert code_of(folder, accept=accept, patient_id=other.pk) == "sign.identity_differs"
    assert run(folder, patient_id=other.pk, is_confirmed=True) == 0
