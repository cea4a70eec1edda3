"""What happens to the meeting itself: it moves, it is put off, it is called off."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from events.wording import language_names
from kernel.mail.registry import Letter, Link, letter
from kernel.mail.times import period

from .parts import (
    Context,
    facts_of,
    instant,
    page_link,
    registration_link,
    said_by_the_team,
    way_out,
    what_and_when,
    when,
    written,
    zones,
)


@letter("events.meeting_changed")
def changed(context: Context) -> Letter:
    """Time, place or languages changed: old and new side by side; the calendar entry follows."""
    before = period(instant(context, "was_starts_at"), instant(context, "was_ends_at"), zones(context, "was_zone"))
    facts = facts_of(context)
    if before != when(context):
        facts.insert(1, (_("Auparavant"), before))
    if lost := context.get("languages_lost"):
        facts.append((_("Langues qui ne sont plus assurées"), language_names(lost)))
    return written(
        "meeting_changed",
        context,
        title=_("La rencontre a changé"),
        tag=_("Changement"),
        preheader=when(context),
        facts=facts,
        action=page_link(context),
        after=way_out(context),
    )


@letter("events.meeting_postponed")
def postponed(context: Context) -> Letter:
    """It will not be on that day; the new date is not known yet."""
    facts = what_and_when(context)
    facts[1] = (_("Date abandonnée"), facts[1][1])
    return written(
        "meeting_postponed",
        context,
        title=_("La rencontre est reportée"),
        tag=_("Report"),
        preheader=_("La nouvelle date vous sera écrite ; votre inscription est gardée."),
        fixed=said_by_the_team(context),
        facts=facts,
        action=registration_link(context),
        after=way_out(context),
    )


@letter("events.meeting_cancelled")
def cancelled(context: Context) -> Letter:
    """The meeting is called off, and why."""
    return written(
        "meeting_cancelled",
        context,
        title=_("La rencontre est annulée"),
        tag=_("Annulation"),
        preheader=_("Elle n’aura pas lieu ; rien d’autre à faire de votre côté."),
        fixed=said_by_the_team(context),
        facts=what_and_when(context),
        action=Link(_("Voir les prochaines rencontres"), reverse("events:list")),
    )
