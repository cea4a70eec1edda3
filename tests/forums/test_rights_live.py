"""Whatever changes who may read a room asks everyone concerned again, on every open page, and nobody else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forums import actions
from forums.actions.invitations import end_invitation, expire_invitations, invite
from forums.models import Room
from kernel.live.models import Stream
from tests.factories.actors import CountryFactory, MembershipFactory, OrganisationFactory, PersonFactory
from tests.factories.forums import RoomFactory, TopicFactory, moderator

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def asked_again(monkeypatch, django_capture_on_commit_callbacks):
    """Run something as if committed; the people who are asked again."""

    def during(act):
        asked = set()
        monkeypatch.setattr("kernel.live.poke.person_changed", lambda *who: asked.add(who[0]))
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return asked

    return during


def changed(instance, **fields):
    for name, value in fields.items():
        setattr(instance, name, value)
    instance.save()


def test_an_organisation_that_changes_constituency_or_country(asked_again):
    organisation = OrganisationFactory()
    member, _other = MembershipFactory(organisation=organisation).person, MembershipFactory()
    MembershipFactory(organisation=organisation, requested=True)
    assert asked_again(lambda: changed(organisation, constituency="research")) == {str(member.pk)}
    assert asked_again(lambda: changed(organisation, country=CountryFactory(south=True))) == {str(member.pk)}
    assert asked_again(lambda: organisation.save(update_fields=["is_published"])) == set()


def test_a_country_that_changes_shore(asked_again):
    country = CountryFactory(east=True)
    member = MembershipFactory(organisation__country=country).person
    MembershipFactory(organisation__country=CountryFactory(south=True))
    assert asked_again(lambda: changed(country, shore="south")) == {str(member.pk)}


def test_a_membership_that_goes(asked_again):
    membership = MembershipFactory()
    assert asked_again(lambda: changed(membership, state="withdrawn")) == {str(membership.person_id)}
    assert asked_again(membership.delete) == {str(membership.person_id)}


def test_moderators_named_and_no_longer(asked_again):
    room, first, second = RoomFactory(), PersonFactory(), PersonFactory()
    assert asked_again(lambda: room.moderators.set([first])) == {str(first.pk)}
    assert asked_again(lambda: room.moderators.set([second])) == {str(first.pk), str(second.pk)}
    assert asked_again(room.moderators.clear) == {str(second.pk)}


def test_an_invitation_given_ended_and_past_its_end(asked_again):
    room, guest, team = RoomFactory(visibility="invited"), PersonFactory(), moderator()
    given = {"room": room, "email": guest.email, "may_write": True, "by": team}
    kept = []
    assert asked_again(lambda: kept.append(invite(**given, expires_at=None, at=NOW))) == {str(guest.pk)}
    assert asked_again(lambda: end_invitation(invitation=kept[0], by=team, at=NOW)) == {str(guest.pk)}
    invite(**given, expires_at=NOW + timedelta(minutes=5), at=NOW)
    assert asked_again(lambda: expire_invitations(at=NOW + timedelta(minutes=4))) == set()
    assert asked_again(lambda: expire_invitations(at=NOW + timedelta(minutes=5))) == {str(guest.pk)}


@pytest.mark.parametrize(
    ("fields", "asks"),
    [
        ({"visibility": "members"}, True),
        ({"visibility": "invited", "announced": True}, True),
        ({"visibility": "constituencies", "reading_constituencies": ["local"]}, True),
        ({"visibility": "constituencies", "reading_shores": ["south"]}, True),
        ({"organisations": True}, True),
        ({"rank": 7}, False),
        ({"posting": "members"}, False),
        ({"announced": True}, False),
    ],
)
def test_a_room_asks_its_readers_again_where_who_reads_changes(fields, asks):
    topic = TopicFactory()
    room = Room.objects.get(pk=topic.room_id)
    fields = dict(fields)
    organisations = [OrganisationFactory()] if fields.pop("organisations", False) else []
    for name, value in fields.items():
        setattr(room, name, value)
    actions.change_room(room=room, organisations=organisations, by=moderator(), at=NOW)
    versions = dict(Stream.objects.values_list("key", "acl_version"))
    assert (versions.get(room.stream, 0) > 0, versions.get(topic.stream, 0) > 0) == (asks, asks)
