"""Filling a bag: each folder, then the pages; what is shown of a patient."""

import io
import tarfile
from datetime import date

import pytest

from hygie.core.errors import HygieError
from hygie.patients.actions import add_rights_note, mark_deceased
from hygie.patients.models import RightsNote
from hygie.records.actions.closing_filling import Filling, Wanted
from hygie.records.models.closing import ArchiveKind
from hygie.records.tests.cast import SECRET, decided

pytestmark = pytest.mark.usefixtures("alice")


def filled(plan, tmp_path, **changes):
    wanted = Wanted(kind=ArchiveKind.CLOSING, plan=plan, folder=tmp_path)
    seen, out = [], io.BytesIO()
    options = {"progress": lambda *at: seen.append(at), "is_stopped": lambda: False, **changes}
    filling = Filling(wanted, name="archive", **options)
    filling.fill(out)
    out.seek(0)
    with tarfile.open(fileobj=out) as tar:
        return {h.name: tar.extractfile(h).read().decode("utf-8", "replace") for h in tar}, seen


def test_a_patient_is_shown_with_her_end_and_what_she_asked(jeanne, cupboard, tmp_path):
    cupboard.put(jeanne, SECRET)
    add_rights_note(RightsNote(patient=jeanne, kind="heirs_access", noted_on=date(2024, 3, 2)))
    mark_deceased(jeanne, died_on=date(2025, 3, 2))
    files, seen = filled(decided(), tmp_path)
    page = files["archive/data/dossiers/000001/index.html"]
    for said in ("02/03/2025", "Refuse que ses ayants droit", "02/03/2035", "001.pdf"):
        assert said in page
    assert files["archive/data/dossiers/000001/001.pdf"] == SECRET.decode()
    assert "Les notes personnelles n’y sont pas" in files["archive/data/LISEZ-MOI.txt"]
    assert seen == [(0, 1), (1, 1)]


def test_without_a_last_contact_the_end_is_to_be_found_and_never_blank(zoe, tmp_path):
    files, _ = filled(decided(), tmp_path)
    assert "à calculer" in files["archive/data/index.html"]


def test_it_stops_when_asked(jeanne, tmp_path):
    with pytest.raises(HygieError, match="Aucun fichier"):
        filled(decided(), tmp_path, is_stopped=lambda: True)
