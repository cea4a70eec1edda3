"""What actions write, refuse, and do once."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from forums import actions
from forums.choices import MAX_BODY, PostState, RoomState, TopicState
from forums.errors import NotAllowed, Refused, TooFast
from forums.models import Post, PostRevision, Room, Topic
from kernel.audit.models import Entry
from kernel.live.models import Event
from kernel.requests.errors import KeyReused
from tests.factories.actors import MembershipFactory, OrganisationFactory, PersonFactory
from tests.factories.forums import PostFactory, RoomFactory, TopicFactory, moderator
from tests.forums.conftest import AT

pytestmark = pytest.mark.django_db


def events(stream):
    return list(Event.objects.filter(stream__key=stream).values_list("seq", "op", "object_id", "rev"))


def test_a_topic_opens_with_its_first_post(ask):
    membership = MembershipFactory(organisation__south=True)
    topic = ask(RoomFactory(), membership.person, organisation_id=membership.organisation_id)
    post = topic.posts.get()
    assert (post.number, post.html, topic.last_number, topic.post_count) == (
        1, '<p dir="ltr">Dites d’où vous parlez.</p>', 1, 1,
    )  # fmt: skip
    assert (post.organisation, post.constituency, post.shore) == (membership.organisation, "local", "south")
    assert events(topic.stream) == [(1, "append", str(post.pk), 1)]
    assert [op for _seq, op, _id, _rev in events(topic.room.stream)] == ["append"]


def test_posts_are_numbered_without_gaps_and_told_to_both_streams(say):
    topic = TopicFactory()
    posts = [say(topic, PersonFactory(), f"Message {number}") for number in range(4)]
    assert [post.number for post in posts] == [1, 2, 3, 4]
    assert [event[:3] for event in events(topic.stream)] == [(n, "append", str(p.pk)) for n, p in enumerate(posts, 1)]
    topic.refresh_from_db()
    assert (topic.last_number, topic.post_count, topic.last_post_at) == (4, 4, AT)


def test_the_voice_stays_when_the_membership_changes(say):
    membership = MembershipFactory()
    post = say(TopicFactory(), membership.person, organisation_id=membership.organisation_id)
    membership.state = "withdrawn"
    membership.save()
    post.refresh_from_db()
    assert post.organisation == membership.organisation


def test_the_same_key_posts_once_and_answers_alike(say):
    topic, person, key = TopicFactory(), PersonFactory(), str(uuid.uuid4())
    assert say(topic, person, "une fois", key=key) == say(topic, person, "une fois", key=key)
    assert topic.posts.count() == 1


def test_the_same_words_under_another_key_are_another_post(say):
    topic, person = TopicFactory(), PersonFactory()
    say(topic, person, "d’accord")
    say(topic, person, "d’accord")
    assert topic.posts.count() == 2


def test_the_same_key_for_other_words_is_refused(say):
    topic, person, key = TopicFactory(), PersonFactory(), str(uuid.uuid4())
    say(topic, person, "un", key=key)
    with pytest.raises(KeyReused):
        say(topic, person, "deux", key=key)
    assert topic.posts.count() == 1


def test_a_replay_after_the_right_was_lost_is_refused(say):
    membership, key = MembershipFactory(), str(uuid.uuid4())
    topic = TopicFactory(room__private=True)
    say(topic, membership.person, key=key)
    membership.state = "withdrawn"
    membership.save()
    with pytest.raises(NotAllowed):
        say(topic, membership.person, key=key)


def test_a_refused_post_may_be_sent_again_under_its_key(say):
    topic, person, key = TopicFactory(room__state=RoomState.READ_ONLY), PersonFactory(), str(uuid.uuid4())
    with pytest.raises(NotAllowed):
        say(topic, person, key=key)
    Room.objects.update(state=RoomState.OPEN)
    assert say(Topic.objects.get(), person, key=key).number == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"source": ""}, "source"),
        ({"source": "   \n "}, "source"),
        ({"source": "x" * (MAX_BODY + 1)}, "source"),
        ({"source": "\u200b\ufeff \u2066"}, "source"),
        ({"source": "&#8203; &nbsp; &zwj;"}, "source"),
        ({"language": "xx"}, "language"),
        ({"language": ""}, "language"),
        ({"organisation_id": 999_999}, "voice"),
        ({"reply_to": 7}, "reply_to"),
    ],
)
def test_a_post_that_cannot_be_taken_says_where(say, fields, field):
    topic = TopicFactory()
    with pytest.raises(Refused) as refused:
        say(topic, PersonFactory(), **fields)
    assert (refused.value.field, topic.posts.count(), Event.objects.count()) == (field, 0, 0)


def test_ten_thousand_characters_with_windows_line_ends_fit(say):
    source = ("é" * 99 + "\r\n") * 100
    assert len(say(TopicFactory(), PersonFactory(), source).source) == MAX_BODY - 1


def test_someone_elses_organisation_is_refused(say):
    MembershipFactory()
    with pytest.raises(Refused):
        say(TopicFactory(), PersonFactory(), organisation_id=OrganisationFactory().pk)


def test_a_reply_to_a_post_of_another_topic_is_refused(say):
    elsewhere = PostFactory()
    PostFactory(topic=elsewhere.topic)
    with pytest.raises(Refused):
        say(TopicFactory(), PersonFactory(), reply_to=2)


def test_a_closed_room_and_a_locked_topic_say_why(say):
    with pytest.raises(NotAllowed, match="clos"):
        say(TopicFactory(room__state=RoomState.CLOSED), PersonFactory())
    with pytest.raises(NotAllowed, match="fermé"):
        say(TopicFactory(state=TopicState.LOCKED), PersonFactory())


def test_only_the_team_speaks_as_host(say):
    with pytest.raises(NotAllowed):
        say(TopicFactory(), PersonFactory(), as_host=True)
    assert say(TopicFactory(), moderator(), as_host=True).is_host


def test_the_seventh_post_of_a_minute_waits_and_is_not_lost(say):
    topic, person, key = TopicFactory(), PersonFactory(), str(uuid.uuid4())
    for _number in range(6):
        say(topic, person)
    with pytest.raises(TooFast) as slow:
        say(topic, person, "septième", key=key)
    assert 0 < slow.value.wait <= 60
    assert say(topic, person, "septième", key=key, at=AT + timedelta(minutes=2)).number == 7


def test_whoever_edits_without_end_waits(say):
    person, topic = PersonFactory(), TopicFactory()
    post = say(topic, person)
    for number in range(10):
        actions.edit_post(post=post, person=person, source=f"mot {number}", language="fr", at=AT)
    with pytest.raises(TooFast) as slow:
        actions.edit_post(post=post, person=person, source="encore", language="fr", at=AT)
    assert (0 < slow.value.wait <= 60, PostRevision.objects.count()) == (True, 10)
    assert actions.edit_post(post=post, person=person, source="mot 9", language="fr", at=AT).rev == 11  # the same again
    later = AT + timedelta(minutes=2)
    assert actions.edit_post(post=post, person=person, source="encore", language="fr", at=later).rev == 12


def test_a_title_is_one_line_without_overrides(ask):
    room, person = RoomFactory(), PersonFactory()
    assert ask(room, person, "Deux\nlignes   ici").title == "Deux lignes ici"
    for title in ("", "  ", "x" * 161, "retourné \u202e txt", "\u200b", "\u2066\u2069 \ufeff"):
        with pytest.raises(Refused) as refused:
            ask(room, person, title)
        assert refused.value.field == "title"


# -- editing


def test_an_edit_keeps_what_was_said_before(say):
    person, topic = PersonFactory(), TopicFactory()
    post = say(topic, person, "avant")
    edited = actions.edit_post(post=post, person=person, source="après", language="en", at=AT + timedelta(minutes=5))
    assert (edited.source, edited.language, edited.rev, edited.number) == ("après", "en", 2, 1)
    assert list(PostRevision.objects.values_list("rev", "source", "written_at")) == [(1, "avant", AT)]
    assert events(topic.stream)[-1] == (2, "replace", str(post.pk), 2)


def test_saying_the_same_changes_nothing(say):
    person, topic = PersonFactory(), TopicFactory()
    post = say(topic, person, "pareil")
    actions.edit_post(post=post, person=person, source="pareil", language="fr", at=AT)
    assert (PostRevision.objects.count(), len(events(topic.stream))) == (0, 1)


@pytest.mark.parametrize("who", ["someone else", "a moderator", "the author too late", "the author of a removed post"])
def test_who_may_not_edit(say, who):
    author, topic = PersonFactory(), TopicFactory()
    post = say(topic, author, "mes mots")
    at = AT + timedelta(minutes=31) if who == "the author too late" else AT
    person = {"someone else": PersonFactory(), "a moderator": moderator()}.get(who, author)
    if who == "the author of a removed post":
        actions.remove_post(post=post, by=moderator(), reason="Hors sujet.", at=AT)
    with pytest.raises(NotAllowed):
        actions.edit_post(post=post, person=person, source="autres mots", language="fr", at=at)


# -- moderation


def test_removing_leaves_the_number_the_reason_and_a_trace(say):
    topic, team = TopicFactory(), moderator()
    post = say(topic, PersonFactory(), "publicité")
    for _twice in range(2):
        actions.remove_post(post=post, by=team, reason="Publicité.", at=AT)
    post.refresh_from_db()
    topic.refresh_from_db()
    assert (post.state, post.removal_reason, topic.post_count, topic.last_number) == (
        PostState.REMOVED, "Publicité.", 0, 1,
    )  # fmt: skip
    assert Entry.objects.filter(verb="forums.post_removed").count() == 1
    assert [event[1] for event in events(topic.stream)] == ["append", "replace"]


def test_removing_needs_the_right_and_a_reason(say):
    post = say(TopicFactory(), PersonFactory())
    with pytest.raises(NotAllowed):
        actions.remove_post(post=post, by=PersonFactory(), reason="non", at=AT)
    with pytest.raises(Refused):
        actions.remove_post(post=post, by=moderator(), reason="  ", at=AT)


@pytest.mark.parametrize(
    ("act", "how", "field"), [(actions.lock_topic, "locked", "state"), (actions.pin_topic, "pinned", "pinned")]
)
def test_locking_and_pinning_are_the_teams_and_safe_to_repeat(act, how, field):
    topic, team = TopicFactory(), moderator()
    with pytest.raises(NotAllowed):
        act(topic=topic, by=PersonFactory(), at=AT, **{how: True})
    for value in (True, True, False):
        act(topic=topic, by=team, at=AT, **{how: value})
    assert Entry.objects.count() == 2
    topic.refresh_from_db()
    assert getattr(topic, field) in (False, TopicState.OPEN)


@pytest.mark.parametrize("act", ["lock", "unlock", "pin", "unpin"])
def test_what_was_merged_stays_merged(client, act):
    topic, into, team = TopicFactory(), TopicFactory(), moderator()
    actions.merge_topic(topic=topic, into=into, by=team, at=AT)
    how = {"locked": act == "lock"} if "lock" in act else {"pinned": act == "pin"}
    with pytest.raises(Refused):
        (actions.lock_topic if "lock" in act else actions.pin_topic)(topic=topic, by=team, at=AT, **how)
    client.force_login(team)
    assert client.post(f"{topic.get_absolute_url()}moderate/", {"act": act}).status_code == 404
    topic.refresh_from_db()
    assert (topic.state, topic.merged_into, topic.pinned) == (TopicState.MERGED, into, False)


# -- rooms


def test_a_room_is_the_teams():
    room = Room(slug="eau", name_fr="Eau")
    with pytest.raises(NotAllowed):
        actions.create_room(room=room, by=PersonFactory(), at=AT)
    assert actions.create_room(room=room, by=moderator(), at=AT).pk


def test_a_room_without_a_name_or_a_constituency_is_refused():
    with pytest.raises(ValidationError):
        actions.create_room(room=Room(slug="sans-nom"), by=moderator(), at=AT)
    with pytest.raises(ValidationError):
        actions.create_room(room=Room(slug="a", name_ar="ماء", posting="constituencies"), by=moderator(), at=AT)


def test_changing_a_room_makes_every_open_socket_ask_again(say):
    from kernel.live.models import Stream

    topic = TopicFactory()
    say(topic, PersonFactory())
    before = dict(Stream.objects.values_list("key", "acl_version"))
    room = topic.room
    room.visibility = "members"
    actions.change_room(room=room, organisations=[], by=moderator(), at=AT)
    after = dict(Stream.objects.values_list("key", "acl_version"))
    assert {key: after[key] - before.get(key, 1) for key in (room.stream, topic.stream)} == {
        room.stream: 1, topic.stream: 1,
    }  # fmt: skip


# -- the database itself


def test_the_database_refuses_what_actions_would_never_write():
    post = PostFactory()
    for wrong in ({"number": 0}, {"state": "removed"}, {"source": ""}, {"state": "other"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Post.objects.filter(pk=post.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        PostFactory(topic=post.topic, number=1)


def test_a_message_with_characters_that_no_feed_can_carry_does_not_break_the_feeds(client, say):
    topic = TopicFactory()
    post = say(topic, PersonFactory(), "avant\x08\x0b\x1b\x7f\ufffeaprès\n\tligne")
    say(topic, PersonFactory(), "saut de page&#12;écrit [autrement](/fr/ 'ici&#xC;même')")
    assert post.source == "avantaprès\n\tligne"
    room = topic.room
    assert client.get(f"/fr/forums/{room.slug}/feed/").status_code == 200
    assert client.get("/fr/feeds/all/").status_code == 200
