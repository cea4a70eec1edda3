"""Every action tells all that it changes: what a page showed, plus the events since, is what a fresh page shows."""

import json
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forums import actions
from forums.live import render_post, render_topic
from forums.models import Post, Topic
from forums.queries import posts_of, topics_of
from kernel.live import frames, queries, registry
from kernel.live.queries import LiveEvent
from tests.factories.actors import MembershipFactory, OrganisationFactory, PersonFactory
from tests.factories.forums import PostFactory, RoomFactory, TopicFactory, moderator
from tests.forums.conftest import AT

pytestmark = pytest.mark.django_db


def shown(topic):
    """What the pages of a topic and its room show, as fragments by stream and id."""
    posts = {str(p.pk): render_post(_event(topic.stream, p), "fr") for p in posts_of(topic)}
    topics = {str(t.pk): render_topic(_event(topic.room.stream, t), "fr") for t in topics_of(topic.room)}
    return {topic.stream: posts, topic.room.stream: topics}


def _event(stream, obj):
    return LiveEvent(stream, 0, "append", "", str(obj.pk), 1, obj)


def apply(page, stream, since):
    """Apply what a socket would be sent, as live-region.js does."""
    frame = frames.prepare(stream, {(since, "fr")})[since, "fr"]
    sent = json.loads(frame.text)
    for event in sent.get("ev", [sent]):
        present = page.get(event["id"])
        if event["op"] == "remove":
            page.pop(event["id"], None)
        elif (present is None and event["op"] == "append") or (present and rev_of(present) < event["rev"]):
            page[event["id"]] = event["html"]


def rev_of(fragment):
    return int(re.search(r'data-rev="(\d+)"', fragment)[1])


ACTS = {
    "open_topic": lambda ask, say, post, author: ask(post.topic.room, author),
    "post": lambda ask, say, post, author: say(post.topic, author, "une réponse", reply_to=1),
    "edit_post": lambda ask, say, post, author: actions.edit_post(
        post=post, person=author, source="autrement dit", language="en", at=AT
    ),
    "remove_post": lambda ask, say, post, author: actions.remove_post(
        post=post, by=moderator(), reason="Hors sujet.", at=AT
    ),
    "lock_topic": lambda ask, say, post, author: actions.lock_topic(
        topic=post.topic, by=moderator(), locked=True, at=AT
    ),
    "pin_topic": lambda ask, say, post, author: actions.pin_topic(topic=post.topic, by=moderator(), pinned=True, at=AT),
}
PROVED_BESIDE = {
    "test_reactions": {"react"},
    "test_moving": {"move_topic", "move_posts", "split_topic", "merge_topic"},
    "test_moderation_live": {"hide_post", "publish_held", "answer_appeal"}  # with the queue
    | {"appeal", "claim_case", "flag", "keep_post", "refuse_held", "release_case"},  # the queue alone
}
SHOW_NOTHING_LIVE = {
    "create_room",
    "change_room",
    "write_texts",
    "slow_topic",
    "suspend",
    "lift_suspension",
}  # rights are asked again instead: test_actions
SHOW_NOTHING_LIVE |= {"mark_read", "mark_room_read"}  # one's own: test_reading
SHOW_NOTHING_LIVE |= {"save_draft", "discard_draft", "purge_drafts"}  # one's own: test_drafts
SHOW_NOTHING_LIVE |= {"purge_held"}  # what was decided on half a year ago: test_held_files
SHOW_NOTHING_LIVE |= {"mute_topic", "set_rhythm", "watch_room", "watch_topic"}  # test_watching


def test_every_action_is_verified():
    assert set(ACTS).union(SHOW_NOTHING_LIVE, *PROVED_BESIDE.values()) == set(actions.__all__)
    for module, names in PROVED_BESIDE.items():
        proofs = Path(__file__).with_name(f"{module}.py").read_text("utf-8")
        assert not {name for name in names if name not in proofs}, module


@pytest.mark.parametrize("name", ACTS)
def test_the_page_and_the_events_since_make_the_page_of_now(ask, say, name):
    author = PersonFactory()
    post = say(TopicFactory(), author, "au départ")
    topic = Topic.objects.select_related("room").get(pk=post.topic_id)
    heads = queries.heads([topic.stream, topic.room.stream])
    page = shown(topic)
    ACTS[name](ask, say, post, author)
    for stream, head in heads.items():
        apply(page[stream], stream, head.seq)
    fresh = shown(Topic.objects.select_related("room").get(pk=topic.pk))
    if name == "lock_topic":  # the links to answer stay until the page is read again; the server refuses them
        page.pop(topic.stream), fresh.pop(topic.stream)
    assert page == fresh


@pytest.mark.parametrize("number", [1, 30])
def test_a_catch_up_costs_five_queries(django_assert_num_queries, number):
    topic = TopicFactory()
    from django.db import transaction

    from kernel.live.actions import publish

    for _each in range(number):
        post = PostFactory(topic=topic, organisation=MembershipFactory().organisation, author=PersonFactory())
        with transaction.atomic():
            publish(stream=topic.stream, kind="post", object_id=post.pk, op="append", rev=1, at=AT)
    with django_assert_num_queries(5):  # the log, the posts, their files, who cites them, the rights
        frame = frames.prepare(topic.stream, {(0, "fr"), (0, "en"), (0, "ar")})[0, "ar"]
    assert frame.items == number


def test_frames_hold_no_address_of_an_author_and_nothing_of_moderators(say):
    author, team = PersonFactory(pk=987654, email="secret@exemple.org"), moderator(display_name="Nom du modérateur")
    topic = TopicFactory()
    post = say(topic, author, "mots retirés")
    actions.remove_post(post=post, by=team, reason="Hors sujet.", at=AT)
    text = frames.prepare(topic.stream, {(0, "fr")})[0, "fr"].text
    for private in ("secret@", "mots retirés", "Nom du modérateur", "987654", "csrf"):
        assert private not in text


def test_who_follows_a_stream_is_who_reads_the_room():
    organisation = OrganisationFactory()
    member = MembershipFactory(organisation=organisation).person
    other = MembershipFactory().person
    room = RoomFactory(visibility="organisations", organisations=[organisation])
    topic = TopicFactory(room=room)
    for stream in (room.stream, topic.stream):
        assert [registry.may_read(person, stream) for person in (None, other, member)] == [False, False, True]


@pytest.mark.parametrize("stream", ["t:999999", "t:x", "t:", "r:٣", "r:1;", "r:-1", f"t:{'9' * 70}"])
def test_streams_that_are_none_are_not_followed(client, stream):
    assert not registry.may_read(moderator(), stream)
    assert client.get(f"/live/{stream}").status_code in {404, 302}


def test_a_membership_that_changes_makes_sockets_ask_again(monkeypatch, django_capture_on_commit_callbacks):
    membership = MembershipFactory()
    asked = []
    monkeypatch.setattr("kernel.live.poke.person_changed", lambda *who: asked.append(who[0]))
    with django_capture_on_commit_callbacks(execute=True):
        membership.state = "withdrawn"
        membership.save()
    assert asked == [str(membership.person_id)]


def test_posts_of_the_same_author_share_a_mark_that_is_not_their_id(say):
    topic, author = TopicFactory(), PersonFactory()
    posts = [say(topic, author, "un"), say(topic, author, "deux"), say(topic, PersonFactory(), "trois")]
    marks = [re.search(r'data-author="(\w+)"', fragment)[1] for fragment in shown(topic)[topic.stream].values()]
    assert marks[0] == marks[1] != marks[2]
    assert Post.objects.count() == len(posts)


def test_a_page_reads_its_number_before_its_rows(client):
    topic = PostFactory().topic
    cases = {topic: '"forums_post"."html"', topic.room: '"forums_topic"."title"'}
    for shown_by, rows in cases.items():
        with CaptureQueriesContext(connection) as made:
            assert client.get(shown_by.get_absolute_url()).status_code == 200
        numbers = [index for index, query in enumerate(made) if '"live_stream"' in query["sql"]]
        lists = [i for i, query in enumerate(made) if rows in query["sql"] and "ORDER BY" in query["sql"]]
        assert numbers[0] < lists[-1], shown_by
