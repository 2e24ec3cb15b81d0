"""What the practice says of itself."""

from __future__ import annotations

from collections.abc import Callable

from django import forms

from hygie.accounts.forms import LoginField, NewPassphrase
from hygie.practice import rules
from hygie.practice.models import Computer, Disk, Practice, Supplier


def profession_field() -> forms.ChoiceField:
    """The profession, from the official list."""
    return forms.ChoiceField(
        label="Profession", choices=[("", "Choisir…"), *rules.professions().items()]
    )


class Begin(NewPassphrase):
    """The five things asked on the first day."""

    login_field = "login"
    practice_name = forms.CharField(label="Nom du cabinet", max_length=120)
    name = forms.CharField(
        label="Votre nom", max_length=120, help_text="Par exemple : Dr Alice Martin"
    )
    profession = profession_field()
    login = LoginField(help_text="Ce que vous taperez pour ouvrir Hygie : alice.martin")
    field_order = ("practice_name", "name", "profession", "login", "passphrase", "again")


class PracticeForm(forms.ModelForm):  # type: ignore[type-arg]
    """Name, address, numbers."""

    class Meta:
        model = Practice
        fields = ("name", "address", "phone", "finess", "mssante")
        widgets = {"address": forms.Textarea(attrs={"rows": 3})}

    def clean_finess(self) -> str:
        return _checked(self, "finess", rules.faults_of_finess)


class ProfessionalForm(forms.Form):
    """What a member practises."""

    profession = profession_field()
    rpps = forms.CharField(
        label="Numéro RPPS", max_length=20, required=False, help_text="11 chiffres"
    )
    adeli = forms.CharField(
        label="Numéro ADELI",
        max_length=20,
        required=False,
        help_text="9 chiffres, si vous en avez un",
    )
    mssante = forms.EmailField(label="Votre adresse MSSanté", required=False)

    def clean_rpps(self) -> str:
        return _checked(self, "rpps", rules.faults_of_rpps)

    def clean_adeli(self) -> str:
        return _checked(self, "adeli", rules.faults_of_adeli)


def _checked(form: forms.BaseForm, name: str, faults_of: Callable[[str], list[str]]) -> str:
    number = rules.compact(str(form.cleaned_data.get(name) or ""))
    for fault in faults_of(number) if number else []:
        form.add_error(name, fault)
    return number


class ComputerForm(forms.ModelForm):  # type: ignore[type-arg]
    """A computer."""

    class Meta:
        model = Computer
        fields = ("name", "place")


class DiskForm(forms.ModelForm):  # type: ignore[type-arg]
    """An external disk."""

    class Meta:
        model = Disk
        fields = ("name", "use", "kept_where")


class SupplierForm(forms.ModelForm):  # type: ignore[type-arg]
    """A supplier."""

    class Meta:
        model = Supplier
        fields = ("name", "kind", "phone", "reference", "has_remote_access")


OF_KIND: dict[str, type[forms.ModelForm]] = {  # type: ignore[type-arg]
    "computer": ComputerForm,
    "disk": DiskForm,
    "supplier": SupplierForm,
}
