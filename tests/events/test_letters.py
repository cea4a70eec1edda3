"""Letters and calendar entries: after commit, once, in the reader's language and zones; parsed back."""

from datetime import UTC, datetime, time

import pytest
from icalendar import Calendar

from events import actions, calendar
from events.choices import MeetingFormat, MeetingState
from events.models import Meeting, Registration
from kernel.mail.models import Mail
from tests.events.test_registering import sign_up
from tests.factories.actors import MembershipFactory, OrganisationFactory, PersonFactory
from tests.factories.events import DAY, NOW, MeetingFactory, RegistrationFactory, manager, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(django_capture_on_commit_callbacks, mailoutbox):
    """Runs an act, then what it leaves for after the commit; gives the mails that left."""

    def run(act):
        del mailoutbox[:]
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return list(mailoutbox)

    return run


def entries(mail):
    return [part for part in mail.message().walk() if part.get_content_type() == "text/calendar"]


def event_in(mail):
    parsed = Calendar.from_ical(entries(mail)[0].get_payload(decode=True))
    (event,) = parsed.walk("VEVENT")
    return parsed, event


def person_in(language, zone, **organisation):
    person = PersonFactory(
        language=language, time_zone=zone, display_name="سلمى ت." if language == "ar" else "Salma T."
    )
    MembershipFactory(person=person, organisation=OrganisationFactory(**organisation))
    return person


def test_the_confirmation_names_meeting_both_zones_voice_and_the_way_out(sent):
    meeting = MeetingFactory(title_fr="Comité « Eau et littoral »")
    person = person_in("fr", "Asia/Beirut", name_fr="Commune de démonstration 07")
    (mail,) = sent(lambda: sign_up(meeting, person))
    assert mail.to == [person.email]
    assert mail.subject == "Votre place est confirmée : Comité « Eau et littoral », mercredi 9 décembre 2026"
    for words in (
        "mercredi 9 décembre 2026, 9:30–12:30 (Tunis) · 10:30–13:30 (Beyrouth)",
        "au nom de Commune de démonstration 07",
        f"/fr/meetings/{meeting.slug}/withdraw/",
        "Bonjour Salma T.",
    ):
        assert words in mail.body


def test_an_arabic_invitation_gives_both_names_of_the_month(sent):
    (mail,) = sent(lambda: sign_up(MeetingFactory(), person_in("ar", "Africa/Cairo")))
    assert "ديسمبر (كانون الأول)" in mail.subject
    assert "9:30–12:30 (تونس) · 10:30–13:30 (القاهرة)" in mail.body


def test_the_request_is_addressed_to_one_person_and_lands_at_the_right_hour(sent):
    meeting = MeetingFactory(title_ar="اللجنة متعددة المستويات حول المياه والساحل وتقاسم الموارد في حوض البحر المتوسط")
    RegistrationFactory(meeting=meeting)
    person = person_in("ar", "Africa/Tunis")
    (mail,) = sent(lambda: sign_up(meeting, person))
    (part, *_attachment) = entries(mail)
    assert part.get_param("method") == "REQUEST"
    parsed, event = event_in(mail)
    assert parsed["METHOD"] == "REQUEST"
    assert str(event["UID"]) == str(meeting.uid)
    assert event["SEQUENCE"] == 0
    assert event["ATTENDEE"].upper() == f"MAILTO:{person.email}".upper()
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert event["DTSTART"].dt.astimezone(UTC) == datetime(2026, 12, 9, 8, 30, tzinfo=UTC)
    assert event["DTSTART"].params["TZID"] == "Africa/Tunis"
    assert [zone["TZID"] for zone in parsed.walk("VTIMEZONE")] == ["Africa/Tunis"]
    raw = part.get_payload(decode=True)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert event["SUMMARY"] == meeting.title_ar


def test_waiting_puts_nothing_in_the_calendar(sent):
    meeting = MeetingFactory(quotas={"local": 1})
    RegistrationFactory(meeting=meeting)
    (mail,) = sent(lambda: sign_up(meeting))
    assert "liste d’attente" in mail.subject
    assert entries(mail) == []


def test_withdrawing_takes_the_entry_back_without_calling_the_meeting_cancelled(sent):
    sent(lambda: sign_up(MeetingFactory()))
    registration = Registration.objects.get()
    (mail,) = sent(lambda: actions.withdraw(registration=registration, by=registration.person, at=NOW))
    parsed, event = event_in(mail)
    assert parsed["METHOD"] == "CANCEL"
    assert "STATUS" not in event
    assert event["SEQUENCE"] == 1
    assert "annulée" not in mail.subject


def test_whoever_comes_back_gets_a_higher_number_than_the_one_that_took_it_away(sent):
    meeting, person = MeetingFactory(), member()
    sent(lambda: sign_up(meeting, person))
    first = Registration.objects.get()
    (gone,) = sent(lambda: actions.withdraw(registration=first, by=person, at=NOW))
    (back,) = sent(lambda: sign_up(meeting, person, at=NOW + DAY))
    assert event_in(back)[1]["SEQUENCE"] > event_in(gone)[1]["SEQUENCE"]
    published = Calendar.from_ical(calendar.publication(meeting=Meeting.objects.get(pk=meeting.pk), language="fr"))
    assert published.walk("VEVENT")[0]["SEQUENCE"] == event_in(back)[1]["SEQUENCE"]


def test_leaving_the_waiting_list_takes_nothing_back(sent):
    meeting = MeetingFactory(quotas={"local": 1})
    RegistrationFactory(meeting=meeting)
    sent(lambda: sign_up(meeting))
    waiting = Registration.objects.in_line().get()
    (mail,) = sent(lambda: actions.withdraw(registration=waiting, by=waiting.person, at=NOW))
    assert entries(mail) == []
    assert Meeting.objects.get(pk=meeting.pk).ics_sequence == 0


def test_a_moved_meeting_moves_the_entry_and_says_what_it_was(sent):
    meeting = MeetingFactory()
    sent(lambda: sign_up(meeting))
    edited = Meeting.objects.get(pk=meeting.pk)
    edited.start_time, edited.end_time = time(14, 0), time(17, 0)
    (mail,) = sent(lambda: actions.change_meeting(meeting=edited, by=manager(), at=NOW))
    parsed, event = event_in(mail)
    assert (parsed["METHOD"], event["SEQUENCE"]) == ("REQUEST", 1)
    assert event["DTSTART"].dt.hour == 14
    assert "9:30–12:30 (Tunis, Paris)" in mail.body
    assert "14:00–17:00 (Tunis, Paris)" in mail.body


def test_a_cancelled_meeting_is_struck_out_and_the_reason_keeps_its_language(sent):
    meeting = MeetingFactory()
    person = person_in("ar", "Africa/Tunis")
    sent(lambda: sign_up(meeting, person))
    (mail,) = sent(lambda: actions.cancel_meeting(meeting=meeting, by=manager(), reason="Grève <générale>", at=NOW))
    parsed, event = event_in(mail)
    assert (parsed["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    html = mail.alternatives[0][0]
    assert '<bdi lang="fr" dir="ltr">Grève &lt;générale&gt;</bdi>' in html


def test_letters_to_one_person_keep_their_order(sent):
    meeting, person = MeetingFactory(), member()
    registration = sign_up(meeting, person)
    actions.withdraw(registration=registration, by=person, at=NOW)
    streams = set(Mail.objects.filter(person=person).values_list("stream", flat=True))
    assert streams == {f"meeting:{meeting.pk}:{person.pk}"}
    assert [mail.letter for mail in Mail.objects.order_by("pk")] == [
        "events.registration_confirmed",
        "events.registration_withdrawn",
    ]


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (MeetingState.PUBLISHED, "CONFIRMED"),
        (MeetingState.CANCELLED, "CANCELLED"),
        (MeetingState.POSTPONED, "TENTATIVE"),
    ],
)
def test_the_public_download_names_nobody(state, status):
    meeting = MeetingFactory(state=state, state_reason="Grève", format=MeetingFormat.HYBRID, place_fr="Gabès")
    RegistrationFactory(meeting=meeting)
    parsed = Calendar.from_ical(calendar.publication(meeting=meeting, language="fr"))
    (event,) = parsed.walk("VEVENT")
    assert (parsed["METHOD"], event["STATUS"], event["LOCATION"]) == ("PUBLISH", status, "Gabès et en ligne")
    assert "ATTENDEE" not in event


def test_the_subscription_holds_every_meeting_and_each_zone_once(client):
    import time_machine

    meetings = [MeetingFactory(zone=zone) for zone in ("Africa/Tunis", "Europe/Paris", "Africa/Tunis")]
    MeetingFactory(draft=True)
    with time_machine.travel(NOW, tick=False):
        response = client.get("/fr/meetings/calendar.ics")
    parsed = Calendar.from_ical(response.content)
    assert {str(event["UID"]) for event in parsed.walk("VEVENT")} == {str(meeting.uid) for meeting in meetings}
    assert sorted(zone["TZID"] for zone in parsed.walk("VTIMEZONE")) == ["Africa/Tunis", "Europe/Paris"]


def test_a_casablanca_entry_survives_ramadan():
    from datetime import date

    meeting = MeetingFactory(zone="Africa/Casablanca", start_date=date(2026, 2, 20), end_date=date(2026, 2, 20))
    (event,) = Calendar.from_ical(calendar.publication(meeting=meeting, language="fr")).walk("VEVENT")
    assert event["DTSTART"].dt.astimezone(UTC) == datetime(2026, 2, 20, 9, 30, tzinfo=UTC)
