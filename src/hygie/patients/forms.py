"""What people type about a patient. What can be kept is decided by `actions.faults_of`."""

from __future__ import annotations

import re
from copy import copy
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.models import construct_instance

from hygie.accounts.models import Member, Role
from hygie.accounts.queries import members
from hygie.core import clock
from hygie.core.clock import french_date
from hygie.patients import actions, queries
from hygie.patients.models import Patient, RightsNote
from hygie.patients.rules import ins
from hygie.patients.rules.dates import day_of

GROUPS = {
    "Identité": ("birth_name", "birth_given_names", "used_name", "used_given_name", "birth_date",
                 "sex", "birth_place"),
    "Identité nationale de santé (INS)": ("ins", "ins_oid", "ins_state"),
    "Pour le joindre": ("mobile", "phone", "email", "address"),
    "Au cabinet": ("professional", "last_contact", "local_id"),
}  # fmt: skip
NATURES = {
    ins.NIR: "Numéro définitif (NIR)",
    ins.NIA: "Numéro d’attente (NIA)",
    ins.TEST_OIDS[0]: "Identité de test",
    ins.TEST_OIDS[1]: "Identité de test, autre série",
}


class FrenchDateField(forms.Field):
    """A day typed in any French form, shown as 06/02/1961."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "placeholder": "JJ/MM/AAAA"})

    def to_python(self, value: Any) -> date | None:
        if not value or isinstance(value, date):
            return value or None
        day = day_of(str(value), today=clock.today())
        if day is None:
            raise forms.ValidationError(
                "Cette date n’est pas comprise. Exemples\u00a0: 06/02/1961 ou 6 fév 1961."
            )
        return day

    def prepare_value(self, value: Any) -> Any:
        return french_date(value) if isinstance(value, date) else value


class PatientForm(forms.ModelForm):  # type: ignore[type-arg]
    """A patient's file; her death and what she asked have their own pages."""

    # Drawn with the page: the same page sent twice is one patient.
    patient_id = forms.RegexField(
        r"^[0-9a-f]{32}$", widget=forms.HiddenInput, required=False, label=""
    )
    # The file as it was when the page was asked: two people may change it at once.
    seen_at = forms.CharField(widget=forms.HiddenInput, required=False, label="")
    birth_date = FrenchDateField(label="Date de naissance", required=False)
    last_contact = FrenchDateField(label="Dernier contact", required=False)
    ins = forms.CharField(
        label="Matricule", required=False,
        help_text="15 chiffres avec la clé, avec ou sans espaces. Pas le numéro d’un parent.",
    )  # fmt: skip

    class Meta:
        model = Patient
        fields = tuple(name for names in GROUPS.values() for name in names)
        widgets = {"address": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "birth_name": "Écrit en majuscules sans accents, comme dans l’INS.",
            "birth_given_names": "Tous, dans l’ordre, séparés par des espaces\u00a0: ANNE MARIE",
            "used_name": "S’il n’est pas le nom de naissance.",
            "used_given_name": "Avec ses accents, tel que la personne l’écrit.",
            "birth_place": "Cinq signes, pas le code postal. Né à l’étranger\u00a0: 99 et le pays. "
            "Inconnu\u00a0: 99999.",
            "local_id": "Il sert à reconnaître le patient dans vos listes.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = copy(self.instance)
        if not self.instance._state.adding:
            self.initial["seen_at"] = self.instance.changed_at.isoformat()
        for name in ("birth_name", "birth_given_names", "used_name", "used_given_name",
                     "birth_place", "phone", "mobile", "email", "address", "local_id"):  # fmt: skip
            # Nothing is cut in silence: what is too long is told.
            self.fields[name].max_length = None  # type: ignore[attr-defined]
            self.fields[name].validators = []
            self.fields[name].widget.attrs.pop("maxlength", None)
        shown = ins.TEST_OIDS if queries.is_demonstration() else ins.REAL_OIDS
        self.fields["ins_oid"] = forms.ChoiceField(
            label="Nature du matricule", required=False,
            choices=[(oid, NATURES[oid]) for oid in shown],
        )  # fmt: skip
        self.fields["professional"] = forms.ChoiceField(
            label="Suivi par", required=False, choices=[("", "Personne en particulier"), *_carers()]
        )
        for name in ("phone", "mobile"):
            self.fields[name].widget.input_type = "tel"

    def _post_clean(self) -> None:
        construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)
        patient_id = self.cleaned_data.get("patient_id")
        if patient_id and self.instance._state.adding:
            self.instance.patient_id = patient_id
        if self.instance.ins and not self.instance.ins_oid:
            is_demonstration = queries.is_demonstration()
            self.instance.ins_oid = ins.default_oid(is_demonstration=is_demonstration)
        self.instance = actions.tidied(self.instance)
        for name, faults in actions.faults_of(self.instance).items():
            for fault in faults if name not in self.errors else []:
                self.add_error(name if name in self.fields else None, fault)
        self._look_at_what_was()

    def _look_at_what_was(self) -> None:
        """What another person wrote meanwhile, and a qualified INS, are not changed unseen."""
        if self.before._state.adding or actions.is_same(self.before, self.instance):
            return
        seen_at, changed_at = self.cleaned_data.get("seen_at"), self.before.changed_at.isoformat()
        if seen_at and seen_at != changed_at:
            data: Any = copy(self.data)
            data["seen_at"] = changed_at  # sent again, it is meant
            self.data = data
            self.add_error(
                None,
                "Quelqu’un a modifié cette fiche pendant que vous la remplissiez. Rien n’est "
                "enregistré. Relisez\u00a0: enregistrer de nouveau remplacera sa saisie.",
            )
        if ins.loses_qualification(self.before, self.instance):
            self.add_error(
                "ins_state",
                "Vous changez un trait d’une INS qualifiée. Repassez-la à «\u00a0Récupérée par "
                "INSi, à qualifier\u00a0», enregistrez, puis comparez de nouveau une pièce "
                "d’identité.",
            )

    def groups(self) -> list[tuple[str, list[BoundField]]]:
        """The fields as the page shows them, under their titles."""
        return [(title, [self[name] for name in names]) for title, names in GROUPS.items()]


def _carers() -> list[tuple[str, str]]:
    roles = (Role.OWNER, Role.PROFESSIONAL)
    return [(carer.pk, carer.name) for carer in members() if carer.role in roles]


def name_of_carer(member_id: str) -> str:
    """Who follows a patient, even after she left the practice."""
    carer = Member.objects.filter(pk=member_id).first() if member_id else None
    return carer.name if carer else ""


class DeathForm(forms.Form):
    """The day of a death, when it is known."""

    died_on = FrenchDateField(
        label="Décédé le", required=False,
        help_text="Laissez vide si le jour n’est pas connu.",
    )  # fmt: skip


class RightsNoteForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a patient asks."""

    note_id = forms.RegexField(
        r"^[0-9a-f]{32}$", widget=forms.HiddenInput, required=False, label=""
    )
    noted_on = FrenchDateField(label="Dite le")

    class Meta:
        model = RightsNote
        fields = ("kind", "noted_on", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"text": "Comment elle a été dite, ce qui a été répondu."}

    def clean_noted_on(self) -> date:
        day: date = self.cleaned_data["noted_on"]
        if day > clock.today():
            raise forms.ValidationError("Cette date est dans le futur.")
        return day

    def clean_text(self) -> str:
        return re.sub(r"\r\n?", "\n", str(self.cleaned_data["text"]))
