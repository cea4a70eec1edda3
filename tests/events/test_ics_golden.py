"""Every kind of calendar object, octet by octet, and read back. `GOLDEN=write` writes the files anew.

The suite's step « calendars » reads the same files with ical.js and compares them with the same facts.
"""

import json
import os
import uuid
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import translation
from icalendar import Calendar

from actors.choices import Constituency
from actors.models import Person
from events import calendar
from events.choices import MeetingFormat, MeetingState, Mode, RegistrationState
from events.models import Meeting, Registration

GOLDEN = Path(__file__).parent / "golden"
FACTS = GOLDEN / "facts.json"
SITE = "https://rives.example"
SENDER = "Rives <rives@rives.example>"
AT = datetime(2026, 1, 5, 8, tzinfo=UTC)
LONG = "اللجنة متعددة المستويات حول المياه والساحل والتكيّف مع تغيّر المناخ وتقاسم الموارد في حوض البحر الأبيض المتوسط"
HOSTILE = (
    'Eau ; sel, \\ et "vent"\r\nDTSTART:19700101T000000Z\x00\x07\x1b\x85\u2028fin 🌊🌊🌊🌊🌊🌊🌊🌊🌊🌊🌊🌊🌊🌊🌊🌊🌊'
)
SAID = 'Eau ; sel, \\ et "vent"\nDTSTART:19700101T000000Z\n\nfin ' + "🌊" * 17
State = RegistrationState


def meeting(number=1, **changes):
    """A meeting in Marseille on 10 March 2026, 9:30 to 12:30, that nothing saves."""
    fields = {
        "uid": uuid.UUID(int=0x6F1C1B527D3E4A529D616F1F5B3A9F00 + number),
        "slug": f"eau-{number}",
        "state": MeetingState.PUBLISHED,
        "format": MeetingFormat.ONLINE,
        "title_fr": "Comité « Eau et littoral »",
        "title_en": "Water and coast committee",
        "title_ar": LONG,
        "zone": "Europe/Paris",
        "start_date": date(2026, 3, 10),
        "start_time": time(9, 30),
        "end_date": date(2026, 3, 10),
        "end_time": time(12, 30),
        "languages_spoken": ["fr"],
        "languages_interpreted": ["ar"],
        "published_at": AT - timedelta(days=9),
        "changed_at": AT,
        **changes,
    }
    made = Meeting(**fields)
    made.derive_instants()
    return made


def on(day, **changes):
    return {"start_date": day, "end_date": day, **changes}


def coming(of, language="fr", name="Ana L.", **changes):
    person = Person(pk=1, email="ana@exemple.org", display_name=name, language=language)
    fields = {"state": State.CONFIRMED, "mode": Mode.ONLINE, "state_changed_at": AT, **changes}
    return Registration(meeting=of, person=person, constituency=Constituency.CITIZENS, **fields)


def request(of, language="fr", **changes):
    return calendar.invitation(registration=coming(of, language, **changes), meeting=of, at=AT)


def variants():
    """name -> (octets, the meetings in it as they must be read)."""
    plain, hybrid = meeting(), meeting(2, format=MeetingFormat.HYBRID, place_fr="Hôtel de ville, Gabès")
    tunis = meeting(3, zone="Africa/Tunis")
    ramadan = meeting(4, zone="Africa/Casablanca")
    before = meeting(5, zone="Africa/Casablanca", **on(date(2026, 2, 14)))
    after = meeting(6, zone="Africa/Casablanca", **on(date(2026, 12, 9)))
    cairo = meeting(7, zone="Africa/Cairo", **on(date(2026, 4, 24)))
    moved = meeting(8, ics_sequence=3, start_time=time(14), end_time=time(17))
    postponed = meeting(9, ics_sequence=1, state=MeetingState.POSTPONED)
    cancelled = meeting(10, ics_sequence=2, state=MeetingState.CANCELLED)
    hostile = meeting(11, title_fr=HOSTILE, format=MeetingFormat.IN_PERSON, place_fr="Salle;A,B\nÉtage \\ 2")
    french = meeting(12, title_ar="", title_en="")
    night = {"end_time": time(4), "start_time": time(2, 30)}
    first = meeting(13, **on(date(2026, 10, 25), **night), start_fold=0)
    second = meeting(14, **on(date(2026, 10, 25), **night), start_fold=1)
    across = meeting(15, zone="Africa/Tunis", start_time=time(22), end_date=date(2026, 3, 11), end_time=time(1, 15))
    yield "request", request(plain), [plain]
    yield "request-in-person", request(hybrid, mode=Mode.IN_PERSON), [hybrid]
    yield "request-arabic-tunis", request(tunis, "ar", name="سلمى ت."), [tunis]
    yield "request-ramadan", request(ramadan, "ar"), [ramadan]
    yield "request-casablanca-before", request(before), [before]
    yield "request-casablanca-after", request(after), [after]
    yield "request-cairo-summer-begins", request(cairo, "en"), [cairo]
    yield "request-moved", request(moved), [moved]
    yield "request-postponed", request(postponed), [postponed]
    yield "request-hostile", request(hostile, name='Ana "X"\r\nATTENDEE:mailto:mal@exemple.org;,:^n'), [hostile]
    yield "request-repeated-hour-first", request(first), [first]
    yield "request-repeated-hour-second", request(second), [second]
    yield "request-over-midnight", request(across, "en"), [across]
    yield "cancel", calendar.cancellation(registration=coming(cancelled), meeting=cancelled, at=AT), [cancelled]
    yield "withdrawal", calendar.withdrawal(registration=coming(plain), meeting=plain, at=AT), [plain]
    yield "publish", calendar.publication(meeting=hybrid, language="fr"), [hybrid]
    yield "publish-arabic", calendar.publication(meeting=tunis, language="ar"), [tunis]
    yield "publish-fallback", calendar.publication(meeting=french, language="ar"), [french]
    yield "publish-cancelled", calendar.publication(meeting=cancelled, language="en"), [cancelled]
    yield "publish-postponed", calendar.publication(meeting=postponed, language="ar"), [postponed]
    several = [plain, tunis, ramadan, cairo, cancelled]
    yield "feed", calendar.collection(meetings=several, language="fr", name="Rives : rencontres"), several
    own = [
        coming(plain),
        coming(hybrid, mode=Mode.IN_PERSON),
        coming(tunis, state=State.OFFERED),
        coming(cairo, state=State.WAITING),
        coming(cancelled, state=State.CANCELLED),
    ]
    name = "Rives : mes rencontres"
    yield "personal", calendar.personal(registrations=own, language="fr", name=name), [each.meeting for each in own]


# without catalogues: the files are about octets, and must not move when a translation is retouched
with (
    override_settings(LOCALE_PATHS=[], BASE_URL=SITE, WAGTAILADMIN_BASE_URL=SITE, DEFAULT_FROM_EMAIL=SENDER),
    translation.override("fr"),
):
    VARIANTS = {name: (octets, meetings) for name, octets, meetings in variants()}


def facts_of(name):
    """What any reader must find, from the meetings themselves and not from the file."""
    _octets, meetings = VARIANTS[name]
    events = [
        {
            "uid": str(each.uid),
            "sequence": each.ics_sequence,
            "start": each.starts_at.isoformat().replace("+00:00", "Z"),
            "end": each.ends_at.isoformat().replace("+00:00", "Z"),
            "zone": each.zone,
            "titles": sorted({SAID if title == HOSTILE else title for title in titles_of(each)}),
        }
        for each in meetings
    ]
    kind = name.split("-")[0]
    method = {"request": "REQUEST", "cancel": "CANCEL", "withdrawal": "CANCEL"}.get(kind, "PUBLISH")
    return {"method": method, "attendees": 0 if method == "PUBLISH" else 1, "events": events}


def titles_of(each):
    return [title for title in (each.title_fr, each.title_en, each.title_ar) if title]


def test_the_facts_are_written_for_other_readers():
    told = {name: facts_of(name) for name in sorted(VARIANTS)}
    written = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("GOLDEN") == "write":
        GOLDEN.mkdir(exist_ok=True)
        FACTS.write_text(written, "utf-8")
    assert FACTS.read_text("utf-8") == written


@pytest.mark.parametrize("name", VARIANTS)
def test_every_variant_is_the_same_octet_by_octet(name):
    octets, _meetings = VARIANTS[name]
    path = GOLDEN / f"{name}.ics"
    if os.environ.get("GOLDEN") == "write":
        path.write_bytes(octets)
    assert octets == path.read_bytes()


def test_no_file_is_left_over():
    assert {path.stem for path in GOLDEN.glob("*.ics")} == set(VARIANTS)


@pytest.mark.parametrize("name", VARIANTS)
def test_lines_end_with_crlf_hold_75_octets_and_cut_no_letter(name):
    octets, _meetings = VARIANTS[name]
    assert octets.endswith(b"\r\n")
    lines = octets.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    for line in lines:
        line.decode()


@pytest.mark.parametrize("name", VARIANTS)
def test_icalendar_reads_the_facts(name):
    octets, _meetings = VARIANTS[name]
    facts, whole = facts_of(name), Calendar.from_ical(octets)
    assert whole["METHOD"] == facts["method"]
    events = whole.walk("VEVENT")
    assert len(events) == len(facts["events"])
    for event, fact in zip(events, facts["events"], strict=True):
        assert str(event["UID"]) == fact["uid"]
        assert event["SEQUENCE"] == fact["sequence"]
        for field, told in (("DTSTART", fact["start"]), ("DTEND", fact["end"])):
            assert event[field].dt.astimezone(UTC) == datetime.fromisoformat(told)
            assert event[field].params.get("TZID", fact["zone"]) == fact["zone"]
        assert any(str(event["SUMMARY"]).endswith(title) for title in fact["titles"])
        found = event.get("ATTENDEE", [])
        assert (1 if isinstance(found, str) else len(found)) == facts["attendees"]


@pytest.mark.parametrize("name", VARIANTS)
def test_every_zone_that_is_named_comes_with_its_rules_once(name):
    whole = Calendar.from_ical(VARIANTS[name][0])
    named = {event[field].params.get("TZID") for event in whole.events for field in ("DTSTART", "DTEND")} - {None}
    assert sorted(zone["TZID"] for zone in whole.timezones) == sorted({each.zone for each in VARIANTS[name][1]})
    assert named <= {str(zone["TZID"]) for zone in whole.timezones}


def only(name):
    (event,) = Calendar.from_ical(VARIANTS[name][0]).events
    return event


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("request-ramadan", b"20260310T093000"),
        ("request-casablanca-before", b"20260214T093000"),
        ("request-casablanca-after", b"20261209T093000"),
        ("request-cairo-summer-begins", b"20260424T093000"),
        ("request-repeated-hour-first", b"20261025T003000Z"),  # programs read a repeated wall time differently
        ("request-repeated-hour-second", b"20261025T013000Z"),
    ],
)
def test_the_wall_time_is_what_was_typed(name, written):
    assert only(name)["DTSTART"].to_ical() == written


@pytest.mark.parametrize(
    ("name", "status", "free"),
    [
        ("request", "CONFIRMED", False),
        ("request-moved", "CONFIRMED", False),
        ("request-postponed", "TENTATIVE", True),
        ("cancel", "CANCELLED", True),
        ("withdrawal", None, True),
        ("publish", "CONFIRMED", False),
        ("publish-cancelled", "CANCELLED", True),
        ("publish-postponed", "TENTATIVE", True),
    ],
)
def test_the_status_tells_the_truth_and_so_does_the_time_it_takes(name, status, free):
    event = only(name)
    assert event.get("STATUS") == status
    assert event["TRANSP"] == ("TRANSPARENT" if free else "OPAQUE")


def test_one_s_own_calendar_says_where_each_registration_stands():
    whole = Calendar.from_ical(VARIANTS["personal"][0])
    told = [(str(event["SUMMARY"]), event["STATUS"], event["TRANSP"]) for event in whole.events]
    title = "Comité « Eau et littoral »"
    assert told == [
        (title, "CONFIRMED", "OPAQUE"),
        (title, "CONFIRMED", "OPAQUE"),
        (f"Place proposée : {title}", "TENTATIVE", "TRANSPARENT"),
        (f"Liste d’attente : {title}", "TENTATIVE", "TRANSPARENT"),
        (title, "CANCELLED", "TRANSPARENT"),
    ]
    assert "ATTENDEE" not in whole.events[0]


@pytest.mark.parametrize(
    ("name", "ways"),
    [
        ("request", 2),
        ("request-in-person", 0),
        ("publish", 2),
        ("cancel", 0),
        ("withdrawal", 0),
        ("request-postponed", 0),
    ],
)
def test_the_way_in_is_our_door_once_a_language_for_whom_it_may_open(name, ways):
    found = only(name).get("CONFERENCE", [])
    assert len(found) == ways
    for way in found:
        assert way.params["LANGUAGE"] in str(way)
        assert str(way).endswith("/join/")
        assert (way.params["VALUE"], way.params["FEATURE"]) == ("URI", "VIDEO")
        assert way.params["LABEL"]


def test_texts_carry_the_language_that_they_are_in():
    event = only("publish-fallback")
    assert event["SUMMARY"].params["LANGUAGE"] == "fr"
    assert event["DESCRIPTION"].params["LANGUAGE"] == "ar"


def test_a_hostile_title_or_name_stays_text():
    event = only("request-hostile")
    assert event["SUMMARY"] == SAID
    assert event["LOCATION"] == "Salle;A,B\nÉtage \\ 2"
    assert event["ATTENDEE"] == "mailto:ana@exemple.org"
    assert event["DTSTART"].dt.year == 2026


@pytest.mark.parametrize("name", VARIANTS)
def test_times_of_writing_are_in_utc(name):
    for event in Calendar.from_ical(VARIANTS[name][0]).events:
        for field in ("DTSTAMP", "LAST-MODIFIED", "CREATED"):
            assert event[field].to_ical().endswith(b"Z")
