"""Voting and publishing: who may, when, and once."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection, connections

from consultations import actions
from consultations.choices import ConsultationState
from consultations.models import Participant, Vote
from kernel.live.models import Event
from tests.factories.actors import MembershipFactory, OrganisationFactory, PersonFactory
from tests.factories.consultations import NOON, ConsultationFactory, ParticipantFactory, StatementFactory, VoteFactory

pytestmark = pytest.mark.django_db


def cast(person, statement, value=1, **extra):
    return actions.vote(
        person=person,
        consultation=statement.consultation,
        number=statement.number,
        value=value,
        **{"at": NOON, **extra},
    )


def team_member():
    person = PersonFactory(is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="manage", content_type__app_label="consultations"))
    return person


def test_vote_keeps_the_voice_of_the_organisation():
    membership = MembershipFactory(organisation__south=True, organisation__constituency="civil_society")
    given = cast(membership.person, StatementFactory(), organisation_id=membership.organisation_id)
    participant = given.participant
    assert (participant.constituency, participant.shore, participant.organisation) == (
        "civil_society",
        "south",
        membership.organisation,
    )


def test_vote_twice_leaves_one_vote_with_the_last_answer():
    person, statement = PersonFactory(), StatementFactory()
    cast(person, statement, 1)
    cast(person, statement, -1)
    assert list(Vote.objects.values_list("value", flat=True)) == [-1]


def test_each_vote_tells_open_pages_with_a_revision_that_every_database_holds():
    statement = StatementFactory()
    for value in (1, -1, 0):
        cast(PersonFactory(confirmed=True), statement, value)
    events = Event.objects.filter(stream__key=f"c:{statement.consultation_id}").order_by("seq")
    assert [(event.object_id, event.rev) for event in events] == [(str(statement.pk), n) for n in (1, 2, 3)]


def test_a_later_membership_rewrites_no_result():
    person, statement = PersonFactory(), StatementFactory()
    cast(person, statement)
    membership = MembershipFactory(person=person)
    cast(person, statement, -1, organisation_id=membership.organisation_id)
    assert list(Participant.objects.values_list("constituency", flat=True)) == ["citizens"]


@pytest.mark.parametrize("moment", [timedelta(0), timedelta(seconds=1)])
def test_vote_at_or_after_the_close_is_refused(moment):
    statement = StatementFactory()
    with pytest.raises(actions.VotingClosed):
        cast(PersonFactory(), statement, at=statement.consultation.closes_at + moment)
    assert not Vote.objects.exists()


def test_vote_at_the_opening_instant_is_taken():
    statement = StatementFactory()
    assert cast(PersonFactory(), statement, at=statement.consultation.opens_at)


def test_vote_on_a_draft_is_refused():
    with pytest.raises(actions.VotingClosed):
        cast(PersonFactory(), StatementFactory(consultation__draft=True))


def test_vote_without_a_confirmed_address_is_refused():
    with pytest.raises(actions.NotAllowed):
        cast(PersonFactory(confirmed=False), StatementFactory())


def test_vote_for_an_organisation_one_does_not_belong_to_is_refused():
    with pytest.raises(actions.UnknownVoice):
        cast(PersonFactory(), StatementFactory(), organisation_id=OrganisationFactory().pk)
    assert not Participant.objects.exists()


def test_vote_for_an_organisation_that_has_not_verified_the_person_is_refused():
    membership = MembershipFactory(state="requested", decided_at=None)
    with pytest.raises(actions.UnknownVoice):
        cast(membership.person, StatementFactory(), organisation_id=membership.organisation_id)


def test_vote_on_a_statement_of_another_consultation_is_refused_and_nothing_is_kept():
    person, foreign = PersonFactory(), StatementFactory(number=7)
    with pytest.raises(actions.UnknownStatement):
        actions.vote(person=person, consultation=ConsultationFactory(), number=foreign.number, value=1, at=NOON)
    assert not Participant.objects.exists()


def test_vote_with_a_value_that_is_no_answer_is_refused():
    with pytest.raises(ValueError, match="2"):
        cast(PersonFactory(), StatementFactory(), 2)


def test_publish_needs_a_statement():
    with pytest.raises(actions.ConsultationError):
        actions.publish(consultation=ConsultationFactory(draft=True), by=team_member(), at=NOON)


def test_publish_by_someone_outside_the_team_is_refused():
    statement = StatementFactory(consultation__draft=True)
    with pytest.raises(actions.NotAllowed):
        actions.publish(consultation=statement.consultation, by=PersonFactory(), at=NOON)


def test_publish_then_withdraw_keeps_the_votes():
    statement, team = StatementFactory(consultation__draft=True), team_member()
    actions.publish(consultation=statement.consultation, by=team, at=NOON)
    VoteFactory(statement=statement)
    actions.withdraw(consultation=statement.consultation, by=team, at=NOON)
    statement.consultation.refresh_from_db()
    assert (statement.consultation.state, Vote.objects.count()) == (ConsultationState.WITHDRAWN, 1)


def test_a_statement_is_numbered_in_order_and_never_reused():
    first = StatementFactory()
    second = StatementFactory(consultation=first.consultation)
    assert (first.number, second.number) == (1, 2)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_clicks_at_once_leave_one_participant_and_one_vote():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: make test starts one")
    person, statement = PersonFactory(), StatementFactory()
    start, failures = threading.Barrier(20), []

    def click(value):
        try:
            start.wait()
            cast(person, statement, value)
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=click, args=([1, -1, 0][n % 3],)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (failures, Participant.objects.count(), Vote.objects.count()) == ([], 1, 1)


def test_participant_rows_survive_the_person():
    participant = ParticipantFactory()
    participant.person.emailaddress_set.all().delete()
    participant.person.delete()
    assert Participant.objects.get().person is None
