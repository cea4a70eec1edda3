"""The journal of moderation: whole for who moderates, without names and private rooms for everyone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import Any

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from forums.acts import PUBLIC, SUSPENSIONS
from forums.choices import AppealOutcome, CaseState, FlagCategory
from forums.models import Appeal, Case, Decision, Flag, Room, RoomQuerySet, Suspension, Topic
from forums.models.moderation import outcome_label
from kernel.audit.models import Entry, EntryQuerySet

HALF = 6  # months


def acts_in(rooms: RoomQuerySet, everywhere: bool, verb: str = "", room: Room | None = None) -> EntryQuerySet:
    """What was done in forums, the latest first: everything for the team, in their rooms for others."""
    entries: EntryQuerySet = Entry.objects.filter(verb__startswith="forums.").select_related("actor")
    if verb:
        entries = entries.filter(verb=verb)
    if room is None and everywhere:
        return entries
    wanted = [room.pk] if room is not None else list(rooms.values_list("pk", flat=True))
    topics = Topic.objects.filter(room__in=wanted).annotate(name=Cast("pk", CharField())).values("name")
    return entries.filter(
        Q(data__room__in=wanted)
        | Q(target_type="forums.room", target_id__in=[str(pk) for pk in wanted])
        | Q(target_type="forums.topic", target_id__in=topics)
    )


@dataclass(frozen=True)
class PublicAct:
    """One act as everyone may read it; `room` is None for one that concerns all forums."""

    at: datetime
    verb: str
    room: Room | None
    category: str
    reason: str
    reason_language: str
    outcome: str


def public_entries() -> EntryQuerySet:
    """The acts that everyone may read about: those in rooms that are public now."""
    public = list(Room.objects.public().values_list("pk", flat=True))
    everywhere = Q(verb__in=SUSPENSIONS, data__room=None)
    entries: EntryQuerySet = Entry.objects.filter(Q(data__room__in=public) | everywhere, verb__in=PUBLIC)
    return entries.only("verb", "data", "at").order_by("-at", "-pk")


def public_acts(entries: Iterable[Entry]) -> list[PublicAct]:
    """These entries without names. Two queries: the rooms, and what became of the decisions."""
    rows = list(entries)
    rooms = Room.objects.public().in_bulk({row.data["room"] for row in rows if row.data["room"]})
    outcomes = _outcomes(rows)
    return [
        _public_act(row, rooms.get(row.data["room"]), outcomes)
        for row in rows
        if row.data["room"] is None or row.data["room"] in rooms
    ]


_APPEALED = {"forums.post_removed": "decision", "forums.suspended": "suspension"}
Outcomes = dict[tuple[str, int], str]  # by what was decided ("decision" or "suspension") and its id


def _outcomes(rows: list[Entry]) -> Outcomes:
    """What became of the appeals against what these entries tell; blank for those that wait."""
    decided: dict[str, list[int]] = {"decision": [], "suspension": []}
    for row in rows:
        if (name := _APPEALED.get(row.verb)) and name in row.data:
            decided[name].append(row.data[name])
    appeals = Appeal.objects.filter(Q(decision__in=decided["decision"]) | Q(suspension__in=decided["suspension"]))
    return {
        ("decision", decision) if decision else ("suspension", suspension): outcome
        for decision, suspension, outcome in appeals.values_list("decision_id", "suspension_id", "outcome")
    }


def _public_act(row: Entry, room: Room | None, outcomes: Outcomes) -> PublicAct:
    removed, data = row.verb == "forums.post_removed", row.data
    category, appealed = data.get("category", ""), _APPEALED.get(row.verb, "")
    outcome = outcomes.get((appealed, data.get(appealed, 0)))
    label = outcome_label(outcome or "", is_suspension=appealed == "suspension")
    return PublicAct(
        at=row.at,
        verb=row.verb,
        room=room,
        category=str(FlagCategory(category).label) if removed and category in FlagCategory.values else "",
        reason=data.get("reason", "") if removed else "",  # only what everyone reads in the message's place already
        reason_language=data.get("reason_language", "") if removed else "",
        outcome="" if outcome is None else label or "waiting",
    )


# -- half-years


@dataclass
class HalfYear:
    """What moderators did in public rooms in six months."""

    year: int
    half: int
    flags: int = 0
    kept: int = 0
    hidden: int = 0
    by_category: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    appeals: int = 0
    overturned: int = 0
    suspensions: int = 0
    hours: list[float] = field(default_factory=list)

    @property
    def median_hours(self) -> float | None:
        """Half of the cases were decided faster, in hours."""
        return round(median(self.hours), 1) if self.hours else None

    @property
    def categories(self) -> list[tuple[str, int]]:
        """Removals by rule, the most frequent first."""
        rows = sorted(self.by_category.items(), key=lambda row: (-row[1], row[0]))
        return [(str(FlagCategory(code).label), number) for code, number in rows]


def half_years() -> list[HalfYear]:
    """What was done in rooms that are public now, by half-year, the latest first. Five queries."""
    rooms = Room.objects.public()
    found: dict[tuple[int, int], HalfYear] = {}

    def period(at: datetime) -> HalfYear:
        local = timezone.localtime(at)
        key = (local.year, 1 if local.month <= HALF else 2)
        return found.setdefault(key, HalfYear(*key))

    for at in _moments(Flag.objects.filter(case__post__topic__room__in=rooms), "created_at"):
        period(at[0]).flags += 1
    cases = Case.objects.filter(post__topic__room__in=rooms).exclude(state=CaseState.OPEN)
    for decided_at, opened_at, state in _moments(cases, "decided_at", "opened_at", "state"):
        half = period(decided_at)
        half.kept += state == CaseState.KEPT
        half.hours.append((decided_at - opened_at).total_seconds() / 3600)
    for at, category in _moments(Decision.objects.filter(post__topic__room__in=rooms), "at", "category"):
        half = period(at)
        half.hidden += 1
        half.by_category[category] += 1
    suspensions = Suspension.objects.filter(Q(room__in=rooms) | Q(room=None))
    appeals = Appeal.objects.filter(Q(decision__post__topic__room__in=rooms) | Q(suspension__in=suspensions))
    for at, outcome in _moments(appeals, "made_at", "outcome"):
        half = period(at)
        half.appeals += 1
        half.overturned += outcome == AppealOutcome.OVERTURNED
    for at in _moments(suspensions, "starts_at"):
        period(at[0]).suspensions += 1
    return sorted(found.values(), key=lambda half: (half.year, half.half), reverse=True)


def _moments(rows: QuerySet[Any], *columns: str) -> Iterable[Any]:
    return rows.order_by().values_list(*columns).iterator(chunk_size=2000)
