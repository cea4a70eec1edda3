"""Reminders: at their hour, to confirmed people, once; never about a meeting that moved or is off."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from events.actions.reminders import PEOPLE_A_RUN, plan_reminders, remind
from events.choices import MeetingFormat, MeetingState, Mode, RegistrationState
from events.models import Meeting, Registration, ReminderRound
from events.reminding import RoundState
from kernel.mail import sending
from kernel.mail.choices import MailState
from kernel.mail.models import Mail
from tests.factories.actors import PersonFactory
from tests.factories.events import DAY, NOW, MeetingFactory, RegistrationFactory

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def told():
    return [(mail.letter.removeprefix("events."), mail.to) for mail in Mail.objects.order_by("pk")]


def kinds():
    return [kind for kind, _to in told()]


def run(at):
    plan_reminders(at=at)
    return remind(at=at)


def online_meeting(**fields):
    return MeetingFactory(format=MeetingFormat.ONLINE, **fields)


def in_person_meeting(**fields):
    return MeetingFactory(format=MeetingFormat.IN_PERSON, place_fr="Gabès", **fields)


def test_a_week_a_day_and_an_hour_before_and_never_twice():
    meeting = online_meeting()
    registration = RegistrationFactory(meeting=meeting)
    plan_reminders(at=NOW)
    for lead in (7 * DAY, DAY, HOUR):
        assert remind(at=meeting.starts_at - lead - MINUTE) == 0
        assert remind(at=meeting.starts_at - lead) == 1
        assert run(meeting.starts_at - lead + MINUTE) == 0
    assert told() == [(kind, registration.person.email) for kind in ("reminder", "reminder", "join_reminder")]


def test_the_hours_are_the_meeting_s_own():
    meeting = online_meeting(reminder_hours=48, last_reminder_hours=None, join_reminder_minutes=None)
    RegistrationFactory(meeting=meeting)
    plan_reminders(at=NOW)
    assert list(ReminderRound.objects.values_list("due_at", flat=True)) == [meeting.starts_at - 48 * HOUR]


@pytest.mark.parametrize("state", [state for state in RegistrationState if state != RegistrationState.CONFIRMED])
def test_only_confirmed_people_are_reminded(state):
    meeting = online_meeting()
    extra = {"waitlisted_at": NOW} if state == RegistrationState.WAITING else {}
    extra |= {"offered_until": NOW + DAY} if state == RegistrationState.OFFERED else {}
    extra |= {"reason": "Complet"} if state == RegistrationState.REFUSED else {}
    RegistrationFactory(meeting=meeting, state=state, **extra)
    plan_reminders(at=NOW)
    assert remind(at=meeting.starts_at - 7 * DAY) == 0


def test_whoever_was_confirmed_after_its_hour_has_just_been_written_to():
    meeting = online_meeting()
    plan_reminders(at=NOW)
    due = meeting.starts_at - 7 * DAY
    RegistrationFactory(meeting=meeting, state_changed_at=due + MINUTE)
    assert remind(at=due + 5 * MINUTE) == 0


def test_only_people_from_afar_are_led_to_the_join_page():
    meeting = MeetingFactory(hybrid=True)
    RegistrationFactory(meeting=meeting, mode=Mode.IN_PERSON)
    afar = RegistrationFactory(meeting=meeting, mode=Mode.ONLINE)
    plan_reminders(at=NOW)
    assert remind(at=meeting.starts_at - HOUR) == 1
    assert told() == [("join_reminder", afar.person.email)]


def test_a_meeting_in_a_room_has_no_reminder_to_join():
    plan_reminders(at=NOW)
    in_person_meeting()
    plan_reminders(at=NOW)
    assert set(ReminderRound.objects.values_list("kind", flat=True)) == {"reminder"}


def move(meeting, day):
    meeting.start_date = meeting.end_date = day
    meeting.derive_instants()
    meeting.save()


def test_a_meeting_that_moves_is_reminded_of_at_its_new_hour_only():
    meeting = online_meeting(join_reminder_minutes=None, reminder_hours=None)
    RegistrationFactory(meeting=meeting)
    plan_reminders(at=NOW)
    old_due = meeting.starts_at - DAY
    move(meeting, date(2026, 12, 16))
    assert run(old_due) == 0
    assert run(meeting.starts_at - DAY) == 1
    assert list(ReminderRound.objects.values_list("state", flat=True)) == [RoundState.SKIPPED, RoundState.SENT]


def test_a_meeting_moved_inside_the_last_day_is_not_reminded_of_the_day_before():
    meeting = online_meeting(join_reminder_minutes=None)
    RegistrationFactory(meeting=meeting)
    plan_reminders(at=NOW)
    move(meeting, date(2026, 11, 20))
    assert run(NOW + MINUTE) == 0
    assert kinds() == []


@pytest.mark.parametrize("state", [MeetingState.CANCELLED, MeetingState.POSTPONED, MeetingState.DONE])
def test_nobody_is_reminded_of_a_meeting_that_is_off(state):
    meeting = online_meeting()
    RegistrationFactory(meeting=meeting)
    plan_reminders(at=NOW)
    Meeting.objects.filter(pk=meeting.pk).update(state=state, state_reason="Grève")
    assert remind(at=meeting.starts_at - DAY) == 0
    assert set(ReminderRound.objects.filter(due_at__lte=meeting.starts_at - DAY).values_list("state", flat=True)) == {
        RoundState.SKIPPED
    }


def test_after_a_long_absence_only_the_last_reminder_is_told():
    meeting = online_meeting(join_reminder_minutes=None, reminder_hours=30)
    RegistrationFactory(meeting=meeting)
    plan_reminders(at=NOW)
    assert remind(at=meeting.starts_at - 20 * HOUR) == 1
    assert kinds() == ["reminder"]


def test_a_reminder_that_comes_much_too_late_is_not_told():
    meeting = online_meeting(join_reminder_minutes=None)
    RegistrationFactory(meeting=meeting)
    plan_reminders(at=NOW)
    assert remind(at=meeting.starts_at - 3 * DAY) == 0
    assert remind(at=meeting.starts_at - 11 * HOUR) == 0


def test_nothing_is_told_once_the_meeting_has_begun():
    meeting = online_meeting()
    RegistrationFactory(meeting=meeting)
    plan_reminders(at=NOW)
    assert remind(at=meeting.starts_at) == 0


def test_many_people_are_told_in_several_runs_and_each_once(monkeypatch):
    from events.actions import reminders

    monkeypatch.setattr(reminders, "PEOPLE_A_STEP", 2)
    monkeypatch.setattr(reminders, "PEOPLE_A_RUN", 5)
    meeting = online_meeting(join_reminder_minutes=None)
    people = [RegistrationFactory(meeting=meeting).person.email for _ in range(12)]
    plan_reminders(at=NOW)
    due = meeting.starts_at - DAY
    assert [remind(at=due + step * MINUTE) for step in range(4)] == [5, 5, 2, 0]
    assert [to for _kind, to in told()] == people
    assert PEOPLE_A_RUN > 100


def test_a_changed_address_does_not_bring_the_reminder_again():
    meeting = online_meeting(join_reminder_minutes=None)
    person = RegistrationFactory(meeting=meeting).person
    plan_reminders(at=NOW)
    due = meeting.starts_at - DAY
    assert run(due) == 1
    person.email = "autre@exemple.org"
    person.save()
    assert run(due + MINUTE) == 0


CLOCKS = [
    # Ramadan in Morocco: +1, then +0 from 15 February to 22 March 2026
    ("Africa/Casablanca", date(2026, 2, 16), time(9, 30), datetime(2026, 2, 15, 9, 30, tzinfo=UTC), "9:30"),
    ("Africa/Casablanca", date(2026, 3, 23), time(9, 30), datetime(2026, 3, 22, 8, 30, tzinfo=UTC), "9:30"),
    # summer time in Egypt from 24 April to 30 October 2026
    ("Africa/Cairo", date(2026, 4, 24), time(10, 0), datetime(2026, 4, 23, 7, 0, tzinfo=UTC), "10:00"),
    ("Africa/Cairo", date(2026, 10, 30), time(10, 0), datetime(2026, 10, 29, 8, 0, tzinfo=UTC), "10:00"),
]


@pytest.mark.parametrize("clocks", CLOCKS)
def test_a_day_before_is_twenty_four_hours_and_says_the_right_hour_across_a_change_of_clocks(clocks, mailoutbox):
    zone, day, hour, due, shown = clocks
    meeting = MeetingFactory(
        zone=zone,
        start_date=day,
        end_date=day,
        start_time=hour,
        end_time=time(hour.hour + 2),
        reminder_hours=None,
        join_reminder_minutes=None,
    )
    person = PersonFactory(language="fr", time_zone="Europe/Paris")
    RegistrationFactory(meeting=meeting, person=person, state_changed_at=due - DAY)
    assert meeting.starts_at - due == DAY
    plan_reminders(at=due - DAY)
    assert remind(at=due - MINUTE) == 0
    assert remind(at=due) == 1
    with time_machine.travel(due, tick=False):
        assert sending.send(mail_id=Mail.objects.get().pk, at=due)
    from kernel.mail.times import period

    assert period(meeting.starts_at, meeting.ends_at, [zone, "Europe/Paris"]) in mailoutbox[0].body
    assert f", {shown}–" in mailoutbox[0].body


def reminded():
    meeting = online_meeting(join_reminder_minutes=None)
    registration = RegistrationFactory(meeting=meeting)
    plan_reminders(at=NOW)
    remind(at=meeting.starts_at - DAY)
    return meeting, registration, Mail.objects.get()


def send_late(meeting, mail, before=HOUR):
    at = meeting.starts_at - before
    with time_machine.travel(at, tick=False):
        return sending.send(mail_id=mail.pk, at=at)


def cancel(meeting, registration):
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.CANCELLED, state_reason="Grève")


def put_off(meeting, registration):
    move(meeting, date(2026, 12, 16))


def withdraw(meeting, registration):
    Registration.objects.filter(pk=registration.pk).update(state=RegistrationState.WITHDRAWN)


@pytest.mark.parametrize("change", [cancel, put_off, withdraw])
def test_a_reminder_that_waited_for_its_server_is_dropped_when_things_changed(change, mailoutbox):
    meeting, registration, mail = reminded()
    change(meeting, registration)
    assert not send_late(Meeting.objects.get(pk=meeting.pk), mail)
    mail.refresh_from_db()
    assert mail.state == MailState.DROPPED
    assert mailoutbox == []


def test_a_reminder_that_nothing_contradicts_leaves_late(mailoutbox):
    meeting, _registration, mail = reminded()
    assert send_late(meeting, mail)
    assert len(mailoutbox) == 1


def test_a_reminder_never_leaves_once_the_meeting_has_begun(mailoutbox):
    meeting, _registration, mail = reminded()
    assert not send_late(meeting, mail, before=timedelta(0))
    assert mailoutbox == []


def test_the_reminder_to_join_leads_to_our_page_and_names_no_provider(mailoutbox):
    meeting = online_meeting(online_link="https://visio.example/secret-42")
    RegistrationFactory(meeting=meeting)
    plan_reminders(at=NOW)
    at = meeting.starts_at - HOUR
    remind(at=at)
    with time_machine.travel(at, tick=False):
        sending.send(mail_id=Mail.objects.get(letter="events.join_reminder").pk, at=at)
    (message,) = mailoutbox
    whole = message.message().as_string() + message.body + message.alternatives[0][0]
    assert message.subject.startswith("Pour vous connecter")
    assert f"/meetings/{meeting.slug}/join/" in message.body
    assert "visio.example" not in whole
    assert "secret-42" not in whole


def test_one_meeting_or_thirty_cost_the_same_queries_to_plan(django_assert_num_queries):
    online_meeting()
    plan_reminders(at=NOW)
    for _ in range(29):
        online_meeting()
    with django_assert_num_queries(3):
        assert plan_reminders(at=NOW) == 29 * 3
    with django_assert_num_queries(2):
        assert plan_reminders(at=NOW) == 0
