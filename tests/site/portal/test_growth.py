"""load_demo --scale: how much it writes, how right, and that it goes on where it stopped."""

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, Max

from actors.choices import Constituency
from consultations.models import LogEntry, Participant, Vote
from consultations.queries.log import verify
from forums.models import Post, ReadMark, Room, Topic
from forums.queries.heard import heard_in_room
from kernel.live.models import Event
from kernel.search.models import Entry
from kernel.text.counting import count_words
from portal.demo.growth import grow, messages, votes
from tests.factories.actors import OrganisationFactory
from tests.factories.forums import moderator

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def team():
    for constituency in (Constituency.LOCAL, Constituency.RESEARCH):
        OrganisationFactory(constituency=constituency, is_fictitious=True)
    return moderator()


def grown(team, scale, told=None):
    heard = [] if told is None else told
    grow(scale=scale, by=team, seed=7, at=AT, tell=lambda *how_far: heard.append(how_far))
    return Post.objects.filter(topic__room__slug__startswith="affluence-")


@pytest.fixture
def small(monkeypatch):
    """A step of sixty messages and of thirty votes, and a long topic of a hundred."""
    monkeypatch.setattr(messages, "EACH", 60)
    monkeypatch.setattr(messages, "LONGEST", 100)
    monkeypatch.setattr(messages, "TEXTS", 20)
    monkeypatch.setattr(votes, "EACH", 30)
    monkeypatch.setattr(votes, "FEW", 8)
    monkeypatch.setattr(votes, "OF_EACH", 7)
    monkeypatch.setattr(votes, "BATCH", 3)


def test_it_writes_what_the_scale_asks_for_and_nothing_twice(team, small):
    told = []
    posts = grown(team, 4, told)
    assert posts.count() == 180
    for name, wanted in (("messages", 180), ("votes", 90)):
        numbers = [number for told_of, number, _of in told if told_of == name]
        assert numbers == sorted(numbers)
        assert numbers[-1] == wanted
    assert grown(team, 4).count() == 180
    assert grown(team, 5).count() == 240


def test_at_one_nothing_is_added(team, small):
    assert grown(team, 1).count() == 0
    assert not Room.objects.exists()


def test_counters_and_numbers_are_those_of_the_actions(team, small):
    grown(team, 4)
    topics = Topic.objects.annotate(there=Count("posts"), highest=Max("posts__number"), latest=Max("posts__created_at"))
    for topic in topics:
        assert topic.there == topic.highest == topic.last_number == topic.post_count
        assert topic.latest == topic.last_post_at <= AT
        first = topic.posts.get(number=1)
        assert (first.author_id, first.language, first.created_at) == (
            topic.author_id,
            topic.language,
            topic.created_at,
        )
    assert topics.filter(post_count=100).count() == 1
    for post in Post.objects.filter(reply_to__isnull=False).select_related("reply_to"):
        assert post.reply_to.topic_id == post.topic_id
        assert post.reply_to.number < post.number
    assert Post.objects.filter(reply_to__isnull=False).exists()


def test_people_of_both_shores_write_in_three_languages(team, small):
    posts = grown(team, 5)
    assert set(posts.values_list("language", flat=True)) == {"fr", "en", "ar"}
    heard = heard_in_room(Topic.objects.get(post_count=100).room)
    assert {line.code for line in heard.constituencies if line.posts} == {"local", "research", "citizens"}
    assert all(post.words == count_words(post.source) for post in posts)
    assert not ReadMark.objects.exists()
    assert not Event.objects.filter(stream__key__startswith="t:").exists()


def test_topics_are_found(team, small):
    grown(team, 3)
    assert set(Entry.objects.filter(kind="topic").values_list("object_id", flat=True)) == set(
        Topic.objects.values_list("pk", flat=True)
    )


def test_votes_are_sealed_and_go_on_where_they_stopped(team, small):
    grown(team, 4)
    consultation = Vote.objects.first().statement.consultation
    found = verify(consultation)
    assert (found.faults, found.checked, found.links) == ([], 90, 90)
    statement = consultation.statements.last()
    assert statement.text == statement.text_fr != statement.text_ar
    grown(team, 5)
    assert (Vote.objects.count(), LogEntry.objects.count()) == (120, 120)
    assert verify(consultation).holds
    people = Participant.objects.filter(consultation=consultation).values_list("person", flat=True)
    assert len(people) == len(set(people)) == 13 + 5


def test_a_scale_below_one_is_refused():
    with pytest.raises(CommandError):
        call_command("load_demo", scale=0)
