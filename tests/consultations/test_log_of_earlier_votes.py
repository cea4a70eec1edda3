"""Migration 0006: votes given before there was a log get their links, once, in the order they were given."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command

from consultations import actions
from consultations.models import LogEntry, LogHead
from consultations.queries.log import receipt_of, verify
from tests.factories.consultations import NOON, ConsultationFactory, ParticipantFactory, StatementFactory, VoteFactory

migration = import_module("consultations.migrations.0006_log_of_earlier_votes")
pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation(monkeypatch):
    """Seven votes, the latest first in the table; sealed three at a time."""
    monkeypatch.setattr(migration, "BATCH", 3)
    statement = StatementFactory()
    for number in range(7):
        VoteFactory(statement=statement, value=number % 3 - 1, at=NOON - timedelta(minutes=number))
    return statement.consultation


def seal():
    migration.seal_votes(apps, None)


def test_each_vote_is_sealed_in_the_order_it_was_given(consultation):
    assert {fault.what for fault in verify(consultation).faults} == {"unsealed"}
    seal()
    found = verify(consultation)
    assert (found.faults, found.links, found.checked) == ([], 7, 7)
    given = list(consultation.statements.get().votes.order_by("at").values_list("pk", flat=True))
    assert list(LogEntry.objects.order_by("sequence").values_list("object_id", flat=True)) == given
    call_command("verify_log", consultation.slug, verbosity=0)


def test_its_links_are_those_of_the_action_and_the_chain_goes_on(consultation):
    seal()
    seal()
    assert LogHead.objects.get(consultation=consultation).sequence == 7
    statement = StatementFactory(consultation=consultation)
    newcomer = ParticipantFactory(consultation=consultation, person__confirmed=True)
    actions.vote(person=newcomer.person, consultation=consultation, number=statement.number, value=1, at=NOON)
    found = verify(consultation)
    assert (found.faults, found.links) == ([], 8)


def test_whoever_voted_before_has_a_receipt_and_may_be_forgotten(consultation):
    seal()
    person = consultation.statements.get().votes.first().participant.person
    assert receipt_of(person, consultation).is_whole
    actions.erase_votes(person=person, consultation=consultation, at=NOON)
    found = verify(consultation)
    assert (found.faults, found.forgotten) == ([], 1)


def test_a_consultation_without_votes_and_one_whose_log_is_begun_stay_as_they_are():
    empty = ConsultationFactory()
    statement = StatementFactory()
    person = ParticipantFactory(consultation=statement.consultation, person__confirmed=True).person
    actions.vote(person=person, consultation=statement.consultation, number=statement.number, value=1, at=NOON)
    before = list(LogEntry.objects.values_list("hash", flat=True))
    seal()
    assert list(LogEntry.objects.values_list("hash", flat=True)) == before
    assert verify(empty).links == 0
