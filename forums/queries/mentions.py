"""Whom a message names: who may be named, who is told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import get_language

from actors.choices import MembershipRole, MembershipState
from actors.models import Organisation, Person
from kernel.languages.models import value_used
from kernel.text.folding import fold

from ..choices import PostState
from ..models import Post, Room, Topic
from ..pointing import MOST, Pointing, points_to
from .quotes import posts_at

if TYPE_CHECKING:
    from collections.abc import Iterable

SUGGESTED = 8
LIVELIEST = 30  # topics of a room in which those who wrote are proposed
TOLD_OF_ONE = 20  # people of one organisation


@dataclass(frozen=True)
class Named:
    """The people and organisations that a text names and that may be told."""

    people: list[Person]
    organisations: list[Organisation]


@dataclass(frozen=True)
class Suggestion:
    """Someone who may be named: what is shown, and the address that says who it is."""

    name: str
    path: str
    about: str
    is_organisation: bool


def named_in(pointing: Pointing, topic: Topic, by: Any) -> Named:
    """Whom a text names: people who wrote in its room, organisations of the directory; never its author."""
    ids = {*_linked(pointing, topic), *_typed(pointing, topic)} - {by.pk}
    people = Person.objects.filter(pk__in=ids, is_active=True).order_by("pk")[:MOST]
    slugs = pointing.organisations
    organisations = Organisation.objects.published().filter(slug__in=slugs) if slugs else []
    return Named(readers(people, topic.room), list(organisations))


def _linked(pointing: Pointing, topic: Topic) -> list[int]:
    places = pointing.people_at
    posts = posts_at(places).filter(topic__room=topic.room_id, is_host=False)
    return list(posts.values_list("author_id", flat=True)) if places else []


def _typed(pointing: Pointing, topic: Topic) -> list[int]:
    """Those who took part in the topic under a name that stands after an @; two of one name are not told apart."""
    if not pointing.said or topic.pk is None:
        return []
    wrote = Post.objects.filter(topic=topic, state=PostState.VISIBLE).order_by()
    by_name: dict[str, list[int]] = {}
    for pk, name in wrote.exclude(author__display_name="").values_list("author_id", "author__display_name").distinct():
        by_name.setdefault(name, []).append(pk)
    if not by_name:
        return []
    longest_first = sorted(by_name, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)@({'|'.join(map(re.escape, longest_first))})(?!\w)")
    names = {found[1] for found in pattern.finditer(pointing.said)}
    return [by_name[name][0] for name in names if len(by_name[name]) == 1]


def readers(people: Iterable[Person], room: Room) -> list[Person]:
    """Those of them who may read a room."""
    if room.is_public:
        return list(people)
    return [person for person in people if Room.objects.visible_to(person).filter(pk=room.pk).exists()]


def focal_points(organisations: Iterable[Organisation]) -> list[Person]:
    """Who is told when these organisations are named: their verified focal points, in the order of their ids."""
    led = Person.objects.filter(
        memberships__organisation__in=list(organisations),
        memberships__role=MembershipRole.FOCAL_POINT,
        memberships__state=MembershipState.VERIFIED,
        is_active=True,
    )
    return list(led.order_by("pk").distinct()[: MOST * TOLD_OF_ONE])


def who_is_told(topic: Topic, source: str, by: Any) -> list[Person]:
    """Everyone whom a text would tell by naming them, were it published now; of no topic yet: `Topic(room=…)`."""
    named = named_in(points_to(source), topic, by)
    return _together(named.people, named.organisations, topic.room, by.pk)


def people_mentioned(post: Post) -> list[Person]:
    """Everyone whom a post names and who may read it now: people, and the focal points of organisations."""
    people = Person.objects.filter(
        pk__in=post.mentions.filter(person__isnull=False).values("person"), is_active=True
    ).exclude(pk=post.author_id)
    organisations = Organisation.objects.filter(pk__in=post.mentions.values("organisation"))
    return _together(readers(people, post.topic.room), list(organisations), post.topic.room, post.author_id)


def _together(people: list[Person], organisations: list[Organisation], room: Room, without: int) -> list[Person]:
    led = readers(focal_points(organisations), room) if organisations else []
    everyone = {person.pk: person for person in [*people, *led] if person.pk != without}
    return [everyone[pk] for pk in sorted(everyone)]


def suggestions(topic: Topic, text: str, by: Any) -> list[Suggestion]:
    """Who may be named where these letters follow an @: those who wrote in the room, in this topic first, then
    organisations of the directory. Three queries at most."""
    wanted = fold(text)
    people = _people_of(topic, wanted, by)
    organisations = Organisation.objects.published().matching(text)[: SUGGESTED - len(people)] if wanted else []
    return [*people, *(_organisation(organisation) for organisation in organisations)]


def _people_of(topic: Topic, wanted: str, by: Any) -> list[Suggestion]:
    """Each by their latest post, here or in the liveliest topics of the room: its address says who they are."""
    lively = Topic.objects.filter(room=topic.room_id).order_by("-last_post_at").values("pk")[:LIVELIEST]
    there = Q(topic=topic.pk) | Q(topic__in=lively)
    said = Post.objects.filter(there, state=PostState.VISIBLE, is_host=False)
    others = said.filter(author__is_active=True).exclude(author=by).exclude(author__display_name="")
    rows = others.order_by().values_list("author_id", "author__display_name")
    latest = rows.annotate(here=Max("pk", filter=Q(topic=topic.pk)), post=Max("pk"))
    found = [row for row in latest if wanted in fold(row[1])]
    found.sort(key=lambda row: (row[2] is None, -(row[2] or row[3])))
    chosen = [row[2] or row[3] for row in found[:SUGGESTED]]
    posts = Post.objects.select_related("topic__room", "author", "organisation").in_bulk(chosen)
    allowed = {person.pk for person in readers([post.author for post in posts.values()], topic.room)}
    return [_person(posts[pk]) for pk in chosen if posts[pk].author_id in allowed]


def _person(post: Post) -> Suggestion:
    path = f"{post.topic.get_absolute_url()}{post.number}/"
    return Suggestion(post.author.name, path, str(post.organisation or ""), is_organisation=False)


def _organisation(organisation: Organisation) -> Suggestion:
    name = value_used(organisation, "name", get_language())
    return Suggestion(
        name, reverse("actors:organisation", args=[organisation.slug]), organisation.acronym, is_organisation=True
    )
