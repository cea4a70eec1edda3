"""Before the meeting: that it comes, and where to join it. The way in is our join page, never the provider's link."""

from __future__ import annotations

from django.utils.translation import gettext as _

from events.choices import Mode
from kernel.mail.registry import Letter, Link, letter

from .parts import Context, facts_of, give_back, in_whose_name, page_link, when, written


@letter("events.reminder")
def reminder(context: Context) -> Letter:
    """A meeting comes near; said with its day and hour, never as a countdown."""
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


def join_link(context: Context) -> Link:
    """To the page that opens the room, for the person it is sent to and at its hour."""
    return Link(_("Rejoindre la rencontre"), f"{context['path']}join/")
