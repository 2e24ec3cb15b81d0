"""What the pages of the import show."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.http import QueryDict

from hygie.patients import doubts, importing, lists, queries
from hygie.patients.desk import Desk
from hygie.patients.import_forms import ColumnsForm
from hygie.patients.lists import Choice
from hygie.patients.models import InsState, Sex
from hygie.patients.rules.rows import Read
from hygie.patients.rules.traits import as_trait, shown_given_name

EXAMPLES = 3
REFUSED_SHOWN = 50


def chosen(choice: Choice, form: ColumnsForm, sent: QueryDict) -> Choice:
    """The list read as the form says; another sheet is another list.

    Raises:
        HygieError: `patients.columns`, or a code in `patients.file_…`.
    """
    sheet = sent.get("sheet", "")
    if sheet and sheet != choice.table.sheet:
        return lists.look_into(choice.table.source, file_name=choice.file_name, sheet=sheet)
    return choice.meaning(form.codes, source_label=form.cleaned_data["source_label"])


def columns_page(choice: Choice, form: ColumnsForm) -> dict[str, Any]:
    """The columns with a few of their values, and ten lines as they will be understood."""
    reader = importing.reader_of(choice, is_demonstration=queries.is_demonstration())
    first = [cells for _, cells in islice(choice.lines(), 10)]
    fields = [field for field in form if field.name.startswith("column-")]
    examples = [
        [cells[rank] for cells in first if rank < len(cells) and cells[rank].strip()][:EXAMPLES]
        for rank in range(len(fields))
    ]
    return {
        "choice": choice,
        "form": form,
        "columns": list(zip(fields, examples, strict=True)),
        "lines": [_line(one) for one in lists.preview(choice, reader)],
        "remarks": [*choice.table.remarks, *_about_numbers(choice), *_about_names(choice)],
    }


def _about_numbers(choice: Choice) -> list[str]:
    said = []
    if "nss" in choice.codes:
        said.append(
            "Le numéro de sécurité sociale n’est pas gardé\u00a0: il peut être celui d’un parent, "
            "et Hygie n’en a pas besoin. Si votre logiciel y met l’INS, choisissez "
            "«\u00a0Matricule INS\u00a0»."
        )
    if "ins" in choice.codes and "ins_oid" not in choice.codes:
        said.append(
            "Sans la nature du matricule (OID), une INS est «\u00a0notée, pas encore "
            "vérifiée\u00a0»\u00a0: elle ne permet pas d’écrire au patient. Elle n’est gardée que "
            "si le sexe et le mois de naissance du matricule sont ceux du patient."
        )
    return said


def _about_names(choice: Choice) -> list[str]:
    if "birth_name" not in choice.codes or "used_name" in choice.codes:
        return []
    return [
        "Le nom est pris pour le nom de naissance. Si votre logiciel y met le nom d’époux ou "
        "d’épouse, choisissez «\u00a0Nom utilisé\u00a0»."
    ]


def _line(one: object) -> dict[str, Any]:
    if not isinstance(one, Read):
        return {"line": getattr(one, "line", 0), "reason": getattr(one, "reason", "")}
    return {"line": one.line, "notes": one.notes, "record": one.record, **_said(one)}


def _said(one: Read) -> dict[str, Any]:
    record = one.record
    given = record.used_given_name or one.spelled_given_name
    given = given or shown_given_name(record.birth_given_names)
    name = record.used_name or one.spelled_name or record.birth_name
    born_as = "" if as_trait(record.used_name) in {"", record.birth_name} else record.birth_name
    return {
        "name": f"{name.upper()} {given}".strip(),
        "born_as": born_as,
        "sex": Sex(record.sex).label,
        "ins_state": InsState(record.ins_state).label,
        "reach": [one for one in (record.mobile, record.phone, record.email) if one],
    }


def report_page(on_desk: Desk) -> dict[str, Any]:
    """What was done, or why nothing was."""
    report = on_desk.report
    refused = report.refused if report else []
    return {
        "on_desk": on_desk,
        "report": report,
        "refused": refused[:REFUSED_SHOWN],
        "more_refused": max(0, len(refused) - REFUSED_SHOWN),
        "notes": report.notes.most_common() if report else [],
        "has_most_doubts": report is not None and report.doubts >= doubts.MOST,
    }
