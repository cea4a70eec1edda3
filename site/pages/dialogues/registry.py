"""What events, forums and consultations give a dialogue page. They register from AppConfig.ready; this app calls.

Each source runs a constant number of queries whatever it returns, and gives public facts only: a dialogue page is
cached for everyone.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar


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
class VoiceCount:
    """Acts that count (registrations present, posts, votes), by constituency and shore ("" for basin-wide)."""

    constituency: str
    shore: str
    count: int


@dataclass(frozen=True)
class Count:
    """A figure of a dialogue: its number, what it counts in the reader's language, and the list that `path` opens."""

    number: int
    label: str
    path: str = ""


JournalSource = Callable[[int, str], list[JournalEntry]]
VoiceSource = Callable[[int], Iterable[VoiceCount]]
CountSource = Callable[[int, str], list[Count]]
Source = TypeVar("Source", JournalSource, VoiceSource, CountSource)

_journals: list[JournalSource] = []
_voices: list[VoiceSource] = []
_counts: list[CountSource] = []


def _add(sources: list[Source], source: Source) -> Source:
    if source not in sources:
        sources.append(source)
    return source


def register_journal(source: JournalSource) -> JournalSource:
    """Add a source `(dialogue_id, language) -> [JournalEntry]`; usable as a decorator."""
    return _add(_journals, source)


def register_voices(source: VoiceSource) -> VoiceSource:
    """Add a source `(dialogue_id) -> VoiceCounts`; usable as a decorator."""
    return _add(_voices, source)


def register_counts(source: CountSource) -> CountSource:
    """Add a source `(dialogue_id, language) -> [Count]`; usable as a decorator."""
    return _add(_counts, source)


def journal_of(dialogue_id: int, language: str) -> list[JournalEntry]:
    """Every entry that the apps give, newest first."""
    entries = [entry for source in _journals for entry in source(dialogue_id, language)]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def voices_of(dialogue_id: int) -> dict[tuple[str, str], int]:
    """Acts heard by (constituency, shore), summed over the apps."""
    heard: dict[tuple[str, str], int] = {}
    for source in _voices:
        for voice in source(dialogue_id):
            key = (voice.constituency, voice.shore)
            heard[key] = heard.get(key, 0) + voice.count
    return heard


def counts_of(dialogue_id: int, language: str) -> list[Count]:
    """The figures that the apps give, in the order of registration."""
    return [count for source in _counts for count in source(dialogue_id, language)]
