"""The papers of a closing. What is printed is written in the journal first."""

from __future__ import annotations

from django.db import transaction

from hygie.core import clock
from hygie.core.clock import french_date
from hygie.journal.actions import record
from hygie.paper.engine.typst import render
from hygie.paper.queries import sheet
from hygie.patients.models import Patient
from hygie.practice.queries import practice
from hygie.records.models import AbsencePage, ClosingPlan, PatientLetter, SealedArchive
from hygie.records.models.closing import ArchiveKind, Choice
from hygie.records.queries import apart, closing_archive, durations
from hygie.records.queries import closing as queries
from hygie.records.rules import closing as rules
from hygie.records.rules import closing_papers as papers

TITLES = {
    ArchiveKind.CLOSING: "Archive de fermeture",
    ArchiveKind.TRANSFER: "Dossiers remis au successeur\u00a0: le code",
    ArchiveKind.COPY: "Copie d’un dossier\u00a0: le code",
}


def plan_sheet(plan: ClosingPlan) -> bytes:
    """The whole plan, to be pinned."""
    _tell("plan")
    found = queries.steps(plan)
    return render(
        "records/paper/closing_plan.typ",
        {
            **sheet("Plan de fermeture du cabinet"),
            "headline": headline(plan),
            "steps": [
                {
                    "day": french_date(step.task.due_on),
                    "title": step.task.title,
                    "who": step.task.who,
                    "source": f"{step.task.source.title} ({step.task.source.nature.value}, "
                    f"{step.task.source.certainty})",
                    "done": _done(step),
                }
                for step in found
            ],
            "verified_on": french_date(min(s.task.source.verified_on for s in found)),
            "apart": apart.counted(),
        },
    )


def apart_sheet() -> bytes:
    """The paper, the software's export and the practice's own durations, for who keeps them."""
    _tell("apart")
    return render(
        "records/paper/closing_apart.typ",
        {
            **sheet("À côté de Hygie"),
            "boxes": apart.box_lines(),
            "exports": apart.export_lines(),
            "durations": durations.paper_lines(),
        },
    )


def headline(plan: ClosingPlan) -> str:
    """One sentence: when, why, with whom."""
    reason = rules.Reason(plan.reason)
    day = french_date(plan.closes_on)
    successor = (
        f"successeur\u00a0: {plan.successor_name}" if plan.has_successor else "sans successeur"
    )
    if reason is rules.Reason.DEATH:
        return f"Décès le {day}, {successor}."
    return f"Fermeture le {day} ({reason.label.lower()}), {successor}."


def _done(step: queries.Step) -> str:
    return f"{french_date(step.done.done_on)}, {step.done.done_by}" if step.done else ""


def words_sheet(plan: ClosingPlan, name: str) -> bytes:
    """The clause, the undertaking, the keeper's duties or the poster."""
    _tell(name)
    until = french_date(plan.opposition_until) if plan.opposition_until else ""
    told = papers.paper(name, queries.circumstances(plan), opposition_until=until)
    return render("records/paper/closing_page.typ", {**sheet(str(told["title"])), **told})


def code_sheet(kind: ArchiveKind, code: str, *, archive: SealedArchive | None = None) -> bytes:
    """The passphrase of an archive, on the one paper that holds it, with the steps to open it."""
    _tell("code")
    today = clock.today()
    reviews = [rules.counted_from(today, 12 * n, "months") for n in papers.REVIEW_YEARS]
    name = archive.file_name.removesuffix(".tar.age") if archive else "archive-de-fermeture"
    return render(
        "records/paper/closing_archive.typ",
        {
            **sheet(TITLES[kind]),
            "code": code,
            "name": name,
            "sha256": archive.sha256 if archive else "",
            "reviews": [french_date(day) for day in reviews] if kind == ArchiveKind.CLOSING else [],
        },
    )


def receipt(letter: PatientLetter, person: Patient) -> bytes:
    """The receipt that a patient signs for the copy of her record."""
    _tell("receipt")
    pieces = [
        _piece(one.told.title, french_date(one.told.constituted_on)
               if one.told.constituted_on else "")
        for one in closing_archive.leaving_documents(person)
    ]  # fmt: skip
    return render(
        "records/paper/closing_receipt.typ",
        {
            **sheet("Reçu d’une copie de dossier"),
            "number": f"{letter.number:06}",
            "patient": str(person),
            "born": french_date(person.birth_date) if person.birth_date else "",
            "doctor": " ".join(letter.doctor.split()) if letter.choice == Choice.DOCTOR else "",
            "pieces": pieces[:MOST_PIECES],
            "left_out": max(0, len(pieces) - MOST_PIECES),
        },
    )


MOST_PIECES = 24


def _piece(title: str, day: str) -> dict[str, str]:
    return {"title": title if len(title) < 80 else title[:79] + "…", "day": day}


def transfer_sheet(plan: ClosingPlan, archive: SealedArchive) -> bytes:
    """The list of the records handed over and its receipt, for both to sign."""
    _tell("transfer")
    ids = closing_archive.people(ArchiveKind.TRANSFER, plan)
    return render(
        "records/paper/closing_transfer.typ",
        {
            **sheet("Dossiers remis au successeur\u00a0: liste et reçu"),
            "from_name": practice().name,
            "to_name": plan.successor_name,
            "day": french_date(archive.sealed_at.astimezone(clock.PARIS).date()),
            "file_name": archive.file_name,
            "sha256": archive.sha256,
            "counts": f"{archive.patients} patients, {archive.documents} documents",
            "opposed": len(closing_archive.opposed()),
            "people": [
                {
                    "name": str(person),
                    "born": french_date(person.birth_date) if person.birth_date else "",
                }
                for person in closing_archive.in_order(ids)
            ],
        },
    )


def absence_sheet(page: AbsencePage) -> bytes:
    """The page for the day when the professional is not there any more."""
    _tell("absence")
    names = [field.name for field in AbsencePage._meta.fields
             if field.name not in {"id", "written_on", "written_by"}]  # fmt: skip
    owner = queries.owner()
    profession = owner.profession if owner else rules.DEFAULT_PROFESSION
    return render(
        "records/paper/closing_absence.typ",
        {
            **sheet("Si je ne suis plus là"),
            **{name: getattr(page, name) for name in names},
            "order": rules.order_of(profession),
            "fund": rules.fund_of(profession),
            "written": f"{french_date(page.written_on)} par {page.written_by}",
        },
    )


def _tell(paper: str) -> None:
    with transaction.atomic():
        record("records.print_closing", object_type="paper", object_id=paper)
