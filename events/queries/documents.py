"""The files of meetings, as far as everyone may open them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from wagtail.models import CollectionViewRestriction

from events.models import MeetingDocument


def public_documents() -> QuerySet[MeetingDocument]:
    """Those whose file stands in no private collection of the library, in the meeting's order."""
    path = ExpressionWrapper(OuterRef("document__collection__path"), output_field=CharField())
    private = CollectionViewRestriction.objects.annotate(here=path).filter(here__startswith=F("collection__path"))
    return MeetingDocument.objects.exclude(Exists(private)).select_related("document")


def documents_of(meeting_ids: Iterable[int]) -> dict[int, list[MeetingDocument]]:
    """The public documents of several meetings by id. One query; none without meetings."""
    ids = list(meeting_ids)
    found: dict[int, list[MeetingDocument]] = defaultdict(list)
    if ids:
        for document in public_documents().filter(meeting__in=ids):
            found[document.meeting_id].append(document)
    return dict(found)
