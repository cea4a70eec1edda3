"""The team's desk in the admin: forms go through actions, refusals stay beside the form, exports hold no needs."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from events.choices import MeetingState, RegistrationState
from events.models import Meeting, MeetingPage
from pages.base.awaiting import awaiting
from tests.factories.actors import PersonFactory
from tests.factories.events import NOW, MeetingFactory, RegistrationFactory, manager, member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(client):
    client.force_login(manager())
    return client


def management(prefix, number=0, initial=0):
    return {
        f"{prefix}-TOTAL_FORMS": number,
        f"{prefix}-INITIAL_FORMS": initial,
        f"{prefix}-MIN_NUM_FORMS": 0,
        f"{prefix}-MAX_NUM_FORMS": 1000,
    }


def form(**more):
    return {
        "title_fr": "Atelier ombre et fraîcheur",
        "title_en": "",
        "title_ar": "",
        "slug": "atelier-ombre",
        "kind": "workshop",
        "zone": "Europe/Paris",
        "start_date": "2026-12-14",
        "start_time": "14:00",
        "end_date": "2026-12-14",
        "end_time": "17:00",
        "format": "online",
        "room_kind": "link",
        "join_opens_minutes": "30",
        "join_closes_minutes": "30",
        "languages_spoken": ["fr"],
        "open_to": ["local", "regional"],
        "attendee_list": "nobody",
        "waiting_list": "on",
        "promotion": "offer",
        "offer_hours": "48",
        "promotion_stops_hours": "24",
        "after_expiry": "end",
        **management("quotas"),
        **management("programme"),
        **management("documents"),
        **more,
    }


def url(name, *args):
    return reverse(f"events_meetings:{name}", args=args)


def test_the_team_makes_a_meeting_with_a_quota_and_a_point(desk):
    data = form(
        **{
            **management("quotas", 1),
            "quotas-0-constituency": "local",
            "quotas-0-size": "12",
            **management("programme", 1),
            "programme-0-starts_at": "14:00",
            "programme-0-title_fr": "Ouverture",
            "programme-0-outcome": "decision",
        }
    )
    response = desk.post(url("add"), data)
    meeting = Meeting.objects.get()
    assert response.url == url("edit", meeting.pk)
    assert (meeting.state, meeting.created_by.is_staff) == (MeetingState.DRAFT, True)
    assert meeting.starts_at.isoformat() == "2026-12-14T13:00:00+00:00"
    assert [(q.constituency, q.size) for q in meeting.quotas.all()] == [("local", 12)]
    assert [item.title for item in meeting.programme.all()] == ["Ouverture"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title_fr": ""}, "au moins une langue"),
        ({"zone": "Mars/Olympus"}, "fuseau connu"),
        ({"start_date": "2026-03-29", "start_time": "02:30"}, "n’existe pas"),
        (
            {"start_date": "2026-10-25", "start_time": "02:30", "end_date": "2026-10-25", "end_time": "05:00"},
            "se répète",
        ),
        ({"end_time": "13:00"}, "La fin vient après le début"),
        ({"open_to": []}, "au moins un collège"),
        (
            {"registration_opens_at": "2026-12-01 10:00", "registration_closes_at": "2026-11-30 10:00"},
            "après l’ouverture",
        ),
        ({"registration_closes_at": "2026-10-25 02:30"}, "se répète"),
        ({**management("quotas", 1), "quotas-0-size": "3"}, "Un quota dit pour qui"),
    ],
)
def test_a_wrong_form_comes_back_with_what_was_typed(desk, wrong, words):
    response = desk.post(url("add"), form(**wrong))
    page = response.content.decode()
    assert response.status_code == 200
    assert words in page
    assert "atelier-ombre" in page
    assert not Meeting.objects.exists()


def test_the_window_is_typed_and_shown_in_the_meeting_s_zone(desk):
    desk.post(url("add"), form(zone="Asia/Beirut", registration_closes_at="2026-12-10 18:00"))
    meeting = Meeting.objects.get()
    assert meeting.registration_closes_at.isoformat() == "2026-12-10T16:00:00+00:00"
    assert "2026-12-10 18:00" in desk.get(url("edit", meeting.pk)).content.decode()


def test_a_window_that_is_emptied_is_gone(desk):
    desk.post(url("add"), form(registration_closes_at="2026-12-10 18:00"))
    meeting = Meeting.objects.get()
    desk.post(url("edit", meeting.pk), form(registration_closes_at=""))
    meeting.refresh_from_db()
    assert meeting.registration_closes_at is None


def test_changing_the_hour_at_the_desk_advances_the_calendar(desk):
    desk.post(url("add"), form())
    meeting = Meeting.objects.get()
    desk.post(url("publish", meeting.pk))
    response = desk.post(url("edit", meeting.pk), form(start_time="15:00", end_time="18:00"))
    assert response.status_code == 302
    meeting.refresh_from_db()
    assert (meeting.state, meeting.ics_sequence) == (MeetingState.PUBLISHED, 1)
    assert meeting.starts_at.isoformat() == "2026-12-14T14:00:00+00:00"


def test_asking_changes_nothing_and_confirming_publishes(desk):
    meeting = MeetingFactory(draft=True)
    assert "tout le monde" in desk.get(url("publish", meeting.pk)).content.decode()
    assert Meeting.objects.get().state == MeetingState.DRAFT
    desk.post(url("publish", meeting.pk))
    assert Meeting.objects.get().state == MeetingState.PUBLISHED


def test_cancelling_asks_for_a_reason(desk):
    meeting = RegistrationFactory().meeting
    response = desk.post(url("cancel", meeting.pk), {"reason": " "})
    assert response.status_code == 422
    assert "Dites pourquoi" in response.content.decode()
    desk.post(url("cancel", meeting.pk), {"reason": "Grève"})
    assert Meeting.objects.get().state == MeetingState.CANCELLED
    assert "Rencontre annulée" in desk.get(url("journal", meeting.pk)).content.decode()


def test_texts_lead_to_the_page(desk):
    meeting = MeetingFactory()
    response = desk.get(url("texts", meeting.pk))
    assert response.url == reverse("wagtailadmin_pages:edit", args=[MeetingPage.objects.get().pk])


def registrations(**query):
    from urllib.parse import urlencode

    return f"{reverse('events_registrations:index')}?{urlencode(query, doseq=True)}"


def test_the_list_is_filtered_by_constituency_shore_and_state(desk):
    meeting = MeetingFactory(quotas={"local": 2})
    north = RegistrationFactory(meeting=meeting, person__display_name="Marc D.")
    south = RegistrationFactory(meeting=meeting, person__display_name="Salma T.", organisation__south=True)
    waiting = RegistrationFactory(meeting=meeting, waiting=True, person__display_name="Hana M.")
    page = desk.get(registrations(meeting=meeting.pk, shore="south")).content.decode()
    assert south.person.name in page
    assert north.person.name not in page
    page = desk.get(registrations(state="waiting")).content.decode()
    assert waiting.person.name in page
    assert north.person.name not in page
    assert desk.get(registrations(meeting="abc", state="nonsense")).status_code == 200


@pytest.mark.parametrize("number", [1, 19])
def test_the_list_asks_as_often_for_many_as_for_one(desk, django_assert_max_num_queries, number):
    meeting = MeetingFactory(quotas={"local": 2})
    RegistrationFactory.create_batch(number, meeting=meeting)
    desk.get(registrations(meeting=meeting.pk))
    with django_assert_max_num_queries(30):
        desk.get(registrations(meeting=meeting.pk))


def test_the_table_holds_what_the_list_shows_and_no_needs(desk):
    RegistrationFactory(needs="Chien guide", person__display_name="=cmd|' /C calc'!A0")
    RegistrationFactory(waiting=True)
    response = desk.get(f"{reverse('events_registrations:csv')}?state=confirmed")
    table = response.content.decode("utf-8-sig")
    assert len(table.strip().splitlines()) == 2
    assert "Chien guide" not in table
    assert "'=cmd" in table


def test_needs_are_read_at_the_desk(desk):
    registration = RegistrationFactory(needs="Chien guide")
    page = desk.get(reverse("events_registrations:inspect", args=[registration.pk])).content.decode()
    assert "Chien guide" in page


def test_the_next_in_line_is_confirmed_from_the_list(desk):
    meeting = MeetingFactory(quotas={"local": 1})
    seated = RegistrationFactory(meeting=meeting)
    waiting = RegistrationFactory(meeting=meeting, waiting=True)
    confirm = reverse("events_registrations:confirm", args=[waiting.pk])
    assert confirm in desk.get(registrations(meeting=meeting.pk)).content.decode()
    response = desk.post(confirm, follow=True)
    assert "Élargissez le quota" in response.content.decode()
    seated.state = RegistrationState.WITHDRAWN
    seated.save()
    desk.post(confirm)
    waiting.refresh_from_db()
    assert waiting.is_confirmed


def paths():
    registration = RegistrationFactory(waiting=True)
    pk = registration.meeting_id
    return [
        url("index"), url("add"), url("edit", pk), url("publish", pk), url("cancel", pk),
        url("texts", pk), url("journal", pk),
        reverse("events_registrations:index"), reverse("events_registrations:csv"),
        reverse("events_registrations:confirm", args=[registration.pk]),
        reverse("events_registrations:inspect", args=[registration.pk]),
    ]  # fmt: skip


def test_the_desk_is_closed_to_everyone_else(client):
    from django.contrib.auth.models import Permission

    editor = PersonFactory(is_staff=True)
    editor.user_permissions.add(Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin"))
    closed = paths()
    for user in (None, member(), editor):
        if user:
            client.force_login(user)
        assert {client.get(path).status_code for path in closed} <= {302, 403, 404}
    assert Meeting.objects.get().state == MeetingState.PUBLISHED


def test_nothing_is_deleted_or_rewritten_from_the_desk(desk):
    registration = RegistrationFactory()
    for name, pk in (("events_meetings", registration.meeting_id), ("events_registrations", registration.pk)):
        assert desk.post(reverse(f"{name}:delete", args=[pk])).status_code in {302, 403}
    desk.post(reverse("events_registrations:edit", args=[registration.pk]), {"state": "withdrawn"})
    registration.refresh_from_db()
    assert registration.is_confirmed


def test_the_home_of_the_admin_says_who_waits():
    RegistrationFactory(waiting=True)
    RegistrationFactory(waiting=True, meeting=MeetingFactory(past=True))
    labels = {item.label: item.count for item in awaiting(manager())}
    assert labels["Personnes en liste d’attente"] == 1
    assert "Personnes en liste d’attente" not in {item.label for item in awaiting(member())}


def test_the_journal_is_short_of_nothing_that_was_done(desk):
    from events import actions
    from tests.events.test_registering import sign_up

    meeting = MeetingFactory()
    registration = sign_up(meeting)
    actions.withdraw(registration=registration, by=registration.person, at=NOW + timedelta(hours=1))
    page = desk.get(url("journal", meeting.pk)).content.decode()
    assert "Inscription retirée" in page
    assert "Demande d’inscription" in page


def test_the_waiting_list_alone_is_read_in_its_order(desk):
    meeting = MeetingFactory()
    later = RegistrationFactory(meeting=meeting, waiting=True, person__display_name="Deuxième", waitlisted_at=NOW)
    first = RegistrationFactory(
        meeting=meeting, waiting=True, person__display_name="Première", waitlisted_at=NOW - timedelta(days=3)
    )
    page = desk.get(registrations(meeting=meeting.pk, state="waiting")).content.decode()
    assert page.index(first.person.name) < page.index(later.person.name)
