"""What others hear of meetings: live streams, dialogue pages, search, feeds, the portal's queries."""

from datetime import UTC, datetime

import pytest
import time_machine
from defusedxml import ElementTree
from django.contrib.auth.models import AnonymousUser

from events import actions, queries, rules
from events.choices import AttendeeList, MeetingState, RegistrationState
from events.models import Registration
from kernel.live.models import Event
from kernel.live.queries import LiveEvent
from kernel.live.registry import kind_of, may_read
from kernel.search.models import Entry
from pages.dialogues import registry
from tests.events.test_pages import dialogue, open_page  # noqa: F401  (a fixture)
from tests.events.test_registering import sign_up
from tests.factories.actors import PersonFactory
from tests.factories.events import DAY, NOW, MeetingFactory, RegistrationFactory, manager, member

pytestmark = pytest.mark.django_db


def rendered(stream, object_id, rev=1):
    kind, _ident = kind_of(stream)
    event = LiveEvent(stream, 1, "replace", "any", object_id, rev)
    loaded = kind.load([event])
    return kind.render(LiveEvent(stream, 1, "replace", "any", object_id, rev, loaded[object_id]), "fr")


def test_each_change_of_seats_is_published_with_a_higher_revision():
    meeting = MeetingFactory(quotas={"local": 2})
    registration = sign_up(meeting)
    actions.withdraw(registration=registration, by=registration.person, at=NOW)
    events = Event.objects.filter(stream__key=f"m:{meeting.pk}")
    assert list(events.values_list("object_id", "op", "rev")) == [
        (f"seats-{meeting.pk}", "replace", 1),
        (f"seats-{meeting.pk}", "replace", 2),
    ]
    own = Event.objects.filter(stream__key=f"mr:{registration.pk}")
    assert list(own.values_list("object_id", "rev")) == [(f"standing-{registration.pk}", 2)]


def test_the_seats_fragment_says_nothing_of_anybody():
    meeting = MeetingFactory(quotas={"local": 2})
    registration = RegistrationFactory(meeting=meeting, needs="Chien guide", person__display_name="Salma T.")
    fragment = rendered(f"m:{meeting.pk}", f"seats-{meeting.pk}")
    assert "1/2" in fragment
    assert f'data-id="seats-{meeting.pk}"' in fragment
    assert "Salma" not in fragment
    assert str(registration.organisation) not in fragment


@pytest.mark.parametrize(
    ("state", "public"),
    [(MeetingState.DRAFT, False), (MeetingState.PUBLISHED, True), (MeetingState.CANCELLED, True)],
)
def test_seats_of_public_meetings_are_public(state, public):
    meeting = MeetingFactory(state=state, state_reason="Motif")
    assert may_read(None, f"m:{meeting.pk}") is public
    assert may_read(manager(), f"m:{meeting.pk}")
    assert not may_read(None, "m:999999")
    assert not may_read(None, "m:abc")


def test_one_s_own_standing_is_followed_by_oneself_and_the_team_only():
    registration = RegistrationFactory()
    stream = f"mr:{registration.pk}"
    assert may_read(registration.person, stream)
    assert may_read(manager(), stream)
    assert not may_read(member(), stream)
    assert not may_read(None, stream)
    assert not may_read(member(), "mr:999999")
    assert "Votre place est confirmée" in rendered(stream, f"standing-{registration.pk}")


def test_a_dialogue_hears_of_its_public_meetings_only(dialogue):  # noqa: F811
    meeting = MeetingFactory(dialogue=dialogue)
    hidden = MeetingFactory(dialogue=dialogue, draft=True)
    RegistrationFactory.create_batch(2, meeting=meeting)
    RegistrationFactory(meeting=meeting, waiting=True)
    RegistrationFactory(meeting=hidden)
    with time_machine.travel(NOW, tick=False):
        (entry,) = registry.told_of(dialogue.pk, "ar").entries
    assert (entry.title, entry.title_language, entry.at) == (meeting.title_ar, "ar", meeting.starts_at)
    assert registry.voices_of(dialogue.pk) == {("local", "north"): 2}
    (count,) = [count for count in registry.told_of(dialogue.pk, "fr").counts if "meetings" in count.path]
    assert (count.number, count.label, count.path) == (1, "rencontre", f"/fr/meetings/?dialogue={dialogue.pk}")


def test_a_page_s_words_are_found_once_it_is_published():
    meeting = MeetingFactory(draft=True)
    actions.publish_meeting(meeting=meeting, by=manager(), at=NOW)
    page = open_page(meeting, live=False)
    assert "Pourquoi" not in Entry.objects.get(kind="meeting", language="fr").body
    page.get_latest_revision().publish()
    entry = Entry.objects.get(kind="meeting", language="fr")
    assert "Pourquoi nous nous réunissons." in entry.body
    assert entry.path == f"/meetings/{meeting.slug}/"


def test_search_shows_drafts_to_nobody_outside_the_team():
    from events.search import visible

    draft, public = MeetingFactory(draft=True), MeetingFactory()
    ids = {draft.pk, public.pk}
    assert visible(None, ids) == visible(member(), ids) == {public.pk}
    assert visible(manager(), ids) == ids


def test_the_atom_feed_lists_what_comes(client):
    coming = MeetingFactory()
    MeetingFactory(draft=True)
    MeetingFactory(past=True)
    with time_machine.travel(NOW, tick=False):
        response = client.get("/ar/meetings/feed.atom")
    space = {"a": "http://www.w3.org/2005/Atom"}
    (entry,) = ElementTree.fromstring(response.content).findall("a:entry", space)
    assert entry.find("a:title", space).text == coming.title_ar
    assert entry.find("a:id", space).text == coming.uid.urn


def test_the_portal_asks_for_the_next_meetings_and_one_s_own_registrations():
    meeting, past, cancelled = MeetingFactory(), MeetingFactory(past=True), MeetingFactory(draft=True)
    person = PersonFactory()
    mine = RegistrationFactory(meeting=meeting, person=person)
    RegistrationFactory(meeting=past, person=person)
    RegistrationFactory(meeting=cancelled, person=person, state=RegistrationState.WITHDRAWN)
    assert [row.meeting for row in queries.upcoming_meetings(AnonymousUser(), 3, NOW)] == [meeting]
    assert [row.meeting for row in queries.past_meetings(None, 3, NOW)] == [past]
    assert queries.my_registrations(person, NOW) == [mine]


def test_the_place_in_line_is_by_priority_then_by_time_within_one_constituency():
    meeting = MeetingFactory()
    first = RegistrationFactory(meeting=meeting, waiting=True, waitlisted_at=NOW - 3 * DAY)
    later = RegistrationFactory(meeting=meeting, waiting=True, waitlisted_at=NOW - 2 * DAY)
    urgent = RegistrationFactory(meeting=meeting, waiting=True, waitlisted_at=NOW - DAY, priority=1)
    other = RegistrationFactory(
        meeting=meeting, waiting=True, waitlisted_at=NOW - 9 * DAY, organisation__constituency="national"
    )
    assert [queries.place_in_line(r) for r in (urgent, first, later, other)] == [1, 2, 3, 1]
    assert queries.place_in_line(RegistrationFactory(meeting=meeting)) is None
    ours = Registration.objects.in_line().filter(constituency="local")
    assert list(ours) == [urgent, first, later]


def test_seats_count_by_quota_and_as_a_whole():
    meeting = MeetingFactory(capacity=3, open_to=["local", "national"], quotas={"local": 2, "national": 2})
    RegistrationFactory(meeting=meeting)
    RegistrationFactory(meeting=meeting, waiting=True)
    seats = queries.seats_of(meeting)
    assert (seats.size, seats.left, seats.taken, seats.waiting) == (3, 1, 1, 1)  # one of the two belongs to who waits
    assert (seats.of("local").taken, seats.of("local").waiting, seats.of("local").is_full) == (1, 1, True)
    assert seats.of("research") is None


def test_without_capacity_nor_a_quota_for_everyone_there_is_no_limit_to_announce():
    meeting = MeetingFactory(open_to=["local", "national"], quotas={"local": 2})
    seats = queries.seats_of(meeting)
    assert (seats.size, seats.left, seats.is_full) == (None, None, False)


@pytest.mark.parametrize("who", ["visitor", "stranger", "waiting", "participant", "team"])
@pytest.mark.parametrize("setting", AttendeeList.values)
def test_who_may_read_the_attendee_list(who, setting):
    meeting = MeetingFactory(attendee_list=setting)
    user = {
        "visitor": AnonymousUser,
        "stranger": PersonFactory,
        "waiting": lambda: RegistrationFactory(meeting=meeting, waiting=True).person,
        "participant": lambda: RegistrationFactory(meeting=meeting).person,
        "team": manager,
    }[who]()
    allowed = {"nobody": {"team"}, "participants": {"participant", "team"}, "public": {who}}[setting]
    assert rules.may_read_attendees(user, meeting) is (who in allowed)


def test_may_register_says_yes_only_where_nothing_stands_against_it():
    meeting, person = MeetingFactory(), member()
    assert rules.may_register(person, meeting, NOW)
    assert not rules.may_register(PersonFactory(), meeting, NOW)
    assert not rules.may_register(person, MeetingFactory(draft=True), NOW)
    sign_up(meeting, person)
    assert "déjà une inscription" in rules.why_not_register(person, meeting, NOW)


def test_only_the_right_opens_the_desk():
    assert rules.may_manage(manager())
    assert not rules.may_manage(PersonFactory(is_staff=True))
    assert not rules.may_manage(AnonymousUser())
    assert not rules.may_manage(None)


def test_the_online_link_is_in_no_search_row_and_no_live_fragment():
    meeting = MeetingFactory(draft=True, online_link="https://visio.example/secret", programme=[])
    actions.publish_meeting(meeting=meeting, by=manager(), at=datetime(2026, 11, 20, tzinfo=UTC))
    rows = Entry.objects.filter(kind="meeting").values_list("title", "body", "path", "facts")
    assert "visio.example" not in f"{list(rows)}{rendered(f'm:{meeting.pk}', f'seats-{meeting.pk}')}"
