"""Whoever loses the right to read a room loses it in every open page, before anything more is sent."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from forums import actions
from forums.actions.invitations import end_invitation, expire_invitations
from forums.models import Post, Room, RoomInvitation
from kernel.live import hub
from kernel.live.queries import head
from tests.factories.actors import CountryFactory, MembershipFactory, OrganisationFactory, PersonFactory
from tests.factories.forums import RoomFactory, TopicFactory, moderator
from tests.site.kernel.live.conftest import inline, layer  # noqa: F401  (fixtures)
from tests.site.kernel.live.world import Browser, committed, off_loop, quiet, session_of

pytestmark = [pytest.mark.asyncio, pytest.mark.django_db]
NOW = timezone.now()
RESEARCH = {"visibility": "constituencies", "reading_constituencies": ["research"]}
SOUTH = {"visibility": "constituencies", "reading_shores": ["south"]}


class Shown(Browser):
    """A browser that keeps what it was sent and looks at no fragment."""

    def _one(self, region, event):
        region["shown"].append(event["id"])


@pytest.fixture
def sockets(db, inline, layer):  # noqa: F811  (fixtures)
    """The kinds of forums, in this process and thread."""
    yield
    hub._hubs.clear()


def invited(room, person, **fields):
    return RoomInvitation.objects.create(room=room, person=person, **fields)


def changed(instance, **fields):
    for name, value in fields.items():
        setattr(instance, name, value)
    instance.save()


def changed_room(room, **fields):
    room = Room.objects.get(pk=room.pk)
    for name, value in fields.items():
        setattr(room, name, value)
    actions.change_room(room=room, organisations=[], by=moderator(), at=NOW)


def member(person, **organisation):
    return MembershipFactory(person=person, organisation=OrganisationFactory(**organisation))


def an_invitation_ended(room, person):
    invitation = invited(room, person)
    return lambda: end_invitation(invitation=invitation, by=moderator(), at=NOW)


def an_invitation_past_its_end(room, person):
    start = NOW - timedelta(days=1)
    invitation = invited(room, person, invited_at=start, expires_at=NOW + timedelta(days=1))

    def pass_by():
        RoomInvitation.objects.filter(pk=invitation.pk).update(expires_at=NOW - timedelta(seconds=1))
        expire_invitations(at=NOW)

    return pass_by


def a_membership_withdrawn(room, person):
    membership = member(person)
    return lambda: changed(membership, state="withdrawn")


def an_organisation_of_another_constituency(room, person):
    organisation = member(person, constituency="research").organisation
    return lambda: changed(organisation, constituency="business")


def an_organisation_of_another_country(room, person):
    organisation = member(person, country=CountryFactory(south=True)).organisation
    return lambda: changed(organisation, country=CountryFactory())


def a_country_of_another_shore(room, person):
    country = member(person, country=CountryFactory(south=True)).organisation.country
    return lambda: changed(country, shore="east")


def a_moderator_no_longer_named(room, person):
    room.moderators.add(person)
    return lambda: room.moderators.remove(person)


def a_permission_taken(room, person):
    given = Permission.objects.get(codename="moderate", content_type__app_label="forums")
    person.user_permissions.add(given)
    return lambda: person.user_permissions.remove(given)


def a_room_made_private(room, person):
    return lambda: changed_room(room, visibility="invited")


def a_choice_of_organisations_changed(room, person):
    room.organisations.add(member(person).organisation)
    return lambda: changed_room(room)


WAYS = [
    ({"visibility": "invited"}, an_invitation_ended),
    ({"visibility": "invited"}, an_invitation_past_its_end),
    ({"visibility": "members"}, a_membership_withdrawn),
    (RESEARCH, an_organisation_of_another_constituency),
    (SOUTH, an_organisation_of_another_country),
    (SOUTH, a_country_of_another_shore),
    ({"visibility": "invited"}, a_moderator_no_longer_named),
    ({"visibility": "invited"}, a_permission_taken),
    ({}, a_room_made_private),
    ({"visibility": "organisations"}, a_choice_of_organisations_changed),
]


@pytest.mark.parametrize(("fields", "way"), WAYS, ids=lambda value: getattr(value, "__name__", ""))
async def test_the_right_to_read_goes_from_every_open_page(sockets, say, fields, way):
    with off_loop():
        topic = TopicFactory(**{f"room__{name}": value for name, value in fields.items()})
        lost, kept = PersonFactory(), moderator()
        lose = way(topic.room, lost)
    tabs = [await opened(topic, person) for person in (lost, lost, kept)]
    await said(say, topic, "encore ensemble")
    assert [len(tab.shown(topic.stream)) for tab in tabs] == [1, 1, 1]
    with committed():
        lose()
    await quiet()
    await said(say, topic, "entre nous seulement")
    for tab in tabs[:2]:
        assert "gone" in tab.types()
        assert not any("entre nous seulement" in text for text in tab.frames)
    assert len(tabs[2].shown(topic.stream)) == 2


async def opened(topic, person):
    """A page of a topic that follows it."""
    tab = Shown(session_of(person))
    with off_loop():
        tab.open(head(topic.stream), {})
    await tab.connect()
    await tab.follow(topic.stream)
    return tab


async def said(say, topic, words):
    with committed():
        say(type(topic).objects.select_related("room").get(pk=topic.pk), moderator(), words)
    await quiet()
    with off_loop():
        assert Post.objects.filter(topic=topic, source=words).exists()


@pytest.mark.parametrize("spelled", ["{}", "0{}", "+{}", "{}.0", " {}"])
async def test_a_page_learns_no_address_of_the_private_room_its_topic_went_to(sockets, say, spelled):
    with off_loop():
        topic, reader, closed = TopicFactory(), PersonFactory(), RoomFactory(private=True, slug="enquete-interne")
        team = moderator()
    name = f"t:{spelled.format(topic.pk)}"
    tab = await opened(topic, reader)
    await tab.say(type="sub", s=name, since=0, epoch="")
    await quiet()
    with committed():
        actions.move_topic(topic=topic, room=closed, by=team, at=NOW)
    await tab.say(type="sync", s=name, since=999)  # before the rights are asked again, and where nobody asks
    await quiet()
    await tab.say(type="sync", s=name, since=999)
    await quiet()
    assert not any("enquete-interne" in text for text in tab.frames)
    assert "gone" in tab.types()
