"""A person's own copy of their messages, and what goes with their name."""

from datetime import timedelta

import pytest

from actors.actions import erase_person
from actors.registry import export_all
from forums import actions
from forums.models import HeldPost, RoomInvitation, Suspension
from kernel.notifications.models import Notification
from kernel.search.models import Entry
from tests.factories.actors import PersonFactory
from tests.factories.forums import PostFactory, RoomFactory, TopicFactory, moderator
from tests.forums.conftest import AT

pytestmark = pytest.mark.django_db


def test_copy_holds_ones_own_messages_and_nobody_elses():
    mine = PostFactory()
    PostFactory(topic=mine.topic)
    assert [entry["text"] for entry in export_all(mine.author)["forums"]] == [mine.source]


def test_who_leaves_is_named_neither_in_search_nor_in_what_others_were_told(
    say, ask, django_capture_on_commit_callbacks
):
    leaving, staying = PersonFactory(display_name="Nom qui part"), PersonFactory()
    with django_capture_on_commit_callbacks(execute=True):
        topic = ask(RoomFactory(), leaving)
    with django_capture_on_commit_callbacks(execute=True):
        say(topic, staying)
    with django_capture_on_commit_callbacks(execute=True):
        say(topic, leaving)
    assert "Nom qui part" in written()
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(person=leaving, by=leaving, at=AT)
    assert "Nom qui part" not in written()


def written():
    facts = Entry.objects.filter(kind="topic").values_list("facts", flat=True)
    return str([*facts, *Notification.objects.values_list("data", flat=True)])


def test_a_copy_names_no_place_that_its_owner_may_not_read(say):
    person, team = PersonFactory(), moderator()
    topic = TopicFactory(title="Sujet de tous")
    mine, other = say(topic, person, "ce que j’ai dit"), say(topic, PersonFactory(), "une autre voix")
    actions.edit_post(post=mine, person=person, source="ce que je dis", language="fr", at=AT)
    actions.flag(post=other, person=person, category="other", note="", at=AT)
    actions.watch_topic(person=person, topic=topic, level="watch", at=AT)
    actions.mark_read(person=person, topic=topic, number=2, at=AT)
    held = waiting(person, topic)
    assert "Sujet de tous" in str(export_all(person))
    closed = RoomFactory(private=True, name_fr="Salon sans nom pour eux")
    inside = TopicFactory(room=closed, title="Enquête interne")
    actions.remove_post(post=mine, by=team, reason="Hors sujet.", at=AT)
    actions.merge_topic(topic=topic, into=inside, by=team, at=AT)
    RoomInvitation.objects.create(room=closed, person=person, ended_at=AT + timedelta(days=1), invited_at=AT)
    Suspension.objects.create(
        person=person, room=closed, starts_at=AT, ends_at=AT + timedelta(days=1), reason="—", by=team
    )
    copy = str(export_all(person))
    assert ("Enquête interne" in copy, "Salon sans nom" in copy, closed.slug in copy) == (False, False, False)
    assert all(words in copy for words in ("ce que j’ai dit", "ce que je dis", held.source, "Hors sujet."))
    RoomInvitation.objects.create(room=closed, person=person)
    copy = str(export_all(person))
    assert ("Enquête interne" in copy, "Salon sans nom" in copy) == (True, True)


def waiting(person, topic):
    return HeldPost.objects.create(
        room=topic.room, topic=topic, author=person, source="en attente", language="fr", created_at=AT,
        constituency="citizens",
    )  # fmt: skip
