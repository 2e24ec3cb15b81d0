"""A printed INS sheet: what its code says, the patient it is about, and her file made from it.

A code that was read is an INS "récupérée". It is "qualifiée" only when a person says that an
identity document was compared.
"""

from __future__ import annotations

from dataclasses import dataclass

from hygie.core.clock import french_date
from hygie.core.errors import HygieError
from hygie.patients import actions, queries, search
from hygie.patients.models import Patient
from hygie.patients.rules import datamatrix, ins
from hygie.patients.rules.datamatrix import Code
from hygie.patients.rules.ins import State
from hygie.reading.engine import pages


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a code says, beside what the practice knows.

    Attributes:
        known: the patient of that INS.
        alike: patients of the same traits, who have no INS yet.
        faults: why this INS cannot be kept here, in French.
        warnings: what to know, in French; it can be kept.
        differences: what the known patient's file says otherwise: label, in the file, in the code.
    """

    code: Code
    known: Patient | None
    alike: list[Patient]
    faults: tuple[str, ...]
    warnings: tuple[str, ...]
    differences: list[tuple[str, str, str]]


def code_in(untrusted_content: bytes) -> str:
    """The text of the INS code of a photograph, a scan or a PDF.

    Raises:
        HygieError: `patients.no_code`, or those of `pages.read`.
    """
    codes = pages.read(untrusted_content, pages_of_text=0).codes
    found = next((text for text in codes if datamatrix.looks_like(text)), None)
    if found is None:
        raise HygieError(
            "patients.no_code",
            "Aucun code INS n’a été trouvé sur cette page.",
            advice="Photographiez le code de plus près, bien à plat et sans reflet, "
            "ou cherchez le patient par son nom.",
            retry=True,
        )
    return found


def nothing_came() -> HygieError:
    """The error for a file that was not received: none was chosen, or it was too heavy."""
    return HygieError(
        "patients.no_file",
        "Aucun fichier n’est arrivé\u00a0: aucun n’était choisi, ou il est trop lourd.",
        advice="Choisissez une photo, un scan ou un PDF de moins de 50 Mo.",
    )


def read(untrusted_text: str) -> Reading:
    """What a code says, and of whom.

    Raises:
        HygieError: as `datamatrix.read`.
    """
    code = datamatrix.read(untrusted_text)
    opinion = ins.opinion_on(code.ins, code.ins_oid, is_demonstration=queries.is_demonstration())
    known = queries.of_ins(code.ins)
    cut = ("Un nom est trop long pour le code\u00a0: complétez-le.",) if code.is_cut else ()
    return Reading(
        code=code,
        known=known,
        alike=[] if known else people_of(code),
        faults=opinion.faults,
        warnings=(*opinion.warnings, *cut),
        differences=_differences(known, code) if known else [],
    )


def people_of(code: Code) -> list[Patient]:
    """The patients of the same traits as a code, who have no INS."""
    born = search.born_on([code.birth_date])
    return [one for one in born if not one.ins and datamatrix.is_the_person_of(code, one)]


def _differences(patient: Patient, code: Code) -> list[tuple[str, str, str]]:
    said = {
        "Nom de naissance": (patient.birth_name, code.birth_name),
        "Prénoms de naissance": (patient.birth_given_names, code.birth_given_names),
        "Date de naissance": (
            french_date(patient.birth_date) if patient.birth_date else "",
            french_date(code.birth_date),
        ),
        "Sexe": (patient.sex, code.sex),
        "Lieu de naissance (code INSEE)": (patient.birth_place, code.birth_place),
    }
    return [(label, one, other) for label, (one, other) in said.items() if other and one != other]


def keep(code: Code, *, patient: Patient | None = None, is_identity_checked: bool) -> Patient:
    """Write the INS and the traits of a code in a patient's file; a new one when None.

    Raises:
        HygieError: `patients.another_ins`, or `patients.refused`: nothing is changed.
    """
    patient = patient or queries.of_ins(code.ins) or Patient()
    if patient.ins and patient.ins != code.ins:
        raise HygieError(
            "patients.another_ins",
            "Ce patient a déjà une autre INS. Rien n’a été changé.",
            advice="Vérifiez de qui est la feuille, puis corrigez la fiche s’il le faut.",
        )
    for name in ("birth_name", "birth_given_names", "birth_date", "sex", "ins", "ins_oid"):
        setattr(patient, name, getattr(code, name))
    patient.birth_place = code.birth_place or patient.birth_place or ins.UNKNOWN_PLACE
    patient.ins_state = State.QUALIFIED if is_identity_checked else State.RETRIEVED
    return actions.keep_patient(patient)
