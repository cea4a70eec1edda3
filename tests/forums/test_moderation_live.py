"""The queue is live for who moderates, alike for each of them; decisions are live for who reads."""

import re
import uuid

import pytest

from forums import actions
from forums.live_queue import render_item
from forums.models import Case, Decision, Topic
from forums.queries import moderation
from kernel.live import frames, queries, registry
from kernel.live.queries import LiveEvent
from tests.factories.actors import PersonFactory
from tests.factories.forums import PostFactory, RoomFactory, TopicFactory, moderator
from tests.forums.conftest import AT
from tests.forums.test_live import apply, shown

pytestmark = pytest.mark.django_db


def flag(post, person=None, category="attack"):
    person = person or PersonFactory(display_name="Qui Signale")
    return actions.flag(post=post, person=person, category=category, note="Note privée.", at=AT).case


def hold(topic, source="mots en attente"):
    fields = {"language": "fr", "organisation_id": None, "key": str(uuid.uuid4()), "at": AT}
    return actions.post(topic=topic, person=PersonFactory(), source=source, **fields)


@pytest.fixture
def world(say):
    """A room that reads first messages, with a flagged message, one that waits, and a removed one that is appealed."""
    topic = TopicFactory(room__approves_newcomers=True)
    known = moderator()
    posts = [say(topic, known, f"message {number}", organisation_id=None) for number in range(3)]
    author = posts[1].author
    actions.remove_post(post=posts[1], by=moderator(), reason="Hors sujet.", category="off_topic", at=AT)
    posts[1].refresh_from_db()
    appealed = actions.appeal(decision=Decision.objects.get(), person=author, text="Non.", language="fr", at=AT)
    return {"post": posts[2], "case": flag(posts[0]), "held": hold(topic), "appeal": appealed, "topic": topic}


def claim_and_release(case):
    person = moderator()
    actions.claim_case(case=case, by=person, at=AT)
    actions.release_case(case=case, by=person, at=AT)


ACTS = {
    "flag": lambda world: flag(world["post"]),
    "flag again": lambda world: flag(world["case"].post, category="illegal"),
    "claim_case": lambda world: actions.claim_case(case=world["case"], by=moderator(), at=AT),
    "release_case": lambda world: claim_and_release(world["case"]),
    "keep_post": lambda world: actions.keep_post(case=world["case"], by=moderator(), note="", at=AT),
    "hide_post": lambda world: actions.hide_post(
        case=world["case"], by=moderator(), category="attack", reason="Vise des gens.", at=AT
    ),
    "remove_post": lambda world: actions.remove_post(
        post=world["case"].post, by=moderator(), category="attack", reason="Vise des gens.", at=AT
    ),
    "hold": lambda world: hold(world["topic"], "autre chose"),
    "publish_held": lambda world: actions.publish_held(held=world["held"], by=moderator(), at=AT),
    "refuse_held": lambda world: actions.refuse_held(held=world["held"], by=moderator(), reason="Non.", at=AT),
    "appeal": lambda world: remove_and_appeal(world["post"]),
    "answer_appeal": lambda world: actions.answer_appeal(
        appeal=world["appeal"], by=moderator(), outcome="overturned", answer="Rendu.", at=AT
    ),
}


def remove_and_appeal(post):
    actions.remove_post(post=post, by=moderator(), reason="Hors sujet.", category="off_topic", at=AT)
    decision = Decision.objects.latest("pk")
    actions.appeal(decision=decision, person=post.author, text="Encore.", language="fr", at=AT)


def queue(rev):
    """The lines that a moderator who decided nothing sees."""
    items = moderation.items(moderation.waiting_for(moderator()))
    return {item.ident: render_item(LiveEvent("q:0", rev, "append", "", item.ident, rev, item), "fr") for item in items}


def without_rev(page):
    return {ident: re.sub(r'data-rev="\d+"', "", html) for ident, html in page.items()}


@pytest.mark.parametrize("name", ACTS)
def test_the_queue_and_the_events_since_make_the_queue_of_now(world, name):
    streams = ("q:0", f"q:{world['topic'].room_id}")
    heads = {stream: queries.head(stream).seq for stream in streams}
    pages = {stream: queue(heads[stream]) for stream in streams}
    ACTS[name](world)
    for stream in streams:
        frames.fragments.clear()
        apply(pages[stream], stream, heads[stream])
        assert without_rev(pages[stream]) == without_rev(queue(0))


@pytest.mark.parametrize("name", ["hide_post", "publish_held", "answer_appeal"])
def test_the_topic_and_the_events_since_make_the_topic_of_now(world, name):
    topic = Topic.objects.select_related("room").get(pk=world["topic"].pk)
    heads = queries.heads([topic.stream, topic.room.stream])
    page = shown(topic)
    ACTS[name](world)
    for stream, head in heads.items():
        apply(page[stream], stream, head.seq)
    assert page == shown(Topic.objects.select_related("room").get(pk=topic.pk))


def test_who_follows_a_queue():
    room, other, named = RoomFactory(), RoomFactory(), PersonFactory()
    room.moderators.add(named)
    people = (None, PersonFactory(), named, moderator())
    for stream, expected in (
        (f"q:{room.pk}", [False, False, True, True]),
        (f"q:{other.pk}", [False, False, False, True]),
        ("q:0", [False, False, False, True]),
        ("q:x", [False] * 4),
        ("q:999999", [False] * 4),
    ):
        assert [registry.may_read(person, stream) for person in people] == expected, stream


def test_signed_out_readers_find_no_queue(client):
    room = RoomFactory()
    for stream in ("q:0", f"q:{room.pk}"):
        assert client.get(f"/live/{stream}?since=0").status_code == 404


def test_frames_name_nobody_who_flagged_and_readers_see_nothing_of_the_queue(world):
    topic = world["topic"]
    for stream in ("q:0", f"q:{topic.room_id}", topic.stream, topic.room.stream):
        text = frames.prepare(stream, {(0, "fr")})[0, "fr"].text
        for private in ("Qui Signale", "@exemple.org", "Note privée", "csrf"):
            assert private not in text, stream
        if not stream.startswith("q:"):
            assert "mots en attente" not in text


@pytest.mark.parametrize("number", [1, 30])
def test_catching_up_with_a_queue_costs_the_same_for_one_and_for_thirty(django_assert_num_queries, number):
    topic = TopicFactory(room__approves_newcomers=True)
    for _each in range(number):
        topic.refresh_from_db()
        actions.claim_case(case=flag(PostFactory(topic=topic)), by=moderator(), at=AT)
    assert Case.objects.count() == number
    with django_assert_num_queries(3):
        frames.prepare("q:0", {(0, "fr"), (0, "ar")})
