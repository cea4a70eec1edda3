"""The team builds a questionnaire, takes responses away, and what was answered keeps its meaning."""

import csv
from io import BytesIO, StringIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from openpyxl import load_workbook

from consultations import actions, personal_data_questionnaire
from consultations.actions import building
from consultations.errors import ConsultationError, NotAllowed
from consultations.models import Option, Question, Response, ResponseAnswer, Section
from consultations.queries import questionnaire_of, response_counts
from tests.factories.actors import PersonFactory
from tests.factories.consultations import NOON, ConsultationFactory
from tests.factories.questionnaires import QuestionFactory, SectionFactory, questionnaire_of_all_kinds

pytestmark = pytest.mark.django_db
AT = NOON


@pytest.fixture
def team(client):
    person = PersonFactory(is_superuser=True)
    client.force_login(person)
    return person


def sends(consultation, made, **values):
    """Somebody new sends these answers."""
    person = PersonFactory()
    actions.save_section(
        person=person,
        consultation=consultation,
        section=made["acces"].section_id,
        values={made[code].pk: value for code, value in values.items()},
        rev=0,
        at=AT,
    )
    response = Response.objects.get(person=person)
    return actions.send(person=person, consultation=consultation, rev=response.rev, at=AT)


def question_form(**more):
    rows = {"options-TOTAL_FORMS": "2", "options-INITIAL_FORMS": "0", "options-MIN_NUM_FORMS": "0"}
    for number, label in enumerate(["À pied", "En bus"]):
        rows |= {f"options-{number}-label_fr": label, f"options-{number}-id": "", f"options-{number}-DELETE": ""}
    return rows | {"kind": "single", "label_fr": "Comment venez-vous ?", "label_ar": "كيف تأتون؟", **more}


def test_a_question_is_built_in_three_languages_with_codes_formed_of_its_words(client, team):
    section = SectionFactory()
    address = f"{reverse('consultations_questions:add')}?section={section.pk}"
    assert client.get(address).status_code == 200
    reply = client.post(address, question_form())
    assert reply["Location"] == reverse("consultations_questions:overview", args=[section.consultation_id])
    question = Question.objects.get()
    assert (question.code, question.label_ar) == ("comment-venez-vous", "كيف تأتون؟")
    assert list(Option.objects.values_list("code", flat=True)) == ["a-pied", "en-bus"]
    assert "comment-venez-vous" in client.get(reply["Location"]).content.decode()
    assert client.get(reverse("consultations_questions:edit", args=[question.pk])).status_code == 200


def test_a_choice_without_choices_comes_back_with_what_was_typed(client, team):
    section = SectionFactory()
    address = f"{reverse('consultations_questions:add')}?section={section.pk}"
    reply = client.post(address, question_form(**{"options-TOTAL_FORMS": "0"}))
    assert reply.status_code == 200
    assert "au moins deux choix" in reply.content.decode()
    assert "Comment venez-vous" in reply.content.decode()


def test_conditions_and_settings_are_kept_as_the_model_says(client, team):
    _consultation, made = questionnaire_of_all_kinds()
    address = f"{reverse('consultations_questions:add')}?section={made['age'].section_id}"
    form = question_form(kind="scale", low="0", high="10", asked_if=[f"{made['acces'].pk}:bus"])
    form["options-TOTAL_FORMS"] = "0"
    client.post(address, form)
    question = Question.objects.get(label_fr="Comment venez-vous ?")
    assert (question.settings, question.depends_on, question.depends_values) == (
        {"low": 0, "high": 10},
        made["acces"],
        ["bus"],
    )


@pytest.mark.parametrize("name", ["overview", "copy_from", "responses-csv", "responses-xlsx", "codebook", "results"])
def test_the_desk_is_for_the_team(client, name, team):
    consultation, _made = questionnaire_of_all_kinds()
    address = reverse(f"consultations_questions:{name}", args=[consultation.pk])
    assert client.get(address).status_code == 200
    client.force_login(PersonFactory())
    assert client.get(address).status_code in {302, 403}


def test_who_is_not_of_the_team_builds_nothing():
    with pytest.raises(NotAllowed):
        building.write_section(section=Section(title_fr="x"), by=PersonFactory(), at=AT)


def test_what_was_answered_may_be_translated_and_no_longer_rewritten(team):
    consultation, made = questionnaire_of_all_kinds()
    sends(consultation, made, acces={"codes": ["pied"], "words": {}})
    question = Question.objects.get(pk=made["acces"].pk)
    question.label_en = "How do you come?"
    building.write_question(question=question, by=team, at=AT)
    for name, value in {"label_fr": "Autre chose", "kind": "multiple", "code": "autre-code"}.items():
        question = Question.objects.get(pk=made["acces"].pk)
        setattr(question, name, value)
        with pytest.raises(ValidationError):
            building.write_question(question=question, by=team, at=AT)
    with pytest.raises(ConsultationError):
        building.remove_question(question=made["acces"], by=team, at=AT)
    with pytest.raises(ConsultationError):
        building.remove_section(section=made["acces"].section, by=team, at=AT)


def test_a_question_stays_after_the_one_it_depends_on(team):
    first = QuestionFactory(kind="single", choices=["a", "b"])
    second = QuestionFactory(section=first.section, depends_on=first, depends_values=["a"])
    with pytest.raises(ConsultationError):
        building.move(item=second, by=team, at=AT, up=True)
    third = QuestionFactory(section=first.section)
    building.move(item=third, by=team, at=AT, up=True)
    order = Question.objects.filter(section=first.section).order_by("position", "pk")
    assert list(order) == [first, third, second]


def test_a_copy_takes_questions_choices_and_conditions_and_no_answer(team):
    consultation, made = questionnaire_of_all_kinds()
    sends(consultation, made, acces={"codes": ["pied"], "words": {}})
    target = ConsultationFactory()
    assert building.copy_questionnaire(source=consultation, target=target, by=team, at=AT) == len(made)
    before, after = list(questionnaire_of(consultation)), list(questionnaire_of(target))
    assert [(q.code, q.kind, [c.code for c in q.choices]) for q in before] == [
        (q.code, q.kind, [c.code for c in q.choices]) for q in after
    ]
    assert after[-1].depends_on == next(q.pk for q in after if q.code == "acces")
    assert response_counts(target) == {"sent": 0, "drafts": 0}


# -- what was sent


def table(client, consultation, name):
    content = client.get(reverse(f"consultations_questions:{name}", args=[consultation.pk])).content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(content)))


def test_each_response_is_one_row_and_every_column_is_in_the_codebook(client, team):
    consultation, made = questionnaire_of_all_kinds()
    sends(consultation, made, acces={"codes": ["pied"], "words": {}}, chaleur=4, nom="=1+1")
    sends(consultation, made, acces={"codes": ["autre"], "words": {"autre": "vélo"}}, lieux={"codes": ["parc"]})
    rows, book = table(client, consultation, "responses-csv"), table(client, consultation, "codebook")
    assert [(row["acces"], row["acces__autre__words"], row["chaleur"]) for row in rows] == [
        ("pied", "", "4"),
        ("autre", "vélo", ""),
    ]
    assert [row["lieux__parc"] for row in rows] == ["", "1"]
    assert rows[0]["nom"] == "'=1+1"
    assert list(rows[0])[5:] == [line["colonne"] for line in book]
    assert book[-1]["posée si"] == "acces = bus"
    sheet = client.get(reverse("consultations_questions:responses-xlsx", args=[consultation.pk])).content
    assert len(list(load_workbook(BytesIO(sheet)).active.rows)) == 3


def test_paths_add_no_column(client, team):
    consultation, made = questionnaire_of_all_kinds()
    sends(consultation, made, acces={"codes": ["pied"], "words": {}})
    before = list(table(client, consultation, "responses-csv")[0])
    person = PersonFactory()
    values = {made["acces"].pk: {"codes": ["bus"], "words": {}}, made["pourquoi_bus"].pk: "Loin"}
    actions.save_section(
        person=person, consultation=consultation, section=made["acces"].section_id, values=values, rev=0, at=AT
    )
    actions.send(person=person, consultation=consultation, rev=1, at=AT)
    assert list(table(client, consultation, "responses-csv")[0]) == before


@pytest.mark.parametrize("count", [1, 12])
def test_the_table_costs_the_same_for_one_and_many(count, django_assert_num_queries):
    from consultations.exports.questionnaire import responses_table
    from kernel.exports.tables import to_csv

    consultation, made = questionnaire_of_all_kinds()
    for _each in range(count):
        sends(consultation, made, acces={"codes": ["pied"], "words": {}})
    with django_assert_num_queries(5):
        to_csv(*responses_table(consultation))


# -- a person's own


def test_their_copy_has_their_answers_and_leaving_takes_their_words(team):
    consultation, made = questionnaire_of_all_kinds()
    answers = {"acces": {"codes": ["autre"], "words": {"autre": "vélo"}}, "nom": "Rue des Bains", "chaleur": 3}
    response = sends(consultation, made, **answers)
    (copy,) = personal_data_questionnaire.export(response.person)
    assert "Rue des Bains" in copy["sent"].values()
    personal_data_questionnaire.erase(response.person, AT)
    kept = dict(ResponseAnswer.objects.values_list("question__code", "value"))
    assert kept == {"acces": {"codes": ["autre"], "words": {}}, "chaleur": 3}
    assert Response.objects.get().person is None


def test_leaving_takes_a_draft_whole():
    consultation, made = questionnaire_of_all_kinds()
    person = PersonFactory()
    values = {made["nom"].pk: "Rue des Bains"}
    actions.save_section(
        person=person, consultation=consultation, section=made["nom"].section_id, values=values, rev=0, at=AT
    )
    personal_data_questionnaire.erase(person, AT)
    assert not Response.objects.exists()
