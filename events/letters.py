"""What people are written about their registration. Each letter says what was true when the fact happened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from actors.choices import Constituency
from kernel.languages.choices import OWN_NAMES, current_language, direction
from kernel.mail.registry import Letter, Link, letter
from kernel.mail.times import day, period

from .choices import Mode
from .wording import language_names

Context = dict[str, Any]
Facts = list[tuple[str, str]]


@letter("events.registration_confirmed")
def confirmed(context: Context) -> Letter:
    """The seat is theirs; the calendar entry comes with it."""
    return Letter(
        subject=_("Votre place est confirmée : %(meeting)s, %(day)s") % _named(context),
        preheader=_when(context),
        title=_("Votre place est confirmée"),
        tag=_("Inscription"),
        paragraphs=[_greeting(context), _in_whose_name(context)],
        facts=_facts(context),
        action=Link(_("Ouvrir la page de la rencontre"), context["path"]),
        second=Link(_("Ajouter à l’agenda"), f"{context['path']}calendar.ics"),
        after=_give_back(context),
        reason=_reason(context),
        preferences=_preferences(),
    )


@letter("events.registration_waiting")
def waiting(context: Context) -> Letter:
    """The seats for their voice are taken; nothing for the calendar yet."""
    return Letter(
        subject=_("Vous êtes sur la liste d’attente : %(meeting)s, %(day)s") % _named(context),
        preheader=_("Nous vous écrivons dès qu’une place se libère."),
        title=_("Vous êtes sur la liste d’attente"),
        tag=_("Inscription"),
        paragraphs=[
            _greeting(context),
            _(
                "Les places prévues pour vous sont toutes prises. Votre demande est enregistrée, à son rang ; "
                "nous vous écrivons dès qu’une place se libère. N’ajoutez rien à votre agenda pour l’instant."
            ),
        ],
        facts=_facts(context),
        action=Link(_("Voir mon inscription"), f"{context['path']}registration/"),
        after=_give_back(context),
        reason=_reason(context),
        preferences=_preferences(),
    )


@letter("events.registration_withdrawn")
def withdrawn(context: Context) -> Letter:
    """Their registration is withdrawn; the meeting itself goes on."""
    return Letter(
        subject=_("Votre inscription est retirée : %(meeting)s, %(day)s") % _named(context),
        preheader=_("La rencontre a lieu sans vous ; votre place profite à une autre personne."),
        title=_("Votre inscription est retirée"),
        tag=_("Inscription"),
        paragraphs=[
            _greeting(context),
            _("C’est noté : vous ne participez pas à cette rencontre, et votre place profite à une autre personne."),
        ],
        facts=_facts(context)[:2],
        action=Link(_("Ouvrir la page de la rencontre"), context["path"]),
        after=_("Vous changez d’avis ? Tant que les inscriptions sont ouvertes, vous pouvez vous inscrire à nouveau."),
        reason=_reason(context),
        preferences=_preferences(),
    )


@letter("events.meeting_changed")
def changed(context: Context) -> Letter:
    """Time or place moved: old and new side by side; the calendar entry follows."""
    before = period(_moment(context, "was_starts_at"), _moment(context, "was_ends_at"), _zones(context, "was_zone"))
    facts = _facts(context)
    if before != _when(context):
        facts.insert(1, (_("Auparavant"), before))
    return Letter(
        subject=_("Changement : %(meeting)s, %(day)s") % _named(context),
        preheader=_when(context),
        title=_("La rencontre a changé"),
        tag=_("Changement"),
        paragraphs=[
            _greeting(context),
            _("L’heure ou le lieu de cette rencontre a changé. Votre inscription reste valable."),
        ],
        facts=facts,
        action=Link(_("Ouvrir la page de la rencontre"), context["path"]),
        after=_give_back(context),
        reason=_reason(context),
        preferences=_preferences(),
    )


@letter("events.meeting_cancelled")
def cancelled(context: Context) -> Letter:
    """The meeting is called off, and why."""
    return Letter(
        subject=_("Rencontre annulée : %(meeting)s, %(day)s") % _named(context),
        preheader=_("Elle n’aura pas lieu ; rien d’autre à faire de votre côté."),
        title=_("La rencontre est annulée"),
        tag=_("Annulation"),
        paragraphs=[
            _greeting(context),
            _("Cette rencontre n’aura pas lieu. Voici ce que l’équipe en dit :"),
            _in_language(context["reason"], context["reason_language"]),
        ],
        facts=_facts(context)[:2],
        action=Link(_("Voir les prochaines rencontres"), reverse("events:list")),
        reason=_reason(context),
        preferences=_preferences(),
    )


def _moment(context: Context, name: str) -> datetime:
    return datetime.fromisoformat(context[name])


def _zones(context: Context, name: str = "zone") -> list[str]:
    return [context[name], context["reader_zone"]]


def _when(context: Context) -> str:
    return period(_moment(context, "starts_at"), _moment(context, "ends_at"), _zones(context))


def _named(context: Context) -> dict[str, str]:
    return {"meeting": context["title"], "day": day(_moment(context, "starts_at"), context["zone"])}


def _greeting(context: Context) -> str:
    if not context["name"]:
        return _("Bonjour,")
    return format_html(_("Bonjour <bdi>{}</bdi>,"), context["name"])


def _in_whose_name(context: Context) -> str:
    label = Constituency(context["constituency"]).label
    if not context["organisation"]:
        return format_html(_("Vous participez au titre du collège <b>{}</b>."), label)
    sentence = _("Vous participez au titre du collège <b>{}</b>, au nom de <bdi>{}</bdi>.")
    return format_html(sentence, label, context["organisation"])


def _in_language(text: str, language: str) -> str:
    """Someone's own words, with their language and direction where they are not the reader's."""
    if language in ("", current_language()):
        return text
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', language, direction(language), text)


def _facts(context: Context) -> Facts:
    title: str | SafeString = _in_language(context["title"], context["title_language"])
    facts: Facts = [(_("Rencontre"), title), (_("Quand"), _when(context))]
    if context["place"]:
        facts.append((_("Où"), context["place"]))
    facts.append((_("Participation"), str(Mode(context["mode"]).label)))
    if context["listening_language"] in OWN_NAMES:
        facts.append((_("Langue d’écoute"), language_names([context["listening_language"]])))
    return facts


def _give_back(context: Context) -> str:
    sentence = _('Un empêchement ? <a href="{}">Rendez votre place</a> : elle profite à une autre personne.')
    return format_html(sentence, f"{context['path']}withdraw/")


def _reason(context: Context) -> str:
    asked = day(_moment(context, "asked_at"), context["reader_zone"])
    return _("Vous recevez ce message parce que vous avez demandé une place le %(day)s.") % {"day": asked}


def _preferences() -> str:
    return reverse("portal:my-space")
