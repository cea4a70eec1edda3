"""Proposing statements, and what the team decides of them."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from consultations import actions
from consultations.choices import LogKind
from consultations.models import LogEntry, Participant, Statement, Vote
from kernel.mail.models import Mail
from kernel.notifications.models import Notification
from tests.consultations.test_actions import cast, team_member
from tests.factories.actors import MembershipFactory, PersonFactory
from tests.factories.consultations import NOON, ConsultationFactory, ParticipantFactory, StatementFactory, VoteFactory
from tests.racing import raised_at_once

pytestmark = pytest.mark.django_db


def propose(person, consultation, text="L’ombre avant le bitume.", **extra):
    given = {"language": "fr", "at": NOON, "key": str(uuid.uuid4()), **extra}
    return actions.propose_statement(person=person, consultation=consultation, text=text, **given)


def proposed(**extra):
    author = ParticipantFactory(**extra)
    return StatementFactory(consultation=author.consultation, author=author, state="proposed", proposed_at=NOON)


def test_a_proposal_waits_to_be_read_under_the_voice_of_its_author_and_is_sealed():
    membership, consultation = MembershipFactory(organisation__constituency="research"), ConsultationFactory()
    number = propose(membership.person, consultation, organisation_id=membership.organisation_id)
    statement = Statement.objects.get(consultation=consultation, number=number)
    assert (statement.state, statement.proposed_by, statement.text_fr) == (
        "proposed",
        "research",
        "L’ombre avant le bitume.",
    )
    assert statement.author.person == membership.person
    assert LogEntry.objects.get(kind=LogKind.STATEMENT).object_id == statement.pk


def test_the_same_form_sent_twice_is_one_proposal():
    person, consultation, key = PersonFactory(), ConsultationFactory(), str(uuid.uuid4())
    assert propose(person, consultation, key=key) == propose(person, consultation, key=key)
    assert Statement.objects.count() == 1


@pytest.mark.parametrize("text", ["l'OMBRE avant le bitume", "L’ombre, avant le bitume !"])
def test_the_words_of_a_statement_at_the_vote_are_not_proposed_again(text):
    statement = StatementFactory(text_fr="L’ombre avant le bitume.")
    with pytest.raises(actions.AlreadySaid, match=str(statement.number)):
        propose(PersonFactory(), statement.consultation, text)


def test_the_same_words_in_another_language_or_from_somebody_else_are_another_proposal():
    consultation = ConsultationFactory()
    propose(PersonFactory(), consultation, "Solo")
    propose(PersonFactory(), consultation, "Solo", language="en")
    propose(PersonFactory(), consultation, "Solo")
    assert Statement.objects.count() == 3


def test_nobody_fills_the_queue_alone():
    person, consultation = PersonFactory(), ConsultationFactory()
    for number in range(10):
        propose(person, consultation, f"Phrase {number}")
    with pytest.raises(actions.TooManyWaiting):
        propose(person, consultation, "Une de trop")


@pytest.mark.parametrize("kind", ["inform", "questionnaire", "deliberate", "answer"])
def test_nothing_is_proposed_outside_the_phases_that_take_proposals(kind):
    base = ConsultationFactory()
    consultation = ConsultationFactory(phases=[(kind, base.opens_at, base.closes_at)])
    with pytest.raises(actions.VotingClosed):
        propose(PersonFactory(), consultation)


def test_a_shore_that_the_phase_does_not_admit_neither_proposes_nor_votes():
    statement = StatementFactory()
    statement.consultation.phases.update(shores=["north"])
    membership = MembershipFactory(organisation__south=True)
    chosen = {"organisation_id": membership.organisation_id}
    with pytest.raises(actions.NotAllowed):
        propose(membership.person, statement.consultation, **chosen)
    with pytest.raises(actions.NotAllowed):
        cast(membership.person, statement, **chosen)
    assert not Participant.objects.exists()


def test_without_a_confirmed_address_nothing_is_proposed():
    with pytest.raises(actions.NotAllowed):
        propose(PersonFactory(confirmed=False), ConsultationFactory())


def test_a_published_proposal_is_at_the_vote_and_its_author_hears_of_it():
    statement = proposed(person__language="ar")
    actions.publish_statement(statement=statement, by=team_member(), at=NOON)
    assert cast(PersonFactory(), statement).value == 1
    mail = Mail.objects.get(letter="consultations.statement_published")
    assert (mail.to, mail.language) == (statement.author.person.email, "ar")
    assert Notification.objects.get().person == statement.author.person


def test_a_refused_proposal_gives_its_reason_to_its_author_and_takes_no_vote():
    statement = proposed()
    actions.refuse_statement(statement=statement, reason="Deux idées en une phrase.", by=team_member(), at=NOON)
    with pytest.raises(actions.UnknownStatement):
        cast(PersonFactory(), statement)
    assert Mail.objects.get().context["reason"] == "Deux idées en une phrase."


def test_a_refusal_needs_a_reason():
    with pytest.raises(actions.ConsultationError):
        actions.refuse_statement(statement=proposed(), reason="  ", by=team_member(), at=NOON)


@pytest.mark.parametrize(
    ("act", "more"),
    [("publish_statement", {}), ("refuse_statement", {"reason": "Non."}), ("merge_statement", {"into": 1})],
)
def test_only_the_team_decides(act, more):
    with pytest.raises(actions.NotAllowed):
        getattr(actions, act)(statement=proposed(), by=PersonFactory(), at=NOON, **more)


def test_what_is_decided_is_not_decided_again_and_the_same_decision_twice_is_one():
    statement, team = proposed(), team_member()
    for _again in range(2):
        actions.publish_statement(statement=statement, by=team, at=NOON)
    with pytest.raises(actions.AlreadyDecided):
        actions.refuse_statement(statement=statement, reason="Trop tard.", by=team, at=NOON)
    assert (Mail.objects.count(), LogEntry.objects.filter(kind=LogKind.STATEMENT).count()) == (1, 1)


def test_a_merged_statement_keeps_its_votes_out_of_the_count_and_leads_to_the_other(client):
    kept = StatementFactory()
    double = StatementFactory(consultation=kept.consultation)
    VoteFactory(statement=double)
    actions.merge_statement(statement=double, into=kept.number, by=team_member(), at=NOON)
    double.refresh_from_db()
    assert (double.state, double.merged_into, Vote.objects.count()) == ("merged", kept, 1)
    with pytest.raises(actions.UnknownStatement):
        cast(PersonFactory(), double)
    client.force_login(PersonFactory())
    response = client.get(f"/fr/consultations/{kept.consultation.slug}/vote/{double.number}/")
    assert response["Location"].endswith(f"/vote/{kept.number}/")


def test_what_was_merged_follows_where_its_statement_goes():
    first, second, third = StatementFactory.create_batch(3, consultation=ConsultationFactory())
    team = team_member()
    actions.merge_statement(statement=first, into=second.number, by=team, at=NOON)
    actions.merge_statement(statement=second, into=third.number, by=team, at=NOON)
    first.refresh_from_db()
    assert first.merged_into == third


@pytest.mark.parametrize("case", ["itself", "unknown", "refused", "elsewhere"])
def test_a_statement_is_merged_only_with_another_one_at_the_vote_of_its_consultation(case):
    statement = proposed()
    other = StatementFactory(consultation=statement.consultation, state="refused", reason="Hors sujet.")
    elsewhere = StatementFactory(number=70)
    into = {"itself": statement.number, "unknown": 99, "refused": other.number, "elsewhere": elsewhere.number}[case]
    with pytest.raises(actions.UnknownStatement):
        actions.merge_statement(statement=statement, into=into, by=team_member(), at=NOON)


def test_an_author_whose_account_is_gone_is_told_nothing():
    statement = proposed()
    Participant.objects.update(person=None)
    actions.publish_statement(statement=statement, by=team_member(), at=NOON)
    assert not Mail.objects.exists()


def test_votes_are_taken_back_and_the_person_leaves_and_may_come_back_otherwise():
    membership, statement = MembershipFactory(), StatementFactory()
    person = membership.person
    cast(person, statement)
    erased = actions.erase_votes(person=person, consultation=statement.consultation, at=NOON)
    assert (erased, Vote.objects.count(), Participant.objects.count()) == (1, 0, 0)
    assert LogEntry.objects.get(kind=LogKind.VOTE).salt == ""
    cast(person, statement, organisation_id=membership.organisation_id)
    assert Participant.objects.get().organisation == membership.organisation


def test_who_proposed_a_statement_stays_when_their_votes_go():
    person, statement = PersonFactory(), StatementFactory()
    propose(person, statement.consultation)
    cast(person, statement)
    actions.erase_votes(person=person, consultation=statement.consultation, at=NOON)
    assert Participant.objects.get().person == person
    assert not Vote.objects.exists()


def test_after_the_close_votes_stay():
    vote = VoteFactory()
    consultation = vote.statement.consultation
    with pytest.raises(actions.VotingClosed):
        actions.erase_votes(person=vote.participant.person, consultation=consultation, at=consultation.closes_at)
    assert Vote.objects.exists()


def test_the_same_answer_again_adds_nothing_to_the_log():
    person, statement = PersonFactory(), StatementFactory()
    for value in (1, 1, -1):
        cast(person, statement, value)
    assert LogEntry.objects.filter(kind=LogKind.VOTE).count() == 2


@pytest.fixture
def postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: make test starts one")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_proposals_at_once_get_numbers_of_their_own(postgresql):
    consultation, people = ConsultationFactory(), PersonFactory.create_batch(12)
    failures = raised_at_once(
        *[lambda person=person: propose(person, consultation, f"Phrase de {person.pk}") for person in people]
    )
    assert failures == []
    assert sorted(Statement.objects.values_list("number", flat=True)) == list(range(1, 13))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_decisions_at_once_leave_one(postgresql):
    statement, team = proposed(), team_member()
    failures = raised_at_once(
        lambda: actions.publish_statement(statement=statement, by=team, at=NOON),
        lambda: actions.refuse_statement(statement=statement, reason="Non.", by=team, at=NOON),
    )
    assert [type(error) for error in failures] == [actions.AlreadyDecided]
    assert Mail.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_statements_merged_with_each_other_at_once_leave_one_at_the_vote(postgresql):
    one, other = StatementFactory.create_batch(2, consultation=ConsultationFactory())
    team = team_member()
    failures = raised_at_once(
        lambda: actions.merge_statement(statement=one, into=other.number, by=team, at=NOON),
        lambda: actions.merge_statement(statement=other, into=one.number, by=team, at=NOON),
    )
    assert len(failures) == 1
    assert sorted(Statement.objects.values_list("state", flat=True)) == ["merged", "published"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_votes_and_taking_them_back_at_once_lose_nothing_and_fail_never(postgresql):
    person, statements = PersonFactory(), StatementFactory.create_batch(6, consultation=ConsultationFactory())
    consultation = statements[0].consultation
    votes = [lambda statement=statement: cast(person, statement) for statement in statements]
    erasures = [lambda: actions.erase_votes(person=person, consultation=consultation, at=NOON)] * 3
    assert raised_at_once(*votes, *erasures) == []
    assert Participant.objects.count() <= 1
    assert Vote.objects.exclude(participant__person=person).count() == 0


@pytest.mark.parametrize(
    ("before", "after", "taken"),
    [
        ("published", "withdrawn", True),
        ("withdrawn", "published", True),
        ("refused", "refused", True),
        ("proposed", "published", False),
        ("published", "merged", False),
        ("published", "refused", False),
        ("refused", "published", False),
    ],
)
def test_the_desk_takes_statements_out_and_leaves_proposals_to_the_queue(before, after, taken):
    statement = StatementFactory(state=before, reason="Hors sujet.")
    statement.state = after
    if taken:
        return statement.full_clean()
    with pytest.raises(ValidationError, match="Phrases proposées"):
        statement.clean()
    return None
