"""What holds someone back for a while: slow mode, first messages read before, suspensions."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from forums import actions, rules
from forums.choices import HeldState, PostState, RoomState, TopicState
from forums.errors import AlreadyDecided, NotAllowed, Refused, TooFast
from forums.models import HeldPost, Post, Room, Suspension, Topic
from forums.queries.moderation import held_by
from kernel.audit.models import Entry
from kernel.live.models import Event
from kernel.mail.models import Mail
from kernel.mail.registry import build as build_letter
from kernel.notifications.models import Notification
from kernel.search.models import Entry as Found
from tests.factories.actors import MembershipFactory, PersonFactory
from tests.factories.forums import PostFactory, RoomFactory, TopicFactory, moderator
from tests.forums.conftest import AT

pytestmark = pytest.mark.django_db


def events(stream):
    return list(Event.objects.filter(stream__key=stream).values_list("op", "object_id"))


# -- slow mode


@pytest.mark.parametrize("where", ["topic", "room"])
def test_slow_mode_says_when_one_may_write_again(say, where):
    topic, person = TopicFactory(), PersonFactory(time_zone="Africa/Tunis")
    target = topic if where == "topic" else topic.room
    target.slow_seconds = 300
    target.save()
    say(topic, person)
    key = str(uuid.uuid4())
    with pytest.raises(TooFast, match="10:05") as slow:  # Tunis, an hour ahead
        say(topic, person, "deux", key=key, at=AT + timedelta(seconds=60))
    assert slow.value.wait == 240
    assert say(topic, PersonFactory(), at=AT).number == 2  # others go at their own pace
    assert say(topic, person, "deux", key=key, at=AT + timedelta(seconds=300)).number == 3


def test_slow_mode_of_a_topic_leaves_the_others_of_its_room(say):
    person, room = PersonFactory(), RoomFactory()
    say(TopicFactory(room=room, slow_seconds=300), person)
    assert say(TopicFactory(room=room), person)
    Room.objects.update(slow_seconds=60)
    with pytest.raises(TooFast):
        say(TopicFactory(room=Room.objects.get()), person, at=AT + timedelta(seconds=30))


def test_slow_mode_of_a_room_holds_for_messages_that_open_a_topic(say, ask):
    person, room = PersonFactory(), RoomFactory(slow_seconds=300)
    say(TopicFactory(room=room), person)
    with pytest.raises(TooFast) as slow:
        ask(room, person, at=AT + timedelta(seconds=60))
    assert (slow.value.wait, Topic.objects.filter(author=person).count()) == (240, 0)
    assert ask(room, PersonFactory(), at=AT + timedelta(seconds=60))
    assert ask(room, person, at=AT + timedelta(seconds=300))
    with pytest.raises(TooFast):
        ask(room, person, "Une autre ?", at=AT + timedelta(seconds=301))
    assert ask(room, moderator(), at=AT)
    assert ask(RoomFactory(), person, at=AT + timedelta(seconds=301))


def test_a_message_sent_twice_in_slow_mode_is_answered_alike(say):
    topic, person, key = TopicFactory(slow_seconds=300), PersonFactory(), str(uuid.uuid4())
    assert say(topic, person, key=key) == say(topic, person, key=key, at=AT + timedelta(seconds=2))


def test_moderators_need_not_wait_and_say_who_slowed_down(say):
    team, topic = moderator(), TopicFactory()
    with pytest.raises(NotAllowed):
        actions.slow_topic(topic=topic, by=PersonFactory(), seconds=60, at=AT)
    with pytest.raises(Refused):
        actions.slow_topic(topic=topic, by=team, seconds=90_000, at=AT)
    for _twice in range(2):
        actions.slow_topic(topic=topic, by=team, seconds=60, at=AT)
    topic.refresh_from_db()
    assert [say(topic, team).number, say(topic, team).number] == [1, 2]
    entry = Entry.objects.get(verb="forums.slow_mode")
    assert (entry.actor, entry.data["seconds"], entry.data["was"]) == (team, 60, 0)


def test_a_room_slowed_in_the_admin_says_who_did_it():
    room, team = RoomFactory(), moderator()
    room.slow_seconds = 60
    actions.change_room(room=room, organisations=[], by=team, at=AT)
    entry = Entry.objects.get(verb="forums.slow_mode")
    assert (entry.actor, entry.data) == (team, {"room": room.pk, "seconds": 60, "was": 0})


# -- first messages


@pytest.fixture
def careful():
    """A topic in a room that reads the first messages of newcomers."""
    return TopicFactory(room__approves_newcomers=True)


def test_a_newcomers_message_waits_and_stands_nowhere(say, careful, django_capture_on_commit_callbacks):
    person, team, key = PersonFactory(), moderator(), str(uuid.uuid4())
    with django_capture_on_commit_callbacks(execute=True):
        held = say(careful, person, "mots en attente", key=key)
        assert say(careful, person, "mots en attente", key=key) == held
    assert isinstance(held, HeldPost)
    assert (HeldPost.objects.count(), Post.objects.count(), events(careful.stream)) == (1, 0, [])
    assert not Found.objects.filter(body__contains="en attente").exists()
    assert [note.kind for note in Notification.objects.all()] == ["forums.to_examine"]
    assert held_by(person, room=careful.room, topic=careful) == [held]
    assert held_by(team, room=careful.room, topic=careful) == []
    assert "mots en attente" not in str(Entry.objects.values_list("data", "target_label"))


@pytest.mark.parametrize("who", ["a member", "a moderator", "someone with three messages", "someone elsewhere"])
def test_whose_messages_do_not_wait(say, careful, who):
    topic = TopicFactory() if who == "someone elsewhere" else careful
    person = {"a member": lambda: MembershipFactory().person, "a moderator": moderator}.get(who, PersonFactory)()
    if who == "someone with three messages":
        for _each in range(3):
            PostFactory(author=person)
    assert isinstance(say(topic, person), Post)


def test_removed_messages_do_not_make_anyone_known(say, careful):
    person = PersonFactory()
    posts = [PostFactory(author=person) for _each in range(3)]
    actions.remove_post(post=posts[0], by=moderator(), reason="Publicité.", at=AT)
    assert isinstance(say(careful, person), HeldPost)


def test_a_published_message_has_the_number_and_the_hour_of_now(say, careful, django_capture_on_commit_callbacks):
    person, team = PersonFactory(), moderator()
    PostFactory(topic=careful)
    held = say(careful, person, "**première** fois", language="en", reply_to=1)
    later = AT + timedelta(hours=5)
    PostFactory(topic=careful)
    with django_capture_on_commit_callbacks(execute=True):
        post = actions.publish_held(held=held, by=team, at=later)
    assert (post.number, post.author, post.language, post.created_at) == (3, person, "en", later)
    assert (post.reply_to.number, post.constituency, "<strong>" in post.html) == (1, "citizens", True)
    assert actions.publish_held(held=held, by=team, at=later) == post
    assert events(careful.stream)[-1] == ("append", str(post.pk))
    note = Notification.objects.get(person=person, kind="forums.held_published")
    assert note.data["number"] == 3
    with pytest.raises(AlreadyDecided):
        actions.refuse_held(held=held, by=team, reason="Trop tard.", at=AT)


def test_what_a_moderator_read_before_it_was_published_stays_as_they_read_it(say, careful, client):
    person = PersonFactory()
    post = actions.publish_held(held=say(careful, person, "Bonjour à tous."), by=moderator(), at=timezone.now())
    with pytest.raises(NotAllowed, match="lit les premiers messages"):
        actions.edit_post(post=post, person=person, source="Achetez !", language="fr", at=post.created_at)
    post.refresh_from_db()
    assert (post.source, post.revisions.count()) == ("Bonjour à tous.", 0)
    client.force_login(person)
    assert "data-edit=" not in client.get(careful.get_absolute_url()).content.decode()
    assert f"{careful.get_absolute_url()}1/edit/" not in client.get(careful.get_absolute_url()).content.decode()
    page = client.get(f"{careful.get_absolute_url()}1/edit/").content.decode()
    assert "lit les premiers messages" in page
    assert "data-composer-send" not in page
    for _each in range(2):
        PostFactory(author=person)
    with pytest.raises(NotAllowed):  # known since, and this one was read all the same
        actions.edit_post(post=post, person=person, source="Bonsoir.", language="fr", at=post.created_at)
    fresh = say(careful, person, "Un autre.", at=timezone.now())
    assert actions.edit_post(post=fresh, person=person, source="Bonsoir.", language="fr", at=fresh.created_at)
    page = client.get(careful.get_absolute_url()).content.decode()
    assert "data-edit=" in page
    assert f"{careful.get_absolute_url()}2/edit/" in page
    assert f"{careful.get_absolute_url()}1/edit/" not in page


def test_a_topic_that_waits_opens_when_it_is_published(ask):
    room, person = RoomFactory(approves_newcomers=True), PersonFactory()
    held = ask(room, person, "Ma question ?")
    assert (Topic.objects.count(), held.title) == (0, "Ma question ?")
    post = actions.publish_held(held=held, by=moderator(), at=AT)
    assert (post.topic.title, post.topic.author, post.number, post.topic.room) == ("Ma question ?", person, 1, room)


def test_a_refused_message_is_told_with_its_reason_and_words(say, careful):
    person = PersonFactory(language="en")
    held = say(careful, person, "achetez ceci")
    for _twice in range(2):
        actions.refuse_held(held=held, by=moderator(), reason="Publicité.", at=AT)
    held.refresh_from_db()
    assert (held.state, Post.objects.count()) == (HeldState.REFUSED, 0)
    mail = Mail.objects.get()
    assert (mail.letter, mail.language, mail.to) == ("forums.held_refused", "en", person.email)
    facts = str(build_letter(mail.letter, mail.context).facts)
    assert "achetez ceci" in facts
    assert "Publicité." in facts


@pytest.mark.parametrize("why", ["locked", "closed", "suspended", "cannot read"])
def test_nothing_is_published_that_the_author_may_no_longer_say(say, careful, why):
    person = PersonFactory()
    held = say(careful, person)
    if why == "locked":
        Topic.objects.update(state=TopicState.LOCKED)
    if why == "closed":
        Room.objects.update(state=RoomState.CLOSED)
    if why == "suspended":
        suspend(person)
    if why == "cannot read":
        Room.objects.update(visibility="members")
    with pytest.raises(Refused):
        actions.publish_held(held=held, by=moderator(), at=AT + timedelta(hours=1))
    assert Post.objects.count() == 0


def test_who_may_not_publish_or_refuse(say, careful):
    person = PersonFactory()
    held = say(careful, person)
    careful.room.moderators.add(person)  # named since
    for who in (person, PersonFactory()):
        with pytest.raises(NotAllowed):
            actions.publish_held(held=held, by=who, at=AT)
        with pytest.raises(NotAllowed):
            actions.refuse_held(held=held, by=who, reason="Non.", at=AT)


# -- suspensions


def suspend(person, room=None, by=None, days=7, **fields):
    given = {"ends_at": AT + timedelta(days=days), "reason": "Insultes répétées.", "at": AT} | fields
    return actions.suspend(person=person, room=room, by=by or moderator(), **given)


def test_the_suspended_write_nowhere_until_the_date_and_read_everywhere(say, ask):
    person, topic = PersonFactory(time_zone="Europe/Paris"), TopicFactory()
    mine = say(topic, person)
    suspend(person)
    for act in (
        lambda at: say(topic, person, at=at),
        lambda at: ask(topic.room, person, at=at),
        lambda at: actions.edit_post(post=mine, person=person, source="autre", language="fr", at=at),
        lambda at: actions.react(post=PostFactory(), person=person, kind="thanks", on=True, at=at),
    ):
        with pytest.raises(NotAllowed):
            act(AT + timedelta(minutes=5))
    with pytest.raises(NotAllowed, match="9 mars 2026"):
        say(topic, person)
    assert rules.may_read(person, topic.room)
    assert actions.flag(post=PostFactory(), person=person, category="other", note="", at=AT)
    assert say(topic, person, at=AT + timedelta(days=7))


def test_a_suspension_of_a_room_leaves_the_others(say):
    person, here = PersonFactory(), RoomFactory()
    suspend(person, here)
    with pytest.raises(NotAllowed, match="ce salon"):
        say(TopicFactory(room=here), person)
    assert say(TopicFactory(), person)


def test_a_lifted_suspension_holds_no_more_and_they_are_told(say):
    person, team = PersonFactory(), moderator()
    made = suspend(person, by=team)
    for _twice in range(2):
        actions.lift_suspension(suspension=made, by=team, at=AT)
    assert say(TopicFactory(), person)
    assert list(Mail.objects.order_by("pk").values_list("letter", flat=True)) == [
        "forums.suspended", "forums.suspension_lifted",
    ]  # fmt: skip
    assert Entry.objects.filter(verb="forums.suspension_lifted").count() == 1


def test_the_letter_says_where_until_when_and_why_and_not_who():
    person = PersonFactory(language="ar", time_zone="Africa/Tunis")
    suspend(person, RoomFactory(name_fr="Eau"), by=moderator(display_name="Qui Décide"))
    mail = Mail.objects.get()
    with translation.override("fr"):
        letter = build_letter(mail.letter, mail.context)
    text = str([letter.subject, letter.facts, letter.paragraphs])
    assert mail.language == "ar"
    for said in ("Eau", "9 mars 2026", "Insultes répétées."):
        assert said in text
    assert "Qui Décide" not in text + str(mail.context)


def test_who_may_suspend_whom_and_for_how_long():
    room, person, named = RoomFactory(), PersonFactory(), PersonFactory()
    room.moderators.add(named)
    for by, where in ((PersonFactory(), room), (named, None), (named, RoomFactory())):
        with pytest.raises(NotAllowed):
            suspend(person, where, by=by)
    for whom in (moderator(), named):
        with pytest.raises(NotAllowed):
            suspend(whom, room)
    for days in (0, -1, 400):
        with pytest.raises(Refused) as refused:
            suspend(person, room, days=days)
        assert refused.value.field == "until"
    assert suspend(person, room, by=named)
    with pytest.raises(Refused, match="déjà"):
        suspend(person, room, days=9)
    assert suspend(person).room is None
    assert Suspension.objects.count() == 2


def test_a_suspension_sent_twice_is_one():
    person, team = PersonFactory(), moderator()
    assert suspend(person, by=team) == suspend(person, by=team)
    assert Mail.objects.count() == 1


def test_removed_posts_of_the_suspended_may_be_appealed(say):
    person = PersonFactory()
    post = say(TopicFactory(), person)
    actions.remove_post(post=post, by=moderator(), reason="Insulte.", category="attack", at=AT)
    suspend(person)
    post.refresh_from_db()
    assert post.state == PostState.REMOVED
    assert actions.appeal(decision=post.decisions.get(), person=person, text="Non.", language="fr", at=AT)
