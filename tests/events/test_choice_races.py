"""Places of a choice under real row locks. First the negative control: without the meeting's lock, it oversells."""

import threading

import pytest
from django.db import connection

from actors.queries import voices_of
from events import actions
from events.actions import answers as answering
from events.actions import locking, registrations
from events.answering import Given
from events.errors import QuestionRefused
from events.models import Meeting, QuestionChoice, Registration
from tests.factories.events import NOW, MeetingFactory, member
from tests.factories.questions import QuestionFactory, choice_of

from .test_races import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

SQL_OVERSOLD = """
    SELECT c.id FROM events_questionchoice c JOIN events_picked p ON p.choice_id = c.id
    JOIN events_answer a ON a.id = p.answer_id AND a.is_current
    JOIN events_registration r ON r.id = a.registration_id
    AND r.state IN ('requested', 'waiting', 'offered', 'confirmed')
    WHERE c.places IS NOT NULL GROUP BY c.id, c.places HAVING count(*) > c.places
"""


@pytest.fixture(autouse=True)
def row_locks():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: give its address in DATABASE_URL")


def choosing(meeting, question, label):
    person = member()
    answers = {question.pk: Given(choices=frozenset({choice_of(question, label).pk}))}
    facts = {"mode": "online", "listening_language": "fr", "needs": "", "by": person, "at": NOW, "answers": answers}
    voice = voices_of(person)[0]
    return lambda: actions.register(meeting=meeting, person=person, voice=voice, **facts)


def oversold():
    with connection.cursor() as cursor:
        cursor.execute(SQL_OVERSOLD)
        return cursor.fetchall()


def workshop(places):
    meeting = MeetingFactory()
    question = QuestionFactory(meeting=meeting, kind="choice", choices=["A", "B"], choices__places={"A": places})
    return meeting, question


def test_without_the_lock_a_choice_is_sold_more_than_once(monkeypatch):
    meeting, question = workshop(1)
    everyone_has_counted = threading.Barrier(6)
    count = answering.places_of

    def counted_together(*args, **kwargs):
        places = count(*args, **kwargs)
        everyone_has_counted.wait(timeout=60)
        return places

    def read_without_lock(meeting_id, code=""):
        return locking.Locked(Meeting.objects.get(pk=meeting_id), (), None)

    monkeypatch.setattr(registrations, "lock_seats", read_without_lock)
    monkeypatch.setattr(answering, "places_of", counted_together)
    at_once(*(choosing(meeting, question, "A") for _ in range(6)))
    assert oversold()


@pytest.mark.parametrize("places", [1, 5])
def test_of_thirty_people_as_many_get_a_choice_as_it_has_places(places):
    meeting, question = workshop(places)
    results = at_once(*(choosing(meeting, question, "A") for _ in range(30)))
    refused = [result for result in results if isinstance(result, QuestionRefused)]
    assert (len(refused), Registration.objects.count()) == (30 - places, places)
    assert oversold() == []


def test_cutting_places_while_people_choose_never_leaves_more_than_there_are():
    from events.actions.questions import save_question
    from events.models import Question
    from tests.factories.events import manager

    meeting, question = workshop(10)
    team = manager()

    def cut():
        fresh = Question.objects.get(pk=question.pk)
        choices = list(fresh.choices.all())
        for choice in choices:
            choice.places = 4 if choice.label_fr == "A" else None
        fresh.choices = choices
        try:
            return save_question(question=fresh, by=team, at=NOW)
        except Exception as refusal:
            return str(refusal)

    at_once(*(choosing(meeting, question, "A") for _ in range(8)), cut)
    assert oversold() == []
    assert QuestionChoice.objects.get(label_fr="A").places in {4, 10}
