import pytest

from actors.choices import Constituency, Shore
from actors.queries import voice_of, voices_of
from tests.factories.actors import CountryFactory, MembershipFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


def test_voices_of_a_member_are_the_organisation_then_the_citizen():
    membership = MembershipFactory(organisation__south=True)
    assert [(v.constituency, v.shore) for v in voices_of(membership.person)] == [
        (Constituency.LOCAL, Shore.SOUTH),
        (Constituency.CITIZENS, ""),
    ]


def test_voice_of_a_membership_not_verified_is_refused():
    membership = MembershipFactory(state="requested", decided_at=None)
    assert voice_of(membership.person, membership.organisation_id) is None


def test_voice_of_someone_elses_organisation_is_refused():
    OrganisationFactory()
    assert voice_of(PersonFactory(), MembershipFactory().organisation_id) is None


def test_voice_of_a_citizen_follows_the_declared_country():
    voice = voice_of(PersonFactory(country=CountryFactory(south=True)), None)
    assert (voice.shore, voice.country_declared) == (Shore.SOUTH, True)
