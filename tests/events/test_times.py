"""Wall times to instants across the basin's changes of clocks in 2026."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError

from events.times import LocalTimeError, end_of_minute, instant, validate_zone
from tests.factories.events import MeetingFactory


@pytest.mark.parametrize(
    ("day", "zone", "utc_hour"),
    [
        (date(2026, 2, 14), "Africa/Casablanca", 9),  # +1
        (date(2026, 2, 16), "Africa/Casablanca", 10),  # Ramadan: +0
        (date(2026, 3, 23), "Africa/Casablanca", 9),  # +1 again
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
def test_an_hour_that_the_clocks_show_twice_is_refused(day, zone, at):
    with pytest.raises(LocalTimeError) as refused:
        instant(day, at, zone)
    assert refused.value.code == "ambiguous"


def test_the_refusal_names_the_field_of_the_meeting():
    meeting = MeetingFactory.build(zone="Europe/Paris", start_date=date(2026, 3, 29), start_time=time(2, 30))
    with pytest.raises(ValidationError) as refused:
        meeting.clean()
    assert list(refused.value.message_dict) == ["start_time"]
    assert "n’existe pas" in refused.value.message_dict["start_time"][0]


@pytest.mark.parametrize("name", ["CET", "UTC", "Tunis", "Africa/Nowhere", ""])
def test_only_iana_names_are_zones(name):
    with pytest.raises(ValidationError):
        validate_zone(name)


def test_a_deadline_includes_its_minute():
    assert end_of_minute(datetime(2026, 12, 4, 17, 0, tzinfo=UTC)) > datetime(2026, 12, 4, 17, 0, 59, tzinfo=UTC)
