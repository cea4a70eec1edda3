"""Invitation codes: what they keep, how often they were used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from events.capacity import Hold
from events.choices import LIVE_STATES, SEATED_STATES
from events.models import InvitationCode, Meeting
from kernel.wall_times import end_of_minute


def holds_of(meeting_ids: Sequence[int], at: datetime) -> dict[int, list[Hold]]:
    """The places that codes of these meetings keep at a time: their uses that hold no seat yet, by meeting."""
    seated = Count("registrations", filter=Q(registrations__state__in=SEATED_STATES))
    keeping = InvitationCode.objects.filter(meeting__in=meeting_ids, blocks_seats=True).filter(valid(at))
    found: dict[int, list[Hold]] = defaultdict(list)
    rows = keeping.annotate(seated=seated).filter(seated__lt=F("max_uses")).order_by("pk")
    facts = ("meeting_id", "max_uses", "seated", "constituency", "shore", "mode", "pk")
    for meeting_id, uses, used, constituency, shore, mode, pk in rows.values_list(*facts):
        found[meeting_id].append(Hold(number=uses - used, constituency=constituency, shore=shore, mode=mode, ident=pk))
    return found


def valid(at: datetime) -> Q:
    """The codes that may still be used: neither taken back nor past the minute at which they expire."""
    this_minute = at.replace(second=0, microsecond=0)
    return Q(revoked_at__isnull=True) & (Q(expires_at__isnull=True) | Q(expires_at__gte=this_minute))


def code_is_valid(code: InvitationCode, at: datetime) -> bool:
    """Whether a code may still be used at a time."""
    return code.revoked_at is None and (code.expires_at is None or at <= end_of_minute(code.expires_at))


def uses_of(code: InvitationCode) -> int:
    """How many live registrations were made with a code."""
    return code.registrations.filter(state__in=LIVE_STATES).count()


def codes_of(meeting: Meeting) -> QuerySet[InvitationCode]:
    """A meeting's codes with the number of their `uses`, the latest first. For the team."""
    uses = Count("registrations", filter=Q(registrations__state__in=LIVE_STATES))
    return InvitationCode.objects.filter(meeting=meeting).annotate(uses=uses).order_by("-pk")
