"""The meeting that an address names, if its reader may see it."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from events.models import Meeting
from events.queries.meetings import with_page_path


def visible_meeting(request: HttpRequest, slug: str) -> Meeting:
    """A meeting that this reader may see, with the place of its page (queries.meetings.page_url), or 404."""
    meeting: Meeting = get_object_or_404(with_page_path(Meeting.objects.visible_to(request.user)), slug=slug)
    return meeting
