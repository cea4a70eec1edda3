"""Whoever changes, removes, adds or hides something behind the log's back is found out."""

import pytest
from django.core.management import CommandError, call_command

from consultations import actions
from consultations.actions.log import append, forget
from consultations.choices import LogKind
from consultations.log_payloads import statement_payload
from consultations.models import LogEntry, LogHead, Statement, Vote
from consultations.personal_data import erase
from consultations.queries.log import verify
from tests.factories.actors import PersonFactory
from tests.factories.consultations import NOON, ConsultationFactory, StatementFactory, VoteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation():
    """Three people answered two statements, one of them changed their mind."""
    consultation = ConsultationFactory()
    for number in range(2):
        StatementFactory(consultation=consultation, text_fr=f"Phrase {number}.")
    people = [PersonFactory(confirmed=True) for _ in range(3)]
    for person in people:
        for number in (1, 2):
            actions.vote(person=person, consultation=consultation, number=number, value=1, at=NOON)
    actions.vote(person=people[0], consultation=consultation, number=1, value=-1, at=NOON)
    consultation.people = people
    return consultation


def faults(consultation):
    return {fault.what for fault in verify(consultation).faults}


def test_an_honest_log_holds(consultation):
    found = verify(consultation)
    assert (found.holds, found.links, found.checked, found.forgotten) == (True, 7, 6, 0)
    assert found.head == LogHead.objects.get().hash


def test_an_empty_log_holds():
    assert verify(ConsultationFactory()).holds


@pytest.mark.parametrize(
    ("tamper", "fault"),
    [
        (lambda c: Vote.objects.filter(value=-1).update(value=1), "changed"),
        (lambda c: Vote.objects.first().delete(), "missing"),
        (lambda c: VoteFactory(statement=c.statements.first()), "unsealed"),
        (lambda c: LogEntry.objects.filter(sequence=3).update(digest="0" * 64), "broken"),
        (lambda c: LogEntry.objects.filter(sequence=3).update(hash="0" * 64), "broken"),
        (lambda c: LogEntry.objects.filter(sequence=3).update(kind="answer"), "broken"),
        (lambda c: LogEntry.objects.filter(sequence=3).delete(), "broken"),
        (lambda c: LogEntry.objects.filter(sequence=7).delete(), "head"),
        (lambda c: LogHead.objects.update(hash="0" * 64), "head"),
        (lambda c: LogHead.objects.all().delete(), "head"),
        (lambda c: LogEntry.objects.filter(sequence=3).update(salt=""), "blanked"),
        (lambda c: LogEntry.objects.filter(sequence=6).update(salt="0" * 32), "changed"),
    ],
)
def test_what_is_done_behind_its_back_is_found(consultation, tamper, fault):
    tamper(consultation)
    assert fault in faults(consultation)


def test_a_statement_reworded_after_its_decision_is_found(consultation):
    statement = consultation.statements.first()
    append(
        consultation=consultation,
        kind=LogKind.STATEMENT,
        payload=statement_payload(statement),
        object_id=statement.pk,
    )
    assert verify(consultation).holds
    Statement.objects.filter(pk=statement.pk).update(text="Autre.", text_fr="Autre.")
    assert faults(consultation) == {"changed"}


def test_after_an_erasure_it_holds_and_proves_nothing_of_the_person(consultation):
    person = consultation.people[0]
    erase(person, NOON)
    found = verify(consultation)
    assert (found.holds, found.forgotten, found.checked) == (True, 3, 4)
    assert not LogEntry.objects.filter(participant__person=person).exists()


def test_answers_taken_back_leave_a_log_that_holds(consultation):
    actions.erase_votes(person=consultation.people[0], consultation=consultation, at=NOON)
    assert verify(consultation).holds


def test_an_erasure_that_says_another_number_is_found(consultation):
    forget(participant=Vote.objects.first().participant)
    LogEntry.objects.filter(kind=LogKind.ERASURE).update(object_id=9)
    assert {"changed", "blanked"} <= faults(consultation)


def test_the_command_tells_and_fails(consultation, capsys):
    call_command("verify_log")
    assert "tient ; 7 maillons" in capsys.readouterr().out
    Vote.objects.filter(value=-1).update(value=1)
    with pytest.raises(CommandError, match=consultation.slug):
        call_command("verify_log", consultation.slug)


def test_a_chain_made_anew_does_not_hold_a_head_noted_before(consultation):
    noted = LogEntry.objects.get(sequence=5)
    call_command("verify_log", consultation.slug, "--head", f"5:{noted.hash}", verbosity=0)
    with pytest.raises(CommandError):
        call_command("verify_log", consultation.slug, "--head", f"5:{'0' * 64}", verbosity=0)
