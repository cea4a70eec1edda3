"""What events, forums and consultations give a dialogue page. They register from AppConfig.ready; this app calls.

Each source reads its records once, in a constant number of queries whatever it returns, and gives public facts only: a
dialogue page is cached for everyone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import QuerySet


@dataclass(frozen=True)
class JournalEntry:
    """One line of the journal: a meeting, a topic, a consultation, a recommendation.

    `at` is when it happened or will happen (aware); `kind` its name in the reader's language; `icon` one of our icons;
    `title` in `title_language`; `path` where it is read, blank without a page; `text` one sentence, in `text_language`
    where it is not the reader's; `status` one of the design's states (open, part, no, soon, wait, live) with
    `status_label`. `action_label` names the button that the dialogue shows when this is the next step.
    """

    at: datetime
    kind: str
    icon: str
    title: str
    path: str = ""
    text: str = ""
    title_language: str = ""
    text_language: str = ""
    status: str = ""
    status_label: str = ""
    action_label: str = ""


@dataclass(frozen=True)
class Count:
    """A figure of a dialogue: its number, what it counts in the reader's language, and the list that `path` opens."""

    number: int
    label: str
    path: str = ""


@dataclass(frozen=True)
class Told:
    """What an app tells of a dialogue: lines of its journal, and figures counted from the same reading."""

    entries: list[JournalEntry] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)


JournalSource = Callable[[int, str], Told]
VoiceSource = Callable[[int], "QuerySet[Any, tuple[str, str, int]]"]
Source = TypeVar("Source", JournalSource, VoiceSource)

_journals: list[JournalSource] = []
_voices: list[VoiceSource] = []


def _add(sources: list[Source], source: Source) -> Source:
    if source not in sources:
        sources.append(source)
    return source


def register_journal(source: JournalSource) -> JournalSource:
    """Add a source `(dialogue_id, language) -> Told`; usable as a decorator."""
    return _add(_journals, source)


def register_voices(source: VoiceSource) -> VoiceSource:
    """Add a source `(dialogue_id) -> query`; usable as a decorator.

    Its rows are acts that count (registrations present, posts, votes): constituency, shore ("" for basin-wide), how
    many. It is not run: all apps are asked in one query.
    """
    return _add(_voices, source)


def told_of(dialogue_id: int, language: str) -> Told:
    """Everything that the apps tell: entries newest first, figures in the order of registration."""
    told = [source(dialogue_id, language) for source in _journals]
    entries = sorted((entry for one in told for entry in one.entries), key=lambda entry: entry.at, reverse=True)
    return Told(entries, [count for one in told for count in one.counts])


def voices_of(dialogue_id: int) -> dict[tuple[str, str], int]:
    """Acts heard by (constituency, shore), summed over the apps. One query."""
    heard: dict[tuple[str, str], int] = {}
    queries = [source(dialogue_id) for source in _voices]
    if not queries:
        return heard
    for constituency, shore, number in queries[0].union(*queries[1:], all=True):
        heard[constituency, shore] = heard.get((constituency, shore), 0) + number
    return heard
