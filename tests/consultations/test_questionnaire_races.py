"""Two tabs at once, on rows that lock."""

import pytest

from consultations import actions
from consultations.errors import StaleAnswers
from consultations.models import LogEntry, Participant, Response, ResponseAnswer
from tests.factories.actors import PersonFactory
from tests.factories.consultations import NOON
from tests.factories.questionnaires import questionnaire_of_all_kinds
from tests.racing import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def save(person, consultation, made, words, rev=0):
    return actions.save_section(
        person=person,
        consultation=consultation,
        section=made["nom"].section_id,
        values={made["nom"].pk: words},
        rev=rev,
        at=NOON,
    )


def test_two_tabs_saving_differently_leave_one_version_and_one_warning():
    consultation, made = questionnaire_of_all_kinds()
    person = PersonFactory()
    told = at_once(*(lambda words=w: save(person, consultation, made, words) for w in ("Ici", "Là")))
    assert sorted(type(each).__name__ for each in told) == ["Response", "StaleAnswers"]
    assert Response.objects.get().rev == 1
    assert any(isinstance(each, StaleAnswers) for each in told)


def test_sending_twice_at_once_leaves_one_response_and_one_entry_of_the_log():
    consultation, made = questionnaire_of_all_kinds()
    person = PersonFactory()
    save(person, consultation, made, "Ici")
    told = at_once(*[lambda: actions.send(person=person, consultation=consultation, rev=1, at=NOON)] * 3)
    assert all(isinstance(each, Response) for each in told), told
    assert Participant.objects.count() == Response.objects.count() == ResponseAnswer.objects.count() == 1
    assert LogEntry.objects.filter(consultation=consultation).count() == 1
