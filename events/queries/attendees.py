"""Who comes, as far as the meeting's list and each person's consent let this reader know. Who waits is never listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from actors.choices import Constituency
from events import rules
from events.capacity import Tally
from events.choices import AttendeeList, Listing
from events.models import Meeting, Registration

# the consents that a reader's list goes by: everyone's, and that of people who come themselves
SHOWN_TO_ALL = (Listing.PUBLIC,)
SHOWN_TO_PARTICIPANTS = (Listing.PARTICIPANTS, Listing.PUBLIC)


NAMED_FOR = timedelta(days=30)  # after the meeting: the time to write to each other; the form says so


@dataclass(frozen=True)
class Unnamed:
    """How many people of one constituency come who stand in no list that this reader may see."""

    constituency: str
    number: int

    @property
    def label(self) -> Any:
        """The constituency in words."""
        return Constituency(self.constituency).label


@dataclass(frozen=True)
class WhoComes:
    """The people named, in the order in which they registered, and the others as numbers."""

    named: list[Registration]
    unnamed: list[Unnamed]

    @property
    def number_unnamed(self) -> int:
        """How many are not named."""
        return sum(group.number for group in self.unnamed)


NOBODY = WhoComes([], [])


def who_comes(viewer: Any, meeting: Meeting, tally: Tally, at: datetime, own: Registration | None = None) -> WhoComes:
    """Who comes to a meeting, for this viewer (None: signed out; `own`: their registration there).

    Someone is named who has a confirmed place and agreed to a list that the meeting still keeps and the viewer may
    read; the `tally` of its seats counts the others. Names go NAMED_FOR after the meeting. One query; none where the
    meeting has no list for the viewer.
    """
    listings = _listings_for(viewer, meeting, own)
    if not listings:
        return NOBODY
    named = Registration.objects.confirmed().filter(meeting=meeting, listed__in=listings, person__erased_at=None)
    if at >= meeting.ends_at + NAMED_FOR and not meeting.takes_place(at):
        named = named.none()
    shown = list(named.select_related("person", "organisation").order_by("created_at", "pk"))
    return WhoComes(shown, _others(tally, shown))


def _listings_for(viewer: Any, meeting: Meeting, own: Registration | None) -> tuple[Listing, ...]:
    if meeting.attendee_list == AttendeeList.NOBODY:
        return ()
    if (own is not None and own.is_confirmed) or rules.may_manage(viewer):
        return SHOWN_TO_PARTICIPANTS
    return SHOWN_TO_ALL if meeting.attendee_list == AttendeeList.PUBLIC else ()


def _others(tally: Tally, named: Iterable[Registration]) -> list[Unnamed]:
    coming: Counter[str] = Counter()
    for seat, number in tally.taken.items():
        coming[seat.constituency] += number - tally.offered.get(seat, 0)
    coming.subtract(registration.constituency for registration in named)
    return [Unnamed(code, coming[code]) for code in Constituency.values if coming[code] > 0]
