import io

from pypdf import PdfReader

from hygie.incidents import rules
from hygie.incidents.actions import print_card
from hygie.journal.models import Entry
from hygie.journal.queries import last_of
from hygie.practice.actions import keep
from hygie.practice.models import Supplier, SupplierKind
from hygie.storage import keyfile, opening


def read(pdf):
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(page.extract_text().replace("\u00a0", " ").split())


def test_the_card_is_one_page_with_the_steps_and_the_numbers(founded):
    keep(
        Supplier(
            name="Informatique du Port", kind=SupplierKind.TECHNICIAN,
            phone="01 99 00 56 78", reference="C-2041",
        )
    )  # fmt: skip
    text = read(print_card(by_member=True))
    assert "Débranchez le câble" in text
    assert "01 99 00 56 78" in text
    assert "C-2041" in text
    assert "Cabinet Martin" in text
    for step in rules.plan().steps:
        assert step.title.replace("\u00a0", " ") in text


def test_a_member_who_prints_it_is_written(founded):
    print_card(by_member=True)
    assert last_of("incidents.print_card").actor_name == "Dr Alice Martin"


def test_anybody_may_print_it_even_locked_and_nothing_of_the_practice_is_on_it(founded):
    lines = Entry.objects.count()
    print_card(by_member=False)
    assert Entry.objects.count() == lines
    opening.lock()
    text = read(print_card(by_member=False))
    assert "Débranchez le câble" in text
    assert "Martin" not in text


def test_the_card_prints_when_the_base_itself_was_attacked(founded):
    base = keyfile.read(founded.home).base_path(founded.home)
    opening.connections["default"].close()
    for file in founded.home.glob(f"{base.name}-*"):
        file.unlink()
    base.write_bytes(b"\x5a" * 8192)
    assert "N’éteignez pas" in read(print_card(by_member=False))
