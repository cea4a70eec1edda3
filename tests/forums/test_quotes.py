"""What quotes what, as both show it."""

import pytest
from django.test import override_settings
from django.utils.translation import override

from forums import actions
from forums.models import Quote, Topic
from forums.pointing import in_language, post_address
from forums.quoting import quotation_of
from kernel.live import queries
from kernel.text.markdown import to_html
from tests.factories.actors import PersonFactory
from tests.factories.forums import PostFactory, RoomFactory, TopicFactory, moderator
from tests.forums.conftest import AT
from tests.forums.test_live import apply, shown

pytestmark = pytest.mark.django_db


def quoting(post, words="je réponds"):
    return f"{quotation_of(post)}{words}"


def fresh(topic):
    return Topic.objects.select_related("room").get(pk=topic.pk)


def quotes():
    return set(Quote.objects.values_list("post__number", "quoted__number"))


def test_a_quotation_is_kept_and_both_posts_lead_to_each_other(say):
    topic = TopicFactory()
    quoted = say(topic, PersonFactory(display_name="Salma [T.]"), "la confiance *vient* de là")
    answer = say(topic, PersonFactory(), quoting(quoted))
    assert quotes() == {(2, 1)}
    page = shown(topic)[topic.stream]
    assert f"{topic.get_absolute_url()}2/" in page[str(quoted.pk)].split("Cité dans")[1]
    assert f'<a href="{topic.get_absolute_url()}1/">Salma [T.], 1</a>' in page[str(answer.pk)]
    assert "<em>vient</em>" in page[str(answer.pk)]


def test_whoever_reads_the_quoted_post_sees_it_cited_live(say):
    topic = TopicFactory()
    quoted = say(topic, PersonFactory(), "à citer")
    head, page = queries.head(topic.stream), shown(topic)[topic.stream]
    answer = say(topic, PersonFactory(), quoting(quoted))
    for act in (
        lambda: None,
        lambda: actions.edit_post(post=answer, person=answer.author, source="sans citer", language="fr", at=AT),
        lambda: actions.edit_post(post=answer, person=answer.author, source=quoting(quoted), language="fr", at=AT),
        lambda: actions.remove_post(post=answer, by=moderator(), reason="Hors sujet.", at=AT),
    ):
        act()
        apply(page, topic.stream, head.seq)
        head = queries.head(topic.stream)
        assert page == shown(fresh(topic))[topic.stream]
    assert "Cité dans" not in page[str(quoted.pk)]


@pytest.mark.parametrize("reads", [True, False])
def test_a_public_stream_says_nothing_of_what_is_said_in_a_private_room(say, reads, django_capture_on_commit_callbacks):
    quoted = PostFactory()
    inside = TopicFactory(room=quoted.topic.room if reads else RoomFactory(private=True))
    person = moderator()

    def moved(act):
        before = queries.head(quoted.topic.stream).seq
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return queries.head(quoted.topic.stream).seq > before

    answer = []
    assert moved(lambda: answer.append(say(inside, person, quoting(quoted)))) is reads
    post = answer[0]
    assert quotes() == {(1, 1)}  # kept all the same
    assert moved(lambda: actions.edit_post(post=post, person=person, source="sans", language="fr", at=AT)) is reads
    again = quoting(quoted)
    assert moved(lambda: actions.edit_post(post=post, person=person, source=again, language="fr", at=AT)) is reads
    assert moved(lambda: actions.remove_post(post=post, by=person, reason="Hors sujet.", at=AT)) is reads
    elsewhere = RoomFactory(private=True)
    assert moved(lambda: actions.move_topic(topic=inside, room=elsewhere, by=person, at=AT)) is reads


def test_a_post_of_another_topic_is_refreshed_after_commit(say, django_capture_on_commit_callbacks):
    quoted = say(TopicFactory(), PersonFactory(), "à citer")
    other = TopicFactory(room=quoted.topic.room, title="Autre sujet")
    head, page = queries.head(quoted.topic.stream), shown(quoted.topic)[quoted.topic.stream]
    with django_capture_on_commit_callbacks(execute=True):
        say(other, PersonFactory(), quoting(quoted))
    apply(page, quoted.topic.stream, head.seq)
    assert page == shown(fresh(quoted.topic))[quoted.topic.stream]
    assert "Autre sujet" in page[str(quoted.pk)]


@pytest.mark.parametrize(
    ("its_room", "here", "is_kept"),
    [("public", "public", True), ("public", "private", True), ("private", "public", False)],
)
def test_a_post_that_not_every_reader_may_read_stays_a_link(say, its_room, here, is_kept):
    quoted = PostFactory(topic__room=RoomFactory(private=its_room == "private"))
    topic = TopicFactory(room=RoomFactory(private=here == "private"))
    writer = moderator()
    answer = say(topic, writer, quoting(quoted))
    assert Quote.objects.exists() is is_kept
    assert f"/{quoted.topic_id}/1/" in answer.html
    assert "Cité dans" not in shown(quoted.topic)[quoted.topic.stream][str(quoted.pk)]


@pytest.mark.parametrize(
    ("source", "is_kept"),
    [
        ("> [Elle, 1]({path})\n>\n> mots", True),
        ("> {path}", False),
        ("> [Elle, 1](http://rives.example{path})", True),
        ("> [Elle, 1](https://ailleurs.example{path})", False),
        ("> [Elle, 1]({path}#suite)", True),
        ("> > [Elle, 1]({path})", True),
        ("[Elle, 1]({path})", False),
        ("```\n> [Elle, 1]({path})\n```", False),
        ("> [Elle, 1]({path}edit/)", False),
    ],
)
@override_settings(WAGTAILADMIN_BASE_URL="http://rives.example")
def test_what_counts_as_a_quotation(say, source, is_kept):
    quoted = PostFactory()
    path = f"{quoted.topic.get_absolute_url()}1/"
    say(quoted.topic, PersonFactory(), source.format(path=path))
    assert Quote.objects.exists() is is_kept


def test_a_post_that_moved_is_quoted_where_it_is(say):
    quoted = PostFactory()
    text = quoting(quoted)
    actions.split_topic(topic=quoted.topic, numbers=[1], title="Là", language="fr", by=moderator(), at=AT)
    say(fresh(TopicFactory(room=quoted.topic.room)), PersonFactory(), text)
    assert Quote.objects.get().quoted == quoted


def test_a_removed_post_is_not_quoted(say):
    quoted = PostFactory()
    text = quoting(quoted)
    actions.remove_post(post=quoted, by=moderator(), reason="Hors sujet.", at=AT)
    say(fresh(quoted.topic), PersonFactory(), text)
    assert not Quote.objects.exists()


def test_a_quotation_is_in_the_language_of_its_post():
    post = PostFactory(language="ar", source="الثقة")
    with override("en"):
        html = to_html(f"I agree:\n\n{quotation_of(post)}yes")
    assert '<blockquote lang="ar" dir="' in html
    assert f"/en/forums/{post.topic.room.slug}/" in in_language(html, "en")
    assert '<blockquote lang="ar"' in in_language(html, "en")


@pytest.mark.parametrize("count", [1, 30])
def test_a_page_costs_the_same_however_much_is_cited(say, django_assert_num_queries, count):
    topic = TopicFactory()
    posts = [PostFactory(topic=topic) for _each in range(count)]
    for post in posts:
        Quote.objects.create(post=PostFactory(topic=topic), quoted=post)
    with django_assert_num_queries(3):  # the posts, their files, who cites them
        shown_posts = list(_posts(topic))
    assert sum(len(post.citations) for post in shown_posts) == count


def _posts(topic):
    from forums.queries import posts_of

    return posts_of(topic)


def test_the_page_for_answering_holds_the_quotation(client):
    post = PostFactory(source="> ce que d’autres ont dit\n\nmes mots")
    client.force_login(PersonFactory())
    text = client.get(f"{post.topic.get_absolute_url()}reply/?quote=1").content.decode()
    assert "&gt; mes mots" in text
    assert "ce que d’autres" not in text
    assert client.get(f"{post.topic.get_absolute_url()}reply/?quote=7").status_code == 200


@pytest.mark.parametrize(
    ("href", "place"),
    [
        ("/fr/forums/salon/12/3/", (12, 3)),
        ("/ar/forums/salon/12/?page=2#post-61", (12, 61)),
        ("/fr/forums/salon/12/", None),
        ("/fr/forums/salon/١٢/3/", None),
        ("//evil/fr/forums/salon/12/3/", None),
        ("/es/forums/salon/12/3/", None),
    ],
)
def test_addresses_of_posts(href, place):
    assert post_address(href) == place
