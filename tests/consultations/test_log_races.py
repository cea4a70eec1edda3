"""Acts at the same moment, on rows that lock: one chain, without a gap and without a fork."""

import threading

import pytest
from django.db import connection

from consultations import actions
from consultations.actions import log
from consultations.models import LogEntry, LogHead, Vote
from consultations.queries.log import verify
from tests.factories.actors import PersonFactory
from tests.factories.consultations import NOON, ConsultationFactory, StatementFactory
from tests.racing import raised_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
VOTERS = 8


@pytest.fixture
def consultation():
    """Two statements, on which nobody has voted."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: make test starts one")
    consultation = ConsultationFactory()
    for _number in range(2):
        StatementFactory(consultation=consultation)
    return consultation


def votes_of(people, consultation):
    def voting(person):
        def act():
            for number in (1, 2):
                actions.vote(person=person, consultation=consultation, number=number, value=1, at=NOON)

        return act

    return [voting(person) for person in people]


def test_people_who_vote_at_once_leave_one_chain_without_a_gap(consultation):
    people = [PersonFactory(confirmed=True) for _ in range(VOTERS)]
    assert raised_at_once(*votes_of(people, consultation)) == []
    found = verify(consultation)
    assert (found.faults, found.links, found.checked) == ([], 2 * VOTERS, 2 * VOTERS)
    assert LogHead.objects.get().sequence == Vote.objects.count() == 2 * VOTERS


def test_votes_and_an_erasure_at_once_leave_a_chain_that_holds(consultation):
    gone, *people = [PersonFactory(confirmed=True) for _ in range(VOTERS)]
    for act in votes_of([gone], consultation):
        act()
    taken_back = [lambda: actions.erase_votes(person=gone, consultation=consultation, at=NOON)] * 2
    assert raised_at_once(*votes_of(people, consultation), *taken_back) == []
    found = verify(consultation)
    assert (found.faults, found.forgotten, found.checked) == ([], 2, 2 * len(people))


def test_without_the_lock_the_chain_would_fork(consultation, monkeypatch):
    """What the lock is for: two who read the same head write the same number, and one of the acts is lost."""
    gate = threading.Barrier(2)

    def read(one):
        LogHead.objects.get_or_create(consultation=one)
        head = LogHead.objects.get(consultation=one)
        gate.wait()
        return head

    monkeypatch.setattr(log, "_locked_head", read)
    LogHead.objects.create(consultation=consultation)
    people = [PersonFactory(confirmed=True) for _ in range(2)]
    acts = [
        lambda person=person: actions.vote(person=person, consultation=consultation, number=1, value=1, at=NOON)
        for person in people
    ]
    assert [type(error).__name__ for error in raised_at_once(*acts)] == ["IntegrityError"]
    assert LogEntry.objects.count() == 1
