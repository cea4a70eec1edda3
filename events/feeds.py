"""The meetings to come, as an Atom feed and as a calendar to subscribe to; one of each a language, under the same
filters as the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kernel.languages.choices import current_language
from kernel.languages.models import value_used

from . import calendar, queries
from .filters import Filters, browse
from .models import Meeting
from .wording import when

FEED_SIZE = 50


@dataclass(frozen=True)
class Chosen:
    """What a feed is asked for: its meetings, the filters in its address, the dialogue that they name."""

    ids: list[int]
    query: str
    dialogue: Any


def chosen(request: HttpRequest) -> Chosen:
    """The public meetings to come under the filters of the address; 404 for a dialogue that is none."""
    filters = Filters(request.GET)
    browsing = browse(filters, queries.upcoming_entries(None, timezone.now()))
    if browsing.has_strays:
        raise Http404
    return Chosen([entry.pk for entry in browsing.found[:FEED_SIZE]], filters.query, browsing.dialogue)


def _with_query(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


class MeetingFeed(Feed):  # type: ignore[type-arg]  # generic in the stubs only
    """The next meetings, as public as the list."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> Chosen:
        return chosen(request)

    def title(self, chosen: Chosen) -> str:
        """The feed's name in the reader's language."""
        if chosen.dialogue:
            return _("Rives : rencontres du dialogue « %(title)s »") % {"title": chosen.dialogue.title}
        return _("Rives : prochaines rencontres")

    def link(self, chosen: Chosen) -> str:
        """The page that the feed follows."""
        return _with_query(reverse("events:list"), chosen.query)

    def feed_url(self, chosen: Chosen) -> str:
        return _with_query(reverse("events:feed"), chosen.query)

    def items(self, chosen: Chosen) -> list[queries.MeetingRow]:
        """Soonest first, those without a date last."""
        return queries.rows_of(chosen.ids, timezone.now())

    def item_title(self, item: queries.MeetingRow) -> str:
        return str(value_used(item.meeting, "title"))

    def item_description(self, item: queries.MeetingRow) -> str:
        meeting = item.meeting
        place = calendar.place_in_words(meeting, current_language())
        hours = when(meeting.starts_at, meeting.ends_at, [meeting.zone])
        return f"{_('Date à venir') if item.has_no_date else hours}. {place}. {item.status_words}."

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
    meetings = list(Meeting.objects.filter(pk__in=chosen(request).ids).order_by("starts_at", "pk"))
    body = calendar.collection(meetings=meetings, language=current_language(), name=_("Rives : rencontres"))
    return HttpResponse(body, content_type="text/calendar; charset=utf-8; method=PUBLISH")
