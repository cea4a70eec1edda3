"""A person's own copy of their answers, and what stays when they leave."""

import pytest

from actors.actions import erase_person
from actors.registry import export_all
from consultations.models import Participant, Vote
from tests.factories.consultations import NOON, ParticipantFactory, StatementFactory, VoteFactory

pytestmark = pytest.mark.django_db


def test_copy_holds_ones_own_answers_and_nobody_elses():
    statement = StatementFactory()
    mine = VoteFactory(statement=statement, value=-1)
    VoteFactory(statement=statement)
    copy = export_all(mine.participant.person)["consultations"]
    assert [answer["answer"] for entry in copy for answer in entry["answers"]] == ["Pas d’accord"]


def test_answers_keep_counting_when_the_account_is_erased():
    participant = ParticipantFactory()
    VoteFactory(participant=participant, statement__consultation=participant.consultation)
    erase_person(person=participant.person, by=participant.person, at=NOON)
    assert (Participant.objects.get().person, Vote.objects.count()) == (None, 1)
