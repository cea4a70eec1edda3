"""Delays in working days, over weekends of both shores and holidays."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.working_days import DAY, WorkingDays, weekend_of

days = st.dates(date(2024, 1, 1), date(2032, 12, 31))
weekends = st.frozensets(st.integers(0, 6), max_size=6)
calendars = st.builds(WorkingDays, weekends, st.frozensets(days, max_size=30))
delays = st.integers(1, 60)


@pytest.mark.parametrize(
    ("country", "weekend"),
    [
        *((country, {5, 6}) for country in ("FR", "TN", "MA", "LB", "TR", "MT", "", "ZZ")),
        *((country, {4, 5}) for country in ("DZ", "EG", "JO", "LY", "SY", "PS")),
    ],
)
def test_each_country_rests_on_its_own_days(country, weekend):
    assert weekend_of(country) == weekend


def test_a_delay_ends_on_another_day_where_friday_is_rest():
    thursday = date(2026, 11, 19)
    assert WorkingDays.of({5, 6}).after(thursday, 1) == date(2026, 11, 20)
    assert WorkingDays.of({4, 5}).after(thursday, 1) == date(2026, 11, 22)


def test_holidays_are_stepped_over():
    assert WorkingDays.of({5, 6}, [date(2026, 12, 25)]).after(date(2026, 12, 24), 1) == date(2026, 12, 28)


@pytest.mark.parametrize("number", [0, -1])
def test_a_delay_is_of_one_day_at_least(number):
    with pytest.raises(ValueError, match="one working day"):
        WorkingDays.of({5, 6}).after(date(2026, 1, 1), number)


def test_a_week_without_a_working_day_is_refused():
    with pytest.raises(ValueError, match="working day"):
        WorkingDays.of(range(7))


@given(calendars, days, delays)
def test_a_delay_ends_on_a_working_day_and_holds_exactly_that_many(calendar, start, number):
    end = calendar.after(start, number)
    assert end > start
    assert calendar.is_open(end)
    assert calendar.between(start, end) == number
    assert calendar.between(end, start) == -number


@given(calendars, days, delays, delays)
def test_delays_add_up(calendar, start, first, second):
    assert calendar.after(calendar.after(start, first), second) == calendar.after(start, first + second)


@given(calendars, days, delays)
def test_a_later_start_never_ends_sooner(calendar, start, number):
    assert calendar.after(start, number) <= calendar.after(start + DAY, number)


@given(calendars, days, delays, days)
def test_one_more_holiday_never_shortens_a_delay(calendar, start, number, holiday):
    more = WorkingDays(calendar.weekend, calendar.holidays | {holiday})
    assert more.after(start, number) >= calendar.after(start, number)


@given(weekends, days, delays, st.integers(1, 8))
def test_without_holidays_whole_weeks_move_the_end_by_whole_weeks(weekend, start, number, weeks):
    calendar = WorkingDays(weekend)
    assert calendar.after(start + timedelta(weeks=weeks), number) == calendar.after(start, number) + timedelta(
        weeks=weeks
    )
