"""Where a meeting is: in words, and its addresses."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from events.choices import MeetingFormat
from events.models import Meeting
from kernel.languages.models import value_used


def place_in_words(meeting: Meeting, language: str) -> str:
    """Where it is: a place, « En ligne », or both."""
    place = str(value_used(meeting, "place", language) or "")
    with override(language):
        if meeting.format == MeetingFormat.ONLINE:
            return _("En ligne")
        return _("%(place)s et en ligne") % {"place": place} if meeting.format == MeetingFormat.HYBRID else place


def path_of(meeting: Meeting, language: str) -> str:
    """The meeting's stable address under one language."""
    with override(language):
        return meeting.get_absolute_url()


def address_of(meeting: Meeting, language: str) -> str:
    """The same with the site in front."""
    return absolute(path_of(meeting, language))


def join_path_of(meeting: Meeting, language: str) -> str:
    """The page through which confirmed people come in online; it gives nothing away, so it may stand anywhere."""
    with override(language):
        return reverse("events:join", args=[meeting.slug])


def join_address_of(meeting: Meeting, language: str) -> str:
    """The same with the site in front."""
    return absolute(join_path_of(meeting, language))


def absolute(path: str) -> str:
    """A path of ours as programs outside need it."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"
