"""Dates, numbers and lists as each language writes them, always with the digits 0-9."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from kernel.ui import formats

MORNING = datetime(2026, 12, 9, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "long", "short"),
    [
        ("fr", "mercredi 9 décembre 2026", "9\u00a0déc. 2026"),
        ("en", "Wednesday 9 December 2026", "9\u00a0Dec 2026"),
        ("ar", "الأربعاء 9 ديسمبر 2026", "9\u00a0ديسمبر 2026"),
    ],
)
def test_a_day_is_written_in_the_language_of_the_reader(language, long, short):
    with translation.override(language):
        assert formats.day(MORNING, "long") == long
        assert formats.day(MORNING, "short") == short


def test_the_first_of_a_month_is_an_ordinal_in_french_only():
    first = date(2026, 12, 1)
    assert formats.day(first, "medium") == "1er\u00a0décembre 2026"
    assert formats.day(first, "long") == "mardi 1er décembre 2026"
    with translation.override("en"):
        assert formats.day(first, "medium") == "1\u00a0December 2026"


def test_the_eleventh_stays_a_plain_number_in_french():
    assert formats.day(date(2026, 12, 11), "medium") == "11\u00a0décembre 2026"


@pytest.mark.parametrize(
    ("zone", "hour"),
    [("Africa/Tunis", "09:30"), ("Asia/Beirut", "10:30"), (ZoneInfo("Europe/Paris"), "09:30"), (None, "09:30")],
)
def test_an_hour_is_told_in_the_zone_asked_for(zone, hour):
    assert formats.clock(MORNING, zone) == hour


def test_a_day_may_differ_from_one_zone_to_another():
    evening = datetime(2026, 12, 9, 23, 30, tzinfo=UTC)
    assert formats.day(evening, "day", "Asia/Beirut") == "10"
    assert formats.day(evening, "day", "UTC") == "9"


@pytest.mark.parametrize(
    ("language", "text"), [("fr", "1\u00a0284\u00a0567,5"), ("en", "1,284,567.5"), ("ar", "1,284,567.5")]
)
def test_numbers_have_the_separators_of_their_language(language, text):
    with translation.override(language):
        assert formats.number(1284567.5) == text


def test_the_per_cent_sign_stands_apart_in_french_and_joined_elsewhere():
    assert formats.percent(74) == "74\u00a0%"
    assert formats.percent(12.5, 1) == "12,5\u00a0%"
    for language in ("en", "ar"):
        with translation.override(language):
            assert formats.percent(74) == "74%"


@pytest.mark.parametrize(("language", "text"), [("fr", "a, b et c"), ("en", "a, b and c"), ("ar", "a وb وc")])
def test_lists_end_with_the_word_of_their_language(language, text):
    with translation.override(language):
        assert formats.join(["a", "b", "c"]) == text


def test_nothing_is_written_for_nothing():
    assert formats.day(None, "long") == formats.clock(None) == formats.moment(None) == formats.number(None) == ""
    assert formats.percent(None) == formats.join([]) == ""


def test_machines_read_moments_to_the_second_and_days_as_they_are():
    assert formats.stamp(MORNING.replace(microsecond=123456)) == "2026-12-09T09:30:00+01:00"
    assert formats.stamp(date(2026, 12, 9)) == "2026-12-09"
    assert formats.stamp(None) == ""
