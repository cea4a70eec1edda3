"""A place offered to whoever waits: until when, and what became of it."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.translation import gettext as _

from events.choices import RegistrationState
from events.offer_links import OfferLink, address
from kernel.mail.registry import Letter, Link, letter

from .parts import Context, deadline, facts_of, page_link, registration_link, what_and_when, written


@letter("events.place_offered")
def offered(context: Context) -> Letter:
    """A seat is held for them until an hour, told in both zones. Its links lead to a page that asks; none acts."""
    page = address(context["slug"], OfferLink(context["registration"], context["offer"]))
    return written(
        "place_offered",
        context,
        title=_("Une place s’est libérée pour vous"),
        tag=_("Liste d’attente"),
        preheader=_("Sans réponse, elle passe à la personne suivante."),
        notice=format_html(_("À prendre avant le {}"), deadline(context)),
        facts=facts_of(context),
        action=Link(_("Prendre la place"), page),
        second=Link(_("La laisser"), f"{page}?answer=decline"),
    )


@letter("events.offer_expired")
def expired(context: Context) -> Letter:
    """The hour has passed without an answer; they stand at the end of the line, or out of it, as the meeting says."""
    stays = _("Vous restez sur la liste d’attente, à la fin.")
    leaves = _("Vous n’êtes plus sur la liste d’attente. Si vous souhaitez venir, inscrivez-vous à nouveau.")
    return written(
        "offer_expired",
        context,
        title=_("La place proposée n’est plus réservée"),
        tag=_("Liste d’attente"),
        preheader=_("L’heure de la réponse est passée."),
        fixed=[stays if context.get("state") == RegistrationState.WAITING else leaves],
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
