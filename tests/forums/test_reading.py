"""How far people have read, and what is new to them: counted, never stored."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from forums import actions
from forums.choices import PostState
from forums.models import Post, ReadMark, Topic
from forums.queries.reading import (
    give_unread,
    give_unread_of_rooms,
    mark_of,
    news_in,
    reading_of,
    unread_by_topic,
    with_reading,
)
from tests.factories.actors import MembershipFactory, PersonFactory
from tests.factories.forums import PostFactory, RoomFactory, TopicFactory, moderator
from tests.forums.conftest import AT

pytestmark = pytest.mark.django_db


def reader(**fields):
    """Someone who joined before all that is said in these tests."""
    return PersonFactory(date_joined=AT - timedelta(days=1), **fields)


def talk(topic=None, posts=3, **fields):
    topic = topic or TopicFactory(created_at=AT)
    PostFactory.create_batch(posts, topic=topic, created_at=AT, **fields)
    return topic


def test_a_mark_never_goes_back_nor_beyond_what_there_is():
    person, topic = reader(), talk(posts=5)
    steps = [(3, 3), (1, 3), (99, 5), (4, 5)]
    assert [actions.mark_read(person=person, topic=topic, number=given, at=AT) for given, _kept in steps] == [
        kept for _given, kept in steps
    ]
    assert ReadMark.objects.get().number == mark_of(person, topic) == 5


def test_what_is_new_is_what_others_said_visibly_above_the_mark():
    person, topic = reader(), talk(posts=4)
    PostFactory(topic=topic, author=person, created_at=AT)
    assert news_in(person, topic) == (1, 4)
    actions.mark_read(person=person, topic=topic, number=2, at=AT)
    assert news_in(person, topic) == (3, 2)
    actions.remove_post(post=topic.posts.get(number=3), by=moderator(), reason="Hors sujet.", at=AT)
    assert news_in(person, topic) == (4, 1)
    actions.mark_read(person=person, topic=topic, number=4, at=AT)
    assert news_in(person, topic) == (None, 0)


def test_what_was_said_before_one_joined_is_not_new_in_a_topic_never_opened():
    newcomer, topic = PersonFactory(date_joined=AT + timedelta(days=1)), talk(posts=3)
    assert news_in(newcomer, topic) == (None, 0)
    PostFactory(topic=topic, created_at=AT + timedelta(days=2))
    assert news_in(newcomer, topic) == (4, 1)


def test_a_whole_room_is_read_at_once_and_no_other():
    person, room = reader(), RoomFactory()
    half, whole, never = (
        talk(TopicFactory(room=room), 3),
        talk(TopicFactory(room=room), 2),
        talk(TopicFactory(room=room)),
    )
    elsewhere = talk()
    actions.mark_read(person=person, topic=half, number=1, at=AT)
    actions.mark_read(person=person, topic=whole, number=2, at=AT)
    for _twice in range(2):
        actions.mark_room_read(person=person, room=room, at=AT)
    assert unread_by_topic(person, [half, whole, never, elsewhere]) == {elsewhere.pk: 3}
    assert ReadMark.objects.count() == 3


@pytest.mark.parametrize("number", [1, 30])
def test_counting_what_is_new_costs_the_same_for_one_and_for_thirty(django_assert_num_queries, number):
    person = reader()
    topics = [talk(posts=2) for _topic in range(number)]
    rooms = [topic.room for topic in topics]
    with django_assert_num_queries(3):
        give_unread(person, topics)
        give_unread_of_rooms(person, rooms)
    assert {topic.unread for topic in topics} == {room.unread for room in rooms} == {2}


SAID, REMOVED, READ, MOVED, SPLIT = range(5)


class UnreadMachine(TestCase):
    """Whatever happens, unread is what one would count by hand."""

    @given(acts=st.lists(st.tuples(st.integers(0, 4), st.integers(1, 12)), min_size=1, max_size=10))
    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    def test_unread_is_what_one_would_count_by_hand(self, acts):
        person, team, room = reader(), moderator(), RoomFactory()
        topics = [talk(TopicFactory(room=room, created_at=AT), 2), talk(TopicFactory(room=room, created_at=AT), 1)]
        for act, number in acts:
            self.do(act, number, person, team, topics)
        for topic in topics:
            topic.refresh_from_db()
            mark = mark_of(person, topic)
            posts = Post.objects.filter(topic=topic, state=PostState.VISIBLE)
            by_hand = [post.number for post in posts if post.number > mark and post.author_id != person.pk]
            expected = (min(by_hand, default=None), len(by_hand))
            where = reading_of(with_reading(Topic.objects.all(), person).get(pk=topic.pk))
            assert news_in(person, topic) == (where.first, where.unread) == expected
            assert unread_by_topic(person, [topic]).get(topic.pk, 0) == len(by_hand)
        give_unread_of_rooms(person, [room])
        assert room.unread == sum(unread_by_topic(person, room.topics.all()).values())

    def do(self, act, number, person, team, topics):
        topic = topics[number % len(topics)]
        topic.refresh_from_db()
        post = topic.posts.filter(number=number, state=PostState.VISIBLE).first()
        if act == SAID:
            PostFactory(topic=topic, created_at=AT, author=person if number % 3 == 0 else PersonFactory())
        elif act == READ:
            actions.mark_read(person=person, topic=topic, number=number, at=AT)
        elif post and act == REMOVED:
            actions.remove_post(post=post, by=team, reason="Hors sujet.", at=AT)
        elif post and act == MOVED:
            move(post, topics[(number + 1) % len(topics)], team)
        elif post and act == SPLIT and topic.post_count > 1:
            split(post, topics, team)


def move(post, to, team):
    to.refresh_from_db()
    if to.pk != post.topic_id:
        actions.move_posts(topic=post.topic, numbers=[post.number], into=to, by=team, at=AT)


def split(post, topics, team):
    topics.append(
        actions.split_topic(topic=post.topic, numbers=[post.number], title="À part", language="fr", by=team, at=AT)
    )


def test_the_page_says_where_one_was_and_a_button_says_that_it_is_read(client):
    person, topic = reader(), talk(posts=3)
    actions.mark_read(person=person, topic=topic, number=1, at=AT)
    client.force_login(person)
    page = client.get(topic.get_absolute_url()).content.decode()
    assert page.count("post__new") == 1
    assert page.index('id="post-1"') < page.index("post__new") < page.index('id="post-3"')
    assert "2 nouveaux" in page
    assert mark_of(person, topic) == 1  # a page that is fetched is not yet read
    client.post(f"{topic.get_absolute_url()}read/", {"number": "3"})
    assert mark_of(person, topic) == 3
    assert "post__new" not in client.get(topic.get_absolute_url()).content.decode()


def test_a_script_says_how_far_one_has_come_and_bad_numbers_change_nothing(client):
    person, topic = reader(), talk(posts=3)
    client.force_login(person)
    address = f"{topic.get_absolute_url()}read/"
    asks_json = {"HTTP_ACCEPT": "application/json"}
    assert client.post(address, {"number": "2"}, **asks_json).json() == {"read": 2}
    assert client.post(address, {"number": "99"}, **asks_json).json() == {"read": 3}
    assert client.post(address, {"number": "x"}, **asks_json).status_code == 400
    assert client.get(address).status_code == 405
    assert mark_of(person, topic) == 3


def test_the_way_to_what_is_new_leads_to_its_page(client):
    person, topic = reader(), talk(posts=60)
    actions.mark_read(person=person, topic=topic, number=54, at=AT)
    client.force_login(person)
    path = topic.get_absolute_url()
    assert client.get(f"{path}unread/").url == f"{path}?page=2#post-55"
    actions.mark_read(person=person, topic=topic, number=60, at=AT)
    assert client.get(f"{path}unread/").url == f"{path}?page=2#post-60"


def test_rooms_and_topics_say_what_is_new_to_who_is_signed_in_only(client):
    person, topic = reader(), talk(posts=3)
    for path in ("/fr/forums/", topic.room.get_absolute_url(), topic.get_absolute_url()):
        assert "3 nouveaux" not in client.get(path).content.decode()
    client.force_login(person)
    for path in ("/fr/forums/", topic.room.get_absolute_url(), topic.get_absolute_url()):
        assert "3 nouveaux" in client.get(path).content.decode()
    client.post(f"{topic.room.get_absolute_url()}read/")
    assert "nouveaux</span>" not in client.get(topic.room.get_absolute_url()).content.decode()


def test_lines_that_come_live_ask_what_is_new_in_their_room_only(client, django_assert_max_num_queries):
    person, topic, other = reader(), talk(posts=3), talk()
    client.force_login(person)
    address = f"{topic.room.get_absolute_url()}unread/?topic={topic.pk}&topic={other.pk}&topic=x"
    with django_assert_max_num_queries(8):
        answer = client.get(address).json()
    assert list(answer) == [str(topic.pk)]
    assert "3 nouveaux" in answer[str(topic.pk)]


def test_what_one_may_not_read_is_neither_read_nor_counted_by_its_address(client):
    topic, stranger = talk(TopicFactory(room__private=True)), reader()
    path, room = topic.get_absolute_url(), topic.room.get_absolute_url()
    client.force_login(stranger)
    assert {client.post(f"{path}read/", {"number": "1"}).status_code, client.post(f"{room}read/").status_code} == {404}
    assert {client.get(f"{path}unread/").status_code, client.get(f"{room}unread/").status_code} == {404}
    assert not ReadMark.objects.exists()
    client.force_login(MembershipFactory(person=reader()).person)
    assert client.post(f"{path}read/", {"number": "1"}).status_code == 302


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_leave_the_higher_mark():
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    person, topic = reader(), talk(posts=40)

    def mark(number):
        try:
            actions.mark_read(person=person, topic=topic, number=number, at=AT)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(mark, [40, *range(1, 40)]))
    assert ReadMark.objects.get().number == 40
