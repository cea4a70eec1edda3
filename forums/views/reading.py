"""Rooms, topics and posts as they are read. The head of a stream is read before the rows it covers."""

from __future__ import annotations

import json
from typing import Any

from django.core.paginator import Paginator
from django.db.models import OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from forums import authorship, queries, rules
from forums.choices import Opening, PostState, RoomState, TopicState
from forums.models import ForumsPage, Room, RoomPage, Topic
from forums.queries.heard import heard_in_room, heard_in_topic
from forums.queries.moderation import held_by, waits, was_read_since
from forums.queries.reactions import said_of, with_said_by
from forums.queries.reading import give_unread, give_unread_of_rooms, reading_of, with_reading
from forums.queries.watching import level_chosen
from forums.restraint import with_restraint
from kernel.live.queries import head_columns, head_in
from kernel.requests.numbers import whole_number
from pages.base.registry import page_view
from pages.dialogues.queries import give_dialogue

from .composing import Composing
from .finding import found_post, found_room, found_topic, found_way, reader
from .showing import page_of_posts
from .writing import message_form

TOPICS_PER_PAGE = 30


@require_safe
def rooms(request: HttpRequest) -> HttpResponse:
    """The rooms that the reader may see, and those that are announced to everyone."""
    return _rooms(request, queries.section_page())


@page_view(ForumsPage)
def forums_page(request: HttpRequest, page: ForumsPage) -> HttpResponse:
    """The section's page is the list of rooms; shown here for a preview."""
    return _rooms(request, page)


def _rooms(request: HttpRequest, page: ForumsPage | None) -> HttpResponse:
    person = reader(request)
    found = queries.rooms_listed_for(person)
    if person is not None:
        entered = [room for room in found if room.may_enter]  # type: ignore[attr-defined]  # rooms_listed_for
        give_unread_of_rooms(person, entered)
    return render(request, "forums/rooms.html", {"page": page, "rooms": found})


@require_safe
def room(request: HttpRequest, slug: str) -> HttpResponse:
    """A room with its topics, and its page's texts when it has some."""
    found = found_room(request, slug, queries.rooms_to_read(reader(request)))
    return _room(request, found, queries.page_of_room(found))


@page_view(RoomPage, withheld=queries.withheld_pages)
def room_page(request: HttpRequest, page: RoomPage) -> HttpResponse:
    """A room's page is the room; shown here for a preview, and at its place in the tree to who may read the room."""
    if not getattr(request, "is_preview", False) and not rules.may_read(reader(request), page.room):
        raise Http404
    found = queries.rooms_to_read(reader(request)).get(pk=page.room_id)
    give_dialogue(found)
    return _room(request, found, page)


def _room(request: HttpRequest, found: Room, page: RoomPage | None) -> HttpResponse:
    topics = _numbered(Paginator(queries.topics_of(found), TOPICS_PER_PAGE), request, default=1)
    return render(
        request,
        "forums/room.html",
        {
            "room": found,
            "page": page,
            "live": head_in(vars(found), found.stream),
            "topics": topics,
            "may_open": _may_open(request, found),
            "is_first": topics.number == 1,
            "heard": heard_in_room(found),
            **_news_in_room(request, found, topics.object_list),
        },
    )


def _news_in_room(request: HttpRequest, found: Room, topics: Any) -> dict[str, Any]:
    """What is new to the person signed in, and how they follow the room; nothing for others, whose page is shared."""
    person = reader(request)
    if person is None:
        return {}
    give_unread(person, topics)
    return {
        "me": True,
        "level": level_chosen(found),
        "has_unread": any(topic.unread for topic in topics),
        "waiting": held_by(person, room=found, topic=None) if vars(found)["waits"] else [],
    }


def _may_open(request: HttpRequest, found: Room) -> bool:
    """Whether the button to open a topic stands there; signed-out readers see it too, and sign in then."""
    person = reader(request)
    if person is None:
        return found.state == RoomState.OPEN and found.opening == Opening.PARTICIPANTS
    return not rules.why_not_open(person, found, timezone.now())


@require_safe
def topic(request: HttpRequest, slug: str, topic: int) -> HttpResponse:
    """A topic: fifty posts a page, the composer for who may write, and the live feed at its end."""
    person, stream = reader(request), Topic(pk=topic).stream
    topics = Topic.objects.annotate(**head_columns(stream))
    found = found_topic(request, slug, topic, topics if person is None else _for_reader(topics, person))
    if found.room.slug != slug:
        return redirect(found)
    if found.state == TopicState.MERGED:
        return redirect(found_topic(request, "", found.merged_into_id or 0))
    # numbers are contiguous: their last one says how many pages there are, without counting
    paginator = Paginator(range(found.last_number), queries.PER_PAGE)
    page = _numbered(paginator, request, default=1)
    first = (page.number - 1) * queries.PER_PAGE
    posts = queries.posts_of(found).filter(number__gt=first, number__lte=first + queries.PER_PAGE)
    posts = posts if person is None else with_said_by(posts, person)
    shown, fragments = page_of_posts(found, posts, page.number, signed_in=person is not None)
    heard = heard_in_topic(found)
    return render(
        request,
        "forums/topic.html",
        {
            "topic": found,
            "room": found.room,
            "live": head_in(vars(found), stream),
            "posts": shown,
            "fragments": fragments,
            "page_obj": page,
            "is_last": page.number == paginator.num_pages,
            "facts": queries.facts_of(found, heard),
            "heard": heard,
            **_for_person(request, found, shown),
        },
    )


def _for_reader(topics: QuerySet[Topic], person: Any) -> QuerySet[Topic]:
    """Topics with what the page says of the person signed in: what they have read, what holds them back, whether
    something of theirs waits to be read before it is published, or was, while it could be reworded."""
    found: QuerySet[Topic] = with_restraint(with_reading(topics, person), person)
    here, since = OuterRef("pk"), timezone.now() - rules.EDIT_WINDOW
    return found.annotate(waits=waits(person, topic=here), was_read=was_read_since(person, since, topic=here))


def _for_person(request: HttpRequest, found: Topic, posts: list[Any]) -> dict[str, Any]:
    """What only the person signed in sees; nothing for others, whose page is shared."""
    person = reader(request)
    is_open = found.state == TopicState.OPEN and found.room.state == RoomState.OPEN
    if person is None:
        return {"is_open": is_open}
    at = timezone.now()
    standing = rules.standing_of(person, found.room, at)
    why_not = rules.why_not_take_part_with(standing, found)
    rewords = not why_not and not rules.is_read_before_with(standing, found)
    fresh = {post.pk for post in posts if post.author_id == person.pk and at < post.created_at + rules.EDIT_WINDOW}
    read_before = rules.was_read_before(fresh) if fresh and vars(found)["was_read"] else set()
    return {
        "is_open": is_open,
        "why_not": why_not,
        "suspension": standing.suspension_behind(why_not),
        **(_composer(request, person, found, standing) if not why_not else {}),
        "wait": rules.why_wait_with(standing, person, found, at),
        "waiting": held_by(person, room=found.room, topic=found) if vars(found)["waits"] else [],
        "me": authorship.mark(person.pk),
        "mine": _reactions(posts),
        "reading": reading_of(found),
        "shown": posts[-1].number if posts else 0,
        "moderates": standing.moderates,
        "rewords": rewords,
        "editable": fresh - read_before if rewords else set(),
    }


def _reactions(posts: list[Any]) -> str:
    """What the person signed in said of these posts without a word, as the script reads it."""
    return json.dumps({post.pk: sorted(kinds) for post in posts if (kinds := said_of(post))})


def _composer(request: HttpRequest, person: Any, found: Topic, standing: rules.Standing) -> dict[str, Any]:
    """The form below the discussion, with what the person was writing."""
    composing = Composing(request, person, found.room, found, language=reading_of(found).language, known=standing)
    form = message_form(composing)
    return composing.context(form=form, files=composing.files(), answered=None)


@require_safe
def post(request: HttpRequest, slug: str, topic: int, number: int) -> HttpResponse:
    """A post's lasting address leads to its place in the topic; its old one, to where it went."""
    found = found_post(request, slug, topic, number)
    if found.state == PostState.MOVED:
        found = found_way(request, found)
    page = queries.page_of(found.number)
    query = f"?page={page}" if page > 1 else ""
    return redirect(f"{found.topic.get_absolute_url()}{query}#post-{found.number}")


def _numbered(paginator: Paginator[Any], request: HttpRequest, default: int) -> Any:
    """The page asked for. Raises Http404 for one that does not exist."""
    asked = whole_number(request.GET.get("page", str(default)))
    if asked is None or asked not in paginator.page_range:
        raise Http404
    return paginator.page(asked)
