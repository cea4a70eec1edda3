"""Who comes, to whom: the meeting's list, the person's consent and the reader, cell by cell."""

import re
from datetime import timedelta
from itertools import product

import pytest
import time_machine
from django.urls import reverse

from actors.choices import Constituency
from events import queries
from events.choices import LISTINGS_UNDER, AttendeeList, Listing, MeetingState, RegistrationState
from tests.factories.actors import OrganisationFactory, PersonFactory
from tests.factories.events import NOW, MeetingFactory, RegistrationFactory, manager

pytestmark = pytest.mark.django_db

VIEWERS = ("signed out", "signed in", "waiting", "offered", "refused", "confirmed", "team")
# who reads a name under a list of the meeting, where the person agreed to this list; every other cell is no
NAMED = {
    (AttendeeList.PARTICIPANTS, Listing.PARTICIPANTS): {"confirmed", "team"},
    (AttendeeList.PUBLIC, Listing.PARTICIPANTS): {"confirmed", "team"},
    (AttendeeList.PUBLIC, Listing.PUBLIC): set(VIEWERS),
}
# who reads at least how many come, by constituency
COUNTED = {
    AttendeeList.NOBODY: set(),
    AttendeeList.PARTICIPANTS: {"confirmed", "team"},
    AttendeeList.PUBLIC: set(VIEWERS),
}
CELLS = [
    (viewer, setting, listed)
    for viewer, setting in product(VIEWERS, AttendeeList)
    for listed in LISTINGS_UNDER[setting]
]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


def viewer_named(name, meeting):
    if name == "signed out":
        return None
    if name == "team":
        return manager()
    if name == "signed in":
        return PersonFactory()
    traits = {
        "waiting": {"waiting": True},
        "offered": {"offered": True},
        "refused": {"state": RegistrationState.REFUSED, "reason": "Complet"},
        "confirmed": {},
    }
    return RegistrationFactory(meeting=meeting, **traits[name]).person


def page_for(client, person, meeting):
    if person:
        client.force_login(person)
    return re.sub(r"\s+", " ", client.get(reverse("events:meeting", args=[meeting.slug])).content.decode())


@pytest.mark.parametrize(("viewer", "setting", "listed"), CELLS)
def test_a_name_is_read_only_where_the_list_the_consent_and_the_reader_agree(client, viewer, setting, listed):
    meeting = MeetingFactory(attendee_list=setting)
    someone = RegistrationFactory(
        meeting=meeting,
        listed=listed,
        person__display_name="Salma T.",
        organisation=OrganisationFactory(name_fr="Commune de Sfax", constituency=Constituency.LOCAL),
    )
    person = viewer_named(viewer, meeting)
    page = page_for(client, person, meeting)
    named = viewer in NAMED.get((setting, listed), set())
    assert ("Salma T." in page) is named
    assert ("Commune de Sfax" in page) is named
    assert ("Qui vient" in page) is (viewer in COUNTED[setting])
    own = queries.registration_of(person, meeting) if person else None
    who = queries.who_comes(person, meeting, queries.tally_of(meeting, NOW), NOW, own)
    assert (someone.pk in {one.pk for one in who.named}) is named


@pytest.mark.parametrize("state", [state for state in RegistrationState if state != RegistrationState.CONFIRMED])
def test_nobody_is_named_or_counted_without_a_confirmed_place(client, state):
    more = {
        RegistrationState.WAITING: {"waitlisted_at": NOW},
        RegistrationState.OFFERED: {"waitlisted_at": NOW, "offered_until": NOW},
        RegistrationState.REFUSED: {"reason": "Complet"},
    }.get(state, {})
    meeting = MeetingFactory(attendee_list=AttendeeList.PUBLIC)
    RegistrationFactory(
        meeting=meeting, state=state, listed=Listing.PUBLIC, person__display_name="Autre Personne", **more
    )
    page = page_for(client, None, meeting)
    assert "Autre Personne" not in page
    assert "Qui vient" not in page


def test_those_who_are_not_named_are_numbers_by_constituency_never_organisations(client):
    meeting = MeetingFactory(attendee_list=AttendeeList.PUBLIC)
    RegistrationFactory(meeting=meeting, listed=Listing.PUBLIC, person__display_name="Nommée")
    for _person in range(2):
        RegistrationFactory(
            meeting=meeting,
            organisation=OrganisationFactory(name_fr="Institut discret", constituency=Constituency.RESEARCH),
        )
    RegistrationFactory(meeting=meeting, offered=True)
    page = page_for(client, None, meeting)
    assert "Et 2 personnes qui ne sont pas nommées ici" in page
    assert "Institut discret" not in page
    who = queries.who_comes(None, meeting, queries.tally_of(meeting, NOW), NOW)
    assert [(group.constituency, group.number) for group in who.unnamed] == [(Constituency.RESEARCH, 2)]


def test_whoever_erased_their_account_is_a_number_again():
    meeting = MeetingFactory(attendee_list=AttendeeList.PUBLIC)
    RegistrationFactory(meeting=meeting, listed=Listing.PUBLIC, person=PersonFactory(erased_at=NOW))
    who = queries.who_comes(None, meeting, queries.tally_of(meeting, NOW), NOW)
    assert (len(who.named), who.number_unnamed) == (0, 1)


def test_a_list_that_was_narrowed_shows_no_consent_of_before():
    """The consent is narrowed with the list; were it not, the list alone would still hold it back."""
    meeting = MeetingFactory(attendee_list=AttendeeList.PUBLIC)
    RegistrationFactory(meeting=meeting, listed=Listing.PUBLIC)
    meeting.attendee_list = AttendeeList.PARTICIPANTS
    assert queries.who_comes(None, meeting, queries.tally_of(meeting, NOW), NOW).named == []
    meeting.attendee_list = AttendeeList.NOBODY
    assert queries.who_comes(manager(), meeting, queries.tally_of(meeting, NOW), NOW).named == []


def test_a_month_after_the_meeting_nobody_is_named_any_more():
    meeting = MeetingFactory(attendee_list=AttendeeList.PUBLIC)
    RegistrationFactory(meeting=meeting, listed=Listing.PUBLIC)
    tally = queries.tally_of(meeting, NOW)
    last = meeting.ends_at + timedelta(days=30)
    assert len(queries.who_comes(None, meeting, tally, last - timedelta(seconds=1)).named) == 1
    gone = queries.who_comes(manager(), meeting, tally, last)
    assert (gone.named, gone.number_unnamed) == ([], 1)
    meeting.state = MeetingState.POSTPONED
    assert len(queries.who_comes(None, meeting, tally, last).named) == 1


@pytest.mark.parametrize("number", [1, 30])
def test_who_comes_is_one_query_however_many_come(django_assert_num_queries, number):
    meeting = MeetingFactory(attendee_list=AttendeeList.PUBLIC)
    RegistrationFactory.create_batch(number, meeting=meeting, listed=Listing.PUBLIC)
    tally = queries.tally_of(meeting, NOW)
    with django_assert_num_queries(1):
        who = queries.who_comes(None, meeting, tally, NOW)
        assert len([(one.person.name, one.organisation.name) for one in who.named]) == number


def test_a_meeting_without_a_list_asks_nothing(django_assert_num_queries):
    meeting = MeetingFactory()
    tally = queries.tally_of(meeting, NOW)
    with django_assert_num_queries(0):
        assert queries.who_comes(None, meeting, tally, NOW).named == []
