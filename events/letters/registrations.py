"""Where a registration stands: asked for, confirmed, in line, refused, changed, withdrawn."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from kernel.mail.registry import Letter, Link, letter

from .parts import (
    Context,
    facts_of,
    give_back,
    in_whose_name,
    leave_the_line,
    page_link,
    registration_link,
    said_by_the_team,
    what_and_when,
    when,
    written,
)


@letter("events.registration_requested")
def requested(context: Context) -> Letter:
    """The team looks at it first; nothing for the calendar yet."""
    return written(
        "registration_requested",
        context,
        title=_("Votre demande est reçue"),
        tag=_("Inscription"),
        preheader=_("L’équipe l’examine et vous répond."),
        fixed=[in_whose_name(context)],
        facts=facts_of(context),
        action=registration_link(context),
        after=leave_the_line(context),
    )


@letter("events.registration_confirmed")
def confirmed(context: Context) -> Letter:
    """The seat is theirs; the calendar entry comes with it."""
    return written(
        "registration_confirmed",
        context,
        title=_("Votre place est confirmée"),
        tag=_("Inscription"),
        preheader=when(context),
        fixed=[in_whose_name(context)],
        facts=facts_of(context),
        action=page_link(context),
        second=Link(_("Ajouter à l’agenda"), f"{context['path']}calendar.ics"),
        after=give_back(context),
    )


@letter("events.registration_waiting")
def waiting(context: Context) -> Letter:
    """The seats for their voice are taken; nothing for the calendar yet."""
    return written(
        "registration_waiting",
        context,
        title=_("Vous êtes sur la liste d’attente"),
        tag=_("Liste d’attente"),
        preheader=_("Nous vous écrivons dès qu’une place se libère."),
        facts=facts_of(context),
        action=registration_link(context),
        after=leave_the_line(context),
    )


@letter("events.registration_refused")
def refused(context: Context) -> Letter:
    """No place for them, and why, in the words of the team."""
    return written(
        "registration_refused",
        context,
        title=_("Votre demande n’est pas retenue"),
        tag=_("Inscription"),
        preheader=_("L’équipe vous dit pourquoi."),
        fixed=said_by_the_team(context),
        facts=what_and_when(context),
        action=Link(_("Voir les prochaines rencontres"), reverse("events:list")),
    )


@letter("events.registration_changed")
def changed(context: Context) -> Letter:
    """What they asked for has changed; their standing has not."""
    return written(
        "registration_changed",
        context,
        title=_("Votre inscription est modifiée"),
        tag=_("Inscription"),
        preheader=when(context),
        fixed=[in_whose_name(context)],
        facts=facts_of(context),
        action=registration_link(context),
    )


@letter("events.registration_withdrawn")
def withdrawn(context: Context) -> Letter:
    """Their registration is withdrawn; the meeting itself goes on."""
    return written(
        "registration_withdrawn",
        context,
        title=_("Votre inscription est retirée"),
        tag=_("Inscription"),
        preheader=_("La rencontre a lieu sans vous ; votre place profite à une autre personne."),
        facts=what_and_when(context),
        action=page_link(context),
    )
