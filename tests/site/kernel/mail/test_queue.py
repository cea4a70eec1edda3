"""The outbox: written with the fact, sent after it, once, in order."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from kernel.mail import sending
from kernel.mail.actions import Reader, gather, queue, queue_many
from kernel.mail.backend import OutboxBackend
from kernel.mail.choices import MailState
from kernel.mail.message import compose
from kernel.mail.models import Mail
from kernel.mail.registry import Thread
from tests.factories.actors import PersonFactory
from tests.factories.mail import AT, MailFactory

pytestmark = pytest.mark.django_db
ICS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1\r\n"
    "DTSTAMP:20260105T080000Z\r\nDTSTART:20260310T093000Z\r\nSUMMARY:مياه\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def owe(**changes):
    facts = {"letter": "tests.full", "to": "salma@exemple.org", "language": "ar", "context": {}, "at": AT}
    return queue(**{**facts, **changes})


def parsed(message):
    return message_from_bytes(message.message().as_bytes(), policy=policy.default)


class Refusing(BaseEmailBackend):
    """A server that is away."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("away")


class Unknown(BaseEmailBackend):
    """A server that knows no such address."""

    def send_messages(self, messages):
        from smtplib import SMTPRecipientsRefused

        raise SMTPRecipientsRefused({messages[0].to[0]: (550, b"no such user")})


REFUSING = f"{__name__}.Refusing"
UNKNOWN = f"{__name__}.Unknown"


def test_a_mail_leaves_only_after_the_commit(mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            owe()
            assert mailoutbox == []
        assert mailoutbox == []
    assert len(mailoutbox) == 1
    assert Mail.objects.get().state == MailState.SENT


@pytest.mark.django_db(transaction=True)
def test_nothing_leaves_and_nothing_stays_after_a_rollback(mailoutbox):
    with transaction.atomic():
        owe()
        transaction.set_rollback(True)
    assert mailoutbox == []
    assert not Mail.objects.exists()
    with transaction.atomic():
        owe()
    assert len(mailoutbox) == 1


def test_the_letter_is_rendered_when_sent_in_the_reader_s_language(mailoutbox):
    mail = owe(language="ar", context={"name": "سلمى"})
    assert (mail.subject, mail.html, mail.text) == ("", "", "")
    with translation.override("en"):
        assert sending.send(mail_id=mail.pk, at=AT)
    sent = parsed(mailoutbox[0])
    assert sent["Subject"].strip().startswith("مرحبًا")
    assert sent["Content-Language"] == "ar"
    assert 'dir="rtl"' in sent.get_body(("html",)).get_content()
    assert "مرحبًا سلمى" in sent.get_body(("plain",)).get_content()


def test_an_unknown_language_falls_back_to_french():
    assert owe(language="it").language == "fr"


def test_an_unknown_letter_is_refused_at_once():
    with pytest.raises(LookupError, match=r"tests\.nowhere"):
        owe(letter="tests.nowhere")


def test_the_same_fact_is_mailed_once_to_an_address():
    first = owe(key="place-12")
    assert owe(key="place-12", context={"name": "x"}).pk == first.pk
    assert owe(key="place-12", to="elena@exemple.org").pk != first.pk
    assert owe().pk != owe().pk
    with pytest.raises(IntegrityError), transaction.atomic():
        MailFactory(key="place-12", to="salma@exemple.org")


def test_a_mail_is_sent_once(mailoutbox):
    mail = owe()
    assert sending.send(mail_id=mail.pk, at=AT)
    assert not sending.send(mail_id=mail.pk, at=AT)
    assert len(mailoutbox) == 1


def test_a_mail_that_another_worker_is_sending_is_left_alone(mailoutbox):
    mail = MailFactory(state=MailState.SENDING, claimed_at=AT)
    assert not sending.send(mail_id=mail.pk, at=AT)
    assert mailoutbox == []


def test_a_cancellation_never_overtakes_an_invitation(mailoutbox, settings):
    request, cancel = owe(stream="meeting:1", context={"name": "1"}), owe(stream="meeting:1", context={"name": "2"})
    assert not sending.send(mail_id=cancel.pk, at=AT)
    settings.MAIL_TRANSPORT_BACKEND = REFUSING
    assert not sending.send(mail_id=request.pk, at=AT)
    settings.MAIL_TRANSPORT_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert not sending.send(mail_id=cancel.pk, at=AT + timedelta(hours=1))
    assert sending.send(mail_id=request.pk, at=AT + timedelta(hours=1))
    assert [message.body.splitlines()[3] for message in mailoutbox] == ["مرحبًا 1", "مرحبًا 2"]
    cancel.refresh_from_db()
    assert cancel.state == MailState.SENT


def test_order_is_kept_for_each_reader_only(mailoutbox):
    owe(stream="meeting:1")
    other_reader = owe(stream="meeting:1", to="elena@exemple.org")
    other_stream = owe(stream="meeting:2")
    assert sending.send(mail_id=other_reader.pk, at=AT)
    assert sending.send(mail_id=other_stream.pk, at=AT)


def test_a_failing_server_is_tried_again_later_then_given_up(mailoutbox, settings):
    settings.MAIL_TRANSPORT_BACKEND = REFUSING
    mail = owe()
    at = AT
    for wait in sending.BACKOFF:
        assert not sending.send(mail_id=mail.pk, at=at)
        mail.refresh_from_db()
        assert mail.state == MailState.QUEUED
        assert mail.due_at == at + wait
        assert "away" in mail.last_error
        assert not sending.send(mail_id=mail.pk, at=at + wait / 2)
        at = mail.due_at
    assert not sending.send(mail_id=mail.pk, at=at)
    mail.refresh_from_db()
    assert mail.state == MailState.FAILED
    assert mail.attempts == len(sending.BACKOFF) + 1


def test_an_address_refused_for_good_is_not_tried_again(settings):
    settings.MAIL_TRANSPORT_BACKEND = UNKNOWN
    first, second = owe(stream="meeting:1"), owe(stream="meeting:1")
    sending.send(mail_id=first.pk, at=AT)
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.state == MailState.FAILED
    assert second.state == MailState.FAILED


def test_a_letter_that_cannot_be_worded_waits_and_keeps_its_error():
    mail = owe(letter="tests.broken")
    assert not sending.send(mail_id=mail.pk, at=AT)
    mail.refresh_from_db()
    assert mail.state == MailState.QUEUED
    assert "no such meeting" in mail.last_error


def test_the_sweep_sends_what_failed_what_was_lost_and_what_a_dead_process_held(mailoutbox):
    failed = MailFactory(due_at=AT + timedelta(minutes=5), attempts=1)
    lost = MailFactory()
    held = MailFactory(state=MailState.SENDING, claimed_at=AT, attempts=1)
    exhausted = MailFactory(state=MailState.SENDING, claimed_at=AT, attempts=8)
    assert sending.sweep(at=AT + timedelta(minutes=1)) == 0
    assert sending.sweep(at=AT + timedelta(minutes=20)) == 3
    assert {message.to[0] for message in mailoutbox} == {failed.to, lost.to, held.to}
    exhausted.refresh_from_db()
    assert exhausted.state == MailState.FAILED
    assert sending.sweep(at=AT + timedelta(minutes=40)) == 0


def test_what_is_not_due_yet_waits_for_its_hour_and_leaves_at_it(mailoutbox):
    MailFactory(due_at=AT + timedelta(hours=1))
    assert sending.sweep(at=AT + timedelta(minutes=59)) == 0
    assert mailoutbox == []
    assert sending.sweep(at=AT + timedelta(hours=1)) == 1
    assert len(mailoutbox) == 1


def test_a_letter_that_is_no_longer_owed_is_dropped_with_its_reason_and_blocks_nobody(mailoutbox):
    stale, next_one = owe(letter="tests.stale", stream="meeting:1", context={"why": "moved"}), owe(stream="meeting:1")
    assert not sending.send(mail_id=stale.pk, at=AT)
    stale.refresh_from_db()
    next_one.refresh_from_db()
    assert (stale.state, stale.last_error, stale.context) == (MailState.DROPPED, "moved", {})
    assert next_one.state == MailState.SENT
    assert len(mailoutbox) == 1


def readers(count):
    return [Reader(to=f"r{n}@exemple.org", language="ar", context={"name": str(n)}, key="m-1") for n in range(count)]


def test_many_readers_are_mailed_at_a_steady_pace(settings, mailoutbox, django_assert_max_num_queries):
    settings.MAIL_MANY_A_MINUTE = 10
    with django_assert_max_num_queries(2):
        assert queue_many(letter="tests.full", readers=readers(25), at=AT) == 25
    minutes = [(mail.due_at - AT) // timedelta(minutes=1) for mail in Mail.objects.order_by("pk")]
    assert [minutes.count(minute) for minute in range(5)] == [0, 10, 10, 5, 0]
    for minute, sent in enumerate([0, 10, 20, 25]):
        sending.sweep(at=AT + timedelta(minutes=minute))
        assert len(mailoutbox) == sent


def test_someone_s_own_mail_does_not_wait_behind_many(settings, mailoutbox, django_capture_on_commit_callbacks):
    settings.MAIL_MANY_A_MINUTE = 1
    with django_capture_on_commit_callbacks(execute=True):
        queue_many(letter="tests.full", readers=readers(300), at=AT)
        owe(to="salma@exemple.org")
    assert [message.to for message in mailoutbox] == [["salma@exemple.org"]]


def test_many_are_mailed_once_even_when_asked_twice():
    queue_many(letter="tests.full", readers=readers(3), at=AT)
    queue_many(letter="tests.full", readers=readers(4), at=AT)
    assert Mail.objects.count() == 4
    with pytest.raises(LookupError):
        queue_many(letter="tests.nowhere", readers=readers(1), at=AT)


def test_headers_say_who_when_and_how_to_stop(mailoutbox, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://rives.example"
    settings.DEFAULT_FROM_EMAIL = "Rives <bonjour@rives.example>"
    mail = owe(context={"unsubscribe": "/mail/stop/abc/"})
    sending.send(mail_id=mail.pk, at=AT)
    sent = parsed(mailoutbox[0])
    assert sent["Message-ID"] == f"<{mail.uid}@rives.example>"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["List-Unsubscribe"] == "<https://rives.example/mail/stop/abc/>"
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent["From"] == "Rives <bonjour@rives.example>"
    assert sent["Bcc"] is None


def test_a_letter_that_is_not_optional_offers_no_unsubscription(mailoutbox):
    sending.send(mail_id=owe().pk, at=AT)
    assert parsed(mailoutbox[0])["List-Unsubscribe"] is None


@pytest.mark.parametrize("given", ["in the letter", "when queued"])
def test_an_invitation_is_an_alternative_and_an_attachment(mailoutbox, given):
    mail = owe(context={"calendar": ICS}) if given == "in the letter" else owe(calendar=ICS.encode())
    sending.send(mail_id=mail.pk, at=AT)
    sent = parsed(mailoutbox[0])
    assert sent.get_content_type() == "multipart/mixed"
    alternative, attachment = sent.iter_parts()
    assert [part.get_content_type() for part in alternative.iter_parts()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    calendar = list(alternative.iter_parts())[2]
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_param("charset") == "utf-8"
    assert calendar.get_content().replace("\r\n", "\n") == ICS.replace("\r\n", "\n")
    assert attachment.get_filename() == "invite.ics"
    assert attachment.get_content().decode() == ICS


def test_a_mail_without_a_meeting_has_no_calendar(mailoutbox):
    sending.send(mail_id=owe().pk, at=AT)
    assert parsed(mailoutbox[0]).get_content_type() == "multipart/alternative"


def test_once_a_server_has_it_nothing_of_it_stays_here(mailoutbox):
    mail = owe(calendar=ICS)
    sending.send(mail_id=mail.pk, at=AT)
    mail.refresh_from_db()
    assert mail.subject
    assert (mail.html, mail.text, mail.calendar) == ("", "", "")


def test_in_the_local_mailbox_it_stays_readable(settings, mailoutbox):
    settings.MAIL_TRANSPORT_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    mail = owe(calendar=ICS)
    sending.send(mail_id=mail.pk, at=AT)
    mail.refresh_from_db()
    assert mail.state == MailState.SENT
    assert mail.calendar == ICS
    assert "مرحبًا" in mail.html
    assert mailoutbox == []


def third_party():
    message = EmailMultiAlternatives(
        "Réinitialiser", "Le lien : https://x/é", to=["salma@exemple.org"], cc=["c@exemple.org"]
    )
    message.attach_alternative("<p>Le lien é</p>", "text/html")
    return message


def test_mails_of_allauth_and_wagtail_go_through_the_outbox_unchanged(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert OutboxBackend().send_messages([third_party(), EmailMessage("vide", "personne", to=[])]) == 1
        assert django_mail.outbox == []
    row = Mail.objects.get()
    assert (row.state, row.to, row.confidential, row.subject) == (
        MailState.SENT,
        "salma@exemple.org",
        True,
        "Réinitialiser",
    )
    sent = django_mail.outbox[0]
    assert sent.recipients() == ["salma@exemple.org", "c@exemple.org"]
    message = parsed(sent)
    assert message["Subject"] == "Réinitialiser"
    assert message.get_body(("plain",)).get_content().strip() == "Le lien : https://x/é"
    assert message.get_body(("html",)).get_content().strip() == "<p>Le lien é</p>"
    assert sent.message().as_bytes(linesep="\r\n").count(b"\r\n") > 5


def test_old_mails_are_forgotten_but_not_that_they_were_sent():
    person = PersonFactory()
    old = MailFactory(
        state=MailState.SENT, sent_at=AT, html="x", text="x", context={"a": 1}, person=person, to=person.email
    )
    waiting = MailFactory(context={"name": "x"})
    recent = MailFactory(state=MailState.SENT, sent_at=AT, queued_at=AT + timedelta(days=60), html="x")
    assert sending.purge(at=AT + timedelta(days=91)) == 1
    for mail in (old, waiting, recent):
        mail.refresh_from_db()
    assert (old.html, old.text, old.context) == ("", "", {})
    assert old.state == MailState.SENT
    assert waiting.context == {"name": "x"}
    assert recent.html == "x"


def test_a_person_who_leaves_is_unknown_to_the_log():
    person = PersonFactory()
    mail = MailFactory(person=person, to=person.email)
    person.delete()
    mail.refresh_from_db()
    assert mail.person is None


def test_a_code_or_a_link_is_forgotten_once_it_has_left(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        owe(context={"code": "123456"}, confidential=True)
        owe(context={"meeting": 12})
    assert list(Mail.objects.order_by("pk").values_list("state", "context")) == [
        (MailState.SENT, {}),
        (MailState.SENT, {"meeting": 12}),
    ]


def gathered(item, **changes):
    facts = {
        "letter": "tests.full",
        "to": "salma@exemple.org",
        "language": "fr",
        "gathering": "forums:1:2",
        "context": {"name": "Salma"},
        "at": AT,
        "wait": timedelta(minutes=2),
    }
    return gather(**{**facts, "item": item, **changes})


def test_what_comes_while_a_gathering_mail_waits_is_told_in_it_once():
    first = gathered(4)
    assert {gathered(5, at=AT + timedelta(minutes=1)).pk, gathered(5).pk} == {first.pk}
    first.refresh_from_db()
    assert (first.context, first.due_at) == ({"name": "Salma", "items": [4, 5]}, AT + timedelta(minutes=2))
    assert gathered(4, to="nour@exemple.org").pk != first.pk
    assert gathered(4, gathering="forums:2:2").pk != first.pk


def test_a_gathering_mail_leaves_when_its_time_has_come(mailoutbox):
    mail = gathered(4)
    assert not sending.send(mail_id=mail.pk, at=AT + timedelta(seconds=119))
    assert sending.send(mail_id=mail.pk, at=AT + timedelta(minutes=2))
    assert len(mailoutbox) == 1


def test_what_comes_once_it_is_being_sent_waits_for_a_mail_of_its_own_behind_it():
    first = gathered(4)
    sending._claim(first.pk, AT + timedelta(minutes=2))
    second = gathered(5, at=AT + timedelta(minutes=2))
    assert (second.pk != first.pk, second.context["items"]) == (True, [5])
    assert not sending.send(mail_id=second.pk, at=AT + timedelta(minutes=9))
    Mail.objects.filter(pk=first.pk).update(state=MailState.QUEUED)  # its server was away: still nothing joins it
    assert gathered(6).pk == second.pk


def test_the_database_lets_no_second_mail_of_a_gathering_wait():
    gathered(4)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mail.objects.create(to="salma@exemple.org", gathering="forums:1:2", queued_at=AT, dispatched_at=AT, due_at=AT)


@pytest.mark.parametrize(
    ("root", "message", "expected"),
    [
        ("", "", {}),
        ("topic-4.ab", "topic-4.ab", {"Message-ID": "<topic-4.ab@rives.example>"}),
        (
            "topic-4.ab",
            "post-9.ab",
            {
                "Message-ID": "<post-9.ab@rives.example>",
                "In-Reply-To": "<topic-4.ab@rives.example>",
                "References": "<topic-4.ab@rives.example>",
            },
        ),
    ],
)
def test_a_letter_of_a_conversation_is_filed_with_it(settings, root, message, expected):
    settings.DEFAULT_FROM_EMAIL = "Rives <forums@rives.example>"
    mail = MailFactory(context={"thread": {"list_id": "room-3.forums", "root": root, "message": message}})
    sent = parsed(compose(mail))
    assert sent["List-Id"] == "<room-3.forums.rives.example>"
    for name in ("Message-ID", "In-Reply-To", "References"):
        own = f"<{mail.uid}@rives.example>" if name == "Message-ID" else None
        assert sent[name] == expected.get(name, own)


@pytest.mark.parametrize("name", ["", "deux mots", "a\r\nBcc: x", "<a>", "é"])
def test_no_name_of_a_thread_can_add_a_header(name):
    with pytest.raises(ValueError, match="letters, digits"):
        Thread(list_id=name)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_facts_that_come_at_once_are_gathered_in_one_mail():
    def tell(number):
        try:
            return gathered(number).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(tell, range(24)))
    assert len(found) == 1
    assert sorted(Mail.objects.get().context["items"]) == list(range(24))
