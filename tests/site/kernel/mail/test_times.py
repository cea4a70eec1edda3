"""Days and hours in the event's zone, then in the reader's."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from kernel.mail.times import day, moment, period

DECEMBER = datetime(2026, 12, 9, 8, 30, tzinfo=UTC)


def test_zones_that_read_alike_share_their_hours():
    found = period(DECEMBER, DECEMBER + timedelta(hours=3), ["Africa/Tunis", "Europe/Paris"])
    assert found == "mercredi 9 décembre 2026, 9:30–12:30 (Tunis, Paris)"


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (datetime(2026, 2, 14, 9, 0, tzinfo=UTC), "samedi 14 février 2026, 10:00 (Casablanca, Paris)"),
        (datetime(2026, 2, 16, 9, 0, tzinfo=UTC), "lundi 16 février 2026, 9:00 (Casablanca) · 10:00 (Paris)"),
        (datetime(2026, 3, 23, 9, 0, tzinfo=UTC), "lundi 23 mars 2026, 10:00 (Casablanca, Paris)"),
        (datetime(2026, 3, 30, 9, 0, tzinfo=UTC), "lundi 30 mars 2026, 10:00 (Casablanca) · 11:00 (Paris)"),
    ],
)
def test_the_distance_between_marseille_and_casablanca_changes_with_ramadan(start, expected):
    assert moment(start, ["Africa/Casablanca", "Europe/Paris"]) == expected


def test_the_day_is_repeated_where_it_differs():
    late = datetime(2026, 12, 9, 22, 30, tzinfo=UTC)
    found = moment(late, ["Europe/Paris", "Africa/Cairo"])
    assert found == "mercredi 9 décembre 2026, 23:30 (Paris) · jeudi 10 décembre 2026, 0:30 (Le Caire)"


def test_a_night_meeting_names_both_days():
    late = datetime(2026, 12, 9, 21, 0, tzinfo=UTC)
    found = period(late, late + timedelta(hours=4), ["Europe/Paris"])
    assert found == "mercredi 9 décembre 2026, 22:00 – jeudi 10 décembre 2026, 2:00 (Paris)"


def test_arabic_gives_both_names_of_the_month_and_latin_digits():
    with translation.override("ar"):
        assert day(DECEMBER, "Africa/Tunis") == "الأربعاء 9 ديسمبر (كانون الأول) 2026"
        assert moment(DECEMBER, ["Africa/Cairo"]) == "الأربعاء 9 ديسمبر (كانون الأول) 2026، 10:30 (القاهرة)"


def test_english_reads_as_english():
    with translation.override("en"):
        assert moment(DECEMBER, ["Africa/Cairo"]) == "Wednesday 9 December 2026, 10:30 (Cairo)"
