"""What is told of answers to closed questions: never of fewer than five people, whatever is put together."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from django.urls import reverse

from actors.choices import Constituency
from consultations.actions.answer_tables import publish_answers
from consultations.choices import MINIMUM_CELL
from consultations.models import PublishedAnswers, Response, ResponseAnswer
from consultations.queries import questionnaire_of
from consultations.queries.questionnaire_answers import closed_results
from consultations.questionnaire.protecting import Told, brought_up
from consultations.tasks_questionnaire import bring_answers_up_to_date
from tests.factories.actors import PersonFactory
from tests.factories.consultations import NOON, ParticipantFactory
from tests.factories.questionnaires import questionnaire_of_all_kinds

CLOSED = NOON + timedelta(days=365)


def given(**numbers):
    return {("citizens", "north"): numbers}


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ({"a": 3}, {}),
        ({"a": 12, "b": 8}, {"a": 12, "b": 8}),
        ({"a": 12, "b": 8, "c": 2}, {"a": 12}),
        ({"a": 12, "b": 4, "c": 4}, {"a": 12}),
        ({"a": 12, "b": 3}, {}),
    ],
)
def test_no_number_stands_for_fewer_than_five_nor_follows_from_the_others(numbers, shown):
    told = brought_up(Told(), given(**numbers))
    assert (told.numbers if told else {}) == shown


def test_two_moments_compared_tell_of_nobody():
    told = brought_up(Told(), given(a=12, b=8))
    assert brought_up(told, given(a=13, b=8)) is None
    assert brought_up(told, given(a=16, b=9)) is None
    later = brought_up(told, given(a=18, b=13))
    assert later.numbers == {"a": 18, "b": 13}


def population(draw):
    """People of unequal groups, on one or two sides, with leanings; some constituencies stand on one side alone."""
    answers = ["a", "b", "c", "d"][: draw.choice([2, 3, 4])]
    cells = {}
    for group in draw.sample(Constituency.values, draw.choice([2, 3, 5])):
        for side in draw.sample(["north", "south_east", "basin"], draw.choice([1, 1, 2, 3])):
            size = draw.choice([0, 1, 2, 4, 6, 9, 15, 30])
            cells[group, side] = Counter(draw.choices(answers, [draw.random() ** 2 for _each in answers], k=size))
    return {cell: dict(numbers) for cell, numbers in cells.items() if numbers}


def solved(given, told):
    """Bounds of every (constituency, side, answer) that a reader can deduce, tightened until nothing moves.

    The reader is taken to know which cells are empty and how many gave each answer that is told.
    """
    answers = sorted({answer for numbers in given.values() for answer in numbers})
    bounds = {(*cell, answer): (0, 10**6) for cell in given for answer in answers}
    sums = [([key for key in bounds if key[2] == answer], n) for answer, n in told.numbers.items()]
    for axis, shown in enumerate(told.groups):
        for group, numbers in shown.items():
            sums += [([key for key in bounds if (key[axis], key[2]) == (group, one)], n) for one, n in numbers.items()]
    moved = True
    while moved:
        moved = False
        for keys, total in sums:
            for key in keys:
                rest = [bounds[other] for other in keys if other != key]
                low, high = bounds[key]
                tight = (
                    max(low, total - sum(most for _least, most in rest)),
                    min(high, total - sum(x for x, _y in rest)),
                )
                if tight != (low, high):
                    bounds[key], moved = tight, True
    return bounds


@pytest.mark.parametrize("seed", range(150))
def test_groups_put_together_give_no_small_group_away(seed):
    people = population(random.Random(seed))
    told = brought_up(Told(), people, final=True)
    if told is None:
        return
    bounds = solved(people, told)
    for axis in (0, 1):
        for group in {cell[axis] for cell in people}:
            for answer in {key[2] for key in bounds}:
                true = sum(n.get(answer, 0) for cell, n in people.items() if cell[axis] == group)
                keys = [key for key in bounds if (key[axis], key[2]) == (group, answer)]
                least, most = (sum(bounds[key][end] for key in keys) for end in (0, 1))
                assert told.groups[axis].get(group, {}).get(answer, MINIMUM_CELL) >= MINIMUM_CELL
                if 0 < true < MINIMUM_CELL:
                    assert least < most, (group, answer, true)


def test_groups_are_drawn_once_after_the_close_and_mostly_are():
    people = {("local", "north"): {"a": 9, "b": 7}, ("citizens", "south_east"): {"a": 12, "b": 20}}
    told = brought_up(Told(), people)
    assert told.groups is None
    last = brought_up(told, people, final=True)
    assert last.groups[0] == {"local": {"a": 9, "b": 7}, "citizens": {"a": 12, "b": 20}}
    more = {**people, ("local", "north"): {"a": 19, "b": 17}}
    assert brought_up(last, more, final=True).groups == last.groups


def test_groups_do_not_add_up_to_answers_that_no_total_tells_yet():
    first = {("local", "north"): {"a": 9}, ("citizens", "south_east"): {"a": 12, "b": 20}}
    told = brought_up(Told(), first)
    last = brought_up(told, {**first, ("local", "north"): {"a": 11}}, final=True)
    assert last.numbers["a"] == 21
    for shown in last.groups:
        assert sum(numbers.get("a", 0) for numbers in shown.values()) <= 21


# -- for the team


@pytest.fixture
def answered(db):
    consultation, made = questionnaire_of_all_kinds()
    for constituency, shore, code, count in [
        ("citizens", "south", "pied", 8),
        ("citizens", "south", "bus", 6),
        ("local", "north", "pied", 7),
        ("local", "north", "bus", 1),
        ("local", "north", "autre", 5),
    ]:
        for _each in range(count):
            voice = ParticipantFactory(
                consultation=consultation, person=PersonFactory(), constituency=constituency, shore=shore
            )
            response = Response.objects.create(
                consultation=consultation,
                person=voice.person,
                participant=voice,
                state="submitted",
                language="fr",
                started_at=NOON,
                saved_at=NOON,
                submitted_at=NOON,
            )
            answers = {
                "acces": {"codes": [code], "words": {}},
                "lieux": {"codes": ["plage"]},
                "chaleur": 4,
                "avis": {"ombre": "bon"},
                "ordre": {"arbres": 1, "fontaines": 2, "bancs": 3},
            }
            for name, value in answers.items():
                ResponseAnswer.objects.create(response=response, question=made[name], value=value)
    return consultation


def tables_of(consultation):
    return {
        (table.question.code, table.about): table
        for table in closed_results(consultation, questionnaire_of(consultation))
    }


def test_tables_of_every_kind_are_brought_up_to_date_by_the_job(answered):
    assert tables_of(answered)["acces", ""].people == 0
    bring_answers_up_to_date(NOON)
    tables = tables_of(answered)
    access = tables["acces", ""]
    assert (access.people, [line.number for line in access.lines], access.groups) == (27, [15, 7, 5], ())
    assert [line.number for line in tables["lieux", ""].lines] == [27, 0, 0]
    assert [line.number for line in tables["chaleur", ""].lines] == [0, 0, 0, 27, 0]
    assert [line.number for line in tables["avis", "Ombre"].lines] == [27, 0]
    assert [line.number for line in tables["ordre", "1"].lines] == [27, 0, 0]


def test_once_closed_answers_are_told_by_constituency_and_shore(client, answered):
    publish_answers(consultation=answered, at=CLOSED)
    access = tables_of(answered)["acces", ""]
    assert "citizens" in access.groups
    told = [number for line in access.lines for number in line.groups if number is not None]
    assert told
    assert min(told) >= MINIMUM_CELL
    assert publish_answers(consultation=answered, at=CLOSED) == 0
    client.force_login(PersonFactory(is_superuser=True))
    page = client.get(reverse("consultations_questions:results", args=[answered.pk]))
    assert page.status_code == 200
    assert str(Constituency("citizens").label) in page.content.decode()


def test_the_tables_cost_one_query_however_many_answered(answered, django_assert_num_queries):
    publish_answers(consultation=answered, at=NOON)
    questionnaire = questionnaire_of(answered)
    assert PublishedAnswers.objects.count() > 5
    with django_assert_num_queries(1):
        closed_results(answered, questionnaire)
