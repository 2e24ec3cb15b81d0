"""What people type about a closing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django import forms

from hygie.core import clock
from hygie.patients.forms import FrenchDateField
from hygie.practice.rules import professions
from hygie.records.models import AbsencePage, ClosingPlan, PatientLetter
from hygie.records.models.closing import Choice, LetterState
from hygie.records.rules.closing import DEFAULT_PROFESSION

ROWS = {"rows": 3}


class PlanForm(forms.ModelForm):  # type: ignore[type-arg]
    """A closing: why, when, who takes over, who keeps what remains."""

    closes_on = FrenchDateField(label="Jour de fermeture (ou du décès)")
    profession = forms.ChoiceField(label="Profession", choices=list(professions().items()))
    successor_starts_on = FrenchDateField(label="Le successeur commence le", required=False)
    opposition_until = FrenchDateField(
        label="Dernier jour pour s’opposer", required=False,
        help_text="Laissez vide\u00a0: trente jours avant la fermeture.",
    )  # fmt: skip

    class Meta:
        model = ClosingPlan
        fields = (
            "reason", "closes_on", "profession", "has_successor", "successor_name",
            "successor_address", "successor_starts_on", "opposition_until", "pick_up",
            "keeper_name", "keeper_address",
        )  # fmt: skip
        widgets = {name: forms.Textarea(attrs=ROWS) for name in
                   ("successor_address", "pick_up", "keeper_address")}  # fmt: skip
        help_texts = {
            "pick_up": "Écrit dans les lettres. Par exemple\u00a0: au cabinet, de 9 h à 12 h.",
            "keeper_name": "Vous, un proche, un confrère, un archiveur agréé.",
            "keeper_address": "Donnée aux patients et à l’Ordre\u00a0: elle doit durer.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["profession"].initial = self.instance.profession or DEFAULT_PROFESSION

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if cleaned and cleaned.get("has_successor") and not cleaned.get("successor_name"):
            self.add_error("successor_name", "Écrivez le nom du successeur.")
        return cleaned


class TickForm(forms.Form):
    """A task that is done: when, by whom, and what is to be known of it."""

    done_on = FrenchDateField(label="Fait le")
    done_by = forms.CharField(label="Par", max_length=120)
    note = forms.CharField(
        label="Précisions", max_length=1000, required=False, widget=forms.Textarea(attrs=ROWS)
    )


class FolderForm(forms.Form):
    """Where to write files."""

    folder = forms.CharField(
        label="Dossier", max_length=400,
        help_text="Recopiez son chemin\u00a0: E:\\ pour une clé USB sous Windows, "
        "/media/… sous Linux, /Volumes/… sur un Mac.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_folder(self) -> Path:
        folder = Path(str(self.cleaned_data["folder"]).strip().strip('"')).expanduser()
        if not folder.is_absolute():
            raise forms.ValidationError(
                "Donnez le chemin entier, qui commence par une lettre de disque ou par «\u00a0/ »."
            )
        if not folder.exists():
            raise forms.ValidationError(
                "Ce dossier n’existe pas. La clé est-elle branchée\u00a0? Rien n’a été écrit."
            )
        return folder


class SealForm(FolderForm):
    """Where the archive goes, and the passphrase from its paper."""

    code = forms.CharField(
        label="Code de la feuille «\u00a0Archive de fermeture\u00a0»", max_length=60,
        help_text="Recopiez-le depuis le papier\u00a0: cela prouve que vos héritiers pourront "
        "l’ouvrir.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


class TransferForm(FolderForm):
    """Where the successor's set goes, and what is not needed."""

    kinds = forms.MultipleChoiceField(
        label="Documents à transmettre", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Décochez ce qui n’est pas utile à la suite des soins. "
        "Les notes personnelles n’y sont jamais.",
    )  # fmt: skip

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [(kind, kind) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["kinds"].initial = kinds
        if not kinds:
            del self.fields["kinds"]


class LetterForm(forms.ModelForm):  # type: ignore[type-arg]
    """Where a letter is, and what the patient answered."""

    handed_on = FrenchDateField(label="Copie remise ou envoyée le", required=False)

    class Meta:
        model = PatientLetter
        fields = ("state", "choice", "doctor", "handed_on", "handed_to")
        widgets = {"doctor": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "doctor": "Seulement si le patient en nomme un.",
            "handed_to": "Le patient, ou qui est venu pour lui\u00a0: nom et pièce d’identité vue.",
        }

    def __init__(self, *args: Any, has_successor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        successor = {Choice.ACCEPTED.value, Choice.OPPOSED.value}
        choices = [(c.value, c.label) for c in Choice if has_successor or c.value not in successor]
        self.fields["choice"] = forms.ChoiceField(label="Réponse", choices=choices, required=False)
        self.fields["state"] = forms.ChoiceField(
            label="Où est la lettre\u00a0?", choices=[(s.value, s.label) for s in LetterState]
        )

    def clean_handed_on(self) -> date | None:
        day: date | None = self.cleaned_data["handed_on"]
        if day and day > clock.today():
            raise forms.ValidationError("Cette date est dans le futur.")
        return day


class AbsenceForm(forms.ModelForm):  # type: ignore[type-arg]
    """The page for the day when the professional is not there any more."""

    class Meta:
        model = AbsencePage
        fields = (
            "code_holder", "code_holder_phone", "code_place", "trusted", "trusted_phone",
            "colleague", "boxes_place", "software", "keeper",
        )  # fmt: skip
        labels = {"code_holder_phone": "Son téléphone", "trusted_phone": "Son téléphone"}
        help_texts = {
            "code_place": "Le lieu, jamais le code\u00a0: par exemple «\u00a0coffre du "
            "notaire, Me Petit ».",
            "trusted": "Un conjoint, un associé, un enfant.",
        }
