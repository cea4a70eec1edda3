"""What is said of a message without a word: counted once a person, shown alike to everyone."""

import threading

import pytest
from django.db import connection, connections

from forums import actions
from forums.errors import NotAllowed, Refused
from forums.models import Post, Reaction, Suspension, Topic
from kernel.live import queries
from tests.factories.actors import MembershipFactory, PersonFactory
from tests.factories.forums import PostFactory, RoomFactory
from tests.forums.conftest import AT
from tests.forums.test_live import apply, shown

pytestmark = pytest.mark.django_db


def react(post, person, kind="agree", on=True):
    return actions.react(post=post, person=person, kind=kind, on=on, at=AT)


def test_setting_and_taking_back_are_safe_to_repeat():
    post, person, other = PostFactory(), PersonFactory(), PersonFactory()
    for _time in range(2):
        react(post, person)
    react(post, other)
    react(post, other, "useful")
    post.refresh_from_db()
    assert (post.reactions, post.rev) == ({"agree": 2, "useful": 1}, 4)
    for _time in range(2):
        react(post, other, on=False)
    post.refresh_from_db()
    assert (post.reactions, post.rev) == ({"agree": 1, "useful": 1}, 5)


def test_the_page_and_the_events_since_make_the_page_of_now():
    post = PostFactory()
    topic = Topic.objects.select_related("room").get(pk=post.topic_id)
    page, heads = shown(topic), queries.heads([topic.stream, topic.room.stream])
    react(post, PersonFactory(), "thanks")
    for stream, head in heads.items():
        if queries.head(stream).seq > head.seq:
            apply(page[stream], stream, head.seq)
    assert page == shown(Topic.objects.select_related("room").get(pk=topic.pk))
    assert "Merci, 1" in page[topic.stream][str(post.pk)].replace("\n", "")


def suspended(person):
    Suspension.objects.create(
        person=person, starts_at=AT, ends_at=AT.replace(year=2027), reason="x", reason_language="fr", by=PersonFactory()
    )


@pytest.mark.parametrize("case", ["own", "private", "removed", "locked", "closed", "read_only", "suspended"])
def test_who_may_not(case):
    post, person = PostFactory(topic__room=RoomFactory(private=case == "private")), PersonFactory()
    if case == "own":
        person = post.author
    elif case == "removed":
        Post.objects.update(state="removed", removal_reason="x", removed_at=AT)
    elif case == "locked":
        Topic.objects.update(state="locked")
    elif case in {"closed", "read_only"}:
        post.topic.room.state = case
        post.topic.room.save()
    elif case == "suspended":
        suspended(person)
    with pytest.raises(NotAllowed):
        react(post, person)
    assert not Reaction.objects.exists()


def test_members_react_in_their_private_room_and_readers_where_only_members_write():
    react(PostFactory(topic__room=RoomFactory(private=True)), MembershipFactory().person)
    react(PostFactory(topic__room=RoomFactory(posting="members")), PersonFactory())
    assert Reaction.objects.count() == 2


def test_an_unknown_reaction_is_refused():
    with pytest.raises(Refused):
        react(PostFactory(), PersonFactory(), "hate")


def test_the_page_works_without_a_script_and_answers_one(client):
    post, person = PostFactory(), PersonFactory()
    path = f"{post.topic.get_absolute_url()}1/react/"
    assert client.get(path).status_code == 302
    client.force_login(person)
    assert client.get(path).content.count(b'name="kind"') == 4
    assert client.post(path, {"kind": "useful", "on": "1"}).url == f"{post.topic.get_absolute_url()}1/"
    assert "dont vous" in client.get(path).content.decode()
    said = client.post(path, {"kind": "agree", "on": "1"}, headers={"Accept": "application/json"}).json()
    assert said["mine"] == ["agree", "useful"]
    assert (said["id"], said["rev"]) == (str(post.pk), 3)
    refused = client.post(path, {"kind": "hate", "on": "1"}, headers={"Accept": "application/json"})
    assert refused.status_code == 422
    assert refused.json()["errors"]


def test_a_private_room_has_no_such_page(client):
    post = PostFactory(topic__room=RoomFactory(private=True))
    client.force_login(PersonFactory())
    assert client.get(f"{post.topic.get_absolute_url()}1/react/").status_code == 404


def test_a_signed_in_page_says_what_the_reader_said_and_a_public_one_does_not(client):
    post, person = PostFactory(), PersonFactory()
    react(post, person)
    assert b"data-mine" not in client.get(post.topic.get_absolute_url()).content
    client.force_login(person)
    assert f"{post.pk}&quot;: [&quot;agree" in client.get(post.topic.get_absolute_url()).content.decode()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_all_counted():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL (row locks): set DATABASE_URL")
    post, people = PostFactory(), [PersonFactory() for _each in range(12)]

    def run(person):
        try:
            react(post, person)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    post.refresh_from_db()
    assert post.reactions == {"agree": 12}
