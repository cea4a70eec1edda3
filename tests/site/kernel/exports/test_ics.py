"""Invitations, parsed back the way mail programs read them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from kernel.exports.ics import Attendee, Entry, Organizer, calendar, feed

TITLE = "لجنة متعددة المستويات حول المياه والساحل والتكيّف مع تغيّر المناخ في حوض البحر الأبيض المتوسط"
START = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)


def entry(**changes):
    facts = {
        "uid": "6f1c1b52-7d3e-4a52-9d61-6f1f5b3a9f10",
        "sequence": 2,
        "start": START,
        "end": START + timedelta(hours=3),
        "zone": "Africa/Casablanca",
        "summary": TITLE,
        "description": "Eau ; littoral, et\r\nsuite \\ fin",
        "location": "En ligne",
        "url": "https://rives.example/fr/meetings/eau/",
        "organizer": Organizer("Rives", "rives@exemple.org"),
        "attendee": Attendee("سلمى", "salma@exemple.org"),
        "status": "CONFIRMED",
        "at": datetime(2026, 1, 5, 8, tzinfo=UTC),
        "language": "ar",
    }
    return Entry(**{**facts, **changes})


def build(method="REQUEST", **changes):
    return calendar(method=method, entry=entry(**changes))


def event(ics):
    return Calendar.from_ical(ics).events[0]


def test_what_is_written_is_read_back():
    found = event(build())
    assert found["SUMMARY"] == TITLE
    assert found["SUMMARY"].params["LANGUAGE"] == "ar"
    assert found["DESCRIPTION"] == "Eau ; littoral, et\nsuite \\ fin"
    assert found["UID"] == "6f1c1b52-7d3e-4a52-9d61-6f1f5b3a9f10"
    assert found["SEQUENCE"] == 2
    assert found["STATUS"] == "CONFIRMED"
    assert found["DTSTAMP"].dt == datetime(2026, 1, 5, 8, tzinfo=UTC)
    assert str(found["URL"]) == "https://rives.example/fr/meetings/eau/"


def test_lines_end_with_crlf_and_hold_75_octets_at_most_without_cutting_a_letter():
    ics = build(summary=TITLE * 3)
    lines = ics.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()
    assert event(ics)["SUMMARY"] == TITLE * 3


@pytest.mark.parametrize(
    ("zone", "start", "wall", "offset"),
    [
        ("Africa/Casablanca", datetime(2026, 2, 14, 9, 0, tzinfo=UTC), "10:00", 1),
        ("Africa/Casablanca", datetime(2026, 3, 10, 9, 0, tzinfo=UTC), "09:00", 0),
        ("Africa/Casablanca", datetime(2026, 3, 23, 9, 0, tzinfo=UTC), "10:00", 1),
        ("Africa/Cairo", datetime(2026, 4, 23, 9, 0, tzinfo=UTC), "11:00", 2),
        ("Africa/Cairo", datetime(2026, 4, 24, 9, 0, tzinfo=UTC), "12:00", 3),
        ("Africa/Cairo", datetime(2026, 10, 30, 9, 0, tzinfo=UTC), "11:00", 2),
        ("Europe/Paris", datetime(2026, 3, 29, 9, 0, tzinfo=UTC), "11:00", 2),
    ],
)
def test_hours_are_wall_times_of_the_zone_whose_rules_are_enclosed(zone, start, wall, offset):
    ics = build(zone=zone, start=start, end=start + timedelta(hours=1))
    found = event(ics)
    assert found["DTSTART"].params["TZID"] == zone
    assert f"T{wall.replace(':', '')}00" in found["DTSTART"].to_ical().decode()
    assert found["DTSTART"].dt.astimezone(UTC) == start
    rules = Calendar.from_ical(ics).timezones[0]
    assert rules["TZID"] == zone
    local = start.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert rules.to_tz().utcoffset(local) == timedelta(hours=offset)


def test_one_attendee_is_named_and_the_mail_box_of_the_organizer_is_bare():
    ics = build()
    assert ics.replace(b"\r\n ", b"").count(b"ATTENDEE") == 1
    found = event(ics)
    assert found["ATTENDEE"] == "mailto:salma@exemple.org"
    assert found["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert found["ATTENDEE"].params["CN"] == "سلمى"
    assert found["ORGANIZER"] == "mailto:rives@exemple.org"


def test_a_hostile_name_stays_a_name():
    name = 'Ana "X"\r\nATTENDEE:mailto:mal@exemple.org;,:\x07'
    ics = build(attendee=Attendee(name, "ana@exemple.org"), summary="a\x00b\x1b", location="x\r\nSTATUS:CANCELLED")
    found = event(ics)
    assert found["ATTENDEE"] == "mailto:ana@exemple.org"
    assert found["SUMMARY"] == "ab"
    assert found["STATUS"] == "CONFIRMED"
    assert not any(code in ics for code in (b"\x00", b"\x07", b"\x1b"))


def test_a_cancelled_meeting_says_so_and_a_withdrawal_does_not():
    cancelled = build(method="CANCEL", status="CANCELLED", sequence=3)
    assert Calendar.from_ical(cancelled)["METHOD"] == "CANCEL"
    assert event(cancelled)["STATUS"] == "CANCELLED"
    withdrawn = build(method="CANCEL", status=None, sequence=3)
    assert "STATUS" not in event(withdrawn)
    assert event(withdrawn)["SEQUENCE"] == 3


def test_a_public_download_has_a_name_and_no_attendee():
    whole = Calendar.from_ical(build(method="PUBLISH", attendee=None))
    assert whole["METHOD"] == "PUBLISH"
    assert whole["NAME"] == TITLE
    assert "ATTENDEE" not in whole.events[0]


@pytest.mark.parametrize(
    "changes",
    [
        {"attendee": None},
        {"method": "PUBLISH"},
        {"method": "CANCEL", "status": "CONFIRMED"},
        {"end": START},
        {"start": START.replace(tzinfo=None)},
    ],
)
def test_contradictions_are_refused(changes):
    with pytest.raises(ValueError, match=r"\w"):
        build(**changes)


def test_an_attendee_who_has_not_answered_keeps_that_state():
    attendee = replace(Attendee("Ana", "ana@exemple.org"), state="NEEDS-ACTION")
    assert event(build(attendee=attendee))["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"


@pytest.mark.parametrize("zone", ["Africa/Casablanca", "Africa/Cairo", "Europe/Paris", "Africa/Tunis", "Asia/Gaza"])
def test_the_enclosed_rules_say_what_the_clocks_show_on_every_day_of_two_years(zone):
    rules = Calendar.from_ical(build(zone=zone)).timezones[0].to_tz()
    moments = [datetime(2025, 6, 1, tzinfo=UTC) + timedelta(hours=7 * step) for step in range(2 * 365 * 24 // 7)]
    wrong = [m for m in moments if m.astimezone(rules).utcoffset() != m.astimezone(ZoneInfo(zone)).utcoffset()]
    assert wrong == []


def test_an_onset_is_written_on_the_clocks_that_it_ends():
    (paris,) = Calendar.from_ical(build(zone="Europe/Paris")).timezones
    onsets = {part["TZOFFSETTO"].to_ical(): part["DTSTART"].to_ical() for part in paris.subcomponents[-2:]}
    assert onsets == {"+0200": b"20270328T020000", "+0100": b"20271031T030000"}


def test_a_feed_names_itself_and_holds_each_zone_once():
    entries = [
        entry(attendee=None, uid=f"u{n}", zone=zone) for n, zone in enumerate(["Africa/Tunis", "Europe/Paris"] * 2)
    ]
    whole = Calendar.from_ical(
        feed(entries, name="Rencontres", language="fr", url="https://rives.example/fr/", color="teal")
    )
    told = [whole[name] for name in ("METHOD", "NAME", "X-WR-CALNAME", "COLOR")]
    assert told == ["PUBLISH", "Rencontres", "Rencontres", "teal"]
    assert whole["REFRESH-INTERVAL"].to_ical() == b"PT6H"
    assert whole["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    assert [zone["TZID"] for zone in whole.timezones] == ["Africa/Tunis", "Europe/Paris"]
    assert len(whole.events) == 4


def test_an_empty_feed_is_a_calendar_all_the_same():
    assert Calendar.from_ical(feed([], name="Rencontres", language="fr", url="")).events == []
