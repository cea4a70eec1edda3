"""The demonstration's questionnaire: every kind, in three languages, loaded once."""

import pytest

from consultations.choices import QuestionKind
from consultations.models import Phase, Question
from consultations.queries import questionnaire_of
from portal.demo.questionnaires import load_questionnaires
from tests.factories.consultations import ConsultationFactory

pytestmark = pytest.mark.django_db


def test_it_asks_every_kind_in_three_languages_and_is_loaded_once():
    consultation = ConsultationFactory(slug="eau-du-littoral")
    load_questionnaires()
    load_questionnaires()
    questions = list(questionnaire_of(consultation))
    assert {question.kind for question in questions} == set(QuestionKind)
    assert not Question.objects.filter(label_ar="").exists()
    assert Phase.objects.filter(consultation=consultation, kind="questionnaire").count() == 1
