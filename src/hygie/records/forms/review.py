"""What people type about holds, categories and copies."""

from __future__ import annotations

from typing import Any

from django import forms

from hygie.core import clock
from hygie.patients.forms import FrenchDateField
from hygie.records import rules
from hygie.records.models import EliminationList, Hold
from hygie.records.rules.review import choices

ID = r"^[0-9a-f]{32}$"


class CategoryForm(forms.Form):
    """Whether a record is kept without an end."""

    category = forms.ChoiceField(label="Catégorie du dossier", required=False)
    reason = forms.CharField(
        label="Raison", max_length=200, required=False,
        help_text="Demandée pour une décision du cabinet.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = {one.id: one for one in rules.law().categories.values()}
        named = [(one.id, one.label.capitalize()) for one in kinds.values()]
        field: Any = self.fields["category"]
        field.choices = [("", "Dossier ordinaire"), *named]


class HoldForm(forms.ModelForm):  # type: ignore[type-arg]
    """A reason not to eliminate a record."""

    hold_id = forms.RegexField(ID, widget=forms.HiddenInput, required=False, label="")
    since = FrenchDateField(
        label="Depuis le", required=False,
        help_text="Le jour de la première lettre ou de la demande. Vide s’il est inconnu.",
    )  # fmt: skip
    look_again_on = FrenchDateField(
        label="À revoir le", help_text="L’accueil vous le rappellera ce jour-là."
    )

    class Meta:
        model = Hold
        fields = ("kind", "asked_by", "reason", "since", "look_again_on")
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "kind": "Comptez toute réclamation écrite qui met en cause des soins.",
            "asked_by": "Une personne, un avocat, un assureur, un juge, ou vous-même.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.initial.setdefault("look_again_on", choices().after("look_again", clock.today()))


class LiftForm(forms.Form):
    """The day on which a hold ended."""

    until = FrenchDateField(label="Clos le", help_text="Le jour du jugement, de l’accord ou de "
                            "la fin de la demande.")  # fmt: skip


class WithdrawForm(forms.Form):
    """Why a hold was a mistake."""

    why = forms.CharField(label="Pourquoi était-ce une erreur\u00a0?", max_length=200)


class CopiesForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the practice knows of copies that Hygie does not see."""

    copies_until = FrenchDateField(
        label="La dernière de ces copies sera effacée le", required=False,
        help_text="Laissez vide si vous ne le savez pas\u00a0: le certificat le dira.",
    )  # fmt: skip

    class Meta:
        model = EliminationList
        fields = ("copies_say", "copies_until")
        labels = {"copies_say": "Où sont les autres copies de Hygie"}
        help_texts = {
            "copies_say": "Un disque externe, une sauvegarde en ligne… Laissez vide s’il n’y en a "
            "pas."
        }
