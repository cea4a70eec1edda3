"""Calendars to subscribe to: everyone's, and one's own under a secret address."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation
from icalendar import Calendar

from actors.registry import erase_all, export_all
from events import actions, queries
from events.choices import MeetingState, RegistrationState
from events.models import PersonalCalendar
from kernel.audit.models import Entry
from kernel.pagecache.asking import asked
from kernel.pagecache.entries import storable
from tests.factories.actors import PersonFactory
from tests.factories.events import DAY, NOW, MeetingFactory, RegistrationFactory

pytestmark = pytest.mark.django_db

PAGE = "/fr/my/calendar/"


@pytest.fixture(autouse=True)
def on_that_day():
    """The clock of these tests stands at NOW."""
    with time_machine.travel(NOW, tick=False):
        yield


def feed_of(own, language="fr", **headers):
    with translation.override(language):
        return Client().get(reverse("my_calendar:feed", args=[own.secret]), headers=headers)


def told(response):
    return {str(event["UID"]): event for event in Calendar.from_ical(response.content).events}


def own_calendar(person, **fields):
    own = actions.open_personal_calendar(person=person, at=NOW)
    for name, value in fields.items():
        setattr(own, name, value)
    own.save()
    return own


# -- everyone's


def test_the_public_feed_says_each_meeting_s_status_and_names_nobody(client):
    states = (MeetingState.PUBLISHED, MeetingState.POSTPONED, MeetingState.CANCELLED)
    meetings = {state: MeetingFactory(state=state, state_reason="Grève") for state in states}
    person = RegistrationFactory(meeting=meetings[MeetingState.PUBLISHED]).person
    MeetingFactory(draft=True)
    response = client.get("/fr/meetings/calendar.ics")
    found = told(response)
    assert {uid: event["STATUS"] for uid, event in found.items()} == {
        str(meetings[MeetingState.PUBLISHED].uid): "CONFIRMED",
        str(meetings[MeetingState.POSTPONED].uid): "TENTATIVE",
        str(meetings[MeetingState.CANCELLED].uid): "CANCELLED",
    }
    assert person.email.encode() not in response.content
    assert b"ATTENDEE" not in response.content
    assert "method=PUBLISH" in response["Content-Type"]
    assert not response.cookies


def test_the_same_meeting_has_one_identity_and_number_everywhere(client):
    meeting = MeetingFactory(ics_sequence=4)
    own = own_calendar(RegistrationFactory(meeting=meeting).person)
    answers = [client.get("/fr/meetings/calendar.ics"), client.get(f"/en/meetings/{meeting.slug}/calendar.ics")]
    for response in [*answers, feed_of(own), feed_of(own, "ar")]:
        ((uid, event),) = told(response).items()
        assert (uid, event["SEQUENCE"]) == (str(meeting.uid), 4)


@pytest.mark.parametrize("number", [1, 30])
def test_the_public_feed_asks_as_often_for_thirty_meetings_as_for_one(client, django_assert_max_num_queries, number):
    for _meeting in range(number):
        MeetingFactory()
    with django_assert_max_num_queries(4):
        client.get("/fr/meetings/calendar.ics")


# -- one's own


def test_one_s_own_calendar_holds_one_s_own_registrations_with_their_status():
    person = PersonFactory()
    confirmed = RegistrationFactory(person=person)
    offered = RegistrationFactory(person=person, offered=True)
    called_off = RegistrationFactory(
        person=person,
        state=RegistrationState.CANCELLED,
        meeting=MeetingFactory(state=MeetingState.CANCELLED, state_reason="Grève"),
    )
    for state in (RegistrationState.WITHDRAWN, RegistrationState.DECLINED, RegistrationState.EXPIRED):
        RegistrationFactory(person=person, state=state)
    RegistrationFactory(person=person, waiting=True)
    RegistrationFactory(person=person, requested=True)
    RegistrationFactory()
    found = told(feed_of(own_calendar(person)))
    assert {uid: event["STATUS"] for uid, event in found.items()} == {
        str(confirmed.meeting.uid): "CONFIRMED",
        str(offered.meeting.uid): "TENTATIVE",
        str(called_off.meeting.uid): "CANCELLED",
    }


def test_what_one_waits_for_is_shown_on_demand_only_and_takes_no_time():
    person = PersonFactory()
    waiting = RegistrationFactory(person=person, waiting=True)
    own = own_calendar(person)
    assert told(feed_of(own)) == {}
    actions.show_waiting(person=person, shows=True)
    event = told(feed_of(own))[str(waiting.meeting.uid)]
    assert (event["STATUS"], event["TRANSP"]) == ("TENTATIVE", "TRANSPARENT")
    assert event["SUMMARY"].startswith("Liste d’attente")


def test_whoever_withdrew_and_came_back_is_told_once():
    person, meeting = PersonFactory(), MeetingFactory()
    RegistrationFactory(person=person, meeting=meeting, state=RegistrationState.WITHDRAWN)
    RegistrationFactory(person=person, meeting=meeting)
    assert len(told(feed_of(own_calendar(person)))) == 1


def test_what_is_long_over_is_left_out_and_what_is_just_over_stays():
    person = PersonFactory()
    registration = RegistrationFactory(person=person)
    own = own_calendar(person)
    ended = registration.meeting.ends_at
    assert len(queries.registrations_in(own, ended + 89 * DAY)) == 1
    assert queries.registrations_in(own, ended + 91 * DAY) == []


def test_the_address_names_nobody_and_cannot_be_guessed():
    person, other = PersonFactory(), PersonFactory()
    own, theirs = own_calendar(person), own_calendar(other)
    assert own.secret != theirs.secret
    assert len(own.secret) >= 43
    assert Client().get(reverse("my_calendar:feed", args=["x" * 43])).status_code == 404
    assert own.secret.encode() not in feed_of(own).content
    assert person.email.encode() not in feed_of(own).content


def test_a_renewed_address_is_another_and_the_old_one_is_nobody_s_at_once():
    person = RegistrationFactory().person
    own = own_calendar(person)
    assert feed_of(own).status_code == 200
    fresh = actions.renew_personal_calendar(person=person, at=NOW)
    assert feed_of(own).status_code == 404
    assert feed_of(fresh).status_code == 200


@pytest.mark.parametrize("end", ["closed", "erased", "inactive", "deleted"])
def test_the_address_ends_with_the_calendar_or_the_account(end):
    person = PersonFactory()
    own = own_calendar(person)
    if end == "closed":
        actions.close_personal_calendar(person=person, at=NOW)
    elif end == "erased":
        erase_all(person, NOW)
    elif end == "inactive":
        type(person).objects.filter(pk=person.pk).update(is_active=False)
    else:
        type(person).objects.filter(pk=person.pk).update(erased_at=NOW)
    assert feed_of(own).status_code == 404


def test_no_cache_between_keeps_it_and_no_engine_lists_it(client):
    own = own_calendar(RegistrationFactory().person)
    response = feed_of(own)
    assert response["Cache-Control"] == "private, no-cache"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    path = reverse("my_calendar:feed", args=[own.secret])
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": [], "scheme": "http"}
    assert asked(scope) is None
    headers = [(name.encode(), value.encode()) for name, value in response.items()]
    assert not storable({"status": 200, "headers": headers})
    assert "/my/" in client.get("/robots.txt").content.decode()


def test_an_unchanged_calendar_is_not_sent_again():
    registration = RegistrationFactory()
    own = own_calendar(registration.person)
    first = feed_of(own)
    again = feed_of(own, if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    registration.meeting.ics_sequence += 1
    registration.meeting.save()
    assert feed_of(own, if_none_match=first["ETag"]).status_code == 200


@pytest.mark.parametrize("number", [1, 30])
def test_one_s_own_calendar_asks_as_often_for_thirty_as_for_one(django_assert_max_num_queries, number):
    person = PersonFactory()
    for _registration in range(number):
        RegistrationFactory(person=person)
    own = own_calendar(person)
    with django_assert_max_num_queries(3):
        assert len(told(feed_of(own))) == number


# -- the page


def test_the_page_makes_shows_renews_and_takes_away_the_address(client):
    person = PersonFactory()
    client.force_login(person)
    assert "Créer mon adresse" in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"act": "open"}).status_code == 302
    own = PersonalCalendar.objects.get(person=person)
    page = client.get(PAGE)
    assert f"http://localhost:8000/fr/my/calendar/{own.secret}.ics" in page.content.decode()
    assert f"webcal://localhost:8000/fr/my/calendar/{own.secret}.ics" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    client.post(PAGE, {"act": "open"})
    assert PersonalCalendar.objects.get(person=person).secret == own.secret
    client.post(PAGE, {"act": "waiting", "shows_waiting": "1"})
    assert PersonalCalendar.objects.get(person=person).shows_waiting
    client.post(PAGE, {"act": "renew"})
    assert PersonalCalendar.objects.get(person=person).secret != own.secret
    client.post(PAGE, {"act": "close"})
    assert not PersonalCalendar.objects.filter(person=person).exists()


def test_the_page_is_one_s_own_and_signed_out_people_sign_in_first(client):
    own = own_calendar(PersonFactory())
    assert client.get(PAGE).status_code == 302
    client.force_login(PersonFactory())
    assert own.secret not in client.get(PAGE).content.decode()
    client.post(PAGE, {"act": "renew"})
    client.post(PAGE, {"act": "close"})
    assert PersonalCalendar.objects.get(pk=own.pk).secret == own.secret


def test_the_journal_says_what_was_done_and_never_the_address():
    person = PersonFactory(display_name="Salma T.")
    own = own_calendar(person)
    fresh = actions.renew_personal_calendar(person=person, at=NOW + timedelta(hours=1))
    actions.close_personal_calendar(person=person, at=NOW + DAY)
    entries = Entry.objects.filter(verb__startswith="events.calendar")
    assert {entry.verb for entry in entries} == {
        "events.calendar_opened",
        "events.calendar_renewed",
        "events.calendar_closed",
    }
    written = repr([(entry.target_label, entry.data) for entry in entries])
    assert not any(word in written for word in (own.secret, fresh.secret, "Salma"))
    assert own.secret not in repr(export_all(person))
