"""Nothing that leaves the house reads more than what is published: whoever waits may be anyone, and no output moves."""

import re
from datetime import timedelta

import numpy as np
import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from consultations.actions.analysing import analyse
from consultations.actions.tables import publish_tables
from consultations.analysis import opinion, opinion_map
from consultations.models import Analysis, Participant, Statement, Vote
from consultations.package import files
from consultations.queries import results_of
from consultations.queries.package import facts_of
from consultations.statistics.votes import Votes
from kernel.pagecache.actions import bump
from tests.consultations.results.crowd import answered
from tests.factories.consultations import ParticipantFactory, VoteFactory

pytestmark = pytest.mark.django_db


def crowded(**kwargs):
    """Two levels that are shown, and two of three people that wait together."""
    consultation = answered(people=0, statements=3, **kwargs)
    groups = [
        ("local", "north", 14),
        ("civil_society", "south", 11),
        ("research", "south", 3),
        ("business", "south", 3),
    ]
    for level, shore, number in groups:
        for place in range(number):
            one = ParticipantFactory(consultation=consultation, constituency=level, shore=shore)
            for statement in Statement.objects.filter(consultation=consultation):
                VoteFactory(statement=statement, participant=one, value=[1, 1, -1][(place + statement.number) % 3])
    return consultation


def outputs(client, consultation):
    """Everything that anyone can get: pages in three languages, CSV, JSON, live frames, the files of the package."""
    bump()
    found = {}
    for language in ("fr", "en", "ar"):
        with translation.override(language):
            for name in ("results", "results-table", "results-data", "detail", "positions"):
                answer = client.get(reverse(f"consultations:{name}", args=[consultation.slug]), follow=True)
                body = answer.content.decode()
                found[language, name] = re.sub(r'data-(head|epoch)="[^"]*"|nonce="[^"]*"', "", body)
            for result in results_of(consultation):
                context = {"result": result, "rev": 1}
                found[language, result.statement.number] = render_to_string("consultations/_live_result.html", context)
    return found | files(facts_of(consultation))


@pytest.mark.parametrize("closed", [False, True])
def test_no_output_moves_with_those_who_are_not_shown(client, closed):
    consultation = crowded(closed=closed)
    publish_tables(consultation=consultation, at=timezone.now())
    analyse(consultation=consultation, at=timezone.now())
    shown = {cell.group for result in results_of(consultation) for cell in result.by_constituency.cells if cell.tally}
    assert shown
    assert not shown & {"research", "business"}
    before = outputs(client, consultation)
    moved = Participant.objects.filter(consultation=consultation, constituency="business").first()
    Participant.objects.filter(pk=moved.pk).update(constituency="research")
    Participant.objects.filter(consultation=consultation, constituency="business").update(constituency="regional")
    after = outputs(client, consultation)
    assert [name for name in before if before[name] != after[name]] == []


def test_a_map_shows_places_of_five_people_and_rounded_numbers():
    chance = np.random.default_rng(7)
    for people in (6, 23, 160, 900):
        positions = chance.normal(size=(people, 2))
        side, places = opinion_map(positions)
        assert side in {16, 12, 8, 6, 4}
        assert all(number >= 5 and number % 5 == 0 for _column, _row, number in places)
        assert all(0 <= column < side and 0 <= row < side for column, row, _number in places)


def test_a_map_of_many_is_finer_than_a_map_of_few():
    chance = np.random.default_rng(7)
    assert opinion_map(chance.normal(size=(5_000, 2)))[0] > opinion_map(chance.normal(size=(90, 2)))[0]


def test_no_number_of_an_analysis_tells_of_fewer_than_five():
    chance = np.random.default_rng(3)
    who, what = np.divmod(np.arange(40 * 12), 12)
    said = np.where((who < 20) == (what < 6), 1, -1)
    votes = Votes.from_rows(40, 12, who, what, said)
    figures = opinion(votes, chance.integers(0, 3, 40), chance.integers(0, 2, 40))
    assert figures["verdict"] == "distinct groups"
    assert all(size % 5 == 0 for size in (*figures["sizes"], figures["people"]))
    assert set(figures) == {"verdict", "people", "silhouette", "threshold", "sizes", "follows", "side", "map"}


def test_two_analyses_stand_five_people_apart_even_at_the_close():
    consultation = answered(seed=2, people=40, statements=12)
    at = timezone.now()
    first = analyse(consultation=consultation, at=at)
    statements = Statement.objects.filter(consultation=consultation)

    def comes(number):
        for _person in range(number):
            one = ParticipantFactory(consultation=consultation)
            for statement in statements:
                VoteFactory(statement=statement, participant=one, at=at + timedelta(hours=1))

    comes(4)
    assert analyse(consultation=consultation, at=at + timedelta(hours=2)) is None
    comes(1)
    second = analyse(consultation=consultation, at=at + timedelta(hours=3))
    assert second.votes == first.votes + 60
    late = Vote.objects.filter(statement__in=statements).first()
    Vote.objects.filter(pk=late.pk).update(value=-late.value, at=at + timedelta(hours=4))
    assert analyse(consultation=consultation, at=consultation.closes_at + timedelta(hours=1)) is None
    assert Analysis.objects.filter(consultation=consultation).first().is_final
    assert Analysis.objects.filter(consultation=consultation).count() == 2
