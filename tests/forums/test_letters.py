"""What forums write: at once or in summaries, judged again when it leaves, filed by topic, and easy to stop."""

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from django.core.cache import cache
from django.test import Client

from actors.actions import erase_person
from forums import actions, presence
from forums.actions.summaries import last_due, owe_summaries
from forums.actions.telling_people import WAIT, tell_of
from forums.choices import Rhythm, WatchLevel
from forums.models import MailRhythm, ReadMark, Watch
from forums.queries.watching import level_of, rhythm_of
from forums.unsubscribing import address_to_stop, stopped_by
from kernel.mail import sending
from kernel.mail.choices import MailState
from kernel.mail.models import Mail
from tests.factories.actors import MembershipFactory, OrganisationFactory, PersonFactory
from tests.factories.forums import PostFactory, RoomFactory, TopicFactory, moderator
from tests.forums.conftest import AT

pytestmark = pytest.mark.django_db
WATCH, FOLLOW, NORMAL, MUTE = WatchLevel.WATCH, WatchLevel.FOLLOW, WatchLevel.NORMAL, WatchLevel.MUTE
ONE_CLICK = "List-Unsubscribe=One-Click"


@pytest.fixture(autouse=True)
def sender(settings):
    settings.DEFAULT_FROM_EMAIL = "Rives <rives@rives.example>"
    settings.WAGTAILADMIN_BASE_URL = "https://rives.example"


def watching(topic, level=WATCH, **fields):
    person = PersonFactory(date_joined=AT - timedelta(days=30), **fields)
    Watch.objects.create(person=person, topic=topic, level=level, changed_at=AT)
    return person


def said(topic, at=AT, **fields):
    post = PostFactory(topic=topic, created_at=at, **fields)
    tell_of(post=post, at=at)
    return post


def sent(mailoutbox, at=AT + WAIT):
    """What leaves when its time has come, as it is sent."""
    del mailoutbox[:]
    for mail in Mail.objects.filter(state=MailState.QUEUED, letter__in=["forums.posts", "forums.digest"]).order_by(
        "pk"
    ):
        sending.send(mail_id=mail.pk, at=at)
    return [message_from_bytes(message.message().as_bytes(), policy=policy.default) for message in mailoutbox]


def text_of(message):
    return message.get_body(("plain",)).get_content().replace("\xa0", " ")


def html_of(message):
    return message.get_body(("html",)).get_content()


def test_posts_of_two_minutes_leave_in_one_mail_with_who_speaks_from_where(mailoutbox):
    topic = TopicFactory(title="Où mesurer ?", language="fr")
    reader = watching(topic, language="fr")
    town = OrganisationFactory(name_fr="Commune de Gabès")
    first = said(topic, constituency="local", shore="south", organisation=town, source="Au **forage**.")
    said(topic, at=AT + timedelta(minutes=1), language="ar", source="عند البئر.")
    (mail,) = sent(mailoutbox)
    assert mail["To"] == reader.email
    assert mail["Subject"].replace("\xa0", " ") == "Forum : « Où mesurer ? »"
    words = text_of(mail)
    assert "Commune de Gabès" in words
    assert "Rive sud" in words
    assert "Au forage." in words
    assert f"https://rives.example/fr/forums/{topic.room.slug}/{topic.pk}/{first.number}/" in words
    assert '<bdi lang="ar" dir="rtl">عند البئر.</bdi>' in html_of(mail)
    assert Mail.objects.count() == 1


def test_headers_file_a_topic_s_mails_together_and_unsubscribe_in_one_click(mailoutbox):
    topic = TopicFactory()
    reader, other = watching(topic), watching(topic)
    said(topic)
    (opening, theirs) = sent(mailoutbox)
    second = said(topic, at=AT + timedelta(hours=1))
    (later, _theirs) = sent(mailoutbox, AT + timedelta(hours=2))
    own = re.fullmatch(rf"<topic-{topic.pk}\.([0-9a-f]{{16}})@rives\.example>", opening["Message-ID"])[1]
    expected = {
        "Message-ID": f"<post-{second.pk}.{own}@rives.example>",
        "In-Reply-To": f"<topic-{topic.pk}.{own}@rives.example>",
        "References": f"<topic-{topic.pk}.{own}@rives.example>",
        "List-Id": f"<room-{topic.room_id}.forums.rives.example>",
        "List-Unsubscribe": f"<https://rives.example{address_to_stop(reader.pk, topic.pk)}>",
        "List-Unsubscribe-Post": ONE_CLICK,
        "Auto-Submitted": "auto-generated",
    }
    assert {name: later[name].strip() for name in expected} == expected  # long ones are folded
    assert (opening["In-Reply-To"], opening["References"]) == (None, None)
    assert theirs["To"] == other.email
    assert own not in theirs["Message-ID"]
    assert later["Subject"] == opening["Subject"]


def test_a_mail_speaks_its_reader_s_language(mailoutbox):
    topic = TopicFactory(title="Où mesurer ?")
    watching(topic, language="ar")
    said(topic)
    (mail,) = sent(mailoutbox)
    assert mail["Content-Language"] == "ar"
    assert '<bdi lang="fr" dir="ltr">Où mesurer ?</bdi>' in html_of(mail)
    assert "https://rives.example/ar/forums/" in text_of(mail)


def test_of_a_private_room_neither_subject_nor_headers_say_anything(mailoutbox):
    room = RoomFactory(private=True, name_fr="Négociation", slug="negociation")
    topic, member = TopicFactory(room=room, title="Entre nous"), MembershipFactory()
    Watch.objects.create(person=member.person, topic=topic, level=WATCH, changed_at=AT)
    said(topic)
    (mail,) = sent(mailoutbox)
    headers = "\n".join(f"{name}: {value}" for name, value in mail.items()).lower()
    assert not any(word in headers for word in ("entre nous", "négociation", "negociation"))
    assert "Entre nous" in text_of(mail)


def read(person, topic):
    actions.mark_read(person=person, topic=topic, number=topic.last_number, at=AT)


def look(person, topic):
    presence.is_here(person, topic.pk)


def mute(person, topic):
    actions.watch_topic(person=person, topic=topic, level=MUTE, at=AT)


def never(person, topic):
    actions.set_rhythm(person=person, rhythm=Rhythm.NEVER, at=AT)


def leave(person, topic):
    person.memberships.update(state="withdrawn")


def closed_account(person, topic):
    type(person).objects.filter(pk=person.pk).update(is_active=False)


def removed(person, topic):
    actions.remove_post(post=topic.posts.get(), by=moderator(), reason="Hors sujet.", at=AT)


@pytest.mark.parametrize("meanwhile", [read, look, mute, never, leave, closed_account, removed])
def test_what_is_no_longer_owed_when_it_leaves_is_not_sent(mailoutbox, meanwhile):
    topic, member = TopicFactory(room__private=True), MembershipFactory()
    Watch.objects.create(person=member.person, topic=topic, level=WATCH, changed_at=AT)
    said(topic)
    meanwhile(member.person, topic)
    assert sent(mailoutbox) == []
    assert Mail.objects.get(letter="forums.posts").state == MailState.DROPPED


def test_what_was_read_is_left_out_of_the_mail_and_the_rest_is_told(mailoutbox):
    topic = TopicFactory()
    reader = watching(topic)
    said(topic, source="premier message")
    said(topic, source="second message")
    actions.mark_read(person=reader, topic=topic, number=1, at=AT)
    (mail,) = sent(mailoutbox)
    assert "premier message" not in text_of(mail)
    assert "second message" in text_of(mail)


def test_someone_erased_gets_nothing(mailoutbox):
    topic = TopicFactory()
    reader = watching(topic)
    said(topic)
    erase_person(person=reader, by=reader, at=AT)
    assert [mail["To"] for mail in sent(mailoutbox) if "forum" in mail["Subject"].lower()] == []
    tell_of(post=PostFactory(topic=topic), at=AT)
    assert not Mail.objects.filter(letter="forums.posts").exists()


def test_who_looks_is_known_for_two_minutes_and_a_half():
    topic, person = TopicFactory(), PersonFactory()
    assert not presence.reads_now(person, topic.pk)
    presence.is_here(person, topic.pk)
    assert presence.reads_now(person, topic.pk)
    assert not presence.reads_now(PersonFactory(), topic.pk)
    cache.clear()
    assert not presence.reads_now(person, topic.pk)


def test_the_page_that_stands_before_someone_keeps_mails_away(client):
    topic, person = TopicFactory(), PersonFactory()
    PostFactory(topic=topic)
    client.force_login(person)
    client.post(f"{topic.get_absolute_url()}read/", {"number": "0"}, HTTP_ACCEPT="application/json")
    assert presence.reads_now(person, topic.pk)


# -- stopping


def test_one_post_without_cookie_or_token_mutes_the_topic():
    topic = TopicFactory()
    reader = watching(topic)
    address = address_to_stop(reader.pk, topic.pk)
    stranger = Client(enforce_csrf_checks=True)
    answer = stranger.post(address, ONE_CLICK, content_type="application/x-www-form-urlencoded")
    assert (answer.status_code, answer.cookies) == (200, {})
    assert (level_of(reader, topic), rhythm_of(reader)) == (MUTE, Rhythm.AT_ONCE)
    assert stranger.post(address, ONE_CLICK, content_type="application/x-www-form-urlencoded").status_code == 200


def test_the_digest_s_address_and_the_second_button_stop_all_mails():
    topic = TopicFactory()
    for address, data in (
        (address_to_stop, {}),
        (lambda pk: address_to_stop(pk, topic.pk), {"all": "1"}),
    ):
        reader = watching(topic)
        assert Client(enforce_csrf_checks=True).post(address(reader.pk), data).status_code == 200
        assert (level_of(reader, topic), rhythm_of(reader)) == (WATCH, Rhythm.NEVER)


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_at_the_address_changes_nothing(client, method):
    topic = TopicFactory(title="Où mesurer ?")
    reader = watching(topic)
    answer = getattr(client, method)(address_to_stop(reader.pk, topic.pk))
    assert answer.status_code == 200
    assert (level_of(reader, topic), rhythm_of(reader)) == (WATCH, Rhythm.AT_ONCE)
    assert "no-store" in answer["Cache-Control"]
    if method == "get":
        assert "Où mesurer ?" in answer.content.decode()
        assert reader.name not in answer.content.decode()


def test_the_page_of_a_private_topic_does_not_name_it(client):
    topic = TopicFactory(room__private=True, title="Entre nous")
    address = address_to_stop(PersonFactory().pk, topic.pk)
    assert "Entre nous" not in client.get(address).content.decode() + client.post(address).content.decode()


def test_an_address_that_was_not_made_here_does_not_exist(client):
    reader, topic = PersonFactory(), TopicFactory()
    address = address_to_stop(reader.pk, topic.pk)
    token = address.rstrip("/").rpartition("/")[2]
    for forged in (token[:-1] + ("A" if token[-1] != "A" else "B"), "x", f"{token}x"):
        assert client.post(address.replace(token, forged)).status_code == 404
    assert not Watch.objects.exists()
    erase_person(person=reader, by=reader, at=AT)
    assert client.post(address).status_code == 404
    assert stopped_by(token).topic_id == topic.pk


def test_a_topic_that_is_gone_can_still_be_stopped(client):
    assert client.post(address_to_stop(PersonFactory().pk, 99_999)).status_code == 200


# -- summaries

PARIS_SEVEN = datetime(2026, 3, 3, 6, 0, tzinfo=UTC)  # a Tuesday


def summarised(rhythm=Rhythm.DAILY, zone="Europe/Paris", since=AT, **fields):
    person = PersonFactory(date_joined=AT - timedelta(days=30), time_zone=zone, **fields)
    MailRhythm.objects.create(person=person, rhythm=rhythm, told_until=since)
    return person


DUE = [  # rhythm, zone, now, the last time due
    (Rhythm.DAILY, "Europe/Paris", "2026-03-03T05:59", "2026-03-02T06:00"),
    (Rhythm.DAILY, "Europe/Paris", "2026-03-03T06:00", "2026-03-03T06:00"),
    (Rhythm.DAILY, "Africa/Cairo", "2026-03-03T05:30", "2026-03-03T05:00"),
    (Rhythm.DAILY, "Europe/Paris", "2026-03-29T05:00", "2026-03-29T05:00"),  # the night the clocks go forward
    (Rhythm.DAILY, "Europe/Paris", "2026-10-25T06:00", "2026-10-25T06:00"),  # and back
    (Rhythm.WEEKLY, "Europe/Paris", "2026-03-04T12:00", "2026-03-02T06:00"),
    (Rhythm.WEEKLY, "Europe/Paris", "2026-03-02T05:59", "2026-02-23T06:00"),
    (Rhythm.WEEKLY, "Europe/Paris", "2026-03-30T04:59", "2026-03-23T06:00"),  # a week across the change
    (Rhythm.WEEKLY, "Europe/Paris", "2026-03-30T05:00", "2026-03-30T05:00"),
]


@pytest.mark.parametrize(("rhythm", "zone", "now", "expected"), DUE)
def test_summaries_are_due_at_seven_where_their_reader_lives(rhythm, zone, now, expected):
    kept = MailRhythm(person=PersonFactory.build(time_zone=zone), rhythm=rhythm)
    at, due = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (now, expected))
    assert last_due(kept, at) == due


def test_a_summary_tells_what_is_new_in_followed_topics_once(mailoutbox):
    reader, topic, other = summarised(), TopicFactory(title="Où mesurer ?"), TopicFactory(title="Ailleurs")
    Watch.objects.create(person=reader, topic=topic, level=FOLLOW, changed_at=AT)
    PostFactory(topic=topic, created_at=AT - timedelta(hours=1), source="avant le résumé")
    for number in range(7):
        PostFactory(topic=topic, created_at=AT + timedelta(hours=1), source=f"message numéro {number}")
    PostFactory(topic=other, created_at=AT + timedelta(hours=1))
    assert (owe_summaries(at=PARIS_SEVEN), owe_summaries(at=PARIS_SEVEN)) == (1, 0)
    (mail,) = sent(mailoutbox, PARIS_SEVEN)
    words = text_of(mail)
    assert mail["Subject"].replace("\xa0", " ") == "Forums : 7 nouveaux messages"
    assert [f"message numéro {number}" in words for number in range(7)] == [True] * 5 + [False] * 2
    assert "Et 2 autres messages" in words
    assert "avant le résumé" not in words
    assert "Ailleurs" not in words
    assert mail["List-Unsubscribe"].strip() == f"<https://rives.example{address_to_stop(reader.pk)}>"
    assert mail["List-Unsubscribe-Post"] == ONE_CLICK
    assert mail["List-Id"] == "<digest.forums.rives.example>"
    assert owe_summaries(at=PARIS_SEVEN + timedelta(days=1)) == 0


def test_a_summary_tells_where_one_is_spoken_to_without_following(mailoutbox):
    reader, topic = summarised(), TopicFactory(title="Où mesurer ?")
    asked = PostFactory(topic=topic, author=reader, created_at=AT)
    actions.watch_topic(person=reader, topic=topic, level=NORMAL, at=AT)
    said(topic, at=AT + timedelta(hours=1), reply_to=asked, source="voici une réponse")
    said(topic, at=AT + timedelta(hours=1), source="et autre chose")
    owe_summaries(at=PARIS_SEVEN)
    (mail,) = sent(mailoutbox, PARIS_SEVEN)
    assert "voici une réponse" in text_of(mail)


def test_nothing_new_is_no_summary_and_what_is_read_or_closed_meanwhile_is_left_out(mailoutbox):
    reader = summarised()
    membership = MembershipFactory(person=reader)
    private, public = TopicFactory(room__private=True, title="Entre nous"), TopicFactory(title="Où mesurer ?")
    for topic in (private, public):
        Watch.objects.create(person=reader, topic=topic, level=WATCH, changed_at=AT)
    assert owe_summaries(at=PARIS_SEVEN - timedelta(days=1)) == 0
    for topic in (private, public):
        PostFactory(topic=topic, created_at=AT + timedelta(hours=1))
    assert owe_summaries(at=PARIS_SEVEN) == 1
    membership.state = "withdrawn"
    membership.save()
    (mail,) = sent(mailoutbox, PARIS_SEVEN)
    assert "Entre nous" not in text_of(mail)
    assert "Où mesurer ?" in text_of(mail)
    PostFactory(topic=public, created_at=PARIS_SEVEN + timedelta(hours=1))
    assert owe_summaries(at=PARIS_SEVEN + timedelta(days=1)) == 1
    ReadMark.objects.create(person=reader, topic=public, number=2, read_at=AT)
    assert sent(mailoutbox, PARIS_SEVEN + timedelta(days=1)) == []


@pytest.mark.parametrize("rhythm", [Rhythm.AT_ONCE, Rhythm.NEVER])
def test_who_asked_for_no_summary_gets_none(rhythm):
    reader, topic = summarised(rhythm), TopicFactory()
    Watch.objects.create(person=reader, topic=topic, level=WATCH, changed_at=AT)
    PostFactory(topic=topic, created_at=AT + timedelta(hours=1))
    assert owe_summaries(at=PARIS_SEVEN) == 0


@pytest.mark.parametrize("number", [1, 30])
def test_a_summary_costs_the_same_for_one_post_and_for_thirty_topics(django_assert_max_num_queries, number):
    from kernel.mail.registry import build

    reader = summarised()
    for _topic in range(number):
        topic = PostFactory(created_at=AT + timedelta(hours=1)).topic
        Watch.objects.create(person=reader, topic=topic, level=FOLLOW, changed_at=AT)
    context = {"person": reader.pk, "since": AT.isoformat(), "until": PARIS_SEVEN.isoformat()}
    with django_assert_max_num_queries(6):
        letter = build("forums.digest", context)
    assert len(letter.sections) == min(number, 10)
    assert bool(letter.after) == (number > 10)


# -- races


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_posts_told_at_once_by_several_workers_leave_in_one_mail_and_one_notification():
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    from kernel.notifications.models import Notification

    topic = TopicFactory()
    reader = watching(topic)
    posts = [PostFactory(topic=topic, created_at=AT) for _post in range(12)]

    def tell(post):
        try:
            tell_of(post=post, at=AT)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(tell, [*posts, *posts]))
    assert sorted(Mail.objects.get(person=reader).context["items"]) == [post.pk for post in posts]
    assert len(Notification.objects.get(person=reader).data["posts"]) == 12


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_schedulers_owe_one_summary():
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    reader, topic = summarised(), TopicFactory()
    Watch.objects.create(person=reader, topic=topic, level=FOLLOW, changed_at=AT)
    PostFactory(topic=topic, created_at=AT + timedelta(hours=1))

    def owe(_worker):
        try:
            return owe_summaries(at=PARIS_SEVEN)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(owe, range(4))) == 1
    assert Mail.objects.count() == 1
