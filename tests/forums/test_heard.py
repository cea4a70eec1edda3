"""Who speaks in a topic or a room: the figures, whom they count, and who may read them."""

import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from actors.choices import Constituency, Shore
from forums import actions
from forums.choices import PostState
from forums.queries.heard import heard_in_room, heard_in_topic
from tests.factories.actors import MembershipFactory, PersonFactory
from tests.factories.forums import PostFactory, RoomFactory, TopicFactory, moderator

from .conftest import AT

pytestmark = pytest.mark.django_db

LOCAL, CITIZENS, RESEARCH = Constituency.LOCAL, Constituency.CITIZENS, Constituency.RESEARCH


def figures(lines):
    return {line.code: (line.posts, line.people, line.words) for line in lines if line.posts}


def total(heard):
    return heard.total.posts, heard.total.people, heard.total.words


@pytest.fixture
def topic():
    """Three people: two speak for a municipality in the south and for themselves, one for a laboratory in the north."""
    topic = TopicFactory()
    salma, youssef, elena = PersonFactory.create_batch(3)
    said = [
        (salma, LOCAL, Shore.SOUTH, "ar", "مسكنا السجل بأنفسنا في الصيف الأول."),
        (salma, LOCAL, Shore.SOUTH, "ar", "كل يوم سبت"),
        (salma, CITIZENS, Shore.SOUTH, "fr", "À titre personnel, l’eau manque."),
        (youssef, LOCAL, Shore.SOUTH, "fr", "> tout ce que Salma disait\n\nD’accord."),
        (elena, RESEARCH, Shore.NORTH, "en", "We compared **three** pilots: see https://example.org/a/b"),
        (elena, RESEARCH, "", "en", "Basin-wide"),
    ]
    for person, constituency, shore, language, source in said:
        PostFactory(
            topic=topic, author=person, constituency=constituency, shore=shore, language=language, source=source
        )
    return topic


def test_voices_are_counted_by_constituency_shore_and_language(topic):
    heard = heard_in_topic(topic)
    assert total(heard) == (6, 3, 21)
    assert figures(heard.constituencies) == {"local": (3, 2, 10), "citizens": (1, 1, 5), "research": (2, 1, 6)}
    assert figures(heard.shores) == {"south": (4, 2, 15), "north": (1, 1, 5), "": (1, 1, 1)}
    assert figures(heard.languages) == {"ar": (2, 1, 9), "fr": (2, 2, 6), "en": (2, 1, 6)}
    assert (heard.most, heard.most_of_a_shore) == (3, 4)


def test_every_constituency_and_shore_has_a_line_even_unheard(topic):
    heard = heard_in_topic(topic)
    assert [line.code for line in heard.constituencies] == Constituency.values
    assert [line.code for line in heard.shores] == [*Shore.values, ""]
    alone = heard_in_topic(PostFactory(shore=Shore.EAST).topic)
    assert [line.code for line in alone.shores] == Shore.values


def test_a_room_adds_up_its_topics_and_no_other_rooms(topic):
    PostFactory(topic__room=topic.room, constituency=LOCAL, shore=Shore.EAST, source="Un deux trois")
    PostFactory(constituency=LOCAL, shore=Shore.EAST)
    heard = heard_in_room(topic.room)
    assert total(heard) == (7, 4, 24)
    assert figures(heard.shores)["east"] == (1, 1, 3)
    assert total(heard_in_topic(topic)) == (6, 3, 21)


def test_hosts_and_what_cannot_be_read_are_no_voices(topic):
    PostFactory(topic=topic, is_host=True)
    PostFactory(topic=topic, state=PostState.REMOVED, removal_reason="Hors sujet", removed_at=AT)
    to = PostFactory()
    PostFactory(topic=topic, state=PostState.MOVED, moved_to=to)
    assert total(heard_in_topic(topic)) == (6, 3, 21)
    assert total(heard_in_room(topic.room)) == (6, 3, 21)


def test_words_are_counted_when_written_and_again_when_reworded(ask, say):
    person = MembershipFactory().person
    topic = ask(RoomFactory(private=True), person, source="Dites d’où vous parlez.")
    post = say(topic, person, "> citation d’une autre\n\nمن أين تتكلمون؟", language="ar")
    assert total(heard_in_topic(topic)) == (2, 1, 7)
    actions.edit_post(post=post, person=person, source="Deux mots", language="fr", at=AT + timedelta(minutes=1))
    assert total(heard_in_topic(topic)) == (2, 1, 6)


def test_the_head_of_a_topic_counts_hosts_too():
    topic = TopicFactory(room__private=True)
    PostFactory(topic=topic, language="fr")
    PostFactory(topic=topic, language="ar", is_host=True)
    PostFactory(topic=topic, language="en", state=PostState.REMOVED, removal_reason="Hors sujet", removed_at=AT)
    heard = heard_in_topic(topic)
    assert (heard.total.people, heard.people, heard.written) == (1, 2, ["ar", "fr"])


def test_a_removal_is_seen_at_once(topic, django_capture_on_commit_callbacks):
    heard_in_topic(topic)
    post = topic.posts.order_by("number").last()
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_post(post=post, by=moderator(), reason="Hors sujet", at=AT)
    assert heard_in_topic(topic).total.posts == 5


@pytest.mark.parametrize("private", [False, True])
def test_one_query_whatever_the_number_of_posts(django_assert_num_queries, private):
    topic = TopicFactory(room__private=private)
    for number in (1, 30):
        PostFactory.create_batch(number, topic=topic)
        with django_assert_num_queries(1):
            heard_in_topic(topic)
        with django_assert_num_queries(1):
            heard_in_room(topic.room)
        cache.clear()


def test_a_public_room_is_counted_once_a_generation(topic, django_assert_num_queries):
    heard_in_room(topic.room)
    with django_assert_num_queries(0):
        heard_in_room(topic.room)


def test_a_private_room_is_counted_for_its_readers_only_and_never_kept(client, django_assert_num_queries):
    post = PostFactory(topic__room__private=True, constituency=LOCAL, shore=Shore.SOUTH)
    pages = [reverse("forums:room", args=[post.topic.room.slug]), post.topic.get_absolute_url()]
    heard_in_topic(post.topic)
    with django_assert_num_queries(1):
        heard_in_topic(post.topic)
    assert [client.get(page).status_code for page in pages] == [404, 404]
    client.force_login(MembershipFactory().person)
    for page in pages:
        assert "Qui s’exprime" in client.get(page).content.decode()


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_pages_show_the_figures_with_a_table(client, topic, language):
    for name, args in (("room", [topic.room.slug]), ("topic", [topic.room.slug, topic.pk])):
        text = client.get(reverse(f"forums:{name}", args=args).replace("/fr/", f"/{language}/")).content.decode()
        part = text[text.index('class="side heard"') : text.index("</aside>")]
        assert part.count('scope="row"') == 8 + 4 + 3 + 1
        assert '<bdi lang="ar">العربية</bdi>' in part
        assert "15" in part


def test_an_empty_room_says_nothing_of_voices(client):
    room = RoomFactory()
    assert "heard" not in client.get(reverse("forums:room", args=[room.slug])).content.decode().replace(
        "forums.css", ""
    )


def test_a_topic_of_hosts_only_shows_no_voices(client, ask):
    topic = ask(RoomFactory(), moderator(), as_host=True, key=str(uuid.uuid4()))
    assert 'class="side heard"' not in client.get(topic.get_absolute_url()).content.decode()
