"""Meetings by what readers choose them for: light entries, filtered and counted; texts are read for the rows shown.

The entries of a list are read in one query (identifiers and facets, no text but the titles), filtered and counted in
Python: lists of languages and constituencies are JSON, which the two databases search differently. Enough for some
thousands of meetings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from actors.models import Territory
from events.choices import MeetingState
from events.models import Meeting, MeetingQuerySet
from kernel.languages.choices import LANGUAGES
from kernel.text.folding import fold
from pages.dialogues.models import DialoguePage
from pages.dialogues.queries import dialogues

FIELDS = (
    "pk",
    "kind",
    "format",
    "state",
    "start_date",
    "end_date",
    "territory_id",
    "territory__country__shore",
    "dialogue_id",
    "open_to",
    "languages_spoken",
    "languages_interpreted",
)
TITLES = tuple(f"title_{code}" for code in LANGUAGES)


@dataclass(frozen=True)
class Entry:
    """One meeting as filters see it. Days are those of its own zone; `titles` are as written, in every language."""

    titles: tuple[str | None, ...]
    pk: int
    kind: str
    format: str
    state: str
    start_date: date
    end_date: date
    territory: int | None
    shore: str | None
    dialogue: int | None
    open_to: Sequence[str]
    spoken: Sequence[str]
    interpreted: Sequence[str]

    @property
    def has_no_date(self) -> bool:
        """Whether it was postponed and nobody knows until when."""
        return self.state == MeetingState.POSTPONED

    @cached_property
    def facets(self) -> dict[str, set[Any]]:
        """What it answers under each facet."""
        return {
            "kind": {self.kind},
            "format": {self.format},
            "shore": {self.shore} - {None, ""},
            "territory": {self.territory} - {None},
            "open": set(self.open_to),
            "heard": {*self.spoken, *self.interpreted},
            "dialogue": {self.dialogue} - {None},
        }

    def holds(self, words: Sequence[str]) -> bool:
        """Whether its titles hold every word, folded, in any language."""
        text = fold(" ".join(title for title in self.titles if title))
        return all(word in text for word in words)


def entries(meetings: MeetingQuerySet) -> list[Entry]:
    """The entries of these meetings, in their order. One query."""
    found: Iterable[Any] = meetings.values_list(*FIELDS, *TITLES)
    return [Entry(row[len(FIELDS) :], *row[: len(FIELDS)]) for row in found]


def upcoming_entries(viewer: Any, at: datetime) -> list[Entry]:
    """Those that a viewer may read and that are not over, soonest first; without a date last."""
    return entries(Meeting.objects.visible_to(viewer).upcoming(at))


def past_entries(viewer: Any, at: datetime) -> list[Entry]:
    """Those that are over, latest first."""
    return entries(Meeting.objects.visible_to(viewer).past(at))


def entries_between(viewer: Any, first: date, last: date) -> list[Entry]:
    """Those that take place on some day from `first` to `last` on their own clocks, earliest first."""
    meetings = Meeting.objects.visible_to(viewer).filter(start_date__lte=last, end_date__gte=first)
    return entries(meetings.order_by("start_date", "start_time", "pk"))


def territory_names(ids: Iterable[int | None]) -> dict[int, str]:
    """The names of these territories in the reader's language, in their order."""
    found = Territory.objects.filter(pk__in=[pk for pk in ids if pk])
    return dict(sorted(((place.pk, place.name) for place in found), key=lambda item: fold(item[1])))


def dialogue_pages(ids: Iterable[int | None]) -> dict[int, DialoguePage]:
    """Of these dialogues, those that everyone may read, by id."""
    return {page.pk: page for page in dialogues().filter(pk__in=[pk for pk in ids if pk])}


@dataclass(frozen=True)
class Choice:
    """One value of a filter: how many meetings it would show, and whether it is chosen."""

    value: str
    label: Any
    count: int
    chosen: bool


@dataclass(frozen=True)
class Catalogue:
    """Meetings under the filters chosen (`chosen`: the values of each facet; `words`: folded, all in a title)."""

    entries: Sequence[Entry]
    chosen: Mapping[str, set[Any]]
    words: Sequence[str] = ()

    @cached_property
    def _worded(self) -> Sequence[Entry]:
        """Those whose titles hold the words."""
        return [entry for entry in self.entries if entry.holds(self.words)] if self.words else self.entries

    def _under(self, without: str = "") -> Sequence[Entry]:
        """Those that pass every filter, but for one facet's."""
        wanted = [(facet, values) for facet, values in self.chosen.items() if values and facet != without]
        if not wanted:
            return self._worded
        return [
            entry
            for entry in self._worded
            if all(not values.isdisjoint(entry.facets[facet]) for facet, values in wanted)
        ]

    @property
    def found(self) -> list[Entry]:
        """The meetings that pass every filter, in their order."""
        return list(self._under())

    def choices(self, facet: str, labels: Mapping[Any, Any]) -> list[Choice]:
        """Every value of a facet that some meeting has under the other filters, and those chosen, in this order."""
        counts = Counter(value for entry in self._under(without=facet) for value in entry.facets[facet])
        chosen = self.chosen.get(facet, set())
        return [
            Choice(value=str(value), label=label, count=counts[value], chosen=value in chosen)
            for value, label in labels.items()
            if counts[value] or value in chosen
        ]
