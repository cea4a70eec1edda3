"""The door: who comes in, when, in which state of the meeting, cell by cell; and the link that nothing gives away."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation
from icalendar import Calendar

from actors.registry import erase_all, export_all
from events import actions, calendar, queries
from events.choices import JoinRole, MeetingFormat, MeetingState, Mode, RegistrationState, RoomKind
from events.door import Verdict, door_of
from events.errors import NotAllowed
from events.exports import registrations_csv
from events.models import JoinVisit, Meeting, Registration
from events.search import documents
from events.urls import urlpatterns
from kernel.audit.models import Entry
from kernel.mail.models import Mail
from tests.factories.actors import PersonFactory
from tests.factories.events import DAY, NOW, MeetingFactory, RegistrationFactory, manager, member

pytestmark = pytest.mark.django_db

SECRET = "https://visio.example/salle-7f3a?pwd=coquillage"
MINUTE = timedelta(minutes=1)
State = RegistrationState

# -- the matrix

ACTORS = {
    "stranger": None,
    "requested": (State.REQUESTED, Mode.ONLINE),
    "waiting": (State.WAITING, Mode.ONLINE),
    "offered": (State.OFFERED, Mode.ONLINE),
    "refused": (State.REFUSED, Mode.ONLINE),
    "withdrawn": (State.WITHDRAWN, Mode.ONLINE),
    "declined": (State.DECLINED, Mode.ONLINE),
    "expired": (State.EXPIRED, Mode.ONLINE),
    "cancelled": (State.CANCELLED, Mode.ONLINE),
    "online": (State.CONFIRMED, Mode.ONLINE),
    "in person": (State.CONFIRMED, Mode.IN_PERSON),
    "team": None,
}
# the meeting is on 9 December 2026, 8:30 to 11:30 UTC; its door from 8:00 to 12:00, for the team from 7:00
TIMES = {
    "days before": -3 * DAY,
    "team's hour": -45 * MINUTE,
    "a second early": -30 * MINUTE - timedelta(seconds=1),
    "door opens": -30 * MINUTE,
    "during": 60 * MINUTE,
    "just after": 3 * 60 * MINUTE + 29 * MINUTE,
    "door closes": 3 * 60 * MINUTE + 30 * MINUTE,
}
TEAM_MINUTES = {"team's hour", "a second early", "door opens", "during", "just after"}
OPEN_MINUTES = {"door opens", "during", "just after"}


def expected(actor, state, when):
    """The table, in words: what each cell must be."""
    if state == MeetingState.DRAFT and actor != "team":
        return Verdict.NONE
    if state != MeetingState.PUBLISHED:
        return Verdict.CLOSED
    if actor not in ("online", "team"):
        return Verdict.REFUSED
    if when in (TEAM_MINUTES if actor == "team" else OPEN_MINUTES):
        return Verdict.OPEN
    return Verdict.CLOSED if when == "door closes" else Verdict.EARLY


def fields_of(actor):
    if ACTORS[actor] is None:
        return None
    state, mode = ACTORS[actor]
    more = {}
    if state == State.WAITING:
        more["waitlisted_at"] = NOW
    if state == State.OFFERED:
        more.update(waitlisted_at=NOW, offered_until=NOW + DAY)
    if state == State.REFUSED:
        more["reason"] = "Complet"
    return {"state": state, "mode": mode, **more}


@pytest.mark.parametrize("state", MeetingState)
@pytest.mark.parametrize("actor", ACTORS)
def test_every_cell_of_the_door(actor, state):
    meeting = MeetingFactory.build(format=MeetingFormat.HYBRID, state=state)
    meeting.derive_instants()
    fields = fields_of(actor)
    registration = Registration(meeting=meeting, **fields) if fields else None
    for when, offset in TIMES.items():
        at = meeting.starts_at + offset
        door = door_of(meeting, registration, is_team=actor == "team", is_ready=True, at=at)
        assert door.verdict is expected(actor, state, when), (actor, state, when)
        assert bool(door.sentence) is (door.verdict in (Verdict.CLOSED, Verdict.REFUSED))


@pytest.mark.parametrize("actor", ["signed out", *ACTORS])
@pytest.mark.parametrize("state", MeetingState)
def test_every_cell_over_http_gives_the_link_to_nobody_but_those_who_come_in(actor, state):
    meeting = MeetingFactory(
        format=MeetingFormat.HYBRID, state=state, state_reason="Grève", online_link=SECRET, place_fr="Gabès"
    )
    person = None
    if actor == "team":
        person = manager()
    elif actor != "signed out":
        fields = fields_of(actor)
        person = RegistrationFactory(meeting=meeting, **fields).person if fields else PersonFactory()
    for when in ("days before", "during"):
        page, through = (open_at(meeting.starts_at + TIMES[when], person, name, meeting) for name in ("join", "enter"))
        verdict = expected(actor, state, when) if actor != "signed out" else None
        assert "visio.example" not in page.content.decode()
        if verdict is Verdict.NONE or (actor == "signed out" and state == MeetingState.DRAFT):
            assert (page.status_code, through.status_code) == (404, 404)
            continue
        if actor == "signed out":
            assert page.url == f"{reverse('account_login')}?next={path('join', meeting)}"
            assert through.url == path("join", meeting)
            continue
        assert page.status_code == (403 if verdict is Verdict.REFUSED else 200)
        assert through["Location"] == (SECRET if verdict is Verdict.OPEN else path("join", meeting))
        assert (path("enter", meeting) in page.content.decode()) is (verdict in (Verdict.OPEN, Verdict.EARLY))
    came = JoinVisit.objects.count()
    assert came == sum(
        expected(actor, state, when) is Verdict.OPEN for when in ("days before", "during") if actor in ACTORS
    )


def path(name, meeting, language="fr"):
    with translation.override(language):
        return reverse(f"events:{name}", args=[meeting.slug])


def open_at(at, person, name, meeting, language="fr", *, method="get"):
    """The answer that a person (None: signed out) gets at an instant."""
    client = Client()
    with time_machine.travel(at, tick=False):
        if person:
            client.force_login(person)
        return getattr(client, method)(path(name, meeting, language))


def guest(meeting, **more):
    return RegistrationFactory(meeting=meeting, mode=Mode.ONLINE, **more).person


# -- windows, formats, rooms


@pytest.mark.parametrize(("before", "after"), [(0, 0), (5, 10), (120, 0)])
def test_the_team_sets_the_window(before, after):
    meeting = MeetingFactory(online_link=SECRET, join_opens_minutes=before, join_closes_minutes=after)
    registration = RegistrationFactory(meeting=meeting)

    def verdict(at):
        return door_of(meeting, registration, is_team=False, is_ready=True, at=at).verdict

    opens, closes = meeting.starts_at - before * MINUTE, meeting.ends_at + after * MINUTE
    assert [verdict(opens - MINUTE), verdict(opens)] == [Verdict.EARLY, Verdict.OPEN]
    assert [verdict(closes - MINUTE), verdict(closes)] == [Verdict.OPEN, Verdict.CLOSED]


def test_a_meeting_on_site_has_no_door(client):
    meeting = MeetingFactory(format=MeetingFormat.IN_PERSON, place_fr="Gabès", online_link=SECRET)
    assert client.get(path("join", meeting)).status_code == 404
    client.force_login(manager())
    assert client.get(path("join", meeting)).status_code == 404
    assert client.get(path("enter", meeting)).status_code == 404


def test_before_there_is_a_link_the_door_says_that_the_room_is_being_prepared():
    meeting = MeetingFactory(online_link="")
    person = guest(meeting)
    assert "prépare la salle" in open_at(meeting.starts_at, person, "join", meeting).content.decode()
    assert open_at(meeting.starts_at, person, "enter", meeting)["Location"] == path("join", meeting)


def test_a_room_s_server_that_is_away_is_said_so_and_leaves_no_visit(settings):
    settings.BIGBLUEBUTTON_URL, settings.BIGBLUEBUTTON_SECRET = "http://127.0.0.1:9/bigbluebutton/api", "s"
    meeting = MeetingFactory(room_kind=RoomKind.BIGBLUEBUTTON)
    response = open_at(meeting.starts_at, guest(meeting), "enter", meeting)
    assert response.status_code == 503
    assert "ne répond pas" in response.content.decode()
    assert not JoinVisit.objects.exists()


def test_jitsi_is_entered_with_a_token_of_one_s_own(settings):
    settings.JITSI_URL, settings.JITSI_SECRET = "https://meet.example.org", "s"
    meeting = MeetingFactory(room_kind=RoomKind.JITSI)
    address = open_at(meeting.starts_at, guest(meeting), "enter", meeting)["Location"]
    assert address.startswith("https://meet.example.org/rives-")
    assert "jwt=" in address


# -- the waiting page


@pytest.mark.parametrize(
    ("language", "left", "opening"),
    [
        (
            "fr",
            "La salle ouvre dans <b data-countdown-left>2\u00a0jours et 1\u00a0heure</b>",
            "9 décembre 2026, 9:00 (Tunis) · 10:00 (Beyrouth)",
        ),
        ("en", "2 days and 1 hour", "9 December 2026, 9:00 (Tunis) · 10:00 (Beirut)"),
        ("ar", "يومان وساعة", "9 ديسمبر 2026، 9:00 (تونس) · 10:00 (بيروت)"),
    ],
)
def test_the_waiting_page_says_how_long_and_when_in_both_zones(language, left, opening):
    meeting = MeetingFactory(online_link=SECRET)
    person = guest(meeting, person=PersonFactory(time_zone="Asia/Beirut", language=language))
    response = open_at(meeting.join_opens_at - 2 * DAY - 60 * MINUTE, person, "join", meeting, language)
    page = response.content.decode()
    assert left in page
    assert opening in page
    assert f'data-countdown="{meeting.join_opens_at.isoformat()}"' in page
    assert 'aria-live="polite"' in page
    assert "http-equiv" not in page
    assert "no-store" in response["Cache-Control"]


def test_the_redirect_is_kept_nowhere_and_tells_nobody_where_it_comes_from():
    meeting = MeetingFactory(online_link=SECRET)
    response = open_at(meeting.starts_at, guest(meeting), "enter", meeting)
    assert (response.status_code, response["Location"]) == (302, SECRET)
    assert response["Referrer-Policy"] == "no-referrer"
    assert {"no-store", "private"} <= {part.strip() for part in response["Cache-Control"].split(",")}
    assert response.content == b""


@pytest.mark.parametrize("method", ["head", "post"])
def test_only_a_visit_is_a_visit(method):
    meeting = MeetingFactory(online_link=SECRET)
    response = open_at(meeting.starts_at, guest(meeting), "enter", meeting, method=method)
    assert response.status_code == 405
    assert not JoinVisit.objects.exists()


def test_whoever_signs_in_comes_back_to_the_door(client):
    meeting = MeetingFactory(online_link=SECRET)
    assert client.get(path("join", meeting, "ar"))["Location"].endswith(f"?next={path('join', meeting, 'ar')}")


# -- visits


def test_a_visit_says_who_when_and_as_what():
    meeting = MeetingFactory(online_link=SECRET)
    person, team = guest(meeting), manager()
    for visitor, language in ((person, "ar"), (team, "fr")):
        open_at(meeting.starts_at, visitor, "enter", meeting, language)
    own, chair = queries.visits_to(meeting)
    assert (own.person, own.role, own.language, own.joined_at) == (
        person,
        JoinRole.PARTICIPANT,
        "ar",
        meeting.starts_at,
    )
    assert own.registration == person.registrations.get()
    assert (chair.role, chair.registration) == (JoinRole.MODERATOR, None)


def test_a_second_click_is_no_second_visit_and_coming_back_is():
    meeting = MeetingFactory(online_link=SECRET)
    person = guest(meeting)
    for offset in (timedelta(), timedelta(seconds=20), 40 * MINUTE):
        actions.join(meeting=meeting, person=person, language="fr", at=meeting.starts_at + offset)
    assert JoinVisit.objects.count() == 2


def test_the_action_refuses_with_the_sentence():
    meeting = MeetingFactory(online_link=SECRET)
    with pytest.raises(NotAllowed, match="pas d’inscription"):
        actions.join(meeting=meeting, person=member(), language="fr", at=meeting.starts_at)


def test_the_person_is_told_what_is_noted_before_they_come_in():
    meeting = MeetingFactory(online_link=SECRET)
    person = guest(meeting)
    for offset in (-60 * MINUTE, timedelta()):
        page = open_at(meeting.starts_at + offset, person, "join", meeting).content.decode()
        assert "attester votre présence" in page


def test_the_team_reads_who_came_and_nobody_else_does(client):
    meeting = MeetingFactory(online_link=SECRET)
    person = guest(meeting, person=PersonFactory(display_name="Salma T."))
    actions.join(meeting=meeting, person=person, language="ar", at=meeting.starts_at)
    url = reverse("events_meetings:visits", args=[meeting.pk])
    client.force_login(person)
    assert client.get(url).status_code == 302
    client.force_login(manager())
    page = client.get(url).content.decode()
    assert "Salma T." in page
    assert "9:30" in page
    assert "visio.example" not in page


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_of_visits_asks_as_often_for_thirty_as_for_one(client, django_assert_max_num_queries, number):
    meeting = MeetingFactory(online_link=SECRET)
    for _visitor in range(number):
        actions.join(meeting=meeting, person=guest(meeting), language="fr", at=meeting.starts_at)
    client.force_login(manager())
    url = reverse("events_meetings:visits", args=[meeting.pk])
    client.get(url)
    with django_assert_max_num_queries(12):
        client.get(url)


def test_visits_are_erased_a_year_after_the_meeting():
    old, recent = MeetingFactory(past=True, online_link=SECRET), MeetingFactory(online_link=SECRET)
    for meeting in (old, recent):
        actions.join(meeting=meeting, person=guest(meeting), language="fr", at=meeting.starts_at)
    assert actions.purge_visits(at=old.ends_at + 365 * DAY) == 0
    assert actions.purge_visits(at=old.ends_at + 366 * DAY) == 1
    assert [visit.meeting for visit in JoinVisit.objects.all()] == [recent]
    assert actions.purge_visits(at=old.ends_at + 366 * DAY) == 0


def test_visits_are_in_one_s_own_copy_and_go_with_the_account():
    meeting = MeetingFactory(online_link=SECRET)
    person = guest(meeting)
    actions.join(meeting=meeting, person=person, language="ar", at=meeting.starts_at)
    (visit,) = export_all(person)["events_joining"]["visits"]
    assert visit["joined_at"] == meeting.starts_at.isoformat()
    erase_all(person, meeting.ends_at)
    assert not JoinVisit.objects.exists()


# -- the link stands nowhere


def public_addresses(meeting, language):
    """Every address of the app that takes nothing, or a meeting; but the step through the door."""
    with translation.override(language):
        for pattern in urlpatterns:
            asked = set(pattern.pattern.converters)
            if pattern.name != "enter" and asked <= {"slug"}:
                yield reverse(f"events:{pattern.name}", kwargs={"slug": meeting.slug} if asked else {})
        yield reverse("portal:my-space")
        yield reverse("my_calendar:page")


def everything_said(meeting, client):
    """Every page, feed, calendar, fragment, search row, mail, export and note that tells of a meeting."""
    for language in ("fr", "en", "ar"):
        for address in public_addresses(meeting, language):
            yield address, client.get(address, follow=True).content
    yield "search", repr(documents(meeting)).encode()
    yield "csv", registrations_csv(Registration.objects.all())
    for registration in Registration.objects.all():
        for build in (calendar.invitation, calendar.withdrawal, calendar.cancellation):
            yield build.__name__, build(registration=registration, meeting=meeting, at=NOW)
        yield "own data", repr(export_all(registration.person)).encode()
        own = actions.open_personal_calendar(person=registration.person, at=NOW)
        yield "own feed", calendar.personal(registrations=queries.registrations_in(own, NOW), language="fr", name="n")
    for mail in Mail.objects.all():
        yield "mail", repr((mail.context, mail.calendar, mail.html, mail.text, mail.subject)).encode()
    for entry in Entry.objects.all():
        yield entry.verb, repr((entry.data, entry.target_label)).encode()


def test_the_provider_s_link_is_in_nothing_that_is_said_of_a_meeting(
    client, caplog, mailoutbox, django_capture_on_commit_callbacks
):
    meeting, team = MeetingFactory(online_link=SECRET), manager()
    person = RegistrationFactory(meeting=meeting).person
    caplog.set_level("DEBUG")
    edited = Meeting.objects.get(pk=meeting.pk)
    edited.start_time = edited.start_time.replace(hour=8)
    with time_machine.travel(NOW, tick=False), django_capture_on_commit_callbacks(execute=True):
        actions.change_meeting(meeting=edited, by=team, at=NOW)
        client.force_login(person)
        said = list(everything_said(edited, client))
    said.append(("open door", open_at(edited.starts_at, person, "join", meeting).content))
    assert open_at(edited.starts_at, person, "enter", meeting)["Location"] == SECRET
    client.force_login(team)
    for url in (reverse("events_meetings:index"), reverse("events_registrations:index")):
        said.append((url, client.get(url).content))
    for name in ("journal", "visits", "cancel"):
        said.append((name, client.get(reverse(f"events_meetings:{name}", args=[meeting.pk])).content))
    said += [("sent", str(mail.message()).encode()) for mail in mailoutbox]
    said.append(("log", caplog.text.encode()))
    assert len(said) > 40
    assert [name for name, body in said if b"visio.example" in body or b"coquillage" in body] == []


def test_only_the_form_of_whoever_typed_it_shows_the_link(client):
    meeting = MeetingFactory(online_link=SECRET)
    client.force_login(manager())
    assert "visio.example" in client.get(reverse("events_meetings:edit", args=[meeting.pk])).content.decode()


def test_calendars_lead_to_the_door_in_each_language_that_is_heard():
    meeting = MeetingFactory(online_link=SECRET, slug="eau")
    (event,) = Calendar.from_ical(calendar.publication(meeting=meeting, language="fr")).walk("VEVENT")
    ways = {way.params["LANGUAGE"]: str(way) for way in event["CONFERENCE"]}
    assert {language: address.split("8000")[-1] for language, address in ways.items()} == {
        language: f"/{language}/meetings/eau/join/" for language in ("fr", "en", "ar")
    }
