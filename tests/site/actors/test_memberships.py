from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission

from actors import actions
from actors.choices import MembershipRole, MembershipState
from actors.models import Country, Membership, Organisation
from actors.queries import deciders, voice_of
from kernel.audit.queries import history_of
from kernel.mail.models import Mail
from kernel.notifications.models import Notification
from kernel.search.models import Entry
from tests.factories.actors import MembershipFactory, OrganisationFactory, PersonFactory, verifier

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def ask(person=None, organisation=None, **fields):
    return actions.request_membership(
        person=person or PersonFactory(), organisation=organisation or OrganisationFactory(), at=AT, **fields
    )


def propose(person, name="جمعية الواحة", **fields):
    given = {
        "language": "ar",
        "constituency": "civil_society",
        "country": Country.objects.filter(pk="TN").first(),
        "place": "قابس",
        "website": "",
        "function": "Trésorier",
        "message": "",
    }
    return actions.propose_organisation(person=person, name=name, at=AT, **{**given, **fields})


def test_asking_waits_for_an_answer_and_gives_no_voice():
    membership = ask(function="Chargé de mission")
    assert (membership.state, membership.requested_at) == (MembershipState.REQUESTED, AT)
    assert voice_of(membership.person, membership.organisation_id) is None


def test_asking_twice_asks_once():
    person, organisation = PersonFactory(), OrganisationFactory()
    focal = MembershipFactory(organisation=organisation, focal=True)
    assert ask(person, organisation) == ask(person, organisation)
    assert Mail.objects.filter(letter="actors.requested", to=focal.person.email).count() == 1
    assert Notification.objects.filter(person=focal.person).count() == 1


def test_asking_again_after_a_refusal_is_a_new_request():
    person, organisation = PersonFactory(), OrganisationFactory()
    first = ask(person, organisation)
    actions.refuse(membership=first, by=verifier(), reason="Adresse inconnue", at=AT)
    assert ask(person, organisation) != first


def test_asking_for_an_organisation_outside_the_directory_is_refused():
    with pytest.raises(actions.NotAllowed):
        ask(organisation=OrganisationFactory(is_published=False))
    assert not Membership.objects.exists()


def test_more_than_five_requests_at_once_are_refused():
    person = PersonFactory()
    for _number in range(5):
        ask(person)
    with pytest.raises(actions.TooManyRequests):
        ask(person)
    assert person.memberships.count() == 5


def test_the_focal_points_are_asked_first_and_the_team_where_there_is_none():
    team = verifier()
    organisation = OrganisationFactory()
    assert deciders(ask(organisation=organisation)) == ([team], False)
    focal = MembershipFactory(organisation=organisation, focal=True)
    MembershipFactory(organisation=organisation, focal=True, requested=True)
    MembershipFactory(focal=True)
    assert deciders(ask(organisation=organisation)) == ([focal.person], True)


def test_administrators_are_asked_where_nobody_was_given_the_task():
    administrator = PersonFactory(is_superuser=True)
    assert deciders(ask()) == ([administrator], False)


def test_a_verified_membership_gives_the_voice_of_the_organisation():
    membership = ask()
    actions.verify(membership=membership, by=verifier(), at=AT)
    membership.refresh_from_db()
    assert membership.state == MembershipState.VERIFIED
    assert membership.decided_at == AT
    assert voice_of(membership.person, membership.organisation_id).organisation == membership.organisation


def test_verifying_tells_the_person_once_and_leaves_a_trace():
    membership, team = ask(), verifier()
    for _twice in range(2):
        actions.verify(membership=membership, by=team, at=AT)
    assert Mail.objects.filter(letter="actors.verified", to=membership.person.email).count() == 1
    assert Notification.objects.filter(person=membership.person, kind="actors.verified").count() == 1
    verbs = list(history_of(membership).values_list("verb", "actor"))
    assert verbs == [("membership.verified", team.pk), ("membership.requested", membership.person_id)]


def test_a_focal_point_verifies_for_their_organisation_and_no_other():
    focal = MembershipFactory(focal=True)
    mine, other = ask(organisation=focal.organisation), ask()
    actions.verify(membership=mine, by=focal.person, at=AT)
    with pytest.raises(actions.NotAllowed):
        actions.verify(membership=other, by=focal.person, at=AT)
    other.refresh_from_db()
    assert other.state == MembershipState.REQUESTED


@pytest.mark.parametrize("make", [PersonFactory, lambda: MembershipFactory().person])
def test_others_verify_nothing(make):
    with pytest.raises(actions.NotAllowed):
        actions.verify(membership=ask(), by=make(), at=AT)


def test_a_member_who_is_no_focal_point_verifies_nothing():
    member = MembershipFactory()
    with pytest.raises(actions.NotAllowed):
        actions.verify(membership=ask(organisation=member.organisation), by=member.person, at=AT)


def test_a_focal_point_not_verified_yet_verifies_nothing():
    asked = MembershipFactory(focal=True, requested=True)
    with pytest.raises(actions.NotAllowed):
        actions.verify(membership=ask(organisation=asked.organisation), by=asked.person, at=AT)


def test_nobody_decides_on_their_own():
    team = verifier()
    membership = ask(person=team)
    for decide in (
        lambda: actions.verify(membership=membership, by=team, at=AT),
        lambda: actions.refuse(membership=membership, by=team, reason="non", at=AT),
    ):
        with pytest.raises(actions.NotAllowed):
            decide()


def test_a_refusal_needs_a_reason_which_the_person_reads():
    membership, team = ask(), verifier()
    with pytest.raises(actions.ReasonMissing):
        actions.refuse(membership=membership, by=team, reason="  ", at=AT)
    actions.refuse(membership=membership, by=team, reason="Mandat manquant", at=AT)
    membership.refresh_from_db()
    assert (membership.state, membership.reason) == (MembershipState.REFUSED, "Mandat manquant")
    assert Mail.objects.filter(letter="actors.refused", to=membership.person.email).exists()


def test_a_decision_is_not_turned_by_a_second_one():
    refused, verified, team = ask(), ask(), verifier()
    actions.refuse(membership=refused, by=team, reason="non", at=AT)
    actions.verify(membership=verified, by=team, at=AT)
    with pytest.raises(actions.AlreadyDecided):
        actions.verify(membership=refused, by=team, at=AT)
    with pytest.raises(actions.AlreadyDecided):
        actions.refuse(membership=verified, by=team, reason="non", at=AT)


def test_a_person_leaves_and_loses_the_voice_without_a_mail_to_themselves():
    membership = MembershipFactory()
    actions.withdraw(membership=membership, by=membership.person, at=AT)
    actions.withdraw(membership=membership, by=membership.person, at=AT)
    assert voice_of(membership.person, membership.organisation_id) is None
    assert not Mail.objects.exists()


def test_a_focal_point_ends_a_membership_and_the_person_is_told():
    focal = MembershipFactory(focal=True)
    membership = MembershipFactory(organisation=focal.organisation)
    actions.withdraw(membership=membership, by=focal.person, at=AT)
    assert Notification.objects.filter(person=membership.person, kind="actors.ended").exists()


def test_a_stranger_ends_nothing():
    membership = MembershipFactory()
    with pytest.raises(actions.NotAllowed):
        actions.withdraw(membership=membership, by=PersonFactory(), at=AT)


def test_a_refused_request_cannot_be_withdrawn():
    membership = ask()
    actions.refuse(membership=membership, by=verifier(), reason="non", at=AT)
    with pytest.raises(actions.AlreadyDecided):
        actions.withdraw(membership=membership, by=membership.person, at=AT)


def test_the_team_names_a_focal_point_among_verified_members_only():
    member, team = MembershipFactory(), verifier()
    assert actions.set_role(membership=member, role=MembershipRole.FOCAL_POINT, by=team, at=AT).role == "focal_point"
    with pytest.raises(actions.AlreadyDecided):
        actions.set_role(membership=ask(), role=MembershipRole.FOCAL_POINT, by=team, at=AT)
    with pytest.raises(actions.NotAllowed):
        actions.set_role(membership=member, role=MembershipRole.MEMBER, by=PersonFactory(), at=AT)


def test_a_proposed_organisation_stays_out_of_the_directory():
    membership = propose(PersonFactory())
    organisation = membership.organisation
    assert (organisation.is_published, organisation.name_ar, organisation.name_fr) == (False, "جمعية الواحة", None)
    assert organisation.slug
    assert not Organisation.objects.published().exists()


def test_proposing_the_same_name_again_is_the_same_proposal():
    person = PersonFactory()
    assert propose(person) == propose(person, name="جمعيّة الواحه")
    assert Organisation.objects.count() == 1


def test_two_people_proposing_the_same_name_get_an_organisation_each():
    first, second = propose(PersonFactory()), propose(PersonFactory())
    assert first.organisation.slug != second.organisation.slug


def test_a_proposal_goes_to_the_team_even_where_someone_claims_to_lead_it():
    team = verifier()
    membership = propose(PersonFactory())
    MembershipFactory(organisation=membership.organisation, focal=True)
    assert deciders(membership) == ([team], False)


def test_a_focal_point_decides_nothing_for_an_organisation_outside_the_directory():
    membership = propose(PersonFactory())
    focal = MembershipFactory(organisation=membership.organisation, focal=True)
    with pytest.raises(actions.NotAllowed):
        actions.verify(membership=membership, by=focal.person, at=AT, publish=True)


def test_a_proposal_is_verified_with_its_organisation_or_not_at_all():
    membership, team = propose(PersonFactory()), verifier()
    with pytest.raises(actions.NotPublished):
        actions.verify(membership=membership, by=team, at=AT)
    actions.verify(membership=membership, by=team, at=AT, publish=True)
    assert Organisation.objects.published().get() == membership.organisation
    assert Entry.objects.filter(kind="organisation", object_id=membership.organisation_id).exists()


def test_publishing_is_for_the_team():
    organisation = OrganisationFactory(is_published=False)
    with pytest.raises(actions.NotAllowed):
        actions.publish_organisation(organisation=organisation, by=MembershipFactory(focal=True).person, at=AT)
    organisation.refresh_from_db()
    assert not organisation.is_published


def test_the_right_to_verify_comes_through_a_group_too():
    from django.contrib.auth.models import Group

    group = Group.objects.create(name="Vérification")
    group.permissions.add(Permission.objects.get(codename="verify_membership"))
    person = PersonFactory()
    person.groups.add(group)
    assert deciders(ask())[0] == [person]
