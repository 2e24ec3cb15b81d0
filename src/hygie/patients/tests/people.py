"""The invented patients of the tests; those with an INS are published test identities."""

from datetime import date

from hygie.journal.models import Entry
from hygie.patients.actions import keep_patient
from hygie.patients.models import Patient
from hygie.patients.rules.ins import TEST_OIDS
from hygie.storage.unattended import DEMONSTRATION_FILE

TEST_OID = TEST_OIDS[0]
# PAT-TROIS DOMINIQUE, published by the ANS as a test identity.
PAT_TROIS = {
    "birth_name": "PAT-TROIS", "birth_given_names": "DOMINIQUE", "sex": "F",
    "birth_date": date(1979, 3, 28), "birth_place": "51215",
    "ins": "279035121518989", "ins_oid": TEST_OID, "ins_state": "qualified",
}  # fmt: skip


def in_demonstration(home):
    """Make the home folder that of the demonstration, where test identities are at home."""
    home.mkdir(parents=True, exist_ok=True)
    (home / DEMONSTRATION_FILE).write_text("phrase inventée", encoding="utf-8")


def somebody(name="DUPONT", given_names="JEANNE", **fields):
    """A patient of the base."""
    return keep_patient(Patient(birth_name=name, birth_given_names=given_names, **fields))


def text_of(answer):
    """A page, with plain spaces."""
    return answer.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def told():
    """The actions on patients that the journal tells, in order."""
    lines = Entry.objects.filter(action__startswith="patients.").order_by("number")
    return list(lines.values_list("action", flat=True))
