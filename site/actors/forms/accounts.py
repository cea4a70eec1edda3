"""The forms of django-allauth in our words: labels, hints, and what browsers and assistive tools need to know."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from actors.models import LANGUAGE_CHOICES
from kernel.languages.choices import current_language
from kernel.text.validators import validate_line

PASSWORD_HINT = _("12 caractères au moins. Une phrase convient.")


def _address(form: forms.Form, name: str, label: Any, autocomplete: str = "email") -> None:
    field = form.fields[name]
    field.label = label
    field.widget = forms.EmailInput(attrs={"autocomplete": autocomplete, "dir": "ltr", "maxlength": 254})
    field.error_messages["invalid"] = _("Cette adresse est incomplète : il lui faut un @ et une fin comme .org ou .tn.")
    field.error_messages["required"] = _("Donnez votre adresse électronique.")


def _password(form: forms.Form, name: str, label: Any, *, new: bool = False, hint: Any = "") -> None:
    field = form.fields[name]
    field.label = label
    field.help_text = hint
    field.widget = forms.PasswordInput(
        attrs={"autocomplete": "new-password" if new else "current-password", "dir": "ltr"}
    )
    field.error_messages["required"] = _("Donnez un mot de passe.") if new else _("Donnez votre mot de passe.")


class LoginForm(allauth_forms.LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _address(self, "login", _("Adresse électronique"), autocomplete="username")
        _password(self, "password", _("Mot de passe"))
        self.fields["remember"].label = _("Rester connecté sur cet appareil")


class SignupForm(allauth_forms.SignupForm):
    """A name in one's own script, an address, a password, a language."""

    display_name = forms.CharField(
        label=_("Nom affiché"),
        max_length=120,
        validators=[validate_line],
        help_text=_("Dans votre propre écriture, comme vous le signez. Tout le monde peut le lire."),
        error_messages={"required": _("Dites-nous sous quel nom vous parlez.")},
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    language = forms.ChoiceField(
        label=_("Langue préférée"),
        choices=LANGUAGE_CHOICES,
        help_text=_("Celle de nos courriels. Vous pourrez en changer."),
    )
    field_order = ("display_name", "email", "password1", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _address(self, "email", _("Adresse électronique"))
        self.fields["email"].help_text = _("Elle n’est jamais montrée.")
        _password(self, "password1", _("Mot de passe"), new=True, hint=PASSWORD_HINT)
        self.fields["language"].initial = current_language()


class AddEmailForm(allauth_forms.AddEmailForm):
    """A new address, which counts once it is confirmed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _address(self, "email", _("Nouvelle adresse électronique"))


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    """The password of now, and the next one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _password(self, "oldpassword", _("Mot de passe actuel"))
        _password(self, "password1", _("Nouveau mot de passe"), new=True, hint=PASSWORD_HINT)
        _password(self, "password2", _("Nouveau mot de passe, encore une fois"), new=True)


class SetPasswordForm(allauth_forms.SetPasswordForm):
    """A first password, for someone who signed in by code until now."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _password(self, "password1", _("Mot de passe"), new=True, hint=PASSWORD_HINT)
        _password(self, "password2", _("Mot de passe, encore une fois"), new=True)


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    """The address to which the link goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _address(self, "email", _("Adresse électronique"))


class ResetPasswordKeyForm(allauth_forms.ResetPasswordKeyForm):
    """The next password, from the link received."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _password(self, "password1", _("Nouveau mot de passe"), new=True, hint=PASSWORD_HINT)
        _password(self, "password2", _("Nouveau mot de passe, encore une fois"), new=True)


class RequestLoginCodeForm(allauth_forms.RequestLoginCodeForm):
    """The address to which the code goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _address(self, "email", _("Adresse électronique"), autocomplete="username")


class ConfirmLoginCodeForm(allauth_forms.ConfirmLoginCodeForm):
    """The code received."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Code à six chiffres")
        field.help_text = _("Il est dans le courriel que nous venons d’envoyer.")
        field.error_messages["required"] = _("Saisissez le code reçu.")
        field.widget = forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "maxlength": 12,
                "dir": "ltr",
                "class": "code",
            }
        )


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _password(self, "password", _("Mot de passe"))
