"""Before the meeting: that it comes, and where to join it. The way in is our join page, never the provider's link."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from events.choices import MeetingState, Mode
from events.models import Registration
from kernel.mail.registry import Letter, Link, NotOwed, letter

from .parts import Context, facts_of, give_back, in_whose_name, instant, page_link, when, written


@letter("events.reminder")
def reminder(context: Context) -> Letter:
    """A meeting comes near; said with its day and hour, never as a countdown."""
    check_still_true(context)
    second = join_link(context) if context["mode"] == Mode.ONLINE else None
    return written(
        "reminder",
        context,
        title=_("La rencontre approche"),
        tag=_("Rappel"),
        preheader=when(context),
        fixed=[in_whose_name(context)],
        facts=facts_of(context),
        action=page_link(context),
        second=second,
        after=give_back(context),
    )


@letter("events.join_reminder")
def join(context: Context) -> Letter:
    """It starts soon, and they take part from afar."""
    check_still_true(context)
    return written(
        "join_reminder",
        context,
        title=_("La salle ouvre bientôt"),
        tag=_("Rappel"),
        preheader=when(context),
        facts=facts_of(context),
        action=join_link(context),
        second=page_link(context),
    )


def check_still_true(context: Context) -> None:
    """A reminder that waited for its server speaks of a meeting that is still on. Raises NotOwed."""
    if context.get("sample"):
        return
    starts_at = instant(context, "starts_at")
    if timezone.now() >= starts_at:
        raise NotOwed(_("La rencontre a commencé avant l’envoi."))
    still = Registration.objects.confirmed().filter(
        pk=context["registration"], meeting__state=MeetingState.PUBLISHED, meeting__starts_at=starts_at
    )
    if not still.exists():
        raise NotOwed(_("La rencontre ou l’inscription a changé avant l’envoi."))


def join_link(context: Context) -> Link:
    """To the page that opens the room, for the person it is sent to and at its hour."""
    return Link(_("Rejoindre la rencontre"), f"{context['path']}join/")
