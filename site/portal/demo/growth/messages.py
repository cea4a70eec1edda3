"""Forum messages in numbers: rooms of their own, topics from three messages to five thousand, three languages."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from actors.choices import Shore
from actors.models import Organisation, Person
from forums import actions
from forums.models import Post, Room, Topic
from kernel.languages.choices import LANGUAGES
from kernel.search.actions import reindex
from kernel.search.registry import kind_named
from kernel.text.counting import count_words
from kernel.text.markdown import RENDERER_VERSION, to_html

from ..actors import crowd, voice_fields
from ..content import read, texts

EACH = 1_000  # messages for each step of the scale beyond 1
LONGEST = 5_000  # messages of the one long topic, once there are enough
ROOMS = 12
PEOPLE = 320
TEXTS = 300  # different messages in each language
ANSWERS = 0.12  # of the messages answer an earlier one
SPAN = timedelta(days=700)
SLUG = "affluence"
SHORT, LONG = 3, 400  # messages of a topic
MOSTLY = 0.6  # of the messages keep to the language of the topic


@dataclass(frozen=True)
class Said:
    """A text ready to be posted."""

    source: str
    html: str
    words: int


@dataclass(frozen=True)
class Cast:
    """Who writes what where."""

    rooms: list[Room]
    voices: list[tuple[Person, dict[str, Any]]]
    said: dict[str, list[Said]]
    titles: dict[str, list[str]]


def missing(scale: int) -> int:
    """How many messages a scale asks for beyond those that are there."""
    there = Post.objects.filter(topic__room__slug__startswith=f"{SLUG}-", author__email__startswith="voix-").count()
    return max((scale - 1) * EACH - there, 0)


def write(number: int, by: Person, at: datetime, draw: random.Random) -> Iterator[int]:
    """Write so many messages, about a thousand in each transaction; yields how many after each.

    Numbers are contiguous and counters right, as the actions leave them. There are no events, since nobody was
    following: streams stand at their beginning. Nothing is notified.
    """
    cast = Cast(_rooms(by, at), _voices(draw), _said(draw), read("growth")["title"])
    left = number
    if (
        left >= LONGEST
        and not Topic.objects.filter(room__slug__startswith=f"{SLUG}-", post_count__gte=LONGEST).exists()
    ):
        yield _write([LONGEST], cast, at, draw)
        left -= LONGEST
    while left:
        sizes = _sizes(min(left, EACH), draw)
        left -= sum(sizes)
        yield _write(sizes, cast, at, draw)


def finish() -> None:
    """Index the topics in one go, and let public pages know."""
    if kind := kind_named("topic"):
        reindex(kind)


def _sizes(total: int, draw: random.Random) -> list[int]:
    """How many messages each topic has: many short ones, a few long ones (Pareto), of this sum."""
    sizes: list[int] = []
    while total:
        size = min(int(SHORT * draw.paretovariate(0.9)), LONG, total)
        sizes.append(size)
        total -= size
    return sizes


@transaction.atomic
def _write(sizes: list[int], cast: Cast, at: datetime, draw: random.Random) -> int:
    topics = Topic.objects.bulk_create(_topic(size, cast, at, draw) for size in sizes)
    posts = [post for topic in topics for post in _posts(topic, cast, draw)]
    Post.objects.bulk_create(posts, batch_size=500)
    Post.objects.bulk_update(_answers(posts, draw), ["reply_to"], batch_size=200)
    return len(posts)


def _topic(size: int, cast: Cast, at: datetime, draw: random.Random) -> Topic:
    person, voice = draw.choice(cast.voices)
    language = draw.choices(LANGUAGES, (4, 2, 3))[0]
    last = at - SPAN * draw.random() ** 2
    first = last - timedelta(hours=3) * (size - 1)
    return Topic(
        room=draw.choice(cast.rooms),
        title=f"{draw.choice(cast.titles[language])} ({draw.randint(1, 999)})",
        language=language,
        author=person,
        last_number=size,
        post_count=size,
        rev=size,
        created_at=first,
        last_post_at=last,
        **voice,
    )


def _posts(topic: Topic, cast: Cast, draw: random.Random) -> Iterator[Post]:
    """The opening by the topic's author, then whoever; one hour to five between two, the last at the topic's own."""
    step = timedelta(hours=3)
    for number in range(1, topic.last_number + 1):
        person, voice = (topic.author, _voice_of(topic)) if number == 1 else draw.choice(cast.voices)
        keeps_language = number == 1 or draw.random() < MOSTLY
        language = topic.language if keeps_language else draw.choice(LANGUAGES)
        said = draw.choice(cast.said[language])
        yield Post(
            topic=topic,
            number=number,
            author=person,
            language=language,
            source=said.source,
            html=said.html,
            words=said.words,
            renderer_version=RENDERER_VERSION,
            created_at=topic.created_at + step * (number - 1),
            **voice,
        )


def _voice_of(topic: Topic) -> dict[str, Any]:
    return {name: getattr(topic, name) for name in ("organisation", "constituency", "shore", "country_declared")}


def _answers(posts: list[Post], draw: random.Random) -> list[Post]:
    """Some messages, each made to answer one of the ten before it in its topic."""
    answers = []
    for index, post in enumerate(posts):
        if post.number > 1 and draw.random() < ANSWERS:
            post.reply_to = posts[index - draw.randint(1, min(post.number - 1, 10))]
            answers.append(post)
    return answers


def _rooms(by: Person, at: datetime) -> list[Room]:
    found = {room.slug: room for room in Room.objects.filter(slug__startswith=f"{SLUG}-")}
    facts = read("growth")
    for number in range(1, ROOMS + 1):
        slug = f"{SLUG}-{number}"
        if slug not in found:
            names = {code: facts["room"][code].format(number=number) for code in LANGUAGES}
            room = Room(
                slug=slug, **texts("name", names), **texts("description", facts["description"]), rank=100 + number
            )
            found[slug] = actions.create_room(room=room, by=by, at=at - SPAN * 2)
    return list(found.values())


def _voices(draw: random.Random) -> list[tuple[Person, dict[str, Any]]]:
    """Each of the crowd under one voice; a third of them citizens of a declared shore."""
    organisations = list(Organisation.objects.filter(is_fictitious=True).select_related("country").order_by("slug"))
    voices = []
    for person in crowd(PEOPLE):
        organisation = draw.choice(organisations) if draw.random() > 1 / 3 else None
        voices.append((person, voice_fields(organisation, "" if organisation else draw.choice(Shore.values))))
    return voices


def _said(draw: random.Random) -> dict[str, list[Said]]:
    """Messages of one to four sentences in each language, rendered once."""
    sentences = read("growth")["sentence"]
    said: dict[str, list[Said]] = {}
    for language in LANGUAGES:
        sources = [
            "\n\n".join(draw.sample(sentences[language], draw.choice((1, 1, 2, 2, 3, 4)))) for _text in range(TEXTS)
        ]
        said[language] = [Said(source, to_html(source), count_words(source)) for source in sources]
    return said
