"""Who hears of a post, why, and how often: the bell gathers a topic's posts, and is read with them."""

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from actors.actions import erase_person
from actors.registry import export_all
from forums import actions
from forums.actions.telling_people import tell_of
from forums.choices import TellReason, WatchLevel
from forums.models import MailRhythm, Mention, Quote, ReadMark, Watch
from forums.queries.watching import hearers_of
from kernel.mail.models import Mail
from kernel.notifications.models import Notification
from kernel.notifications.queries import recent, unread_count
from tests.factories.actors import MembershipFactory, PersonFactory
from tests.factories.forums import PostFactory, TopicFactory, moderator
from tests.forums.conftest import AT

pytestmark = pytest.mark.django_db
WATCH, FOLLOW, NORMAL, MUTE = WatchLevel.WATCH, WatchLevel.FOLLOW, WatchLevel.NORMAL, WatchLevel.MUTE


def watching(topic, level=WATCH, **fields):
    person = PersonFactory(**fields)
    Watch.objects.create(person=person, topic=topic, level=level, changed_at=AT)
    return person


def said(topic, **fields):
    """A post, and those concerned told of it."""
    post = PostFactory(topic=topic, created_at=AT, **fields)
    tell_of(post=post, at=AT)
    return post


def text_for(person):
    with translation.override("fr"):
        return [note.text.replace("\xa0", " ") for note in recent(person)]


def reasons(post):
    return {hearer.person: hearer.reason for hearer in hearers_of(post)}


def test_the_strongest_reason_is_the_one_told():
    first = PostFactory()
    reader, topic = first.author, first.topic
    post = PostFactory(topic=topic)
    assert reasons(post) == {reader: TellReason.MESSAGE}
    Quote.objects.create(post=post, quoted=first)
    assert reasons(post) == {reader: TellReason.QUOTE}
    post.reply_to = first
    post.save()
    assert reasons(post) == {reader: TellReason.ANSWER}
    Mention.objects.create(post=post, person=reader)
    assert reasons(post) == {reader: TellReason.MENTION}
    tell_of(post=post, at=AT)
    assert Notification.objects.count() == 1
    assert text_for(reader)[0].startswith(f"<bdi>{post.author.name}</bdi> vous mentionne dans « <bdi")


@pytest.mark.parametrize(
    ("level", "heard"), [(WATCH, True), (FOLLOW, True), (NORMAL, False), (MUTE, False), (None, False)]
)
def test_a_new_topic_is_told_to_who_follows_the_room(level, heard):
    topic, reader = TopicFactory(), PersonFactory()
    if level:
        Watch.objects.create(person=reader, room=topic.room, level=level, changed_at=AT)
    post = said(topic)
    assert text_for(reader) == (
        [f'<bdi>{post.author.name}</bdi> ouvre le sujet « <bdi lang="fr" dir="ltr">{topic.title}</bdi> »']
        if heard
        else []
    )


def test_who_wants_to_hear_nothing_is_not_told_even_when_named():
    topic = TopicFactory()
    muted, named = watching(topic, MUTE), watching(topic, NORMAL)
    post = PostFactory(topic=topic, reply_to=PostFactory(topic=topic, author=muted))
    for person in (muted, named):
        Mention.objects.create(post=post, person=person)
    tell_of(post=post, at=AT)
    assert [note.person for note in Notification.objects.all()] == [named]


def test_nobody_is_told_of_their_own_words_nor_once_they_left():
    topic = TopicFactory()
    author, gone = watching(topic), watching(topic, is_active=False)
    said(topic, author=author)
    assert not Notification.objects.filter(person__in=[author, gone]).exists()


def test_of_a_private_room_only_those_hear_who_may_read_it_now():
    topic = TopicFactory(room__private=True)
    member, former = MembershipFactory(), MembershipFactory()
    for membership in (member, former):
        Watch.objects.create(person=membership.person, topic=topic, level=WATCH, changed_at=AT)
    former.state = "withdrawn"
    former.save()
    said(topic)
    assert [note.person for note in Notification.objects.all()] == [member.person]
    assert [mail.person for mail in Mail.objects.all()] == [member.person]


def test_what_was_told_of_a_private_room_is_not_shown_to_who_may_no_longer_read_it():
    topic, member = TopicFactory(room__private=True, title="Entre nous"), MembershipFactory()
    Watch.objects.create(person=member.person, topic=topic, level=FOLLOW, changed_at=AT)
    said(topic)
    assert "Entre nous" in text_for(member.person)[0]
    member.state = "withdrawn"
    member.save()
    assert text_for(member.person) == []


def test_several_posts_of_a_topic_are_one_notification_which_goes_as_they_are_read():
    topic = TopicFactory(title="Où ?")
    reader = watching(topic, FOLLOW)
    posts = [said(topic) for _post in range(3)]
    assert text_for(reader) == ['3 nouveaux messages dans « <bdi lang="fr" dir="ltr">Où ?</bdi> »']
    actions.mark_read(person=reader, topic=topic, number=posts[0].number, at=AT)
    assert text_for(reader)[0].startswith("2 nouveaux messages")
    actions.mark_read(person=reader, topic=topic, number=posts[1].number, at=AT)
    assert text_for(reader)[0].startswith(f"<bdi>{posts[2].author.name}</bdi> a écrit")
    assert recent(reader)[0].url == f"/fr/forums/{topic.room.slug}/{topic.pk}/3/"
    actions.mark_read(person=reader, topic=topic, number=posts[2].number, at=AT)
    assert unread_count(reader) == 0
    said(topic)
    assert (unread_count(reader), reader.notifications.count()) == (1, 1)
    assert text_for(reader)[0].endswith("</bdi> »")


def test_that_one_is_spoken_to_among_several_is_said():
    topic = TopicFactory()
    reader = watching(topic, FOLLOW)
    said(topic)
    said(topic, reply_to=PostFactory(topic=topic, author=reader))
    assert text_for(reader)[0].endswith("(on vous y répond)")


def test_reading_a_whole_room_reads_what_one_was_told_of_it():
    topic, other = TopicFactory(), TopicFactory()
    reader = watching(topic)
    Watch.objects.create(person=reader, topic=other, level=FOLLOW, changed_at=AT)
    said(topic)
    said(other)
    actions.mark_room_read(person=reader, room=topic.room, at=AT)
    assert unread_count(reader) == 1


def test_telling_again_tells_nothing_and_what_was_read_is_not_told():
    topic = TopicFactory()
    reader, ahead = watching(topic), watching(topic)
    ReadMark.objects.create(person=ahead, topic=topic, number=1, read_at=AT)
    post = said(topic)
    tell_of(post=post, at=AT)
    actions.mark_read(person=reader, topic=topic, number=1, at=AT)
    tell_of(post=post, at=AT)
    assert [note.person for note in Notification.objects.all()] == [reader]
    assert unread_count(reader) == 0
    assert [(mail.person, mail.context["items"]) for mail in Mail.objects.all()] == [(reader, [post.pk])]


MAILED = [  # level, spoken to, rhythm: mailed at once
    (WATCH, False, "", True),
    (WATCH, False, "daily", False),
    (WATCH, False, "never", False),
    (FOLLOW, False, "", False),
    (FOLLOW, True, "at_once", True),
    (NORMAL, True, "", True),
    (NORMAL, True, "weekly", False),
    (MUTE, True, "", False),
]


@pytest.mark.parametrize(("level", "spoken_to", "rhythm", "mailed"), MAILED)
def test_mails_at_once_are_for_who_watches_or_is_spoken_to(level, spoken_to, rhythm, mailed):
    topic = TopicFactory()
    reader = watching(topic, level)
    if rhythm:
        MailRhythm.objects.create(person=reader, rhythm=rhythm)
    said(topic, reply_to=PostFactory(topic=topic, author=reader) if spoken_to else None)
    assert Mail.objects.filter(person=reader).exists() == mailed


@pytest.mark.parametrize("number", [1, 30])
def test_telling_costs_the_same_for_each_however_many_they_are(django_assert_num_queries, number):
    topic = TopicFactory()
    for _reader in range(number):
        watching(topic, FOLLOW)
    post = PostFactory(topic=topic)
    with django_assert_num_queries(8 + 9 * number):
        tell_of(post=post, at=AT)


class StaysTrue(TestCase):
    """The bell tells exactly of what is followed and unread, in whatever order things happen."""

    @given(acts=st.lists(st.tuples(st.sampled_from(["said", "read", "again"]), st.integers(1, 8)), max_size=12))
    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    def test_the_bell_tells_of_what_is_unread(self, acts):
        topic = TopicFactory()
        reader, posts, mark = watching(topic), [], 0
        for act, number in acts:
            if act == "said":
                posts.append(said(topic))
            elif act == "read":
                mark = max(mark, min(number, len(posts)))
                actions.mark_read(person=reader, topic=topic, number=number, at=AT)
            elif number <= len(posts):
                tell_of(post=posts[number - 1], at=AT)
        told = [note.data["posts"] for note in Notification.objects.filter(person=reader, read_at__isnull=True)]
        unread = [post.number for post in posts if post.number > mark]
        assert [[post["number"] for post in posts] for posts in told] == ([unread] if unread else [])


def test_who_leaves_takes_their_marks_and_what_others_were_told_in_their_name():
    topic = TopicFactory()
    leaving, reader = watching(topic, display_name="Nom qui part"), watching(topic)
    stays = said(topic)
    said(topic, author=leaving)
    actions.mark_read(person=leaving, topic=topic, number=1, at=AT)
    copy = export_all(leaving)["forums_reading"]
    assert (copy["read"][0]["up_to"], copy["follows"][0]["level"], copy["mails"]) == (1, "watch", None)
    erase_person(person=leaving, by=leaving, at=AT)
    assert not ReadMark.objects.filter(person=leaving).exists()
    assert not Watch.objects.filter(person=leaving).exists()
    assert [post["number"] for post in Notification.objects.get(person=reader).data["posts"]] == [stays.number]
    assert "Nom qui part" not in str(list(Notification.objects.values_list("data", flat=True)))


def test_a_removed_post_is_told_to_nobody(say, django_capture_on_commit_callbacks):
    topic = TopicFactory()
    watching(topic)
    with django_capture_on_commit_callbacks() as later:
        post = say(topic, PersonFactory())
    actions.remove_post(post=post, by=moderator(), reason="Hors sujet.", at=AT)
    for task in later:
        task()
    assert not Notification.objects.filter(kind="forums.posts").exists()
    assert not Mail.objects.filter(letter="forums.posts").exists()
