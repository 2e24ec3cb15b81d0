from datetime import date
from pathlib import Path

from hygie.filing import actions, queries
from hygie.filing.looking import look
from hygie.patients import duplicates
from hygie.patients.tests.people import somebody
from hygie.practice.registries import panels_of
from hygie.reading.tests.sheets import DOMINIQUE

BORN = date(1961, 2, 6)


def test_two_patients_who_fit_equally_are_shown_without_preference(folder, put):
    for number in "12":
        somebody("DUPONT", "JEANNE", birth_date=BORN, local_id=number)
    put("lettre.pdf", "Jeanne DUPONT, 06/02/1961")
    look()
    (waiting,) = queries.waiting()
    assert len(waiting.offers) == 2
    assert waiting.is_doubtful


def test_one_patient_is_no_doubt(dominique, put):
    put("lettre.pdf", payload=DOMINIQUE)
    look()
    (waiting,) = queries.waiting()
    assert not waiting.is_doubtful


def test_two_files_made_one_are_one_offer(folder, put):
    one = somebody("DUPONT", "JEANNE", birth_date=BORN, local_id="1")
    other = somebody("DUPONT", "JEANNE", birth_date=BORN, local_id="2")
    put("lettre.pdf", "Jeanne DUPONT, 06/02/1961")
    look()
    duplicates.make_one(one, other)
    (waiting,) = queries.waiting()
    assert [offer.patient for offer in waiting.offers] == [one]
    assert not waiting.is_doubtful


def test_the_page_of_a_patient_shows_her_documents_and_those_of_her_former_file(folder, put):
    one = somebody("DUPONT", "JEANNE", birth_date=BORN)
    other = somebody("DURAND", "JEANNE", birth_date=BORN)
    assert queries.panel(one.pk) is None
    put("lettre.pdf", "Bonjour")
    look()
    filed = actions.file(queries.waiting()[0].file, other)
    duplicates.make_one(one, other)
    panel = queries.panel(one.pk)
    assert panel.shown == {"filed": [filed]}
    assert [p.title for p in panels_of(one.pk) if p.template.startswith("filing/")] == [
        "Documents rangés"
    ]
    assert queries.panel("0" * 32) is None


def test_what_was_filed_last_comes_first(dominique, put):
    for name in ("a.pdf", "b.pdf"):
        put(name, "Bonjour")
        look()
        actions.file(queries.waiting()[0].file, dominique)
    assert [filed.document.title for filed, _ in queries.latest()] == ["b.pdf", "a.pdf"]
    assert {patient for _, patient in queries.latest()} == {dominique}


def test_the_same_content_under_another_name_is_known_to_be_filed(dominique, herault, put):
    content = put("a.pdf", "Bonjour").read_bytes()
    look()
    filed = actions.file(queries.waiting()[0].file, dominique)
    put("copie de a.pdf", content=content)
    put("autre.pdf", "Bonsoir")
    look()
    seen = {one.file.name: (one.already, one.owner) for one in queries.waiting()}
    assert seen == {"copie de a.pdf": (filed, dominique), "autre.pdf": (None, None)}


def test_folders_where_programs_print_are_proposed(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    for name in ("Documents/Export PDF", "Documents/Photos", "Bureau"):
        (tmp_path / name).mkdir(parents=True)
    assert queries.likely_folders() == [
        tmp_path / "Documents" / "Export PDF", tmp_path / "Documents", tmp_path / "Bureau",
    ]  # fmt: skip


def test_no_folder_no_proposal(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "absent")
    assert queries.likely_folders() == []
