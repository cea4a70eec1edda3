"""The queue is live for who moderates, alike for each of them; decisions are live for who reads."""

import re
import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission

from actors.models import Person
from forums import actions
from forums.live_queue import render_item
from forums.models import Case, Decision, Topic
from forums.queries import moderation
from kernel.live import frames, queries, registry
from kernel.live.queries import LiveEvent
from tests.factories.actors import PersonFactory
from tests.factories.forums import PostFactory, RoomFactory, TopicFactory, moderator
from tests.forums.conftest import AT, given
from tests.forums.test_live import apply, shown

pytestmark = pytest.mark.django_db


def flag(post, person=None, category="attack"):
    person = person or PersonFactory(display_name="Qui Signale")
    return actions.flag(post=post, person=person, category=category, note="Note privée.", at=AT).case


def hold(topic, source="mots en attente", **more):
    fields = {"language": "fr", "organisation_id": None, "key": str(uuid.uuid4()), "at": AT} | more
    return actions.post(topic=topic, person=PersonFactory(), source=source, **fields)


@pytest.fixture
def world(say):
    """A room that reads first messages, with a flagged message, one that waits, a removed one that is appealed, and
    someone suspended there who appeals."""
    topic = TopicFactory(room__approves_newcomers=True)
    known = moderator()
    posts = [say(topic, known, f"message {number}", organisation_id=None) for number in range(3)]
    author = posts[1].author
    actions.remove_post(post=posts[1], by=moderator(), reason="Hors sujet.", category="off_topic", at=AT)
    posts[1].refresh_from_db()
    appealed = actions.appeal(decision=Decision.objects.get(), person=author, text="Non.", language="fr", at=AT)
    return {
        "post": posts[2], "case": flag(posts[0]), "held": hold(topic), "appeal": appealed, "topic": topic,
        "suspended": suspend_and_appeal(topic.room),
    }  # fmt: skip


def suspend_and_appeal(room):
    fields = {"ends_at": AT + timedelta(days=7), "reason": "Insultes.", "by": moderator(), "at": AT}
    suspension = actions.suspend(person=PersonFactory(), room=room, **fields)
    return actions.appeal(decision=suspension, person=suspension.person, text="Pourquoi ?", language="fr", at=AT)


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
    "hold with files": lambda world: hold(
        world["topic"], "autre chose", files=[given(), given("releve.txt", b"12 m3")]
    ),
    "publish_held": lambda world: actions.publish_held(held=world["held"], by=moderator(), at=AT),
    "refuse_held": lambda world: actions.refuse_held(held=world["held"], by=moderator(), reason="Non.", at=AT),
    "appeal": lambda world: remove_and_appeal(world["post"]),
    "answer_appeal": lambda world: actions.answer_appeal(
        appeal=world["appeal"], by=moderator(), outcome="overturned", answer="Rendu.", at=AT
    ),
    "appeal a suspension": lambda world: suspend_and_appeal(world["topic"].room),
    "appeal a suspension from all forums": lambda world: suspend_and_appeal(None),
    "answer the appeal of a suspension": lambda world: actions.answer_appeal(
        appeal=world["suspended"], by=moderator(), outcome="overturned", answer="Levée.", at=AT
    ),
    "answer that of a suspension from all forums": lambda world: actions.answer_appeal(
        appeal=suspend_and_appeal(None), by=moderator(), outcome="upheld", answer="Non.", at=AT
    ),
}


def remove_and_appeal(post):
    actions.remove_post(post=post, by=moderator(), reason="Hors sujet.", category="off_topic", at=AT)
    decision = Decision.objects.latest("pk")
    actions.appeal(decision=decision, person=post.author, text="Encore.", language="fr", at=AT)


def queue(stream, rev):
    """The lines of a queue that a moderator who decided nothing sees: the team's, or that of a room."""
    waiting = moderation.waiting_for(moderator())
    items = moderation.items(each for each in waiting if stream in {"q:0", f"q:{each.room_id}"})
    return {item.ident: render_item(LiveEvent("q:0", rev, "append", "", item.ident, rev, item), "fr") for item in items}


def without_rev(page):
    return {ident: re.sub(r'data-rev="\d+"', "", html) for ident, html in page.items()}


@pytest.mark.parametrize("name", ACTS)
def test_the_queue_and_the_events_since_make_the_queue_of_now(world, name):
    streams = ("q:0", f"q:{world['topic'].room_id}")
    heads = {stream: queries.head(stream).seq for stream in streams}
    pages = {stream: queue(stream, heads[stream]) for stream in streams}
    ACTS[name](world)
    for stream in streams:
        frames.fragments.clear()
        if queries.head(stream).floor > heads[stream]:
            pages[stream] = queue(stream, 0)  # each reads their own anew
        else:
            apply(pages[stream], stream, heads[stream])
        assert without_rev(pages[stream]) == without_rev(queue(stream, 0))


@pytest.mark.parametrize("name", ["hide_post", "publish_held", "answer_appeal"])
def test_the_topic_and_the_events_since_make_the_topic_of_now(world, name):
    topic = Topic.objects.select_related("room").get(pk=world["topic"].pk)
    heads = queries.heads([topic.stream, topic.room.stream])
    page = shown(topic)
    ACTS[name](world)
    for stream, head in heads.items():
        apply(page[stream], stream, head.seq)
    assert page == shown(Topic.objects.select_related("room").get(pk=topic.pk))


def test_a_line_says_how_many_files_wait_with_a_message(world):
    held = hold(world["topic"], "avec son avis", files=[given()])
    assert "1 fichier joint<" in queue("q:0", 0)[f"held-{held.pk}"]
    assert not any("fichier" in queue("q:0", 0)[f"{kind}-{world[kind].pk}"] for kind in ("case", "held", "appeal"))


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


def told_since(streams):
    """What followers of these queues are sent of all that happened."""
    places = {stream: {(queries.head(stream).floor, "fr")} for stream in streams}
    return " ".join(frames.prepare(stream, place).popitem()[1].text for stream, place in places.items())


@pytest.mark.parametrize("about", ["their own message", "an appeal against them", "an appeal against a suspension"])
def test_a_queue_sends_nobody_what_they_may_not_see(say, about):
    topic, named = TopicFactory(), PersonFactory()
    topic.room.moderators.add(named)
    streams = ("q:0", f"q:{topic.room_id}")
    heads = queries.heads(streams)
    if about == "their own message":
        case = flag(say(topic, named, "mots d’une animatrice"))
        actions.claim_case(case=case, by=moderator(), at=AT)
    elif about == "an appeal against them":
        post = say(topic, PersonFactory(), "mots retirés")
        actions.remove_post(post=post, by=named, reason="Hors sujet.", category="off_topic", at=AT)
        actions.appeal(decision=Decision.objects.get(), person=post.author, text="Un recours.", language="fr", at=AT)
    else:
        fields = {"ends_at": AT + timedelta(days=7), "reason": "Insultes.", "by": named, "at": AT}
        suspension = actions.suspend(person=PersonFactory(), room=topic.room, **fields)
        actions.appeal(decision=suspension, person=suspension.person, text="Un recours.", language="fr", at=AT)
    for stream in streams:
        assert queries.head(stream).floor > heads[stream].seq, "everyone reads their own queue anew"
    assert "data-id" not in told_since(streams)


@pytest.mark.parametrize("how", ["named", "in the team", "given the right", "their group is given the right"])
def test_who_comes_to_moderate_is_told_no_line_about_themselves(world, how, django_capture_on_commit_callbacks):
    person, room = world["case"].post.author, world["topic"].room
    streams = ("q:0", f"q:{room.pk}")
    right = Permission.objects.get(content_type__app_label="forums", codename="moderate")
    group = Group.objects.create(name="Une équipe")
    if how == "in the team":
        group.permissions.add(right)
    if how == "their group is given the right":
        person.groups.add(group)
    with django_capture_on_commit_callbacks(execute=True):
        if how == "named":
            room.moderators.add(person)
        if how == "in the team":
            person.groups.add(group)
        if how == "given the right":
            person.user_permissions.add(right)
        if how == "their group is given the right":
            group.permissions.add(right)
    read = streams[1:] if how == "named" else streams
    assert registry.may_read(Person.objects.get(pk=person.pk), read[0])
    assert "data-id" not in told_since(read)


def test_other_groups_leave_the_queues_as_they_are(world, django_capture_on_commit_callbacks):
    heads = queries.heads(("q:0",))
    with django_capture_on_commit_callbacks(execute=True):
        world["case"].post.author.groups.add(Group.objects.create(name="Une autre équipe"))
    assert queries.heads(("q:0",)) == heads


@pytest.mark.parametrize("number", [1, 30])
def test_catching_up_with_a_queue_costs_the_same_for_one_and_for_thirty(django_assert_num_queries, number):
    topic = TopicFactory(room__approves_newcomers=True)
    for _each in range(number):
        topic.refresh_from_db()
        actions.claim_case(case=flag(PostFactory(topic=topic)), by=moderator(), at=AT)
    assert Case.objects.count() == number
    with django_assert_num_queries(4):  # the log, the cases, their flags, the rights
        frames.prepare("q:0", {(0, "fr"), (0, "ar")})
