"""What people type about themselves and their keys."""

from __future__ import annotations

from typing import Any

from django import forms

from hygie.accounts import rules
from hygie.accounts.models import Role
from hygie.storage.slots import normal_login


def passphrase_field(label: str, **kwargs: Any) -> forms.CharField:
    """A passphrase being typed; the browser is told not to keep a new one."""
    completion = kwargs.pop("autocomplete", "current-password")
    widget = forms.PasswordInput(attrs={"autocomplete": completion})
    return forms.CharField(label=label, widget=widget, strip=False, max_length=500, **kwargs)


class NewPassphrase(forms.Form):
    """A passphrase chosen, twice; `login_field` names the field it must not contain."""

    login_field = ""
    passphrase = passphrase_field(
        "Phrase de passe",
        help_text="Au moins 12 caractères. Quatre ou cinq mots sans lien, faciles à retenir.",
        autocomplete="new-password",
    )
    again = passphrase_field("La même, une seconde fois", autocomplete="new-password")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        passphrase = cleaned.get("passphrase", "")
        login = normal_login(str(cleaned.get(self.login_field, "")))
        for fault in rules.faults_of_passphrase(passphrase, login=login) if passphrase else []:
            self.add_error("passphrase", fault)
        if passphrase and cleaned.get("again") and passphrase != cleaned["again"]:
            self.add_error("again", "Les deux phrases de passe ne sont pas les mêmes.")
        return dict(cleaned)


class LoginField(forms.CharField):
    """A login: letters that a slot can be found by."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        )
        super().__init__(label="Identifiant", max_length=60, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        login = normal_login(super().clean(value))
        if not login:
            raise forms.ValidationError("Il faut au moins une lettre ou un chiffre.")
        return login


class SignIn(forms.Form):
    """Identifiant and passphrase."""

    login = LoginField(help_text="Par exemple : alice.martin")
    passphrase = passphrase_field("Phrase de passe")


class Recover(NewPassphrase):
    """The printed code, and another passphrase for a member."""

    login_field = "login"
    code = forms.CharField(
        label="Code de secours",
        max_length=60,
        help_text="Les sept groupes de quatre caractères de la feuille imprimée.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    login = LoginField(help_text="De la personne qui a oublié sa phrase de passe.")
    field_order = ("code", "login", "passphrase", "again")


class AddMember(NewPassphrase):
    """One more person."""

    login_field = "login"
    name = forms.CharField(label="Nom affiché", max_length=120, help_text="Dr Alice Martin")
    login = LoginField(help_text="Ce que la personne tapera pour ouvrir Hygie.")
    role = forms.ChoiceField(label="Rôle", choices=Role.choices, initial=Role.SECRETARY)
    field_order = ("name", "login", "role", "passphrase", "again")


class ChangePassphrase(NewPassphrase):
    """One's own passphrase."""

    old = passphrase_field("Phrase de passe actuelle")
    field_order = ("old", "passphrase", "again")


class Pin(forms.Form):
    """The session's short code."""

    pin = forms.CharField(
        label="Code court",
        max_length=rules.MAX_PIN_DIGITS,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class NewPin(Pin):
    """The session's short code, chosen."""

    def clean_pin(self) -> str:
        pin = str(self.cleaned_data["pin"])
        for fault in rules.faults_of_pin(pin):
            self.add_error("pin", fault)
        return pin


class Passphrase(forms.Form):
    """The passphrase asked again."""

    passphrase = passphrase_field("Phrase de passe")


class PrintedCode(forms.Form):
    """The recovery code typed back from its paper."""

    code = forms.CharField(
        label="Recopiez le code depuis le papier",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ChangeRole(forms.Form):
    """Another role."""

    role = forms.ChoiceField(choices=Role.choices)


class AccessName(forms.Form):
    """What an unattended use is for."""

    name = forms.CharField(
        label="À quoi servira cet accès ?", max_length=120, initial="Tâches de cet ordinateur"
    )
