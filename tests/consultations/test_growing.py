"""What is published anew is what has something new: no other consultation costs anything."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from consultations import actions
from consultations.growing import AFTER_CLOSE, grown, running
from tests.factories.actors import PersonFactory
from tests.factories.consultations import NOON, ConsultationFactory, StatementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


@pytest.fixture
def statement():
    return StatementFactory(number=1)


def found(at=NOON, closed=lambda each: ""):
    return list(grown("tests", running(at), closed))


def test_a_consultation_is_done_once_until_somebody_votes(statement):
    assert found() == [statement.consultation]
    assert found() == []
    person = PersonFactory()
    actions.vote(person=person, consultation=statement.consultation, number=1, value=1, at=NOON)
    assert found() == [statement.consultation]
    assert found() == []


def test_what_closes_is_done_once_more(statement):
    assert found(closed=lambda each: False) == [statement.consultation]
    assert found(closed=lambda each: True) == [statement.consultation]
    assert found(closed=lambda each: True) == []


def test_what_went_wrong_is_tried_again(statement):
    tried = grown("tests", running(NOON), lambda each: "")
    assert next(tried) == statement.consultation
    tried.close()  # as where publishing raises
    assert found() == [statement.consultation]


def test_only_what_runs_or_has_just_closed_is_looked_at():
    consultation = ConsultationFactory()
    assert list(running(consultation.opens_at - timedelta(seconds=1))) == []
    assert list(running(consultation.closes_at + AFTER_CLOSE - timedelta(seconds=1))) == [consultation]
    assert list(running(consultation.closes_at + AFTER_CLOSE)) == []
