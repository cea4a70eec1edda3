"""A person's own copy of their messages, and what goes with their name."""

import pytest

from actors.actions import erase_person
from actors.registry import export_all
from kernel.notifications.models import Notification
from kernel.search.models import Entry
from tests.factories.actors import PersonFactory
from tests.factories.forums import PostFactory, RoomFactory
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
