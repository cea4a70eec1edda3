"""What is public of results: page, table, data and live frames say the same, and totals alone move with each vote."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from consultations.actions import vote
from consultations.actions.analysing import analyse
from consultations.actions.tables import publish_tables
from consultations.models import Analysis, PublishedTable
from consultations.queries import results_of, turnout_of
from kernel.live.models import Event
from tests.factories.actors import PersonFactory
from tests.factories.consultations import ConsultationFactory, ParticipantFactory, StatementFactory, VoteFactory

pytestmark = pytest.mark.django_db


def people(statement, number, value=1, **voice):
    for _person in range(number):
        VoteFactory(
            statement=statement,
            value=value,
            participant=ParticipantFactory(consultation=statement.consultation, **voice),
        )


def shown(statement):
    [result] = results_of(statement.consultation)
    return {cell.group: cell.tally.seen for cell in result.by_constituency.cells if cell.tally}


def test_a_table_waits_for_five_people_and_the_total_does_not():
    statement = StatementFactory()
    people(statement, 12)
    people(statement, 8, constituency="research", shore="south")
    publish_tables(consultation=statement.consultation, at=timezone.now())
    assert shown(statement) == {"local": 12, "research": 8}
    people(statement, 4)
    assert publish_tables(consultation=statement.consultation, at=timezone.now()) == 0
    assert shown(statement) == {"local": 12, "research": 8}
    assert results_of(statement.consultation)[0].total.seen == 24
    people(statement, 1)
    publish_tables(consultation=statement.consultation, at=timezone.now())
    assert shown(statement)["local"] == 17


def test_one_person_of_another_level_holds_the_whole_table_back():
    statement = StatementFactory()
    people(statement, 12)
    people(statement, 8, constituency="research", shore="south")
    publish_tables(consultation=statement.consultation, at=timezone.now())
    people(statement, 6)
    people(statement, 1, constituency="research", shore="south")
    publish_tables(consultation=statement.consultation, at=timezone.now())
    assert shown(statement) == {"local": 12, "research": 8}


def test_page_table_and_data_hold_the_same_figures(client):
    statement = StatementFactory()
    people(statement, 12)
    people(statement, 8, -1, constituency="research", shore="south")
    people(statement, 2, constituency="business", shore="south")
    consultation = statement.consultation
    publish_tables(consultation=consultation, at=timezone.now())
    page = client.get(reverse("consultations:results", args=[consultation.slug]))
    table = client.get(reverse("consultations:results-table", args=[consultation.slug])).content.decode("utf-8-sig")
    data = json.loads(client.get(reverse("consultations:results-data", args=[consultation.slug])).content)
    in_page = {c.group: c.tally.seen for c in page.context["results"][0].by_constituency.cells if c.tally}
    in_data = {g: sum(f.values()) for g, f in data["statements"][0]["by_level"].items()}
    in_table = {
        row.split(",")[2]: sum(map(int, row.split(",")[4:])) for row in table.splitlines()[1:] if ",level," in row
    }
    assert in_page == in_data == in_table
    assert "business" not in in_page


@pytest.mark.parametrize("count", [1, 30])
def test_results_cost_the_same_with_one_and_thirty_statements(client, count, django_assert_num_queries):
    consultation = ConsultationFactory()
    for statement in StatementFactory.create_batch(count, consultation=consultation):
        VoteFactory(statement=statement)
    url = reverse("consultations:results", args=[consultation.slug])
    client.get(url)
    cache.clear()
    with django_assert_num_queries(12):
        assert client.get(url).status_code == 200


def test_results_of_a_draft_are_nobodys(client):
    statement = StatementFactory(consultation__draft=True)
    for name in ("results", "results-table", "results-data"):
        assert client.get(reverse(f"consultations:{name}", args=[statement.consultation.slug])).status_code == 404


def test_each_vote_moves_the_total_on_open_pages_and_no_table():
    statement = StatementFactory()
    people(statement, 12)
    people(statement, 8, constituency="research", shore="south")
    publish_tables(consultation=statement.consultation, at=timezone.now())
    vote(
        person=PersonFactory(),
        consultation=statement.consultation,
        number=statement.number,
        value=1,
        at=timezone.now(),
    )
    event = Event.objects.filter(stream__key=f"c:{statement.consultation.pk}").order_by("-seq").first()
    assert event.object_id == str(statement.pk)
    assert results_of(statement.consultation)[0].total.seen == 21
    assert shown(statement) == {"local": 12, "research": 8}


def test_few_people_are_nowhere_in_a_fragment():
    statement = StatementFactory()
    people(statement, 3)
    [result] = results_of(statement.consultation)
    html = render_to_string("consultations/_live_result.html", {"result": result, "rev": 3})
    assert "100" not in html
    assert 'data-rev="3"' in html


def test_an_analysis_is_made_once_and_closed_with_the_vote():
    statement = StatementFactory()
    people(statement, 20)
    consultation = statement.consultation
    assert analyse(consultation=consultation, at=timezone.now())
    assert analyse(consultation=consultation, at=timezone.now()) is None
    analyse(consultation=consultation, at=consultation.closes_at + timedelta(hours=1))
    assert Analysis.objects.get(consultation=consultation).is_final
    assert not PublishedTable.objects.exists()


def test_people_are_shown_by_level_when_two_small_groups_wait_together():
    statement = StatementFactory()
    people(statement, 13)
    people(statement, 3, constituency="research", shore="south")
    people(statement, 3, constituency="business", shore="south")
    publish_tables(consultation=statement.consultation, at=timezone.now())
    turnout = turnout_of(statement.consultation)
    assert (turnout.by_constituency, turnout.waiting) == ({"local": 13}, 6)
