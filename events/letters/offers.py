"""A place offered to whoever waits: until when, and what became of it."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.translation import gettext as _

from kernel.mail.registry import Letter, Link, letter

from .parts import Context, deadline, facts_of, page_link, registration_link, what_and_when, written


@letter("events.place_offered")
def offered(context: Context) -> Letter:
    """A seat is held for them until an hour, told in both zones."""
    return written(
        "place_offered",
        context,
        title=_("Une place s’est libérée pour vous"),
        tag=_("Liste d’attente"),
        preheader=_("Sans réponse, elle passe à la personne suivante."),
        notice=format_html(_("À prendre avant le {}"), deadline(context)),
        facts=facts_of(context),
        action=Link(_("Prendre la place"), f"{context['path']}registration/"),
        second=Link(_("La laisser"), f"{context['path']}registration/"),
    )


@letter("events.offer_expired")
def expired(context: Context) -> Letter:
    """The hour has passed without an answer."""
    return written(
        "offer_expired",
        context,
        title=_("La place proposée n’est plus réservée"),
        tag=_("Liste d’attente"),
        preheader=_("L’heure de la réponse est passée."),
        facts=what_and_when(context),
        action=registration_link(context),
    )


@letter("events.offer_declined")
def declined(context: Context) -> Letter:
    """They left the seat to the next person."""
    return written(
        "offer_declined",
        context,
        title=_("Vous avez laissé la place"),
        tag=_("Liste d’attente"),
        preheader=_("Elle passe à la personne suivante."),
        facts=what_and_when(context),
        action=page_link(context),
    )
