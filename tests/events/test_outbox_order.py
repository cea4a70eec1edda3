"""Letters of a registration leave after its commit, once and in order, whatever breaks on the way."""

import random
import threading
from datetime import timedelta
from email import message_from_bytes

import pytest
from django.core.mail.backends.locmem import EmailBackend as Kept
from django.db import connection, connections

from events import actions
from events.models import Registration
from kernel.mail import sending
from kernel.mail.choices import MailState
from kernel.mail.models import Mail
from tests.events.test_registering import sign_up
from tests.factories.events import NOW, MeetingFactory, member
from tests.factories.mail import MailFactory

MINUTE = timedelta(minutes=1)


class AwayForRequests(Kept):
    """A server that takes everything but invitations."""

    def send_messages(self, messages):
        if any(b"METHOD:REQUEST" in message.message().as_bytes() for message in messages):
            raise ConnectionRefusedError("away")
        return super().send_messages(messages)


class Dying(Kept):
    """A process that dies once the server has the message, before that is noted."""

    def send_messages(self, messages):
        super().send_messages(messages)
        raise SystemExit


AWAY = f"{__name__}.AwayForRequests"
DYING = f"{__name__}.Dying"
KEPT = "django.core.mail.backends.locmem.EmailBackend"


def methods(mailoutbox):
    found = []
    for message in mailoutbox:
        parts = message_from_bytes(message.message().as_bytes()).walk()
        found += [part.get_param("method") for part in parts if part.get_content_type() == "text/calendar"]
    return found


def came_and_went():
    """Someone registered, then withdrew: an invitation, then its withdrawal."""
    meeting, person = MeetingFactory(), member()
    registration = sign_up(meeting, person)
    actions.withdraw(registration=registration, by=person, at=NOW)
    return meeting, person


@pytest.mark.django_db
def test_a_process_that_dies_between_commit_and_task_loses_nothing(mailoutbox):
    came_and_went()  # this test commits nothing: no task is ever handed over, as after a crash
    assert mailoutbox == []
    assert sending.sweep(at=NOW + MINUTE) == 0
    assert sending.sweep(at=NOW + 3 * MINUTE) == 2
    assert methods(mailoutbox) == ["REQUEST", "CANCEL"]
    assert sending.sweep(at=NOW + 10 * MINUTE) == 0
    assert len(mailoutbox) == 2


@pytest.mark.django_db
def test_a_letter_that_fails_is_not_overtaken_and_leaves_first_in_the_end(mailoutbox, settings):
    settings.MAIL_TRANSPORT_BACKEND = AWAY
    came_and_went()
    first, second = Mail.objects.order_by("pk")
    at = NOW
    for _ in range(3):
        for mail in (second, first, second):
            assert not sending.send(mail_id=mail.pk, at=at)
        at += timedelta(hours=1)
    assert mailoutbox == []
    settings.MAIL_TRANSPORT_BACKEND = KEPT
    assert not sending.send(mail_id=second.pk, at=at)
    assert sending.send(mail_id=first.pk, at=at)
    sending.send(mail_id=second.pk, at=at)
    assert methods(mailoutbox) == ["REQUEST", "CANCEL"]


@pytest.mark.django_db
def test_a_letter_given_up_lets_the_next_ones_go(mailoutbox, settings):
    settings.MAIL_TRANSPORT_BACKEND = AWAY
    came_and_went()
    first, second = Mail.objects.order_by("pk")
    at = NOW
    for wait in [*sending.BACKOFF, timedelta(0)]:
        sending.send(mail_id=first.pk, at=at)
        at += wait
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (MailState.FAILED, MailState.SENT)
    assert methods(mailoutbox) == ["CANCEL"]


@pytest.mark.django_db
def test_a_worker_that_dies_while_sending_holds_the_stream_then_frees_it_under_the_same_message_id(
    mailoutbox, settings
):
    settings.MAIL_TRANSPORT_BACKEND = DYING
    came_and_went()
    first, second = Mail.objects.order_by("pk")
    with pytest.raises(SystemExit):
        sending.send(mail_id=first.pk, at=NOW)
    settings.MAIL_TRANSPORT_BACKEND = KEPT
    assert not sending.send(mail_id=second.pk, at=NOW + 5 * MINUTE)
    sending.sweep(at=NOW + 20 * MINUTE)
    assert methods(mailoutbox) == ["REQUEST", "REQUEST", "CANCEL"]
    assert mailoutbox[0].extra_headers["Message-ID"] == mailoutbox[1].extra_headers["Message-ID"]


@pytest.mark.django_db(transaction=True)
def test_a_registration_that_rolls_back_owes_nothing(mailoutbox):
    from events.errors import RegistrationRefused

    meeting, person = MeetingFactory(), member()
    with pytest.raises(RegistrationRefused):
        sign_up(meeting, person, mode="in_person")
    assert not Mail.objects.exists()
    sign_up(meeting, person)
    assert Mail.objects.get().state == MailState.SENT
    assert len(mailoutbox) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_send_everything_once_and_each_stream_in_order(mailoutbox):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: give its address in DATABASE_URL")
    streams, letters, workers = 4, 12, 4
    for letter in range(letters):
        for stream in range(streams):
            MailFactory(
                stream=f"meeting:{stream}", to=f"r{stream}@exemple.org", context={"name": f"{letter:02}"}, due_at=NOW
            )
    pks = list(Mail.objects.values_list("pk", flat=True))

    def work(seed):
        order = random.Random(seed)
        try:
            for _ in range(3):
                for pk in order.sample(pks, len(pks)):
                    sending.send(mail_id=pk, at=NOW)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=[seed]) for seed in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=240)
    sending.sweep(at=NOW + 10 * MINUTE)
    assert len(mailoutbox) == streams * letters
    assert set(Mail.objects.values_list("state", flat=True)) == {MailState.SENT}
    for stream in range(streams):
        titles = [m.body.splitlines()[3] for m in mailoutbox if m.to == [f"r{stream}@exemple.org"]]
        assert titles == [f"Bonjour {letter:02}" for letter in range(letters)]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_processes_remind_each_person_once():
    from events.actions.reminders import plan_reminders, remind
    from tests.factories.events import DAY, RegistrationFactory

    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: give its address in DATABASE_URL")
    meeting = MeetingFactory(join_reminder_minutes=None)
    people = {RegistrationFactory(meeting=meeting).person.email for _ in range(30)}
    plan_reminders(at=NOW)
    told = []

    def work():
        try:
            told.append(remind(at=meeting.starts_at - DAY))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert sum(told) == 30
    assert set(Mail.objects.filter(letter="events.reminder").values_list("to", flat=True)) == people
    assert Mail.objects.count() == 30
    assert Registration.objects.confirmed().count() == 30
