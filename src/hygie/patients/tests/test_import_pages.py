"""The pages of the import, as a browser asks them: nothing on the disk, nothing by surprise."""

import io
import threading

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hygie.accounts import sessions
from hygie.accounts.models import Member
from hygie.patients import desk, importing
from hygie.patients.models import Import, Patient, PossibleDuplicate
from hygie.patients.tests.listed import HEADERS, JEANNE, PAUL, written
from hygie.patients.tests.people import somebody, text_of
from hygie.storage import opening

CHOOSE, COLUMNS, PROGRESS = (
    f"/patients/importer/{end}" for end in ("", "colonnes/", "avancement/")
)
BAD = ["4", "PETIT", "", "LUC", "31/02/1961", "M", "", ""]


@pytest.fixture(autouse=True)
def _empty_desks():
    yield
    for one in list(desk._desks.values()):
        one.stop.set()
        if one.worker:
            one.worker.join(20)
    desk._desks.clear()


def send(browser, content, name="patients.csv"):
    return browser.post(CHOOSE, {"file": SimpleUploadedFile(name, content)})


def choices(codes, **more):
    return {f"column-{rank}": code for rank, code in enumerate(codes)} | {"source_label": ""} | more


def begin(browser, member, **more):
    codes = desk.of(member).choice.codes
    answer = browser.post(COLUMNS, choices(codes, start="1", **more))
    assert answer.headers["Location"] == PROGRESS
    return desk.of(member)


def finished(browser, member):
    on_desk = begin(browser, member)
    on_desk.worker.join(20)
    return text_of(browser.get(PROGRESS))


@pytest.fixture
def held(monkeypatch):
    """Imports wait in the middle until the test lets them go on."""
    goes_on, is_in = threading.Event(), threading.Event()
    batches = importing._batches

    def wait(*arguments):
        for batch in batches(*arguments):
            is_in.set()
            goes_on.wait(20)
            yield batch

    monkeypatch.setattr(importing, "_batches", wait)
    yield is_in, goes_on
    goes_on.set()


def test_ten_lines_are_shown_as_understood_before_anything_is_written(signed_in):
    answer = send(signed_in, written(JEANNE, PAUL, BAD, encoding="cp1252"))
    assert answer.headers["Location"] == COLUMNS
    page = text_of(signed_in.get(COLUMNS))
    assert "MARTIN Jeanne" in page
    assert "(née ou né DUPONT)" in page
    assert "06/02/1961" in page
    assert "Refusée.</span> La date de naissance ne se lit pas comme une date." in page
    assert "Accents lus en Windows (1252)" in page
    assert (Patient.objects.count(), Import.objects.count()) == (0, 0)


def test_the_meaning_of_a_column_is_changed_and_seen_again(signed_in, founded):
    send(signed_in, written(JEANNE))
    codes = list(desk.of(founded.member).choice.codes)
    codes[4] = ""
    assert signed_in.post(COLUMNS, choices(codes, see="1")).headers["Location"] == COLUMNS
    assert "date inconnue" in text_of(signed_in.get(COLUMNS))
    codes[1] = codes[2] = ""
    page = text_of(signed_in.post(COLUMNS, choices(codes, see="1")))
    assert "Aucune colonne n’est le nom du patient" in page


def test_the_import_is_done_and_told(signed_in, founded):
    somebody("DUPOND", "JEANNE")
    send(signed_in, written(JEANNE, PAUL, BAD))
    page = finished(signed_in, founded.member)
    for words in ("2 créés", "0 mis à jour", "1 refusé", "Ligne 4", "1 doublon possible"):
        assert words in page
    assert Import.objects.get().by_name == "Dr Alice Martin"
    assert PossibleDuplicate.objects.count() == 1
    answer = signed_in.get("/patients/importer/refusees/")
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "PETIT;;LUC;31/02/1961" in content
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "Dernière liste lue le" in text_of(signed_in.get(CHOOSE))


def test_the_next_list_of_the_same_software_is_recognised(signed_in, founded):
    send(signed_in, written(JEANNE))
    begin(signed_in, founded.member, source_label="Médilune").worker.join(20)
    send(signed_in, written(PAUL))
    assert "Hygie reconnaît cette liste de Médilune" in text_of(signed_in.get(COLUMNS))


def test_progress_is_asked_again_until_the_end(signed_in, founded, held):
    is_in, goes_on = held
    send(signed_in, written(JEANNE, PAUL))
    on_desk = begin(signed_in, founded.member)
    assert is_in.wait(20)
    assert "<progress" in text_of(signed_in.get(PROGRESS))
    bar = text_of(signed_in.get(PROGRESS, headers={"HX-Request": "true"}))
    assert 'hx-trigger="every 1s"' in bar
    assert "<html" not in bar
    assert signed_in.get(COLUMNS).headers["Location"] == PROGRESS
    goes_on.set()
    on_desk.worker.join(20)
    answer = signed_in.get(PROGRESS, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, PROGRESS)


def test_an_import_is_stopped_and_nothing_is_written(signed_in, founded, held):
    is_in, goes_on = held
    send(signed_in, written(JEANNE))
    on_desk = begin(signed_in, founded.member)
    assert is_in.wait(20)
    assert signed_in.post("/patients/importer/arreter/").headers["Location"] == PROGRESS
    goes_on.set()
    on_desk.worker.join(20)
    page = text_of(signed_in.get(PROGRESS))
    assert "L’import est arrêté. Rien n’a été enregistré" in page
    assert Patient.objects.count() == 0


def test_two_imports_at_once_are_refused(signed_in, founded, held):
    is_in, goes_on = held
    send(signed_in, written(JEANNE))
    begin(signed_in, founded.member)
    assert is_in.wait(20)
    assert "Votre import précédent n’est pas fini" in text_of(send(signed_in, written(PAUL)))
    bruno = Member(member_id="b" * 32, name="Bruno", login="bruno")
    other = desk.put(bruno, desk.of(founded.member).choice)
    desk.start(other, bruno)
    other.worker.join(20)
    assert other.error.code == "patients.import_running"
    goes_on.set()


def test_a_list_that_is_no_list_is_told_beside_the_field(signed_in, founded):
    for content, words in ((b"%PDF-1.4", "un PDF"), (b"Nom\n", "pas de ligne de patient")):
        page = text_of(send(signed_in, content))
        assert words in page
        assert "Rien n’a été importé" in page
    assert desk.of(founded.member) is None


def test_another_sheet_is_another_list(signed_in, founded):
    book = openpyxl.Workbook()
    for title, row in (("Actifs", JEANNE), ("Archives", PAUL)):
        sheet = book.create_sheet(title)
        sheet.append(HEADERS)
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    send(signed_in, file.getvalue(), "patients.xlsx")
    assert "MARTIN Jeanne" in text_of(signed_in.get(COLUMNS))
    codes = desk.of(founded.member).choice.codes
    signed_in.post(COLUMNS, choices(codes, sheet="Archives", see="1"))
    assert "DURAND Paul" in text_of(signed_in.get(COLUMNS))


def test_a_list_that_waits_is_thrown_away_when_asked(signed_in, founded):
    send(signed_in, written(JEANNE))
    assert "est déjà ici" in text_of(signed_in.get(CHOOSE))
    assert signed_in.post("/patients/importer/arreter/").headers["Location"] == "/patients/"
    assert desk.of(founded.member) is None
    for address in (COLUMNS, PROGRESS, "/patients/importer/refusees/"):
        assert signed_in.get(address).headers["Location"] == CHOOSE


def test_a_list_is_forgotten_when_hygie_is_locked_or_nobody_comes_back(
    signed_in, founded, monkeypatch
):
    choice = desk.put(founded.member, None).choice
    desk.sweep()
    assert desk.of(founded.member) is not None
    monkeypatch.setattr(desk, "LEFT_ALONE_S", -1.0)
    desk.sweep()
    assert desk.of(founded.member) is None
    monkeypatch.setattr(desk, "LEFT_ALONE_S", 1800.0)
    desk.put(founded.member, choice)
    sessions.end_all()
    desk.sweep()
    assert desk.of(founded.member) is None
    desk.put(founded.member, choice)
    opening.lock()
    desk.sweep()
    assert desk.of(founded.member) is None


def test_what_is_sent_never_lies_on_the_disk(signed_in, founded, monkeypatch):
    def refuse(*_arguments):
        raise AssertionError("Django would write the patients to a file, in clear")

    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile", refuse)
    content = written(*[[str(n), "PETITPONT", "", "LUC", "", "M", "", ""] for n in range(120_000)])
    assert len(content) > 3 * 1024 * 1024, "more than Django keeps in memory by itself"
    assert send(signed_in, content).headers["Location"] == COLUMNS
    signed_in.get(COLUMNS)
    for path in founded.home.rglob("*"):
        if path.is_file():
            assert b"PETITPONT" not in path.read_bytes(), path.name


def test_a_file_too_heavy_for_the_page_is_told(signed_in, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    page = text_of(send(signed_in, written(JEANNE)))
    assert "S’il pèse plus de 60 Mo" in page
