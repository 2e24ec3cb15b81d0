"""The INS Datamatrix, as a scanner types it or as it is read from a picture.

ANS, « INS – Format datamatrix » v2.2 (26/09/2023): a header of 26 signs, "IS", the version "01" and
22 zeros; then S1 matricule (15), S2 OID (19 or 20), S3 given names, S4 birth name, S5 sex (1),
S6 birth date (JJ-MM-AAAA), S7 place code (5). A variable field shorter than its limit ends by GS.
No field holds an S before a digit: so the marks are found again when a keyboard loses GS.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from hygie.core.errors import HygieError
from hygie.patients.rules import ins, traits
from hygie.patients.rules.words import Findable, parts_of

LONGEST = 1000
_VERSION = "01"
_HEADER = re.compile(r"IS(\d\d)[0-9A-Z]{22}")
_MARK = re.compile(r"S([1-7])(?![1-7]?$)")
_OID = re.compile(r"[0-9]+(?:\.[0-9]+)+")
_BIRTH = re.compile(r"(\d\d)-(\d\d)-(\d{4})")
# What a keyboard may type instead of GS (Ctrl+]); RS ends a name that was cut at 100 letters.
_AROUND = re.compile(r"^[^0-9A-Z]+|[^0-9A-Z']+$")
_WRITTEN_GS = re.compile(
    r"<(?:GS|RS|US|EOT)>|\{(?:GS|RS)\}|\\[XU]?0*1[DE]|~029|\^\]", re.IGNORECASE
)
_MEDICINE = re.compile(r"(?:\]D2)?\x1d?01\d{14}(?:1[0157]|21)", re.IGNORECASE)
_WITHOUT_SHIFT = re.compile(
    r"(?P<head>IS010{22}S1.{15}S2[^S]*)S3(?P<names>.*)S5(?P<sex>[FMI])S-(?P<day>.{10})"
    r"(?P<place>(?:S7.{5})?)[^0-9A-Z]*",
    re.DOTALL,
)
_SEXES = {"F", "M", "I"}
_NAMES = {
    "1": "le matricule", "2": "la nature du matricule", "3": "les prénoms",
    "4": "le nom de naissance", "5": "le sexe", "6": "la date de naissance",
}  # fmt: skip

# The row of digits of a French keyboard without its Shift key; Mac and Belgian keyboards after it.
_UNSHIFTED = dict(zip("&é\"'(-è_çà", "1234567890", strict=True)) | {"§": "6", "!": "8"}
_SWAPPED = dict(zip("AZQWazqw", "QWAZqwaz", strict=True))


def _layouts() -> tuple[dict[int, str], ...]:
    """How what was typed is put back, by keyboard; the first that makes a whole code is right."""
    american = {**_UNSHIFTED, **_SWAPPED, ":": ".", ")": "-", "ù": "'", "?": "M", ",": "M"}
    locked = {**_UNSHIFTED, "6": "-", "4": "'", ";": "."}
    american_locked = {**_SWAPPED, "/": ".", "°": "-", "%": "'", ",": "M", "?": "M"}
    return tuple(
        str.maketrans(table)
        for table in (
            {},  # a scanner and a computer that agree
            # The scanner forgets Shift on digits; two signs are left for `_settled`.
            {sign: digit for sign, digit in _UNSHIFTED.items() if sign not in "-'"},
            american,  # the scanner believes in an American keyboard
            locked,  # Caps lock is on
            american_locked,  # both
        )
    )


_LAYOUTS = _layouts()


@dataclass(frozen=True, kw_only=True)
class Code:
    """What an INS Datamatrix says, as `Patient` names it.

    Attributes:
        is_cut: a name was too long for the code, which holds its beginning.
    """

    ins: str
    ins_oid: str
    birth_given_names: str
    birth_name: str
    sex: str
    birth_date: date
    birth_place: str = ""
    is_cut: bool = False


def looks_like(untrusted_text: str) -> bool:
    """What was typed is such a code, whole or not, and not a name."""
    return _laid_out(untrusted_text) is not None


def is_whole(untrusted_text: str) -> bool:
    """The same, read to its end: a scanner is not still typing."""
    if not looks_like(untrusted_text):
        return False
    try:
        return bool(read(untrusted_text).ins)
    except HygieError:
        return False


def is_the_person_of(code: Code, person: Findable) -> bool:
    """The same names of birth, day and sex; of the given names, the first one."""
    name = person.birth_name or person.used_name
    given = traits.first_given_name(person.birth_given_names) or person.used_given_name
    return (
        person.birth_date == code.birth_date
        and getattr(person, "sex", "") in {code.sex, ""}
        and parts_of(name) == parts_of(code.birth_name)
        and parts_of(given) == parts_of(traits.first_given_name(code.birth_given_names))
    )


def read(untrusted_text: str) -> Code:
    """What the code says; whether its matricule may be kept is for `ins.opinion_on`.

    Raises:
        HygieError: `patients.code_medicine`, `patients.code_unknown`, `patients.code_version`,
            `patients.code_cut` or `patients.code_garbled`.
    """
    text = _laid_out(untrusted_text)
    if text is None:
        raise _not_an_ins_code(untrusted_text)
    header = _HEADER.match(text)
    if header and header[1] != _VERSION:
        raise HygieError(
            "patients.code_version",
            f"Ce code INS est d’une version que Hygie ne connaît pas ({header[1]}).",
            advice="Cherchez le patient par son nom et sa date de naissance.",
        )
    fields = _fields_in(text)
    missing = [words for mark, words in _NAMES.items() if not fields.get(mark)]
    if missing:
        raise HygieError(
            "patients.code_cut",
            f"Le code n’a pas été lu jusqu’au bout\u00a0: il y manque {', '.join(missing)}.",
            advice="Lisez-le de nouveau, la feuille bien à plat.",
            retry=True,
        )
    return _code(fields, is_cut="\x1e" in text)


def _laid_out(untrusted_text: str) -> str | None:
    """The code in capitals, as the right keyboard would have typed it; None when it is none."""
    typed = _WRITTEN_GS.sub("\x1d", untrusted_text[:LONGEST].strip(" \t\r\n"))
    typed = re.sub(r"^\][dD][0-9]", "", typed)
    readings = [_settled(typed.translate(table).upper()) for table in _LAYOUTS]
    begun = [text for text in readings if re.match(r"IS\d\d0{4}", text)]
    whole = (text for text in begun if _OID.fullmatch(_fields_in(text).get("2", "")))
    return next(whole, begun[0] if begun else None)


def _settled(text: str) -> str:
    """The same, "-" and "'" told apart from the 6 and the 4 that a French key gives without Shift.

    Only what stands where a digit must: a name keeps its hyphens. A name that holds "S'" too could
    be cut at two places: it is left unread.
    """
    found = _WITHOUT_SHIFT.fullmatch(text)
    if found is None or ((names := found["names"].split("S'")) and len(names) != 2):
        return text
    head, day, place = (
        found[part].replace("-", "6").replace("'", "4") for part in ("head", "day", "place")
    )
    day = f"{day[:2]}-{day[3:5]}-{day[6:]}"
    return f"{head}S3{names[0]}S4{names[1]}S5{found['sex']}S6{day}{place}"


def _fields_in(text: str) -> dict[str, str]:
    """Each field by its digit; what separates them is dropped. The first of two same marks holds.

    The message stops at US or EOT, after which a signature may stand.
    """
    header = _HEADER.match(text)
    body = re.split(r"[\x1f\x04]", text[header.end() if header else 0 :])[0]
    marks = list(_MARK.finditer(body))
    ends = [*(mark.start() for mark in marks[1:]), len(body)][: len(marks)]
    fields: dict[str, str] = {}
    for mark, end in zip(marks, ends, strict=True):
        value = body[mark.end() : end]
        clean = re.sub(r"[^0-9.]", "", value) if mark[1] == "2" else _AROUND.sub("", value)
        fields.setdefault(mark[1], clean)
    return fields


def _code(fields: dict[str, str], *, is_cut: bool) -> Code:
    birth = _BIRTH.fullmatch(fields["6"][:10])
    try:
        day, month, year = map(int, birth.groups()) if birth else (0, 0, 0)
        born = date(year, month, day)
    except ValueError as error:
        raise _garbled("la date de naissance") from error
    names = {"4": fields["4"], "3": fields["3"]}
    for mark, name in names.items():
        if traits.faults_of_name(name, what="Le nom"):
            raise _garbled(_NAMES[mark])
    if fields["5"][:1] not in _SEXES:
        raise _garbled("le sexe")
    place = fields.get("7", "")[:5]
    if traits.faults_of_birth_place(place):
        raise _garbled("le lieu de naissance")
    return Code(
        ins=fields["1"][: ins.SIGNS], ins_oid=fields["2"], sex=fields["5"][:1], birth_date=born,
        birth_place=place, birth_name=traits.as_trait(fields["4"]),
        birth_given_names=traits.as_trait(fields["3"]), is_cut=is_cut,
    )  # fmt: skip


def _garbled(what: str) -> HygieError:
    return HygieError(
        "patients.code_garbled",
        f"Le code INS a été mal lu\u00a0: {what} n’y est pas lisible. Rien n’a été enregistré.",
        advice="Lisez-le de nouveau. Si cela se répète, réglez la douchette sur le clavier "
        "«\u00a0français\u00a0» (sa notice montre le code à lire pour cela).",
        retry=True,
    )


def _not_an_ins_code(untrusted_text: str) -> HygieError:
    if _MEDICINE.match(untrusted_text.strip()):
        return HygieError(
            "patients.code_medicine",
            "Ce code est celui d’une boîte de médicament, pas celui d’une feuille INS.",
            advice="Lisez le code carré imprimé sous «\u00a0INS à scanner\u00a0».",
        )
    return HygieError(
        "patients.code_unknown",
        "Ce code n’est pas un code INS. Rien n’a été enregistré.",
        advice="Lisez le code carré imprimé sous «\u00a0INS à scanner\u00a0», "
        "ou cherchez le patient par son nom.",
    )
