"""Two moderators at one time, two readers at one time: one decision, one case, one answer."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.cache import cache
from django.db import connection

from forums import actions
from forums.errors import AlreadyDecided, NotAllowed, Refused
from forums.models import Appeal, Case, Decision, Flag, HeldPost, Post, Suspension, Topic
from kernel.audit.models import Entry
from tests.factories.actors import PersonFactory
from tests.factories.forums import PostFactory, TopicFactory, moderator
from tests.forums.conftest import AT

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def real_locks():
    cache.clear()
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: set DATABASE_URL")


def at_once(*acts):
    """Run them in threads that start together; what each gave, or the refusal it met."""
    together = Barrier(len(acts))

    def run(act):
        together.wait()
        try:
            return act()
        except (AlreadyDecided, NotAllowed, Refused) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refused(results):
    return [result for result in results if isinstance(result, Exception)]


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
