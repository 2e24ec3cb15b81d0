"""Real things of the practice, room by room, for the addresses that ask for one."""

import os

from hygie.answers import actions as answers
from hygie.core import clock
from hygie.filing import actions as filing
from hygie.filing import looking
from hygie.filing.models import FoundFile, Proposal
from hygie.home import rules as home_rules
from hygie.incidents import evening
from hygie.patients import actions as patients
from hygie.patients import duplicates
from hygie.patients.models import FormerFile, Patient, PossibleDuplicate, RightsNote
from hygie.practice import actions as practice
from hygie.practice.models import Computer, Disk, DiskUse


def of_the_practice():
    """A computer, a disk, and two of the 22 answers."""
    computer = practice.keep(Computer(name="ACCUEIL"))
    disk = {"kind": "disk", "thing_id": practice.keep(Disk(name="SAUVE-1", use=DiskUse.COPY)).pk}
    return {
        "practice:add": {"kind": "disk"},
        "practice:edit": disk,
        "practice:remove": disk,
        "checkup:computer": {"computer_id": computer.pk},
        "home:answer": {"number": 2},
        "home:answer_sheet": {"number": 2},
        "home:technician_sheet": {"number": 2},
        "home:question": {"question_id": home_rules.questions()[0].id},
    }


def of_the_guide():
    """An entry, what was found, and a question without an answer."""
    question = answers.keep_question("Combien de plantes vertes ?")
    return {
        "answers:found": {"rank": 1},
        "answers:entry": {"entry_id": "ordonnance"},
        "answers:sheet": {"entry_id": "ordonnance"},
        "answers:forget": {"question_id": question.question_id},
    }


def a_patient(name):
    """Jeanne, of that name."""
    return patients.keep_patient(Patient(birth_name=name, birth_given_names="Jeanne"))


def of_patients(patient):
    """A patient, what she asked, a file that was made hers, and another that may be."""
    note = RightsNote(patient=patient, kind="other", noted_on=clock.today())
    note = patients.add_rights_note(note)
    duplicates.make_one(patient, a_patient("Martin"))
    both = (patient, a_patient("Dupond"))
    doubt = PossibleDuplicate.objects.get(first__in=both, second__in=both)
    hers = {"patient_id": patient.pk}
    pages = ("patient", "change", "deceased", "alive", "add_note", "lines")
    return {
        **{f"patients:{name}": hers for name in pages},
        "patients:end_note": {**hers, "note_id": note.pk},
        "patients:part": {**hers, "former_id": FormerFile.objects.get().pk},
        "patients:doubt": {"doubt_id": doubt.pk},
    }


def of_filing(patient, folder):
    """A file of a watched folder, to whom it is offered, and another that was filed."""
    folder.mkdir()
    filing.choose_folder(str(folder))
    for name in ("lettre.pdf", "résultats.pdf"):
        (folder / name).write_bytes(b"%PDF-1.7 lettre")
        os.utime(folder / name, (1, 1))
    looking.look()
    file, other = FoundFile.objects.order_by("name")
    proposal = Proposal.objects.create(file=file, patient_id=patient.pk, reasons="names", weight=1)
    document = {"document_id": filing.file(other, patient).pk}
    pages = ("choose", "original", "file", "leave", "take_back", "make_patient")
    return {
        **{f"filing:{name}": {"file_id": file.pk} for name in pages},
        "filing:refuse": {"proposal_id": proposal.pk},
        "filing:document": document,
        "filing:move": document,
    }


def of_incidents(folder):
    """The paper of a day without computers, kept from an agenda exported today."""
    folder.mkdir()
    (folder / "agenda.csv").write_text("Date;Nom\n", encoding="utf-8")
    day = evening.make(evening.ask(str(folder)))
    return {"incidents:kept_day": {"offline_id": day.pk}}
