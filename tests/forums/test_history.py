"""What a message said before: kept with its reasons, read by who reads the room."""

from datetime import timedelta

import pytest

from forums import actions
from forums.errors import NotAllowed, Refused
from forums.models import Post
from forums.queries.history import versions_of
from tests.factories.actors import PersonFactory
from tests.factories.forums import PostFactory, RoomFactory, TopicFactory, moderator
from tests.forums.conftest import AT

pytestmark = pytest.mark.django_db


def reword(post, source, reason="", language="fr", at=AT):
    return actions.edit_post(post=post, person=post.author, source=source, language=language, reason=reason, at=at)


def test_each_version_keeps_its_words_its_hour_and_its_reason(say):
    post = say(TopicFactory(), PersonFactory(), "un deux")
    reword(post, "un trois", "faute de frappe", at=AT + timedelta(minutes=1))
    reword(post, "un quatre", at=AT + timedelta(minutes=2))
    post = Post.objects.get(pk=post.pk)
    versions = versions_of(post)
    assert [(each.rank, each.source, each.reason) for each in versions] == [
        (3, "un quatre", ""),
        (2, "un trois", "faute de frappe"),
        (1, "un deux", ""),
    ]
    assert [each.at for each in versions] == [AT + timedelta(minutes=number) for number in (2, 1, 0)]
    assert [(piece.kind, piece.text) for piece in versions[0].changes] == [
        ("same", "un "),
        ("removed", "trois"),
        ("added", "quatre"),
    ]


def test_only_its_author_rewords_and_for_half_an_hour(say):
    post = say(TopicFactory(), PersonFactory(), "mes mots")
    with pytest.raises(NotAllowed):
        actions.edit_post(post=post, person=moderator(), source="d’autres", language="fr", at=AT)
    with pytest.raises(NotAllowed):
        reword(post, "trop tard", at=AT + timedelta(minutes=30))
    with pytest.raises(Refused):
        reword(post, "autrement", reason="x" * 501)


def test_the_page_shows_what_came_and_went_and_escapes_it(client, say):
    post = say(TopicFactory(), PersonFactory(), "avant <b>ici</b>")
    path = f"{post.topic.get_absolute_url()}1/history/"
    reword(post, "après <b>ici</b>", "<i>plus juste</i>")
    text = client.get(path).content.decode()
    assert "<del" in text
    assert "<ins" in text
    assert "&lt;b&gt;" in text
    assert "&lt;i&gt;plus juste" in text
    assert f'href="{path}"' in client.get(post.topic.get_absolute_url()).content.decode()


def test_the_history_of_a_removed_message_is_the_moderators(client):
    post = PostFactory()
    path = f"{post.topic.get_absolute_url()}1/history/"
    assert client.get(path).status_code == 200
    actions.remove_post(post=post, by=moderator(), reason="Hors sujet.", at=AT)
    assert client.get(path).status_code == 404
    client.force_login(post.author)
    assert client.get(path).status_code == 404
    client.force_login(moderator())
    assert client.get(path).status_code == 200


def test_a_history_has_one_address_whatever_stands_in_the_place_of_the_room(client):
    post = PostFactory()
    path = f"{post.topic.get_absolute_url()}1/history/"
    invented = path.replace(post.topic.room.slug, "invente")
    assert client.get(invented).headers["Location"] == path
    assert client.get(path).status_code == 200


def test_a_private_room_has_no_history_for_others(client):
    post = PostFactory(topic__room=RoomFactory(private=True))
    assert client.get(f"{post.topic.get_absolute_url()}1/history/").status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_a_history_costs_one_query(django_assert_num_queries, count):
    post = PostFactory()
    for number in range(count):
        post.revisions.create(rev=number + 1, source=f"version {number}", language="fr", written_at=AT)
    with django_assert_num_queries(1):
        assert len(versions_of(post)) == min(count, 20) + 1
