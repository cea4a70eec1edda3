"""Wall times to instants across the basin's changes of clocks in 2026."""

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
import tzdata
from django.core.exceptions import ValidationError
from django.urls import reverse

from events import actions, wording
from events.choices import MeetingState
from events.models import Meeting
from events.tasks_clocks import follow_the_clocks
from kernel.audit.models import Entry
from kernel.languages.choices import LANGUAGES
from kernel.mail.models import Mail
from kernel.mail.times import period
from kernel.wall_times import LocalTimeError, as_typed, end_of_minute, instant, nearest, readings, validate_zone
from tests.factories.events import DAY, NOW, MeetingFactory, RegistrationFactory, manager


@pytest.mark.parametrize(
    ("day", "zone", "utc_hour"),
    [
        (date(2026, 2, 14), "Africa/Casablanca", 9),  # +1
        (date(2026, 2, 16), "Africa/Casablanca", 10),  # Ramadan: +0
        (date(2026, 3, 23), "Africa/Casablanca", 9),  # +1 again
        (date(2026, 9, 19), "Africa/Casablanca", 9),
        (date(2026, 9, 21), "Africa/Casablanca", 10),  # for good
        (date(2026, 4, 23), "Africa/Cairo", 8),
        (date(2026, 4, 25), "Africa/Cairo", 7),  # summer time
        (date(2026, 10, 31), "Africa/Cairo", 8),
        (date(2026, 3, 28), "Europe/Paris", 9),
        (date(2026, 3, 30), "Europe/Paris", 8),
        (date(2026, 7, 1), "Africa/Tunis", 9),
        (date(2026, 7, 1), "Asia/Amman", 7),
        (date(2026, 7, 1), "Africa/Tripoli", 8),
    ],
)
def test_ten_in_the_morning_is_an_instant_in_each_zone(day, zone, utc_hour):
    assert instant(day, time(10, 0), zone) == datetime(day.year, day.month, day.day, utc_hour, tzinfo=UTC)


def test_marseille_and_casablanca_part_and_meet_within_six_weeks():
    days = [date(2026, 2, 14), date(2026, 2, 16), date(2026, 3, 23), date(2026, 3, 30)]
    apart = [
        (instant(day, time(10), "Africa/Casablanca") - instant(day, time(10), "Europe/Paris")).total_seconds() / 3600
        for day in days
    ]
    assert apart == [0, 1, 0, 1]


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 2, 14), "10:00–12:00 (Casablanca, Paris)"),
        (date(2026, 2, 16), "10:00–12:00 (Casablanca) · 11:00–13:00 (Paris)"),
        (date(2026, 3, 23), "10:00–12:00 (Casablanca, Paris)"),
        (date(2026, 3, 30), "10:00–12:00 (Casablanca) · 11:00–13:00 (Paris)"),
    ],
)
def test_pages_and_mails_tell_both_clocks_through_ramadan(day, told):
    start, end = (instant(day, at, "Africa/Casablanca") for at in (time(10), time(12)))
    zones = ["Africa/Casablanca", "Europe/Paris"]
    assert wording.when(start, end, zones).endswith(told)
    assert period(start, end, zones).endswith(told)


def test_a_night_is_told_with_both_of_its_days():
    zones = ["Africa/Tunis", "Asia/Beirut"]
    start = instant(date(2026, 12, 9), time(23, 30), "Africa/Tunis")
    end = instant(date(2026, 12, 10), time(1), "Africa/Tunis")
    page, mail = wording.when(start, end, zones), period(start, end, zones)
    assert page == (
        "mercredi 9 décembre 2026, 23:30 – 10 décembre 2026, 1:00 (Tunis) · 10 décembre 2026, 0:30–2:00 (Beyrouth)"
    )
    for told in (page, mail):
        assert told.count("10 décembre 2026") >= 2
        assert "0:30–2:00 (Beyrouth)" in told


@pytest.mark.parametrize(
    ("day", "zone", "at"),
    [
        (date(2026, 3, 29), "Europe/Paris", time(2, 30)),
        (date(2026, 3, 22), "Africa/Casablanca", time(2, 30)),
        (date(2026, 4, 24), "Africa/Cairo", time(0, 30)),
    ],
)
def test_an_hour_that_the_clocks_skip_is_refused(day, zone, at):
    with pytest.raises(LocalTimeError) as refused:
        instant(day, at, zone)
    assert refused.value.code == "nonexistent"


@pytest.mark.parametrize(
    ("day", "zone", "at"),
    [
        (date(2026, 10, 25), "Europe/Paris", time(2, 30)),
        (date(2026, 2, 15), "Africa/Casablanca", time(2, 30)),
        (date(2026, 10, 29), "Africa/Cairo", time(23, 30)),
    ],
)
def test_an_hour_that_the_clocks_show_twice_is_asked_for(day, zone, at):
    with pytest.raises(LocalTimeError) as refused:
        instant(day, at, zone)
    assert refused.value.is_ambiguous
    first, second = (instant(day, at, zone, fold) for fold in (0, 1))
    assert second - first == timedelta(hours=1)
    assert refused.value.proposals == (first, second)
    for fold, moment in enumerate((first, second)):
        assert as_typed(moment, zone) == (f"{day}T{at:%H:%M}", fold)


@pytest.mark.parametrize(
    ("wall", "zone", "before", "after"),
    [
        ("2026-03-29 02:00", "Europe/Paris", "2026-03-29 01:59", "2026-03-29 03:00"),
        ("2026-03-29 02:30", "Europe/Paris", "2026-03-29 01:59", "2026-03-29 03:00"),
        ("2026-03-29 02:59", "Europe/Paris", "2026-03-29 01:59", "2026-03-29 03:00"),
        ("2026-03-22 02:30", "Africa/Casablanca", "2026-03-22 01:59", "2026-03-22 03:00"),
        ("2026-04-24 00:30", "Africa/Cairo", "2026-04-23 23:59", "2026-04-24 01:00"),
        ("2026-03-29 00:15", "Asia/Beirut", "2026-03-28 23:59", "2026-03-29 01:00"),
        ("2026-03-28 02:30", "Asia/Gaza", "2026-03-28 01:59", "2026-03-28 03:00"),
    ],
)
def test_the_nearest_hours_around_a_gap_exist(wall, zone, before, after):
    wall = datetime.fromisoformat(wall)
    found = nearest(wall, zone)
    assert [f"{moment:%Y-%m-%d %H:%M}" for moment in found] == [before, after]
    assert readings(wall, zone) == ()
    assert all(len(readings(moment, zone)) == 1 for moment in found)
    assert readings(found[1], zone)[0] - readings(found[0], zone)[0] == timedelta(minutes=1)


def test_the_refusal_proposes_the_nearest_hours_with_their_day():
    with pytest.raises(LocalTimeError, match="1:59 ou 3:00"):
        instant(date(2026, 3, 29), time(2, 30), "Europe/Paris")
    with pytest.raises(LocalTimeError, match="23/04 23:59 ou 1:00"):
        instant(date(2026, 4, 24), time(0, 30), "Africa/Cairo")


def test_the_pinned_zones_come_before_the_machine_s():
    assert zoneinfo.TZPATH == ()
    assert tzdata.IANA_VERSION >= "2026f"


@pytest.mark.parametrize("zone", ["Africa/Casablanca", "Africa/Cairo", "Europe/Paris"])
def test_a_weekly_meeting_keeps_its_hour_through_every_change_of_2026(zone):
    """Fifty Tuesdays at ten: the wall time stays, instants lie a week apart but for the changes of clocks."""
    tuesdays = [date(2026, 1, 6) + timedelta(weeks=week) for week in range(50)]
    moments = [instant(day, time(10), zone) for day in tuesdays]
    assert {as_typed(moment, zone)[0][11:] for moment in moments} == {"10:00"}
    leaps = [(later - sooner - timedelta(weeks=1)).total_seconds() / 3600 for sooner, later in pairwise(moments)]
    changes = {"Africa/Casablanca": [1, -1, 1], "Africa/Cairo": [-1, 1], "Europe/Paris": [-1, 1]}
    assert [leap for leap in leaps if leap] == changes[zone]


def test_the_refusal_names_the_field_of_the_meeting():
    meeting = MeetingFactory.build(zone="Europe/Paris", start_date=date(2026, 3, 29), start_time=time(2, 30))
    with pytest.raises(ValidationError) as refused:
        meeting.clean()
    assert list(refused.value.message_dict) == ["start_time"]
    assert "n’existe pas" in refused.value.message_dict["start_time"][0]


# -- which of two hours


def test_a_meeting_keeps_which_of_two_hours_is_meant():
    meeting = MeetingFactory.build(
        zone="Europe/Paris",
        start_date=date(2026, 10, 25),
        start_time=time(2, 30),
        end_date=date(2026, 10, 25),
        end_time=time(5),
        start_fold=1,
    )
    meeting.derive_instants()
    assert meeting.starts_at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    meeting.start_time = time(4)
    meeting.derive_instants()
    assert meeting.start_fold is None  # nothing is asked any more


@pytest.mark.django_db
@pytest.mark.parametrize(("answer", "hour"), [("0", 0), ("1", 1)])
def test_the_editor_is_asked_which_hour_and_only_then(client, answer, hour):
    from tests.events.test_desk import form

    client.force_login(manager())
    url = reverse("events_meetings:add")
    assert 'name="start_fold"' not in client.get(url).content.decode()
    night = {"start_date": "2026-10-25", "start_time": "02:30", "end_date": "2026-10-25", "end_time": "05:00"}
    page = client.post(url, form(**night)).content.decode()
    assert "se répète" in page
    assert page.count('name="start_fold"') == 2  # both are offered
    assert 'name="end_fold"' not in page
    assert client.post(url, form(**night, start_fold=answer)).status_code == 302
    meeting = Meeting.objects.get()
    assert meeting.starts_at == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    shown = client.get(reverse("events_meetings:edit", args=[meeting.pk])).content.decode()
    assert 'name="start_fold"' in shown


@pytest.mark.django_db
@pytest.mark.parametrize(("answer", "hour"), [("0", 0), ("1", 1)])
def test_a_deadline_that_falls_on_a_repeated_hour_is_asked_for_too(client, answer, hour):
    from tests.events.test_desk import form

    client.force_login(manager())
    url = reverse("events_meetings:add")
    late = {"registration_closes_at": "2026-10-25 02:30"}
    page = client.post(url, form(**late)).content.decode()
    assert page.count('name="registration_closes_at_fold"') == 2
    assert client.post(url, form(**late, registration_closes_at_fold=answer)).status_code == 302
    meeting = Meeting.objects.get()
    assert meeting.registration_closes_at == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    assert meeting.deadlines_typed == {"registration_closes_at": ["2026-10-25T02:30", hour]}
    shown = client.get(reverse("events_meetings:edit", args=[meeting.pk])).content.decode()
    assert 'name="registration_closes_at_fold"' in shown
    assert "2026-10-25 02:30" in shown


# -- a country changes its clocks


def as_known_before(meeting, hours=1, **moments):
    """The instants that other rules gave when the meeting was typed."""
    shift = timedelta(hours=hours)
    fields = {"starts_at": meeting.starts_at - shift, "ends_at": meeting.ends_at - shift, **moments}
    Meeting.objects.filter(pk=meeting.pk).update(**fields)


@pytest.mark.django_db
def test_when_clocks_change_the_wall_time_stays_and_the_instants_move():
    closes = instant(date(2026, 12, 4), time(18), "Africa/Casablanca")
    meeting = MeetingFactory(zone="Africa/Casablanca", registration_closes_at=closes, ics_sequence=2)
    RegistrationFactory(meeting=meeting)
    as_known_before(meeting, registration_closes_at=closes - timedelta(hours=1))
    assert actions.rederive_instants(at=NOW) == 1
    found = Meeting.objects.get(pk=meeting.pk)
    assert (found.start_time, found.starts_at, found.ends_at) == (time(9, 30), meeting.starts_at, meeting.ends_at)
    assert found.registration_closes_at == closes
    assert (found.ics_sequence, found.changed_at) == (2, NOW)
    assert found.seats_rev > meeting.seats_rev
    assert not Mail.objects.exists()
    (entry,) = Entry.objects.filter(verb="events.clocks_changed")
    assert entry.actor is None
    assert set(entry.data["is"]) == {"starts_at", "ends_at", "registration_closes_at"}
    assert actions.rederive_instants(at=NOW) == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "moves"),
    [({}, True), ({"draft": True}, True), ({"past": True}, False), ({"state": MeetingState.DONE}, False)],
)
def test_only_what_is_to_come_follows(fields, moves):
    meeting = MeetingFactory(**fields)
    as_known_before(meeting)
    follow_the_clocks(NOW)
    assert (Meeting.objects.get(pk=meeting.pk).starts_at == meeting.starts_at) is moves


@pytest.mark.django_db
def test_an_hour_that_no_longer_exists_is_noted_once_and_left_to_the_team():
    meeting = MeetingFactory()
    Meeting.objects.filter(pk=meeting.pk).update(
        zone="Europe/Paris", start_date=date(2027, 3, 28), start_time=time(2, 30), end_date=date(2027, 3, 28)
    )
    for again in range(2):
        assert actions.rederive_instants(at=NOW + again * DAY) == 0
    assert Entry.objects.filter(verb="events.clocks_lost", target_id=str(meeting.pk)).count() == 1
    assert Meeting.objects.get(pk=meeting.pk).starts_at == meeting.starts_at


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 30])
def test_nothing_moved_costs_one_query(django_assert_num_queries, number):
    for _meeting in range(number):
        MeetingFactory()
    with django_assert_num_queries(1):
        actions.rederive_instants(at=NOW)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("minutes", [1, 59, 60, 61, 1439, 1440, 1441, 23045])
def test_what_is_left_is_told_in_two_units_with_western_digits(language, minutes):
    told = wording.time_left(timedelta(minutes=minutes) - timedelta(seconds=1), language)
    assert told
    assert told == wording.time_left(timedelta(minutes=minutes), language)
    assert not set(told) & set("٠١٢٣٤٥٦٧٨٩")
    assert "duration" not in told


@pytest.mark.parametrize("name", ["CET", "UTC", "Tunis", "Africa/Nowhere", ""])
def test_only_iana_names_are_zones(name):
    with pytest.raises(ValidationError):
        validate_zone(name)


def test_a_deadline_includes_its_minute():
    assert end_of_minute(datetime(2026, 12, 4, 17, 0, tzinfo=UTC)) > datetime(2026, 12, 4, 17, 0, 59, tzinfo=UTC)
