"""What a person is told, once, with their bell."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from kernel.live.models import Event
from kernel.notifications import live
from kernel.notifications.actions import mark_all_read, mark_read, notify, purge
from kernel.notifications.models import Notification
from kernel.notifications.queries import recent, unread_count, worded
from tests.factories.actors import PersonFactory
from tests.factories.notifications import AT, NotificationFactory

pytestmark = pytest.mark.django_db


def tell(person, **changes):
    return notify(**{"person": person, "kind": "tests.reply", "data": {"name": "Elena"}, "at": AT, **changes})


def bells(person):
    return list(Event.objects.filter(stream__key=f"u:{person.pk}").order_by("seq"))


def test_the_bell_moves_after_the_commit(django_capture_on_commit_callbacks):
    person = PersonFactory()
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        tell(person)
        assert bells(person) == []
    assert [(event.op, event.object_id) for event in bells(person)] == [("replace", "bell")]
    assert unread_count(person) == 1


@pytest.mark.django_db(transaction=True)
def test_nothing_is_told_after_a_rollback():
    person = PersonFactory()
    with transaction.atomic():
        tell(person)
        transaction.set_rollback(True)
    assert bells(person) == []
    assert unread_count(person) == 0


def test_the_same_fact_is_told_once(django_capture_on_commit_callbacks):
    person, other = PersonFactory(), PersonFactory()
    with django_capture_on_commit_callbacks(execute=True):
        first = tell(person, key="reply-1")
        assert tell(person, key="reply-1", data={"name": "x"}) == first
        assert tell(other, key="reply-1") != first
        tell(person)
        tell(person)
    assert unread_count(person) == 3
    assert len(bells(person)) == 3
    with pytest.raises(IntegrityError), transaction.atomic():
        NotificationFactory(person=person, key="reply-1")


def test_an_unknown_kind_is_refused():
    with pytest.raises(LookupError, match=r"tests\.nothing"):
        tell(PersonFactory(), kind="tests.nothing")


def test_every_change_of_the_bell_has_a_higher_revision(django_capture_on_commit_callbacks):
    person = PersonFactory()
    with django_capture_on_commit_callbacks(execute=True):
        first = tell(person)
        tell(person)
        assert mark_read(person=person, notification_id=first.pk, at=AT)
        assert not mark_read(person=person, notification_id=first.pk, at=AT)
        assert mark_all_read(person=person, at=AT) == 1
        assert mark_all_read(person=person, at=AT) == 0
    revisions = [event.rev for event in bells(person)]
    assert len(revisions) == 4
    assert revisions == sorted(set(revisions))


def test_nobody_reads_for_another():
    person, other = PersonFactory(), PersonFactory()
    mine = NotificationFactory(person=person)
    assert not mark_read(person=other, notification_id=mine.pk, at=AT)
    assert mark_all_read(person=other, at=AT) == 0
    assert unread_count(person) == 1


def test_what_comes_while_one_marks_all_as_read_stays_unread():
    person = PersonFactory()
    NotificationFactory(person=person)
    later = NotificationFactory(person=person, created_at=AT + timedelta(seconds=5))
    mark_all_read(person=person, at=AT + timedelta(seconds=1))
    assert [n.pk for n in Notification.objects.filter(read_at__isnull=True)] == [later.pk]


@pytest.mark.parametrize(("language", "word"), [("fr", "Bonjour"), ("en", "Hello"), ("ar", "مرحبًا")])
def test_words_and_address_follow_the_reader_s_language(language, word):
    person = PersonFactory()
    NotificationFactory(person=person, data={"name": "<b>", "path": "/forums/1/"})
    with translation.override(language):
        shown = recent(person)[0]
    assert shown.text == f"{word} <bdi>&lt;b&gt;</bdi>"
    assert shown.url == f"/{language}/forums/1/"


def test_what_nobody_can_word_any_more_is_left_out(caplog):
    person = PersonFactory()
    kept = NotificationFactory(person=person)
    gone, odd = NotificationFactory(person=person, kind="tests.gone"), NotificationFactory(person=person, data={})
    assert [shown.notification for shown in worded([gone, kept, odd])] == [kept]


def test_recent_costs_one_query_for_one_and_for_thirty(django_assert_num_queries):
    person = PersonFactory()
    NotificationFactory(person=person)
    with django_assert_num_queries(1):
        assert len(recent(person, limit=30)) == 1
    NotificationFactory.create_batch(29, person=person)
    with django_assert_num_queries(1):
        assert len(recent(person, limit=30)) == 30


def test_only_the_person_follows_their_stream():
    person, other = PersonFactory(), PersonFactory()
    assert live.may_read(person, str(person.pk))
    assert not live.may_read(other, str(person.pk))
    assert not live.may_read(None, str(person.pk))
    assert not live.may_read(person, "")


def test_the_bell_says_how_many_in_the_reader_s_language():
    person = PersonFactory()
    assert "bell__count" not in live.bell(person.pk, 1)
    NotificationFactory.create_batch(2, person=person)
    fragment = live.bell(person.pk, 7)
    assert 'data-id="bell" data-rev="7"' in fragment
    assert "Notifications\u00a0: 2 non lues" in fragment
    with translation.override("ar"):
        assert 'href="/ar/my/notifications/"' in live.bell(person.pk, 8)


def test_old_ones_are_forgotten():
    person = PersonFactory()
    read = NotificationFactory(person=person, read_at=AT)
    unread = NotificationFactory(person=person)
    assert purge(at=AT + timedelta(days=180)) == 0
    assert purge(at=AT + timedelta(days=184)) == 1
    assert not Notification.objects.filter(pk=read.pk).exists()
    assert purge(at=AT + timedelta(days=366)) == 1
    assert not Notification.objects.filter(pk=unread.pk).exists()
