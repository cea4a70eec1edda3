"""The meetings to come, as an Atom feed and as a calendar to subscribe to; one of each a language."""

from __future__ import annotations

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kernel.languages.choices import current_language
from kernel.languages.models import value_used

from . import calendar, queries
from .models import Meeting
from .wording import when

FEED_SIZE = 50


class MeetingFeed(Feed):  # type: ignore[type-arg]  # generic in the stubs only
    """The next meetings, as public as the list."""

    feed_type = Atom1Feed

    def title(self) -> str:
        """The feed's name in the reader's language."""
        return _("Rives : prochaines rencontres")

    def link(self) -> str:
        """The page that the feed follows."""
        return reverse("events:list")

    def items(self) -> list[queries.MeetingRow]:
        """Soonest first."""
        return queries.upcoming_meetings(None, FEED_SIZE, timezone.now())

    def item_title(self, item: queries.MeetingRow) -> str:
        return str(value_used(item.meeting, "title"))

    def item_description(self, item: queries.MeetingRow) -> str:
        meeting = item.meeting
        place = calendar.place_in_words(meeting, current_language())
        return f"{when(meeting.starts_at, meeting.ends_at, [meeting.zone])}. {place}. {item.status_words}."

    def item_link(self, item: queries.MeetingRow) -> str:
        return item.url

    def item_guid(self, item: queries.MeetingRow) -> str:
        return item.meeting.uid.urn

    def item_pubdate(self, item: queries.MeetingRow) -> datetime:
        return item.meeting.published_at or item.meeting.created_at

    def item_updateddate(self, item: queries.MeetingRow) -> datetime:
        return item.meeting.changed_at


@require_safe
def subscription(request: HttpRequest) -> HttpResponse:
    """A calendar of the next meetings, cancelled ones struck out."""
    meetings = list(Meeting.objects.public().upcoming(timezone.now())[:FEED_SIZE])
    body = calendar.collection(meetings=meetings, language=current_language(), name=_("Rives : rencontres"))
    return HttpResponse(body, content_type="text/calendar; charset=utf-8; method=PUBLISH")
