"""The mails about accounts and memberships."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel.mail.registry import Letter, Link, letter
from kernel.text.direction import isolated

from .models import Membership


@letter("actors.confirm_address")
def confirm_address(context: dict[str, Any]) -> Letter:
    days = settings.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS
    return Letter(
        subject=_("Confirmez votre adresse"),
        preheader=_("Un clic, et votre compte est ouvert."),
        tag=_("Compte"),
        title=_("Confirmez votre adresse"),
        paragraphs=[
            _("Quelqu’un, sans doute vous, a donné cette adresse sur Rives."),
            _("Confirmez-la pour vous inscrire aux rencontres, voter et écrire."),
        ],
        notice=ngettext("Ce lien est valable %(days)s jour.", "Ce lien est valable %(days)s jours.", days)
        % {"days": days},
        action=Link(_("Confirmer mon adresse"), reverse("account_confirm_email", args=[context["key"]])),
        after=_("Ce n’était pas vous ? Ne faites rien : sans confirmation, l’adresse ne sert pas."),
        reason=_("Vous recevez ce message parce que cette adresse a été donnée sur Rives."),
    )


@letter("actors.reset_password")
def reset_password(context: dict[str, Any]) -> Letter:
    key = reverse("account_reset_password_from_key", kwargs={"uidb36": context["uid"], "key": context["key"]})
    return Letter(
        subject=_("Choisissez un nouveau mot de passe"),
        preheader=_("Le lien est dans ce message."),
        tag=_("Compte"),
        title=_("Un nouveau mot de passe"),
        paragraphs=[_("Vous avez demandé à changer le mot de passe de votre compte.")],
        action=Link(_("Choisir un mot de passe"), key),
        after=_("Ce n’était pas vous ? Ne faites rien : votre mot de passe reste le même."),
        reason=_("Vous recevez ce message parce qu’un nouveau mot de passe a été demandé pour cette adresse."),
    )


@letter("actors.login_code")
def login_code(context: dict[str, Any]) -> Letter:
    minutes = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60
    return Letter(
        subject=_("Votre code de connexion : %(code)s") % {"code": context["code"]},
        preheader=_("À saisir dans la page restée ouverte."),
        tag=_("Compte"),
        title=_("Votre code de connexion"),
        paragraphs=[_("Saisissez ce code dans la page restée ouverte :")],
        notice=context["code"],
        after=ngettext(
            "Il est valable %(minutes)s minute. Ne le donnez à personne : nous ne le demandons jamais.",
            "Il est valable %(minutes)s minutes. Ne le donnez à personne : nous ne le demandons jamais.",
            minutes,
        )
        % {"minutes": minutes},
        reason=_("Vous recevez ce message parce qu’un code a été demandé pour cette adresse."),
    )


@letter("actors.unknown_account")
def unknown_account(_context: dict[str, Any]) -> Letter:
    return Letter(
        subject=_("Cette adresse n’a pas de compte"),
        preheader=_("Vous pouvez en créer un en une minute."),
        tag=_("Compte"),
        title=_("Cette adresse n’a pas de compte"),
        paragraphs=[
            _("Quelqu’un, sans doute vous, a voulu se connecter à Rives avec cette adresse. Aucun compte n’y répond."),
            _("Vous en avez peut-être un sous une autre adresse."),
        ],
        action=Link(_("Créer un compte"), reverse("account_signup")),
        after=_("Ce n’était pas vous ? Ne faites rien."),
        reason=_("Vous recevez ce message parce que cette adresse a été donnée sur Rives."),
    )


@letter("actors.known_account")
def known_account(_context: dict[str, Any]) -> Letter:
    return Letter(
        subject=_("Vous avez déjà un compte"),
        preheader=_("Connectez-vous, ou choisissez un nouveau mot de passe."),
        tag=_("Compte"),
        title=_("Vous avez déjà un compte"),
        paragraphs=[_("Quelqu’un, sans doute vous, a voulu créer un compte avec cette adresse. Elle en a déjà un.")],
        action=Link(_("Se connecter"), reverse("account_login")),
        second=Link(_("Choisir un nouveau mot de passe"), reverse("account_reset_password")),
        after=_("Ce n’était pas vous ? Ne faites rien : votre compte n’a pas changé."),
        reason=_("Vous recevez ce message parce que cette adresse a été donnée sur Rives."),
    )


@letter("actors.password_changed")
def password_changed(_context: dict[str, Any]) -> Letter:
    return Letter(
        subject=_("Votre mot de passe a changé"),
        tag=_("Compte"),
        title=_("Votre mot de passe a changé"),
        paragraphs=[_("Le mot de passe de votre compte vient d’être changé.")],
        action=Link(_("Ouvrir mon compte"), reverse("actors:profile")),
        second=Link(_("Ce n’était pas moi"), reverse("account_reset_password")),
        reason=_("Vous recevez ce message parce qu’il concerne la sécurité de votre compte."),
    )


@letter("actors.address_changed")
def address_changed(context: dict[str, Any]) -> Letter:
    sentence = _("L’adresse de votre compte vient d’être changée.")
    if context.get("to_email"):
        sentence = format_html(
            _("L’adresse de votre compte est désormais {address}."),
            address=_apart(context["to_email"]),
        )
    return Letter(
        subject=_("L’adresse de votre compte a changé"),
        tag=_("Compte"),
        title=_("L’adresse de votre compte a changé"),
        paragraphs=[sentence],
        action=Link(_("Ouvrir mon compte"), reverse("actors:profile")),
        after=_("Ce n’était pas vous ? Écrivez sans attendre à l’équipe de Rives."),
        reason=_("Vous recevez ce message parce qu’il concerne la sécurité de votre compte."),
    )


def _membership(context: dict[str, Any]) -> Membership:
    return Membership.objects.select_related("person", "organisation").get(pk=context["membership"])


def _apart(name: object) -> str:
    """A name, or somebody's own words, in their own direction."""
    return format_html("<bdi>{}</bdi>", name)


def _in_line(name: object) -> str:
    """A name for a subject."""
    return isolated(str(name))


def _named(text: str, membership: Membership) -> str:
    """A sentence with the person's and the organisation's names, each isolated from the line it stands in."""
    return format_html(
        text,
        person=_apart(membership.person.name),
        organisation=_apart(membership.organisation),
    )


@letter("actors.requested")
def requested(context: dict[str, Any]) -> Letter:
    membership = _membership(context)
    organisation = membership.organisation
    facts = [(_("Personne"), _apart(membership.person.name)), (_("Organisation"), _apart(organisation))]
    facts += [(_("Fonction"), _apart(membership.function))] if membership.function else []
    facts += [(_("Message"), _apart(membership.message))] if membership.message else []
    reason = _("Vous recevez ce message parce que vous vérifiez les rattachements pour l’équipe.")
    if context.get("focal"):
        reason = _("Vous recevez ce message parce que vous êtes point focal de cette organisation.")
    paragraphs = [_named(_("{person} demande à agir au nom de {organisation}."), membership)]
    if not organisation.is_published:
        paragraphs.append(_("Cette organisation est proposée par la personne : elle n’est pas encore dans l’annuaire."))
    return Letter(
        subject=_("Une demande de rattachement : %(organisation)s") % {"organisation": _in_line(organisation)},
        preheader=_("Deux jours ouvrés pour répondre."),
        tag=_("Rattachement"),
        title=_("Une demande de rattachement"),
        paragraphs=paragraphs,
        facts=facts,
        action=Link(_("Répondre à la demande"), reverse("actors:members", args=[organisation.slug])),
        reason=reason,
    )


@letter("actors.verified")
def verified(context: dict[str, Any]) -> Letter:
    membership = _membership(context)
    return Letter(
        subject=_("Rattachement confirmé : %(organisation)s") % {"organisation": _in_line(membership.organisation)},
        preheader=_("Vous pouvez agir en son nom."),
        tag=_("Rattachement"),
        title=_("Votre rattachement est confirmé"),
        paragraphs=[
            _named(_("Vous pouvez désormais agir au nom de {organisation}."), membership),
            _("Inscriptions, messages et votes se font alors sous son collège et sa rive, si vous le choisissez."),
        ],
        facts=[
            (_("Collège"), membership.organisation.get_constituency_display()),
            (_("Rôle"), membership.get_role_display()),
        ],
        action=Link(_("Voir mes organisations"), reverse("actors:my-organisations")),
        reason=_("Vous recevez ce message parce que vous avez demandé ce rattachement."),
    )


@letter("actors.refused")
def refused(context: dict[str, Any]) -> Letter:
    membership = _membership(context)
    return Letter(
        subject=_("Rattachement refusé : %(organisation)s") % {"organisation": _in_line(membership.organisation)},
        preheader=_("Le motif est dans ce message."),
        tag=_("Rattachement"),
        title=_("Votre rattachement n’a pas été confirmé"),
        paragraphs=[_named(_("Votre demande d’agir au nom de {organisation} est refusée."), membership)],
        facts=[(_("Motif"), _apart(membership.reason))],
        action=Link(_("Voir mes organisations"), reverse("actors:my-organisations")),
        after=_("Vous pouvez en parler à l’équipe de Rives ou refaire une demande. En votre nom, rien ne change."),
        reason=_("Vous recevez ce message parce que vous avez demandé ce rattachement."),
    )


@letter("actors.ended")
def ended(context: dict[str, Any]) -> Letter:
    membership = _membership(context)
    return Letter(
        subject=_("Fin de rattachement : %(organisation)s") % {"organisation": _in_line(membership.organisation)},
        tag=_("Rattachement"),
        title=_("Votre rattachement a pris fin"),
        paragraphs=[
            _named(_("Vous n’agissez plus au nom de {organisation}."), membership),
            _("Ce que vous avez fait en son nom reste compté comme avant."),
        ],
        action=Link(_("Voir mes organisations"), reverse("actors:my-organisations")),
        reason=_("Vous recevez ce message parce que ce rattachement était le vôtre."),
    )
