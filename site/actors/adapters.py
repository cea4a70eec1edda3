"""How django-allauth meets Rives: mails through the outbox, in the person's language, and words of ours."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kernel.languages.choices import current_language
from kernel.mail.actions import queue
from kernel.requests.limits import client_ip

from .models import Person

LETTERS = {
    "account/email/email_confirmation": "actors.confirm_address",
    "account/email/email_confirmation_signup": "actors.confirm_address",
    "account/email/password_reset_key": "actors.reset_password",
    "account/email/login_code": "actors.login_code",
    "account/email/unknown_account": "actors.unknown_account",
    "account/email/account_already_exists": "actors.known_account",
    "account/email/password_changed": "actors.password_changed",
    "account/email/password_reset": "actors.password_changed",
    "account/email/password_set": "actors.password_changed",
    "account/email/email_changed": "actors.address_changed",
    "account/email/email_deleted": "actors.address_changed",
    "account/email/email_confirm": "actors.address_changed",
}
KEPT = ("key", "uid", "code", "from_email", "to_email")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts of Rives."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Ce compte est fermé."),
        "cannot_remove_primary_email": _("Cette adresse est la seule de votre compte."),
        "duplicate_email": _("Cette adresse est déjà celle de votre compte."),
        "email_password_mismatch": _("L’adresse ou le mot de passe ne correspond pas."),
        "email_taken": _("Cette adresse sert déjà à un autre compte."),
        "enter_current_password": _("Ce n’est pas votre mot de passe actuel."),
        "incorrect_code": _("Ce code ne correspond pas. Vérifiez le dernier courriel reçu."),
        "incorrect_password": _("Ce mot de passe ne correspond pas."),
        "invalid_login": _("Cette connexion n’est pas possible."),
        "invalid_password_reset": _("Ce lien n’est plus valable."),
        "same_as_current": _("Cette adresse est déjà la vôtre."),
        "too_many_login_attempts": _("Trop d’essais. Attendez quelques minutes avant de recommencer."),
        "unverified_primary_email": _("Confirmez d’abord cette adresse."),
        "rate_limited": _("Trop de demandes en peu de temps. Attendez un moment."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Owe the mail as a letter, written in the reader's language when it is sent."""
        name = LETTERS.get(template_prefix)
        if name is None:
            super().send_mail(template_prefix, email, context)
            return
        reader = context.get("user") or _person_at(email)
        queue(
            letter=name,
            to=email,
            language=reader.language if reader else current_language(),
            context={key: str(context[key]) for key in KEPT if context.get(key)},
            at=timezone.now(),
            person=reader,
            confidential=any(key in context for key in ("key", "code")),
        )

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        """Keep the name and the language given at sign-up."""
        user.display_name = form.cleaned_data.get("display_name", "")
        user.language = form.cleaned_data.get("language") or current_language()
        return super().save_user(request, user, form, commit)  # type: ignore[no-any-return]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """My space, in the person's preferred language. A `next` address goes first: it is where they were."""
        with translation.override(request.user.language):  # type: ignore[union-attr]  # signed in by now
            return resolve_url(settings.LOGIN_REDIRECT_URL)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The home page, in the language of the page that was left."""
        return f"/{current_language()}/"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("actors:profile")

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that limits count by; behind a proxy, the one the trusted proxy saw."""
        return client_ip(request) or "0.0.0.0"  # noqa: S104  (a label, nothing binds to it)


def _person_at(email: str) -> Person | None:
    address = EmailAddress.objects.filter(email__iexact=email).select_related("user").order_by("-verified").first()
    return address.user if address else None
