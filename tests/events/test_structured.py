"""schema.org Event: every status, every way to attend, and no name that the vocabulary does not know."""

import json
import re
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from events import actions, queries, structured
from events.choices import MeetingFormat, MeetingState, Opening
from events.models import Meeting
from tests.factories.actors import TerritoryFactory
from tests.factories.events import DAY, NOW, MeetingFactory, RegistrationFactory, manager

pytestmark = pytest.mark.django_db

SCHEMA = "https://schema.org/"
# of the vocabulary at schema.org, the properties that each type may carry, and the types that each may hold
PROPERTIES = {
    "Event": {
        "name": str,
        "description": str,
        "url": str,
        "startDate": str,
        "endDate": str,
        "previousStartDate": str,
        "eventStatus": (str, list),
        "eventAttendanceMode": str,
        "location": (dict, list),
        "inLanguage": (str, list),
        "organizer": dict,
        "isAccessibleForFree": bool,
        "maximumAttendeeCapacity": int,
        "remainingAttendeeCapacity": int,
        "offers": dict,
    },
    "Place": {"name": str, "address": (str, dict), "geo": dict},
    "PostalAddress": {"addressLocality": str, "addressCountry": str},
    "GeoCoordinates": {"latitude": float, "longitude": float},
    "VirtualLocation": {"url": str},
    "Organization": {"name": str, "url": str},
    "Offer": {
        "url": str,
        "price": str,
        "priceCurrency": str,
        "availability": str,
        "validFrom": str,
        "validThrough": str,
    },
}
REQUIRED = {
    "Event": {"name", "startDate", "endDate", "location", "eventStatus", "eventAttendanceMode", "organizer", "url"},
    "Place": {"name", "address"},
    "VirtualLocation": {"url"},
    "Offer": {"url", "price", "priceCurrency", "availability", "validFrom"},
}
VALUES = {
    "eventStatus": {"EventScheduled", "EventRescheduled", "EventPostponed", "EventCancelled", "EventMovedOnline"},
    "eventAttendanceMode": {
        "OfflineEventAttendanceMode",
        "OnlineEventAttendanceMode",
        "MixedEventAttendanceMode",
    },
    "availability": {"InStock", "SoldOut"},
}
MOMENTS = ("startDate", "endDate", "previousStartDate", "validFrom", "validThrough")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


def facts(meeting):
    meeting = Meeting.objects.get(pk=meeting.pk)
    seats = queries.seats_of(meeting, timezone.now())
    found = structured.event(
        meeting, seats, timezone.now(), url="https://rives.example/x/", register_url="https://rives.example/x/register/"
    )
    return json.loads(json.dumps(found))


def check(thing):
    """Hold a thing and all that it contains to the vocabulary."""
    kind = thing["@type"]
    names = thing.keys() - {"@type", "@context"}
    assert names <= PROPERTIES[kind].keys(), f"{kind} has no {names - PROPERTIES[kind].keys()}"
    assert names >= REQUIRED.get(kind, set()), f"{kind} lacks {REQUIRED[kind] - names}"
    for name in names:
        value = thing[name]
        assert isinstance(value, PROPERTIES[kind][name]), (kind, name, value)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                check(one)
            if name in VALUES:
                assert one.removeprefix(SCHEMA) in VALUES[name]
                assert one.startswith(SCHEMA)
        if name in MOMENTS:
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", value), (name, value)
            assert datetime.fromisoformat(value).tzinfo
    return thing


def status(found):
    return found["eventStatus"].removeprefix(SCHEMA)


VARIANTS = {
    "online": {},
    "on the spot": {"format": MeetingFormat.IN_PERSON, "place_fr": "Hôtel de ville"},
    "hybrid": {"hybrid": True},
    "past": {"past": True},
    "cancelled": {"state": MeetingState.CANCELLED, "state_reason": "Grève"},
    "postponed": {"state": MeetingState.POSTPONED},
    "moved": {"previous_starts_at": NOW + DAY},
    "closed": {"opening": Opening.CLOSED},
    "opens later": {"registration_opens_at": NOW + DAY},
    "small": {"capacity": 1},
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_variant_keeps_to_the_vocabulary(variant):
    found = check(facts(MeetingFactory(**VARIANTS[variant])))
    assert found["@context"] == "https://schema.org"


def test_hours_carry_the_offset_of_the_meeting_s_zone_on_that_day():
    winter = facts(MeetingFactory(zone="Africa/Cairo", start_date=date(2027, 1, 20), end_date=date(2027, 1, 20)))
    summer = facts(MeetingFactory(zone="Africa/Cairo", start_date=date(2027, 6, 9), end_date=date(2027, 6, 9)))
    assert winter["startDate"] == "2027-01-20T09:30:00+02:00"
    assert summer["startDate"] == "2027-06-09T09:30:00+03:00"


def test_a_new_date_is_told_with_the_one_before():
    meeting = MeetingFactory()
    meeting.start_date = meeting.end_date = date(2026, 12, 16)
    actions.change_meeting(meeting=meeting, by=manager(), at=NOW)
    found = check(facts(meeting))
    assert status(found) == "EventRescheduled"
    assert found["previousStartDate"] == "2026-12-09T09:30:00+01:00"
    assert found["startDate"] == "2026-12-16T09:30:00+01:00"


def test_a_postponed_meeting_keeps_its_first_date_until_a_new_one_is_set():
    meeting = MeetingFactory()
    actions.postpone_meeting(meeting=meeting, by=manager(), reason="Salle fermée", at=NOW)
    found = check(facts(meeting))
    assert status(found) == "EventPostponed"
    assert found["startDate"] == "2026-12-09T09:30:00+01:00"
    assert "previousStartDate" not in found
    assert "offers" not in found
    meeting = Meeting.objects.get(pk=meeting.pk)
    meeting.start_date = meeting.end_date = date(2027, 1, 13)
    actions.change_meeting(meeting=meeting, by=manager(), at=NOW)
    assert status(check(facts(meeting))) == "EventRescheduled"


def test_a_cancelled_meeting_keeps_its_date_and_offers_nothing():
    meeting = MeetingFactory()
    actions.cancel_meeting(meeting=meeting, by=manager(), reason="Grève", at=NOW)
    found = check(facts(meeting))
    assert status(found) == "EventCancelled"
    assert found["startDate"] == "2026-12-09T09:30:00+01:00"
    assert "offers" not in found
    assert "remainingAttendeeCapacity" not in found


@pytest.mark.parametrize("before", [MeetingFormat.IN_PERSON, MeetingFormat.HYBRID])
def test_what_was_to_be_on_the_spot_and_is_online_now_moved_online(before):
    meeting = MeetingFactory(format=before, place_fr="Gabès")
    meeting.format = MeetingFormat.ONLINE
    actions.change_meeting(meeting=meeting, by=manager(), at=NOW)
    found = check(facts(meeting))
    assert status(found) == "EventMovedOnline"
    assert found["location"] == {"@type": "VirtualLocation", "url": "https://rives.example/x/"}
    meeting = Meeting.objects.get(pk=meeting.pk)
    meeting.start_time, meeting.end_time = time(10), time(13)
    actions.change_meeting(meeting=meeting, by=manager(), at=NOW)
    both = check(facts(meeting))["eventStatus"]
    assert both == [SCHEMA + "EventMovedOnline", SCHEMA + "EventRescheduled"]


def test_what_was_online_and_has_a_room_now_did_not_move_online():
    meeting = MeetingFactory()
    meeting.format, meeting.place_fr = MeetingFormat.HYBRID, "Gabès"
    actions.change_meeting(meeting=meeting, by=manager(), at=NOW)
    assert status(check(facts(meeting))) == "EventScheduled"


def test_a_draft_that_changes_tells_nothing_of_it():
    meeting = MeetingFactory(draft=True, hybrid=True)
    meeting.format = MeetingFormat.ONLINE
    actions.change_meeting(meeting=meeting, by=manager(), at=NOW)
    assert Meeting.objects.get().previous_format == ""


@pytest.mark.parametrize(
    ("format_", "mode", "kinds"),
    [
        (MeetingFormat.IN_PERSON, "Offline", ["Place"]),
        (MeetingFormat.ONLINE, "Online", ["VirtualLocation"]),
        (MeetingFormat.HYBRID, "Mixed", ["Place", "VirtualLocation"]),
    ],
)
def test_each_format_has_its_mode_and_its_places(format_, mode, kinds):
    found = check(facts(MeetingFactory(format=format_, place_fr="Mairie")))
    where = found["location"] if isinstance(found["location"], list) else [found["location"]]
    assert found["eventAttendanceMode"] == f"{SCHEMA}{mode}EventAttendanceMode"
    assert [place["@type"] for place in where] == kinds


def test_a_place_has_its_territory_country_and_position():
    territory = TerritoryFactory(name_fr="Sfax", country_id="TN", latitude=34.7, longitude=10.8)
    place = check(facts(MeetingFactory(format=MeetingFormat.IN_PERSON, place_fr="Mairie", territory=territory)))[
        "location"
    ]
    assert place["address"] == {"@type": "PostalAddress", "addressLocality": "Sfax", "addressCountry": "TN"}
    assert place["geo"] == {"@type": "GeoCoordinates", "latitude": 34.7, "longitude": 10.8}


def test_seats_and_the_offer_follow_the_registrations():
    meeting = MeetingFactory(capacity=2)
    RegistrationFactory(meeting=meeting)
    found = check(facts(meeting))
    assert (found["maximumAttendeeCapacity"], found["remainingAttendeeCapacity"]) == (2, 1)
    assert found["offers"]["availability"] == SCHEMA + "InStock"
    RegistrationFactory(meeting=meeting)
    found = check(facts(meeting))
    assert found["remainingAttendeeCapacity"] == 0
    assert found["offers"]["availability"] == SCHEMA + "SoldOut"


def test_an_offer_says_from_when_until_when_and_goes_with_the_window():
    opens, closes = NOW + DAY, NOW + 2 * DAY
    meeting = MeetingFactory(registration_opens_at=opens, registration_closes_at=closes)
    offer = check(facts(meeting))["offers"]
    assert datetime.fromisoformat(offer["validFrom"]) == opens
    assert datetime.fromisoformat(offer["validThrough"]) == closes
    with time_machine.travel(closes + timedelta(minutes=2), tick=False):
        assert "offers" not in facts(meeting)


def test_languages_are_those_one_can_listen_in():
    assert facts(MeetingFactory(languages_spoken=["ar"], languages_interpreted=["fr", "ar"]))["inLanguage"] == [
        "ar",
        "fr",
    ]


@pytest.mark.parametrize("format_", MeetingFormat)
def test_the_online_link_is_never_told(format_):
    meeting = MeetingFactory(format=format_, place_fr="Gabès", online_link="https://visio.example/secret")
    assert "visio.example" not in json.dumps(facts(meeting))


def test_the_page_s_address_is_told_without_its_query(client):
    meeting = MeetingFactory()
    page = client.get(f"{meeting.get_absolute_url()}?utm_source=x").content.decode()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    assert check(data)["url"] == f"http://testserver{meeting.get_absolute_url()}"
    assert data["offers"]["url"].endswith(f"{meeting.slug}/register/")
