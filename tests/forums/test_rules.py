"""Who reads and who writes, cell by cell."""

import pytest
from django.contrib.auth.models import AnonymousUser

from actors.choices import Constituency
from forums import rules
from forums.choices import Opening, Posting, RoomState, TopicState, Visibility
from forums.models import Room
from tests.factories.actors import MembershipFactory, OrganisationFactory, PersonFactory
from tests.factories.forums import RoomFactory, TopicFactory, moderator
from tests.forums.conftest import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    """One of each kind; the member belongs to a local authority, the guest to the chosen organisation."""
    chosen = OrganisationFactory(constituency=Constituency.RESEARCH)
    return {
        "signed out": AnonymousUser(),
        "nobody": None,
        "citizen": PersonFactory(),
        "asked": MembershipFactory(state="requested", decided_at=None).person,
        "member": MembershipFactory().person,
        "guest": MembershipFactory(organisation=chosen).person,
        "moderator": moderator(),
        "chosen": chosen,
    }


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        (Visibility.PUBLIC, {"signed out", "nobody", "citizen", "asked", "member", "guest", "moderator"}),
        (Visibility.MEMBERS, {"member", "guest", "moderator"}),
        (Visibility.ORGANISATIONS, {"guest", "moderator"}),
    ],
)
def test_who_reads(people, visibility, readers):
    room = RoomFactory(visibility=visibility, organisations=[people.pop("chosen")])
    assert {name for name, person in people.items() if rules.may_read(person, room)} == readers
    assert {name for name, person in people.items() if room in Room.objects.visible_to(person)} == readers


@pytest.mark.parametrize(
    ("posting", "writers"),
    [
        (Posting.EVERYONE, {"citizen", "asked", "member", "guest", "moderator"}),
        (Posting.MEMBERS, {"member", "guest", "moderator"}),
        (Posting.CONSTITUENCIES, {"member", "moderator"}),
    ],
)
def test_who_writes(people, posting, writers):
    people.pop("chosen")
    topic = TopicFactory(room__posting=posting, room__constituencies=[Constituency.LOCAL])
    assert {name for name, person in people.items() if rules.may_post(person, topic, AT)} == writers


@pytest.mark.parametrize(
    ("room_state", "topic_state", "writers"),
    [
        (RoomState.OPEN, TopicState.LOCKED, {"moderator"}),
        (RoomState.READ_ONLY, TopicState.OPEN, {"moderator"}),
        (RoomState.CLOSED, TopicState.OPEN, set()),
    ],
)
def test_who_writes_where_it_is_closed(people, room_state, topic_state, writers):
    people.pop("chosen")
    topic = TopicFactory(room__state=room_state, state=topic_state)
    assert {name for name, person in people.items() if rules.may_post(person, topic, AT)} == writers


def test_only_the_team_opens_topics_where_it_says_so():
    room = RoomFactory(opening=Opening.MODERATORS)
    assert not rules.may_open_topic(PersonFactory(), room, AT)
    assert rules.may_open_topic(moderator(), room, AT)


def test_who_may_not_read_may_not_write():
    member = MembershipFactory()
    topic = TopicFactory(room__private=True)
    assert not rules.may_post(PersonFactory(), topic, AT)
    assert rules.may_post(member.person, topic, AT)


def test_a_withdrawn_membership_reads_no_more():
    membership = MembershipFactory()
    room = RoomFactory(private=True)
    assert rules.may_read(membership.person, room)
    membership.state = "withdrawn"
    membership.save()
    assert not rules.may_read(membership.person, room)


def test_voices_of_a_room_for_chosen_constituencies():
    person = PersonFactory()
    local = MembershipFactory(person=person).organisation
    MembershipFactory(person=person, organisation__constituency=Constituency.RESEARCH)
    room = RoomFactory(posting=Posting.CONSTITUENCIES, constituencies=[Constituency.LOCAL])
    assert [voice.organisation for voice in rules.voices_for(person, room)] == [local]
