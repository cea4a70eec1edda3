"""Two moderators at one time, two readers at one time: one decision, one case, one answer."""

import threading
import time
import uuid
from datetime import timedelta
from functools import partial

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from forums import actions
from forums.errors import ForumError, TooFast
from forums.models import Appeal, Attachment, Case, Decision, Flag, HeldPost, Post, Suspension, Topic
from kernel.audit.models import Entry
from kernel.mail.models import Mail
from tests.factories.actors import PersonFactory
from tests.factories.forums import PostFactory, RoomFactory, TopicFactory, moderator
from tests.forums.conftest import AT, given, stored_names
from tests.racing import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def real_locks():
    cache.clear()
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: set DATABASE_URL")


def refused(results):
    found = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(each, ForumError) for each in found), found
    return found


def flag(post):
    return actions.flag(post=post, person=PersonFactory(), category="attack", note="", at=AT).case


@pytest.mark.parametrize("_time", range(5))
def test_keeping_and_hiding_at_once_is_one_decision(_time):
    case, first, second = flag(PostFactory()), moderator(), moderator()
    results = at_once(
        lambda: actions.keep_post(case=case, by=first, note="", at=AT),
        lambda: actions.hide_post(case=case, by=second, category="attack", reason="Non.", at=AT),
        lambda: actions.hide_post(case=case, by=first, category="other", reason="Non plus.", at=AT),
    )
    assert len(refused(results)) == 2
    assert Entry.objects.filter(verb__in=["forums.post_kept", "forums.post_removed"]).count() == 1
    hidden = Case.objects.get().state == "hidden"
    assert Decision.objects.count() == hidden
    assert Post.objects.get().is_removed == hidden
    assert Topic.objects.get().post_count == 1 - hidden


def test_two_claims_at_once_are_one():
    case, people = flag(PostFactory()), [moderator() for _each in range(4)]
    results = at_once(*(lambda who=who: actions.claim_case(case=case, by=who, at=AT) for who in people))
    assert len(refused(results)) == 3


def test_flags_at_once_are_one_case():
    post, people = PostFactory(), [PersonFactory() for _each in range(8)]
    at_once(
        *(
            lambda who=who: actions.flag(post=post, person=who, category="other", note="", at=AT)
            for who in (*people, people[0])
        )
    )
    assert (Case.objects.count(), Flag.objects.count()) == (1, 8)


def test_a_flag_and_a_removal_at_once_leave_no_case_open():
    post, team, person = PostFactory(), moderator(), PersonFactory()
    at_once(
        lambda: actions.flag(post=post, person=person, category="other", note="", at=AT),
        lambda: actions.remove_post(post=post, by=team, reason="Non.", category="other", at=AT),
    )
    assert not Case.objects.filter(state="open").exists()


def test_answers_at_once_are_one():
    post = PostFactory()
    actions.remove_post(post=post, by=moderator(), reason="Non.", category="other", at=AT)
    made = actions.appeal(decision=Decision.objects.get(), person=post.author, text="Si.", language="fr", at=AT)
    outcomes = ["upheld", "overturned", "upheld", "overturned"]
    people = [moderator() for _each in outcomes]
    results = at_once(
        *(
            lambda who=who, outcome=outcome: actions.answer_appeal(
                appeal=made, by=who, outcome=outcome, answer="Voilà.", at=AT
            )
            for who, outcome in zip(people, outcomes, strict=True)
        )
    )
    assert len(refused(results)) == 3
    assert Post.objects.get().is_removed == (Appeal.objects.get().outcome == "upheld")
    assert Topic.objects.get().post_count == (not Post.objects.get().is_removed)


def suspended_who_appeals():
    fields = {"room": None, "ends_at": AT + timedelta(days=7), "reason": "Non.", "at": AT}
    made = actions.suspend(person=PersonFactory(), by=moderator(), **fields)
    return actions.appeal(decision=made, person=made.person, text="Si.", language="fr", at=AT)


@pytest.mark.parametrize("_time", range(3))
def test_answers_about_a_suspension_at_once_are_one(_time):
    made = suspended_who_appeals()
    outcomes = ["upheld", "overturned", "upheld", "overturned"]
    people = [moderator() for _each in outcomes]
    results = at_once(
        *(
            lambda who=who, outcome=outcome: actions.answer_appeal(
                appeal=made, by=who, outcome=outcome, answer="Voilà.", at=AT
            )
            for who, outcome in zip(people, outcomes, strict=True)
        )
    )
    assert len(refused(results)) == 3
    assert bool(Suspension.objects.get().lifted_at) == (Appeal.objects.get().outcome == "overturned")
    assert Mail.objects.filter(letter="forums.appeal_answered").count() == 1
    assert Entry.objects.filter(verb__in=["forums.suspension_upheld", "forums.suspension_overturned"]).count() == 1


@pytest.mark.parametrize("_time", range(5))
def test_lifting_while_answering_ends_the_suspension_once_and_both_are_written_down(_time):
    made, lifter, answerer = suspended_who_appeals(), moderator(), moderator()
    later = AT + timedelta(hours=1)
    results = at_once(
        lambda: actions.lift_suspension(suspension=made.suspension, by=lifter, at=later),
        lambda: actions.answer_appeal(appeal=made, by=answerer, outcome="overturned", answer="Oui.", at=later),
    )
    assert not refused(results)
    ended = Suspension.objects.get()
    lifted = Entry.objects.filter(verb="forums.suspension_lifted").count()
    assert ended.lifted_by == (lifter if lifted else answerer)
    assert (Appeal.objects.get().outcome, ended.lifted_at) == ("overturned", later)
    assert Mail.objects.filter(letter="forums.suspension_lifted").count() == lifted


def test_one_appeal_sent_twice_at_once_is_one():
    fields = {"room": None, "ends_at": AT + timedelta(days=7), "reason": "Non.", "at": AT}
    made = actions.suspend(person=PersonFactory(), by=moderator(), **fields)
    at_once(
        *[lambda: actions.appeal(decision=made, person=made.person, text="Si.", language="fr", at=AT) for _ in range(3)]
    )
    assert Appeal.objects.count() == 1
    assert Entry.objects.filter(verb="forums.appeal_made").count() == 1


def test_publishing_and_refusing_at_once_is_one():
    topic, author, team = TopicFactory(room__approves_newcomers=True), PersonFactory(), [moderator(), moderator()]
    held = actions.post(topic=topic, person=author, source="x", language="fr", organisation_id=None, key="k", at=AT)
    results = at_once(
        lambda: actions.publish_held(held=held, by=team[0], at=AT),
        lambda: actions.publish_held(held=held, by=team[1], at=AT),
        lambda: actions.refuse_held(held=held, by=team[1], reason="Non.", at=AT),
    )
    assert refused(results)
    assert Post.objects.count() == (HeldPost.objects.get().state == "published")


@pytest.mark.usefixtures("empty_storage")
@pytest.mark.parametrize("_time", range(3))
def test_two_moderators_who_publish_at_once_turn_the_files_over_once(_time):
    topic, author, team = TopicFactory(room__approves_newcomers=True), PersonFactory(), [moderator(), moderator()]
    files = [given("avis.pdf"), given("releve.txt", b"12 m3")]
    held = actions.post(
        topic=topic, person=author, source="x", language="fr", organisation_id=None, key="k", at=AT, files=files
    )
    results = at_once(*(lambda who=who: actions.publish_held(held=held, by=who, at=AT) for who in (*team, *team)))
    assert set(results) == {Post.objects.get()}
    assert list(Attachment.objects.values_list("title", "held")) == [("avis.pdf", None), ("releve.txt", None)]
    assert set(Attachment.objects.values_list("post", flat=True)) == {Post.objects.get().pk}
    assert len(stored_names()) == 2


@pytest.mark.usefixtures("empty_storage")
def test_one_key_sent_twice_at_once_keeps_the_files_of_a_first_message_once():
    topic, author = TopicFactory(room__approves_newcomers=True), PersonFactory()
    sent = {"source": "x", "language": "fr", "organisation_id": None, "key": "k", "at": AT}
    results = at_once(
        *(lambda: actions.post(topic=topic, person=author, files=[given()], **sent) for _twin in range(4))
    )
    assert set(results) == {HeldPost.objects.get()}
    assert (Attachment.objects.count(), len(stored_names())) == (1, 1)


@pytest.mark.parametrize("_time", range(5))
def test_removing_a_message_and_suspending_from_it_at_once_are_both_done(_time):
    post, people = PostFactory(), [moderator(), moderator()]
    results = at_once(
        lambda: actions.remove_post(post=post, by=people[0], reason="Non.", category="attack", at=AT),
        lambda: actions.suspend(
            person=post.author, room=None, ends_at=AT + timedelta(days=7), reason="Non.", by=people[1], at=AT, post=post
        ),
    )
    assert not refused(results)
    assert (Post.objects.get().is_removed, Suspension.objects.get().post_id) == (True, post.pk)


@pytest.mark.parametrize("act", ["publish", "refuse", "write", "edit", "react", "appeal"])
def test_what_is_done_while_a_topic_changes_its_room_is_done_or_refused_with_a_sentence(act):
    topic, there, team = TopicFactory(room__approves_newcomers=True), RoomFactory(approves_newcomers=True), moderator()
    sent = {"source": "x", "language": "fr", "organisation_id": None, "at": AT}
    held = actions.post(topic=topic, person=PersonFactory(), key="k", **sent)
    post, removed = PostFactory(topic=topic, created_at=AT), PostFactory(topic=topic)
    if act == "appeal":
        actions.remove_post(post=removed, by=moderator(), reason="Non.", category="other", at=AT)
    acts = {
        "publish": lambda: actions.publish_held(held=held, by=team, at=AT),
        "refuse": lambda: actions.refuse_held(held=held, by=team, reason="Non.", at=AT),
        "write": lambda: actions.post(topic=topic, person=team, key="w", **sent),
        "edit": lambda: actions.edit_post(post=post, person=post.author, source="Mieux", language="fr", at=AT),
        "react": lambda: actions.react(post=post, person=team, kind="thanks", on=True, at=AT),
        "appeal": lambda: actions.appeal(
            decision=Decision.objects.get(), person=removed.author, text="Si.", language="fr", at=AT
        ),
    }
    refused(moved_under(topic, there, acts[act]))


def moved_under(topic, room, act):
    """The act, begun while the topic's row is held by a transaction that takes it to another room."""
    holds = threading.Event()

    def move():
        with transaction.atomic():
            Topic.objects.select_for_update().get(pk=topic.pk)
            holds.set()
            wait_for_a_waiter()
            return actions.move_topic(topic=topic, room=room, by=moderator(), at=AT)

    def do():
        holds.wait(10)
        return act()

    return at_once(move, do)


def wait_for_a_waiter():
    """Until another connection waits for a lock of this one, two seconds at most: not every act takes that row."""
    until = time.monotonic() + 2
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))")
            if cursor.fetchone()[0]:
                return


def test_suspensions_at_once_are_one():
    person, people = PersonFactory(), [moderator() for _each in range(3)]

    at_once(
        *(
            lambda who=who, days=days: actions.suspend(
                person=person, room=None, ends_at=AT + timedelta(days=days), reason="Non.", by=who, at=AT
            )
            for days, who in enumerate(people, 1)
        )
    )
    assert Suspension.objects.count() == 1


@pytest.mark.parametrize("_time", range(3))
def test_a_slow_room_takes_one_message_of_those_sent_at_once_to_its_topics(_time):
    person, room = PersonFactory(), RoomFactory(slow_seconds=300)

    def say(topic):
        how = {"person": person, "language": "fr", "organisation_id": None, "at": AT}
        return actions.post(topic=topic, source="Un message.", key=str(uuid.uuid4()), **how)

    topics = [TopicFactory(room=room) for _number in range(6)]
    told = refused(at_once(*[partial(say, topic) for topic in topics]))
    assert [type(each) for each in told] == [TooFast] * 5
    assert Post.objects.filter(author=person).count() == 1
