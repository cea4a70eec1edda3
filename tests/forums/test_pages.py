"""Pages as people and machines read them."""

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone, translation

from forums.models import Post, Topic
from kernel.pagecache.actions import bump
from tests.factories.actors import MembershipFactory, PersonFactory
from tests.factories.forums import PostFactory, RoomFactory, TopicFactory, moderator

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15


def path(name, *args, language="fr"):
    with translation.override(language):
        return reverse(f"forums:{name}", args=args)


def pages_of(post):
    """The three pages that lead to a post, the post's own last."""
    slug = post.topic.room.slug
    return (("rooms", []), ("room", [slug]), ("topic", [slug, post.topic_id]))


def posted(topic, **fields):
    return {"source": "Bonjour à **tous**", "language": "fr", "voice": "citizen", "request_key": uuid.uuid4()} | fields


def signed_in(client, person=None):
    person = person or PersonFactory()
    client.force_login(person)
    return person


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_everyone_reads_rooms_topics_and_posts(client, language):
    post = PostFactory(language="ar", source="مرحبا بكم")
    for name, args in (
        ("rooms", []),
        ("room", [post.topic.room.slug]),
        ("topic", [post.topic.room.slug, post.topic_id]),
    ):
        response = client.get(path(name, *args, language=language))
        assert response.status_code == 200
    text = response.content.decode()
    assert '<div class="post__body" lang="ar" dir="rtl"' in text
    assert f"<bdi>{post.author.name}</bdi>" in text


def test_public_pages_hold_nothing_of_a_viewer(client):
    post = PostFactory()
    for name, args in (
        ("rooms", []),
        ("room", [post.topic.room.slug]),
        ("topic", [post.topic.room.slug, post.topic_id]),
    ):
        response = client.get(path(name, *args))
        text = response.content.decode()
        assert "csrfmiddlewaretoken" not in text
        assert "<textarea" not in text
        assert not response.cookies


def test_a_private_room_is_absent_for_others(client):
    post = PostFactory(topic__room__private=True)
    room, topic = post.topic.room, post.topic
    addresses = [
        path("room", room.slug), path("topic", room.slug, topic.pk), path("post", room.slug, topic.pk, 1),
        path("room-feed", room.slug), path("topic-feed", room.slug, topic.pk), f"/live/t:{topic.pk}?since=0",
        f"/live/r:{room.pk}?since=0",
    ]  # fmt: skip
    writing = [path("reply", room.slug, topic.pk), path("open-topic", room.slug)]
    for address in addresses:
        assert client.get(address).status_code == 404, address
    assert room.name not in client.get(path("rooms")).content.decode()
    signed_in(client)
    for address in [*addresses, *writing]:
        assert client.get(address).status_code == 404, address
    signed_in(client, MembershipFactory().person)
    for address in [*addresses[:2], *writing]:
        assert client.get(address).status_code == 200, address
    assert [client.get(address).status_code for address in addresses[3:5]] == [404, 404]


@pytest.mark.parametrize("who", ["signed out", "signed in", "moderator"])
@pytest.mark.parametrize("page", ["rooms", "room", "topic"])
def test_pages_cost_the_same_for_one_item_and_for_thirty(client, django_assert_num_queries, who, page):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    if who != "signed out":
        signed_in(client, moderator() if who == "moderator" else MembershipFactory().person)
    topic = TopicFactory()
    make = {
        "rooms": PostFactory,
        "room": lambda: PostFactory(topic__room=topic.room, author=MembershipFactory().person),
        "topic": lambda: PostFactory(topic=topic, organisation=MembershipFactory().organisation),
    }[page]
    args = {"rooms": [], "room": [topic.room.slug], "topic": [topic.room.slug, topic.pk]}[page]
    make()
    client.get(path(page, *args))  # what a process asks once
    counts = []
    for _number in range(2):
        cache.clear()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(path(page, *args)).status_code == 200
        counts.append(len(asked))
        for _more in range(29):
            make()
    assert counts[0] == counts[1] <= MOST_QUERIES


def test_a_topic_is_read_in_pages_of_fifty(client):
    topic = TopicFactory()
    for _number in range(51):
        PostFactory(topic=topic)
    address = path("topic", topic.room.slug, topic.pk)
    first, second = client.get(address).content.decode(), client.get(f"{address}?page=2").content.decode()
    assert ('id="post-50"' in first, 'id="post-51"' in first, "data-live-tail" in first) == (True, False, False)
    assert ('id="post-50"' in second, 'id="post-51"' in second, "data-live-tail" in second) == (False, True, True)
    assert client.get(path("post", topic.room.slug, topic.pk, 51))["Location"] == f"{address}?page=2#post-51"
    for wrong in ("3", "0", "x", "-1", "9" * 30):
        assert client.get(f"{address}?page={wrong}").status_code == 404


def test_the_region_goes_on_from_the_head_that_was_read_before_the_rows(client, say):
    topic = TopicFactory()
    say(topic, PersonFactory())
    text = client.get(path("topic", topic.room.slug, topic.pk)).content.decode()
    assert re.search(rf'data-stream="{topic.stream}" data-head="1" data-epoch="[0-9a-f-]{{36}}"', text)


@pytest.mark.parametrize("name", ["topic", "post", "reply", "moderate", "topic-feed"])
def test_a_topic_is_read_under_its_own_room_and_private_ones_are_found_under_none(client, name):
    """It may have come from elsewhere: pages send to where it is, forms go on where they were open."""
    post, other = PostFactory(), RoomFactory()
    args = [post.topic_id, *([1] if name == "post" else [])]
    signed_in(client, moderator())
    status = {"topic": 302, "post": 302, "topic-feed": 404}.get(name, 200)
    assert client.get(path(name, other.slug, *args)).status_code == status
    post.topic.room.visibility = "members"
    post.topic.room.save()
    signed_in(client, PersonFactory())
    assert client.get(path(name, other.slug, *args)).status_code == 404


# -- writing


def test_signed_out_writers_sign_in_first(client):
    topic = TopicFactory()
    response = client.post(path("reply", topic.room.slug, topic.pk), posted(topic))
    assert (response.status_code, "/account/login/" in response["Location"]) == (302, True)
    assert Post.objects.count() == 0


def test_posting_without_script_leads_to_the_post(client):
    topic = TopicFactory()
    signed_in(client)
    address = path("reply", topic.room.slug, topic.pk)
    data = posted(topic)
    for _twice in range(2):
        response = client.post(address, data)
        assert response["Location"] == f"{path('topic', topic.room.slug, topic.pk)}#post-1"
    assert Post.objects.get().html == '<p dir="ltr">Bonjour à <strong>tous</strong></p>'


def test_the_composers_script_gets_the_same_fragment_as_everyone(client):
    from forums.live import load_posts, render_post
    from kernel.live.queries import LiveEvent

    topic = TopicFactory()
    signed_in(client)
    said = client.post(path("reply", topic.room.slug, topic.pk), posted(topic), headers={"accept": "application/json"})
    answer = said.json()
    event = LiveEvent(topic.stream, 1, "append", "post", answer["id"], 1)
    event = LiveEvent(topic.stream, 1, "append", "post", answer["id"], 1, load_posts([event])[answer["id"]])
    assert (answer["stream"], answer["rev"], answer["html"]) == (topic.stream, 1, render_post(event, "fr"))


def test_opening_a_topic_without_script(client):
    room = RoomFactory()
    signed_in(client)
    address = path("open-topic", room.slug)
    assert client.get(address).status_code == 200
    data = posted(None, title="Qui tient le registre ?")
    for _twice in range(2):
        response = client.post(address, data)
        assert response["Location"] == path("topic", room.slug, Topic.objects.get().pk)


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"source": " "}, 422, "Écrivez votre message."),
        ({"source": "x" * 10_001}, 422, "trop long"),
        ({"language": "xx"}, 422, "Choisissez la langue"),
        ({"voice": "12345"}, 422, "au nom de cette organisation"),
        ({"voice": "host"}, 422, "au nom de cette organisation"),
        ({"voice": "'; --"}, 422, "au nom de cette organisation"),
        ({"reply_to": "7"}, 422, "dans ce sujet"),
        ({"reply_to": "x"}, 422, ""),
        ({"request_key": "pas une clé"}, 422, ""),
    ],
)
def test_bad_input_keeps_what_was_typed_and_says_why(client, fields, status, sentence):
    topic = TopicFactory()
    signed_in(client)
    typed = fields.get("source", "mes mots précieux")
    response = client.post(path("reply", topic.room.slug, topic.pk), posted(topic, **{"source": typed} | fields))
    text = response.content.decode()
    assert (response.status_code, sentence in text, typed in text) == (status, True, True)
    assert Post.objects.count() == 0


def test_other_words_under_a_used_key_are_refused_and_kept(client):
    topic = TopicFactory()
    signed_in(client)
    address, data = path("reply", topic.room.slug, topic.pk), posted(topic)
    client.post(address, data)
    response = client.post(address, data | {"source": "autre chose"})
    assert (response.status_code, "autre chose" in response.content.decode()) == (422, True)


def test_writing_where_it_was_closed_meanwhile_keeps_the_text(client):
    topic = TopicFactory(state="locked")
    signed_in(client)
    response = client.post(path("reply", topic.room.slug, topic.pk), posted(topic, source="à garder"))
    text = response.content.decode()
    assert (response.status_code, "à garder" in text, "Ce sujet est fermé" in text) == (403, True, True)


def test_writing_too_fast_says_when_to_come_back(client):
    topic = TopicFactory()
    signed_in(client)
    address = path("reply", topic.room.slug, topic.pk)
    for _number in range(6):
        client.post(address, posted(topic))
    response = client.post(address, posted(topic, source="septième"), headers={"accept": "application/json"})
    assert (response.status_code, int(response["Retry-After"]) > 0) == (429, True)


def test_who_has_several_voices_chooses_and_the_organisation_comes_first(client):
    membership = MembershipFactory()
    signed_in(client, membership.person)
    topic = TopicFactory()
    text = client.get(path("reply", topic.room.slug, topic.pk)).content.decode()
    assert re.search(rf'<option value="{membership.organisation_id}" selected>', text)
    client.post(path("reply", topic.room.slug, topic.pk), posted(topic, voice=str(membership.organisation_id)))
    assert Post.objects.get().organisation == membership.organisation


def test_the_composer_proposes_the_language_of_the_pages_to_who_never_wrote_here(client):
    signed_in(client, PersonFactory(language="fr"))
    topic = TopicFactory()
    text = client.get(path("topic", topic.room.slug, topic.pk).replace("/fr/", "/ar/")).content.decode()
    assert '<option value="ar" selected>' in text


# -- editing and moderation


def test_the_author_edits_within_half_an_hour_and_others_find_nothing(client):
    author = PersonFactory()
    post = PostFactory(author=author, created_at=timezone.now())
    address = path("edit", post.topic.room.slug, post.topic_id, 1)
    signed_in(client)
    assert client.get(address).status_code == 404
    signed_in(client, author)
    assert address in client.get(path("topic", post.topic.room.slug, post.topic_id)).content.decode()
    assert client.post(address, {"source": "corrigé", "language": "fr"}).status_code == 302
    post.refresh_from_db()
    assert (post.source, post.rev) == ("corrigé", 2)


def test_an_edit_that_comes_too_late_keeps_the_text(client):
    author = PersonFactory()
    post = PostFactory(author=author, created_at=timezone.now() - timedelta(hours=1))
    signed_in(client, author)
    response = client.post(
        path("edit", post.topic.room.slug, post.topic_id, 1), {"source": "trop tard", "language": "fr"}
    )
    assert (response.status_code, "trop tard" in response.content.decode()) == (403, True)


def test_moderators_remove_lock_and_pin_on_the_spot(client):
    post = PostFactory(source="à retirer")
    room, topic = post.topic.room, post.topic
    remove, moderate = path("remove", room.slug, topic.pk, 1), path("moderate", room.slug, topic.pk)
    signed_in(client)
    assert [client.get(remove).status_code, client.post(moderate, {"act": "lock"}).status_code] == [404, 404]
    signed_in(client, moderator())
    assert client.post(remove, {"reason": ""}).status_code == 422
    client.post(remove, {"category": "off_topic", "reason": "Hors sujet.", "language": "fr"})
    client.post(moderate, {"act": "lock"})
    client.post(moderate, {"act": "pin"})
    assert client.post(moderate, {"act": "explode"}).status_code == 404
    topic.refresh_from_db()
    assert (topic.state, topic.pinned) == ("locked", True)
    text = client.get(path("topic", room.slug, topic.pk)).content.decode()
    assert ("à retirer" in text, "Hors sujet." in text) == (False, True)


# -- feeds and hostile text


def test_feeds_carry_posts_and_no_removed_text(client):
    post = PostFactory(source="présent")
    PostFactory(topic=post.topic, source="retiré", state="removed", removal_reason="x", removed_at=timezone.now())
    for name, args in (("room-feed", [post.topic.room.slug]), ("topic-feed", [post.topic.room.slug, post.topic_id])):
        response = client.get(path(name, *args))
        text = response.content.decode()
        assert response["Content-Type"].startswith("application/atom+xml")
        assert ("présent" in text, "retiré" in text) == (True, False)


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[lien](javascript:alert(1))",
    "[lien](data:text/html;base64,PHNjcmlwdD4=)",
    "![i](//evil.example/pixel.png)",
    '<div hx-get="/cms/" hx-trigger="load">x</div>',
    '<form action="//evil.example"><input name=password></form>',
    '<a href="/" style="position:fixed;inset:0">x</a>',
    "</article></div><h1>titre</h1>",
    '<iframe srcdoc="<script>alert(1)</script>">',
    "<svg onload=alert(1)>",
    '<b id="post-1" class="composer" data-id="1" data-stream="u:1">x</b>',
]


@pytest.mark.parametrize("source", HOSTILE)
def test_hostile_markdown_shows_nothing_but_text(client, say, source):
    topic = TopicFactory()
    say(topic, PersonFactory(display_name='<b onclick="x">'), f"avant {source} après")
    text = client.get(path("topic", topic.room.slug, topic.pk)).content.decode()
    body = text.split('class="post__body"')[1].split("</div>")[0].split(">", 1)[1]
    assert not re.search(r"<(script|img|svg|iframe|form|input|h1|b|div|article)\b", body)
    assert not re.search(r"<[^>]*(javascript:|data:|style=|class=|id=|hx-|data-|on\w+=|//evil)", body)
    assert "<b onclick" not in text


def words_of(client, topic):
    return re.findall(r"<p>(.*?)</p>", client.get(topic.get_absolute_url()).content.decode().split('role="feed"')[1])[0]


def rename(post, words):
    Post.objects.filter(pk=post.pk).update(html=f"<p>{words}</p>")


def test_posts_of_a_public_room_are_rendered_once_until_something_public_changes(
    client, django_capture_on_commit_callbacks
):
    post = PostFactory()
    rename(post, "un")
    assert words_of(client, post.topic) == "un"
    rename(post, "deux")
    assert words_of(client, post.topic) == "un"
    with django_capture_on_commit_callbacks(execute=True):
        bump()
    assert words_of(client, post.topic) == "deux"


def test_a_post_is_shown_as_it_is_before_what_is_public_is_told_to_have_changed(client):
    post = PostFactory()
    client.get(post.topic.get_absolute_url())
    Post.objects.filter(pk=post.pk).update(html="<p>repris</p>", rev=post.rev + 1)
    assert words_of(client, post.topic) == "repris"


def test_posts_of_a_private_room_are_kept_for_nobody(client):
    post = PostFactory(topic=TopicFactory(room__private=True))
    client.force_login(MembershipFactory(person=PersonFactory()).person)
    for words in ("un", "deux"):
        rename(post, words)
        assert words_of(client, post.topic) == words


def test_nobodys_tools_stand_in_the_posts_that_everyone_reads(client):
    post = PostFactory(created_at=timezone.now())
    edit = reverse("forums:edit", args=[post.topic.room.slug, post.topic_id, post.number])
    for person, may in ((post.author, True), (PersonFactory(), False), (post.author, True)):
        client.force_login(person)
        assert (edit in client.get(post.topic.get_absolute_url()).content.decode()) is may
    client.logout()
    assert edit not in client.get(post.topic.get_absolute_url()).content.decode()


def test_hours_of_posts_are_those_of_who_reads(client):
    post = PostFactory(created_at=datetime(2026, 5, 1, 10, 0, tzinfo=UTC))
    for zone, hour in (("Europe/Paris", "12:00"), ("Africa/Tunis", "11:00"), ("Europe/Paris", "12:00")):
        client.force_login(PersonFactory(time_zone=zone))
        assert hour in client.get(post.topic.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("state", "posting", "is_closed"), [
    ("open", "everyone", False), ("open", "members", False), ("locked", "everyone", True), ("locked", "members", True),
])  # fmt: skip
@pytest.mark.parametrize("who", [PersonFactory, moderator, None])
def test_a_topic_is_said_to_be_closed_when_it_is_and_not_to_who_may_not_write(client, who, state, posting, is_closed):
    topic = PostFactory(topic__state=state, topic__room__posting=posting).topic
    if who:
        client.force_login(who())
    page = client.get(path("topic", topic.room.slug, topic.pk)).content.decode()
    assert ("status--no" in page) is is_closed
