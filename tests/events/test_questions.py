"""Questions as the team builds them, and as the registration form asks them."""

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from events.actions.questions import (
    add_helper,
    add_ready_question,
    copy_questions,
    delete_question,
    order_questions,
    save_question,
)
from events.answering import Given, asked
from events.asking import HelperRole, QuestionKind
from events.errors import MeetingError, NotAllowed
from events.models import MeetingHelper, Question
from tests.factories.actors import PersonFactory
from tests.factories.events import NOW, MeetingFactory, RegistrationFactory, manager
from tests.factories.questions import AnswerFactory, MeetingHelperFactory, QuestionFactory, choice_of

from .test_desk import management

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(client):
    client.force_login(manager())
    return client


# -- when a question is asked


class Asked:
    def __init__(self, pk, after=None, choice=None, mode="", constituency=""):
        self.pk, self.shown_if_id, self.shown_if_choice_id = pk, after, choice
        self.shown_for_mode, self.shown_for_constituency = mode, constituency


@pytest.mark.parametrize(
    ("questions", "answers", "expected"),
    [
        ([Asked(1)], {}, {1}),
        ([Asked(1), Asked(2, after=1)], {}, {1}),
        ([Asked(1), Asked(2, after=1)], {1: Given(text="oui")}, {1, 2}),
        ([Asked(1), Asked(2, after=1, choice=7)], {1: Given(choices=frozenset({8}))}, {1}),
        ([Asked(1), Asked(2, after=1, choice=7)], {1: Given(choices=frozenset({7, 8}))}, {1, 2}),
        ([Asked(1), Asked(2, after=1), Asked(3, after=2)], {2: Given(text="reste")}, {1}),
        ([Asked(1, mode="online"), Asked(2, mode="in_person")], {}, {1}),
        ([Asked(1, constituency="local"), Asked(2, constituency="citizens")], {}, {1}),
        ([Asked(1, after=2), Asked(2, after=1)], {1: Given(text="a"), 2: Given(text="b")}, set()),
        ([Asked(1, after=1)], {1: Given(text="a")}, set()),
        ([Asked(1, after=99)], {}, set()),
    ],
)
def test_a_question_is_asked_where_its_conditions_hold(questions, answers, expected):
    assert asked(questions, answers, mode="online", constituency="local") == expected


# -- what a question may be


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"label_fr": ""}, "label_fr"),
        ({"purpose_fr": ""}, "purpose_fr"),
        ({"kind": "consent"}, "statement_fr"),
        ({"kind": "dietary", "seen_by_door": True}, "seen_by_door"),
        ({"kind": "dietary", "seen_by_interpreter": True}, "seen_by_interpreter"),
        ({"kind": "access", "seen_by_caterer": True}, "seen_by_caterer"),
        ({"seen_by_organiser": False}, "seen_by_organiser"),
        ({"kind": "number", "least": 5, "most": 4}, "most"),
        ({"retention_days": 400}, "retention_days"),
        ({"file_types": ["exe"]}, "file_types"),
        ({"file_megabytes": 50}, "file_megabytes"),
    ],
)
def test_the_team_reads_beside_the_field_what_a_question_lacks(wrong, field):
    question = QuestionFactory.build(meeting=MeetingFactory(), **wrong)
    with pytest.raises(ValidationError) as refusal:
        question.full_clean()
    assert field in refusal.value.message_dict


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "dietary", "seen_by_door": True},
        {"kind": "access", "seen_by_caterer": True},
        {"seen_by_organiser": False},
        {"label_fr": ""},
        {"purpose_fr": ""},
        {"kind": "poem"},
        {"retention_days": 366},
    ],
)
def test_the_database_refuses_it_too(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionFactory(**wrong)


def test_conditions_never_go_in_a_circle():
    meeting = MeetingFactory()
    first = QuestionFactory(meeting=meeting)
    second = QuestionFactory(meeting=meeting, shown_if=first)
    first.shown_if = second
    with pytest.raises(ValidationError, match="en rond"):
        save_question(question=first, by=manager(), at=NOW)


def test_a_condition_stays_within_its_meeting_and_its_question():
    question, elsewhere = QuestionFactory(), QuestionFactory()
    question.shown_if = elsewhere
    with pytest.raises(ValidationError, match="autre rencontre"):
        question.full_clean()
    colours = QuestionFactory(meeting=question.meeting, kind="choice", choices=["Bleu"])
    question.shown_if, question.shown_if_choice = QuestionFactory(meeting=question.meeting), choice_of(colours, "Bleu")
    with pytest.raises(ValidationError, match="autre question"):
        question.full_clean()


# -- the team's acts


def test_only_the_team_builds_questions():
    meeting, someone = MeetingFactory(), PersonFactory()
    question = QuestionFactory(meeting=meeting)
    for act in (
        lambda: save_question(question=question, by=someone, at=NOW),
        lambda: delete_question(question=question, by=someone, at=NOW),
        lambda: order_questions(meeting=meeting, ids=[question.pk], by=someone, at=NOW),
        lambda: copy_questions(source=meeting, target=MeetingFactory(), by=someone, at=NOW),
        lambda: add_ready_question(meeting=meeting, kind=QuestionKind.DIETARY, by=someone, at=NOW),
        lambda: add_helper(meeting=meeting, person=someone, role=HelperRole.DOOR, by=someone, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_copy_takes_texts_choices_and_conditions_in_order_and_no_answer():
    source, target, team = MeetingFactory(), MeetingFactory(), manager()
    QuestionFactory(meeting=target, label_fr="Déjà là", sort_order=4)
    meal = QuestionFactory(
        meeting=source, kind="choice", label_fr="Repas", label_ar="الوجبة", choices=["Midi", "Soir"],
        choices__places={"Soir": 3},
    )  # fmt: skip
    follow_up = QuestionFactory(
        meeting=source, label_fr="Dessert", shown_if=meal, shown_if_choice=choice_of(meal, "Soir")
    )
    QuestionFactory(meeting=source, label_fr="Plus posée", is_asked=False)
    AnswerFactory(registration=RegistrationFactory(meeting=source), question=follow_up, text="Fruits")
    copy_questions(source=source, target=target, by=team, at=NOW)
    copies = list(Question.objects.filter(meeting=target))
    assert [str(question) for question in copies] == ["Déjà là", "Repas", "Dessert"]
    assert (copies[1].label_ar, copies[2].answers.count()) == ("الوجبة", 0)
    assert [(c.label_fr, c.places) for c in copies[1].choices.all()] == [("Midi", None), ("Soir", 3)]
    assert copies[2].shown_if == copies[1]
    assert copies[2].shown_if_choice == choice_of(copies[1], "Soir")


def test_a_ready_question_of_diet_is_for_the_kitchen_and_never_for_the_door():
    question = add_ready_question(meeting=MeetingFactory(), kind=QuestionKind.DIETARY, by=manager(), at=NOW)
    assert question.seen_by == {"organiser", "caterer"}
    assert question.choices.count() >= 5
    assert question.label_fr.startswith("Que mangez-vous")


def test_what_was_answered_is_put_aside_not_deleted_nor_turned_into_something_else():
    team = manager()
    question = QuestionFactory(kind="choice", choices=["A", "B"])
    AnswerFactory(
        registration=RegistrationFactory(meeting=question.meeting), question=question, picked=[choice_of(question, "A")]
    )
    with pytest.raises(MeetingError, match="posée"):
        delete_question(question=question, by=team, at=NOW)
    question.kind = "choices"
    with pytest.raises(ValidationError, match="déjà répondu"):
        save_question(question=question, by=team, at=NOW)
    question = Question.objects.get(pk=question.pk)
    question.choices = [choice for choice in question.choices.all() if choice.label_fr == "B"]
    with pytest.raises(ValidationError, match="proposé"):
        save_question(question=question, by=team, at=NOW)


def test_places_are_not_cut_below_those_who_hold_one():
    question = QuestionFactory(kind="choice", choices=["A"], choices__places={"A": 5})
    for trait in ({}, {"waiting": True}):
        AnswerFactory(
            registration=RegistrationFactory(meeting=question.meeting, **trait),
            question=question,
            picked=[choice_of(question, "A")],
        )
    question = Question.objects.get(pk=question.pk)
    choice = question.choices.all()[0]
    choice.places = 1
    question.choices = [choice]
    with pytest.raises(ValidationError, match="2 personnes"):
        save_question(question=question, by=manager(), at=NOW)
    choice.places = 2
    save_question(question=question, by=manager(), at=NOW)
    assert question.choices.get().places == 2


def test_an_order_names_every_question_once():
    meeting, team = MeetingFactory(), manager()
    first, second = QuestionFactory(meeting=meeting), QuestionFactory(meeting=meeting)
    order_questions(meeting=meeting, ids=[second.pk, first.pk], by=team, at=NOW)
    assert list(meeting.questions.all()) == [second, first]
    with pytest.raises(MeetingError, match="rechargez"):
        order_questions(meeting=meeting, ids=[first.pk], by=team, at=NOW)


# -- at the desk


def question_form(**more):
    return {
        "kind": "choice", "label_fr": "Quel atelier ?", "label_en": "", "label_ar": "أي ورشة؟",
        "help_fr": "", "help_en": "", "help_ar": "", "purpose_fr": "Pour répartir les salles.", "purpose_en": "",
        "purpose_ar": "", "required": "on", "is_asked": "on", "shown_if": "", "shown_if_choice": "",
        "shown_for_mode": "", "shown_for_constituency": "", "retention_days": "30", "seen_by_organiser": "on",
        "least": "", "most": "", "unit_fr": "", "unit_en": "", "unit_ar": "", "statement_fr": "", "statement_en": "",
        "statement_ar": "", "file_types": ["pdf"], "file_megabytes": "5",
        **management("choices", 2),
        "choices-0-label_fr": "Eau", "choices-0-places": "12", "choices-0-is_offered": "on", "choices-0-ORDER": "1",
        "choices-1-label_fr": "Sol", "choices-1-is_offered": "on", "choices-1-ORDER": "2",
        **more,
    }  # fmt: skip


def url(name, *args, meeting=None):
    path = reverse(f"events_questions:{name}", args=args)
    return f"{path}?meeting={meeting.pk}" if meeting else path


def test_the_team_writes_a_question_with_its_choices(desk):
    meeting = MeetingFactory()
    assert desk.get(url("add", meeting=meeting)).status_code == 200
    response = desk.post(url("add", meeting=meeting), question_form())
    assert response.status_code == 302, response.context["form"].errors
    question = Question.objects.get()
    assert response.url == url("index", meeting=meeting)
    assert (question.meeting, question.label_ar, question.required) == (meeting, "أي ورشة؟", True)
    assert [(c.label_fr, c.places) for c in question.choices.all()] == [("Eau", 12), ("Sol", None)]
    page = desk.get(url("edit", question.pk)).content.decode()
    assert "Quel atelier" in page
    assert f'href="{url("index", meeting=meeting)}"' in page
    assert "Quel atelier" in desk.get(reverse("events_meetings:edit", args=[meeting.pk])).content.decode()


def test_a_wrong_question_comes_back_with_what_was_typed(desk):
    response = desk.post(url("add", meeting=MeetingFactory()), question_form(purpose_fr=""))
    page = response.content.decode()
    assert "à quoi sert la réponse" in page
    assert "Quel atelier" in page
    assert not Question.objects.exists()


def test_the_team_changes_deletes_and_orders_questions(desk):
    meeting = MeetingFactory()
    first, second = QuestionFactory(meeting=meeting), QuestionFactory(meeting=meeting)
    assert desk.post(url("reorder", second.pk) + "?position=0").status_code == 200
    assert list(meeting.questions.all()) == [second, first]
    changed = question_form(label_fr="Autrement", kind="text", **management("choices"))
    assert desk.post(url("edit", first.pk), changed).status_code == 302
    assert str(Question.objects.get(pk=first.pk)) == "Autrement"
    desk.post(url("delete", first.pk))
    assert list(meeting.questions.all()) == [second]


def test_questions_are_those_of_a_meeting(desk):
    assert desk.get(url("index")).url == reverse("events_meetings:index")
    assert desk.get(url("index") + "?meeting=x", follow=True).status_code == 404
    assert desk.get(url("add"), follow=True).status_code == 404


def test_the_list_of_questions_costs_the_same_for_one_and_for_thirty(desk, django_assert_num_queries):
    meeting = MeetingFactory()
    QuestionFactory(meeting=meeting)
    desk.get(url("index", meeting=meeting))
    with django_assert_num_queries(9):
        desk.get(url("index", meeting=meeting))
    QuestionFactory.create_batch(29, meeting=meeting)
    with django_assert_num_queries(9):
        assert desk.get(url("index", meeting=meeting)).content.decode().count("w-orderable-item-id") == 30


def test_the_team_takes_over_questions_and_adds_ready_ones(desk):
    source, meeting = MeetingFactory(), MeetingFactory()
    QuestionFactory(meeting=source, label_fr="Venue d’ailleurs")
    assert "Venue" not in desk.get(url("copy_from", meeting.pk)).content.decode()
    desk.post(url("copy_from", meeting.pk), {"source": source.pk})
    desk.post(url("ready", meeting.pk), {"kind": "access"})
    assert [question.kind for question in meeting.questions.all()] == ["text", "access"]
    assert desk.post(url("copy_from", meeting.pk), {}).status_code == 422


def test_the_team_names_helpers_and_lets_them_go(desk):
    meeting, cook = MeetingFactory(), PersonFactory(email="cuisine@example.org")
    desk.post(url("helpers", meeting.pk), {"email": "Cuisine@example.org", "role": "caterer"})
    helper = MeetingHelper.objects.get()
    assert (helper.person, helper.role) == (cook, "caterer")
    assert desk.post(url("helpers", meeting.pk), {"email": "personne@example.org", "role": "door"}).status_code == 422
    desk.post(url("remove_helper", meeting.pk, helper.pk))
    assert not MeetingHelper.objects.exists()


@pytest.mark.parametrize("name", ["ready", "copy_from", "helpers", "purges"])
def test_others_do_not_come_in(client, name):
    meeting = MeetingFactory()
    client.force_login(MeetingHelperFactory(meeting=meeting).person)
    assert client.get(url(name, meeting.pk)).status_code in {302, 403}
    assert client.get(url("index", meeting=meeting)).status_code in {302, 403}
