"""How much someone wants to hear, and how they choose it."""

import pytest

from forums import actions
from forums.choices import Rhythm, WatchLevel
from forums.errors import NotAllowed
from forums.models import MailRhythm, Watch
from forums.queries.watching import followed_topics, hearers_of, level_of, rhythm_of
from tests.factories.actors import MembershipFactory, PersonFactory
from tests.factories.forums import PostFactory, TopicFactory
from tests.forums.conftest import AT

pytestmark = pytest.mark.django_db
WATCH, FOLLOW, NORMAL, MUTE = WatchLevel.WATCH, WatchLevel.FOLLOW, WatchLevel.NORMAL, WatchLevel.MUTE

LEVELS = [  # for the topic, for the room, wrote there: what counts
    (None, None, False, NORMAL),
    (None, None, True, FOLLOW),
    (None, NORMAL, True, NORMAL),
    (None, MUTE, True, MUTE),
    (None, WATCH, False, WATCH),
    (MUTE, WATCH, True, MUTE),
    (WATCH, MUTE, False, WATCH),
    (NORMAL, WATCH, True, NORMAL),
    (FOLLOW, None, False, FOLLOW),
]


@pytest.mark.parametrize(("topic_level", "room_level", "wrote", "expected"), LEVELS)
def test_a_topic_s_level_wins_over_its_room_s_and_writing_follows(topic_level, room_level, wrote, expected):
    topic, person = TopicFactory(), PersonFactory()
    PostFactory(topic=topic)
    if wrote:
        PostFactory(topic=topic, author=person)
    actions.watch_topic(person=person, topic=topic, level=topic_level, at=AT)
    actions.watch_room(person=person, room=topic.room, level=room_level, at=AT)
    assert level_of(person, topic) == expected
    assert (topic in followed_topics(person)) == (expected in (WATCH, FOLLOW))
    heard = [hearer.level for hearer in hearers_of(PostFactory(topic=topic)) if hearer.person == person]
    assert heard == ([expected] if expected in (WATCH, FOLLOW) else [])


def test_a_choice_is_changed_and_taken_back():
    topic, person = TopicFactory(), PersonFactory()
    for level in (WATCH, MUTE):
        actions.watch_topic(person=person, topic=topic, level=level, at=AT)
    assert Watch.objects.get().level == MUTE
    actions.watch_topic(person=person, topic=topic, level=None, at=AT)
    assert not Watch.objects.exists()


def test_nobody_follows_what_they_may_not_read():
    topic, member = TopicFactory(room__private=True), MembershipFactory().person
    with pytest.raises(NotAllowed):
        actions.watch_topic(person=PersonFactory(), topic=topic, level=WATCH, at=AT)
    actions.watch_topic(person=member, topic=topic, level=WATCH, at=AT)
    PostFactory(topic=topic)
    assert list(followed_topics(member)) == [topic]
    member.memberships.update(state="withdrawn")
    assert list(followed_topics(member)) == []


def test_rhythm_is_at_once_until_one_chooses():
    person = PersonFactory()
    assert rhythm_of(person) == Rhythm.AT_ONCE
    actions.set_rhythm(person=person, rhythm=Rhythm.WEEKLY, at=AT)
    assert (rhythm_of(person), MailRhythm.objects.get().told_until) == (Rhythm.WEEKLY, AT)


def test_choosing_on_the_pages(client):
    topic, person = TopicFactory(), PersonFactory()
    client.force_login(person)
    for path, name in ((topic.get_absolute_url(), "topic"), (topic.room.get_absolute_url(), "room")):
        assert client.get(f"{path}watch/").status_code == 200
        assert client.post(f"{path}watch/", {"level": "shout"}).status_code == 422
        assert client.post(f"{path}watch/", {"level": "mute"}).url == path
        assert Watch.objects.get(**{f"{name}__isnull": False}).level == MUTE
        client.post(f"{path}watch/", {"level": "none"})
    assert not Watch.objects.exists()
    assert client.post("/fr/my/forums/", {"rhythm": "hourly"}).status_code == 422
    assert client.post("/fr/my/forums/", {"rhythm": "daily"}).url == "/fr/my/forums/"
    form = client.get("/fr/my/forums/").context["form"]
    assert form["rhythm"].value() == Rhythm.DAILY


def test_signed_out_people_choose_nothing_and_strangers_find_nothing(client):
    topic = TopicFactory(room__private=True)
    paths = (f"{topic.get_absolute_url()}watch/", f"{topic.room.get_absolute_url()}watch/")
    assert {client.get(path).status_code for path in (*paths, "/fr/my/forums/")} == {302}
    client.force_login(PersonFactory())
    assert {client.get(path).status_code for path in paths} == {404}


@pytest.mark.parametrize("number", [1, 30])
def test_my_forums_cost_the_same_for_one_topic_and_for_thirty(client, django_assert_max_num_queries, number):
    person = PersonFactory()
    for _topic in range(number):
        post = PostFactory(author=person)
        actions.watch_topic(person=person, topic=post.topic, level=WATCH, at=AT)
        actions.watch_room(person=person, room=post.topic.room, level=FOLLOW, at=AT)
    client.force_login(person)
    client.get("/fr/my/forums/")
    with django_assert_max_num_queries(14):
        assert client.get("/fr/my/forums/").status_code == 200


@pytest.mark.parametrize("number", [1, 30])
def test_knowing_who_hears_costs_the_same_for_one_and_for_thirty(django_assert_num_queries, number):
    topic = TopicFactory()
    PostFactory.create_batch(number, topic=topic)
    post = PostFactory(topic=topic)
    with django_assert_num_queries(6):
        assert len(hearers_of(post)) == number
