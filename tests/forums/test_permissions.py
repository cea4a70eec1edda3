"""The permission table, cell by cell: the rules, the database's own answer, the pages and the live streams."""

import uuid
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from forums import permissions, rules
from forums.choices import QUEUE_STREAM, Capability
from forums.models import Post, Room, Topic
from forums.permissions import PEOPLE, TABLES, expected
from kernel.live import registry
from tests.factories.forums import PostFactory, RoomFactory
from tests.forums.permission_cases import build, embody, fresh

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parents[2]
KINDS = [pytest.param(kind, id=f"{title}: {kind.name}") for title, kinds in TABLES for kind in kinds]
READ, REPLY, OPEN, ATTACH, MODERATE = (Capability(c) for c in ("read", "reply", "open", "attach", "moderate"))


@pytest.fixture
def people():
    """One person for each row of the table."""
    return {who: embody(who) for who in PEOPLE}


def test_the_table_in_the_docs_is_the_one_the_code_prints():
    out = StringIO()
    call_command("print_forum_permissions", stdout=out)
    assert (ROOT / "docs/features/forums-permissions.md").read_text() == out.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_the_rules_and_the_streams_say_what_the_table_says(people, kind):
    room = build(kind, people)
    post = PostFactory(topic__room=room)
    at = timezone.now()
    for who, person in people.items():
        cell, reader = expected(who, kind), fresh(person)
        assert rules.capabilities(reader, room, at) == cell, who.name
        assert rules.may_see(reader, room, at) == bool(cell), who.name
        reads = {
            rules.may_read(reader, room, at),
            Room.objects.visible_to(reader, at).filter(pk=room.pk).exists(),
            registry.may_read(reader, room.stream),
            registry.may_read(reader, post.topic.stream),
        }
        assert reads == {READ in cell}, who.name
        moderates = {rules.may_moderate(reader, room), registry.may_read(reader, f"{QUEUE_STREAM}:{room.pk}")}
        assert moderates == {MODERATE in cell}, who.name
        if READ in cell and person and who.active:
            assert (not rules.why_not_post(reader, post.topic, at)) == (REPLY in cell), who.name
            assert (not rules.why_not_open(reader, room, at)) == (OPEN in cell), who.name
            assert (not rules.why_not_attach(reader, room, at)) == (ATTACH in cell), who.name


@pytest.mark.parametrize("kind", KINDS)
def test_the_pages_say_what_the_table_says(client, people, kind):
    room = build(kind, people)
    post = PostFactory(topic__room=room)
    topic = post.topic
    address = reverse("forums:post", args=[room.slug, topic.pk, post.number])  # finds the topic, and leads to it
    streams, desk = [f"/live/{room.stream}", f"/live/{topic.stream}"], f"{topic.get_absolute_url()}moderate/"
    for who, person in people.items():
        cell = expected(who, kind)
        come_in(client, person)
        assert client.get(address).status_code == (302 if READ in cell else 404), who.name
        assert {client.get(stream).status_code for stream in streams} == {200 if READ in cell else 404}, who.name
        assert (client.get(desk).status_code == 200) == (MODERATE in cell), who.name


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.id.startswith(("Who reads", "Announced"))])
def test_the_list_and_the_rooms_say_what_the_table_says(client, people, kind):
    room = build(kind, people)
    topic = PostFactory(topic__room=room).topic
    feeds = [reverse("forums:room-feed", args=[room.slug]), reverse("forums:topic-feed", args=[room.slug, topic.pk])]
    assert {client.get(feed).status_code for feed in feeds} == {200 if room.is_public else 404}
    for who, person in people.items():
        cell = expected(who, kind)
        come_in(client, person)
        pages = {client.get(page).status_code for page in (room.get_absolute_url(), topic.get_absolute_url())}
        assert pages == {200 if READ in cell else 404}, who.name
        listed = client.get(reverse("forums:rooms")).content.decode()
        assert room.name_fr in listed if cell else room.name_fr not in listed, who.name
        assert (f'href="{room.get_absolute_url()}"' in listed) == (READ in cell), who.name


def come_in(client, person):
    """Sign in as someone else, or out."""
    client.logout()
    if person:
        client.force_login(person)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_sent_is_taken_where_the_table_says_so(client, people, kind):
    room = build(kind, people)
    topic = PostFactory(topic__room=room).topic
    reply = reverse("forums:reply", args=[room.slug, topic.pk])
    opening = reverse("forums:open-topic", args=[room.slug])
    for who, person in people.items():
        cell = expected(who, kind)
        come_in(client, person)
        said = {"source": f"De {who.name}", "language": "fr", "request_key": str(uuid.uuid4())}
        refused = {404} if READ not in cell else {403, 422}
        for path, capability, voices in ((reply, REPLY, rules.voices_for), (opening, OPEN, rules.voices_to_open)):
            before = (Post.objects.count(), Topic.objects.count())
            voice = next(iter(voices(person, room)), None) if person else None
            given = said | {"voice": voice.organisation.pk if voice and voice.organisation else "citizen"}
            status = client.post(path, given | {"title": "Une question ?", "act": "send"}).status_code
            after = (Post.objects.count(), Topic.objects.count())
            if capability in cell:
                assert (status, after[0]) == (302, before[0] + 1), (who.name, path)
            else:
                assert after == before, (who.name, path)
                assert status in ({302} if not (person and who.active) else refused), (who.name, path, status)
            said["request_key"] = str(uuid.uuid4())


def test_a_few_cells_written_by_hand():
    """A few cells by hand, so that a mistake shared by the table and the rules would show."""
    found = {(who.name, kind.name): permissions.letters(expected(who, kind)) for who in PEOPLE for kind in TABLES[0][1]}
    assert found["signed out", "public"] == "SR"
    assert found["signed in", "public"] == "SRWOA"
    assert found["membership asked for", "members"] == "·"
    assert found["citizen who declares a southern country", "southern shore"] == "·"
    assert found["member: research, north", "research and southern shore"] == "·"
    assert found["member: research, south", "research and southern shore"] == "SRWOA"
    assert found["member: research, basin-wide", "southern shore"] == "·"
    assert found["invited to read", "invited"] == "SR"
    assert found["invitation past its end", "invited"] == "·"
    assert found["moderator named by the room", "invited"] == "SRWOAM"


@pytest.mark.parametrize("number", [1, 30])
def test_what_someone_may_do_costs_the_same_in_any_room(django_assert_num_queries, people, number):
    member = next(person for who, person in people.items() if who.name == "member: research, south")
    kind = TABLES[0][1][5]
    rooms = [build(kind, people) for _each in range(number if number < 2 else 3)]
    RoomFactory.create_batch(number)
    reader = fresh(member)
    reader.has_perm("forums.moderate")
    with django_assert_num_queries(2):
        rules.capabilities(reader, rooms[0], timezone.now())
    with django_assert_num_queries(1):
        list(Room.objects.visible_to(reader))
