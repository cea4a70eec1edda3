"""Who speaks in a topic or a room: messages, people and words by constituency, by shore and by language.

Counted are messages that can be read. What the team says as host is not a voice; what was removed, moved away or waits
for a moderator says nothing here. Words are counted in the language they were written in (kernel.text.counting).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from actors.choices import Constituency, Shore
from kernel.languages.choices import OWN_NAMES
from kernel.pagecache.keeping import kept

from ..choices import PostState
from ..models import Post, Room, Topic

Row = tuple[str, str, str, int, bool, int, int]  # constituency, shore, language, author, host, messages, words
_CONSTITUENCY, _SHORE, _LANGUAGE = range(3)


@dataclass(frozen=True)
class Voices:
    """What some of the voices said: how many messages, by how many people, in how many words."""

    posts: int
    people: int
    words: int


@dataclass(frozen=True)
class Line(Voices):
    """One constituency, shore or language: its code, and its name in the reader's language (a language's own name)."""

    code: str
    label: str


@dataclass(frozen=True)
class Heard:
    """Every constituency and every shore, those that nobody spoke for too; the languages that were written.

    Someone who spoke under two voices is counted in each of their lines, and once in `total`. Voices of the whole basin
    and those of citizens who named no country make a fourth line of `shores`, where there are some. `people` and
    `written` count hosts too: everyone whose messages are read, and the codes of all the languages they stand in.
    """

    total: Voices
    constituencies: list[Line]
    shores: list[Line]
    languages: list[Line]
    people: int
    written: list[str]

    @property
    def most(self) -> int:
        """The messages of the constituency that wrote most: the whole of a bar."""
        return max(line.posts for line in self.constituencies)

    @property
    def most_of_a_shore(self) -> int:
        """The messages of the shore that wrote most."""
        return max(line.posts for line in self.shores)


def heard_in_topic(topic: Topic) -> Heard:
    """Who speaks in a topic. One query; in a public room one for each generation of what is public."""
    return _heard(topic.room, f"topic:{topic.pk}", Post.objects.filter(topic=topic.pk))


def heard_in_room(room: Room) -> Heard:
    """Who speaks in a room. One query; in a public room one for each generation of what is public."""
    return _heard(room, f"room:{room.pk}", Post.objects.filter(topic__room=room.pk))


def _heard(room: Room, name: str, posts: QuerySet[Post]) -> Heard:
    def read() -> Heard:
        counted = posts.filter(state=PostState.VISIBLE).order_by()
        groups = counted.values_list("constituency", "shore", "language", "author_id", "is_host")
        return summed(groups.annotate(posts=Count("pk"), said=Sum("words")))

    return kept(f"forums.voices:{name}", read) if room.is_public else read()


def summed(rows: Iterable[Row]) -> Heard:
    """The messages of each author under each voice and in each language, added up as they are shown."""
    everyone = list(rows)
    known = [row for row in everyone if not row[4]]
    nowhere = [("", _("Bassin entier, ou pays non dit"))] if any(not row[_SHORE] for row in known) else []
    return Heard(
        total=Voices(*_sum(known)),
        constituencies=_lines(known, _CONSTITUENCY, Constituency.choices),
        shores=_lines(known, _SHORE, [*Shore.choices, *nowhere]),
        languages=[line for line in _lines(known, _LANGUAGE, OWN_NAMES.items()) if line.posts],
        people=len({row[3] for row in everyone}),
        written=sorted({row[2] for row in everyone}),
    )


def _lines(rows: list[Row], column: int, choices: Iterable[tuple[str, object]]) -> list[Line]:
    return [Line(*_sum([row for row in rows if row[column] == code]), code, str(label)) for code, label in choices]


def _sum(rows: list[Row]) -> tuple[int, int, int]:
    return sum(row[5] for row in rows), len({row[3] for row in rows}), sum(row[6] for row in rows)
