"""The voting page, proposals and one's own position: what is shown, in which order, and to whom."""

import numpy as np
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations.actions.tables import publish_tables
from consultations.closeness import closeness, stand
from consultations.likeness import likeness, same_words
from consultations.models import Analysis, Statement, Vote
from consultations.queries import results_of
from consultations.queries.routing import chance_of, listed, next_statement
from consultations.results import Breakdown, Cell, Tally
from consultations.statistics.routing import draw, priorities
from tests.consultations.test_actions import team_member
from tests.factories.actors import PersonFactory
from tests.factories.consultations import NOON, ConsultationFactory, ParticipantFactory, StatementFactory, VoteFactory

pytestmark = pytest.mark.django_db


def url(name, consultation, *more):
    return reverse(f"consultations:{name}", args=[consultation.slug, *more])


def test_the_next_statement_is_the_one_that_the_draw_of_priorities_falls_on():
    consultation = ConsultationFactory()
    statements = StatementFactory.create_batch(6, consultation=consultation)
    Statement.objects.filter(pk=statements[5].pk).update(is_meta=True)
    for index, values in enumerate([[1, 1, 1, -1], [0, 0, -1], [1], [], [-1, -1], []]):
        for value in values:
            VoteFactory(statement=statements[index], value=value)
    extremity = {str(one.pk): 0.1 * one.number for one in statements}
    Analysis.objects.create(consultation=consultation, made_at=NOON, votes=10, extremity=extremity)
    expected = priorities(
        agree=[3, 0, 1, 0, 0, 0],
        passed=[0, 2, 0, 0, 0, 0],
        seen=[4, 3, 1, 0, 2, 0],
        extremity=[extremity[str(one.pk)] for one in statements],
        meta=np.array([False] * 5 + [True]),
    )
    answered, unseen = {statements[0].pk, statements[2].pk}, [1, 3, 4, 5]
    for person in range(40):
        shown = next_statement(consultation, listed(consultation), answered, person)
        assert shown.pk == statements[draw(expected, unseen, chance_of(consultation.pk, person, 2))].pk


def test_the_same_person_is_shown_the_same_statement_again_and_others_may_see_another():
    consultation = ConsultationFactory()
    StatementFactory.create_batch(8, consultation=consultation)
    shown = {p: next_statement(consultation, listed(consultation), set(), p).pk for p in range(30)}
    assert shown == {p: next_statement(consultation, listed(consultation), set(), p).pk for p in range(30)}
    assert len(set(shown.values())) > 3


def test_thirty_statements_are_each_shown_once(client):
    consultation = ConsultationFactory()
    StatementFactory.create_batch(30, consultation=consultation)
    client.force_login(PersonFactory())
    seen = []
    for _number in range(30):
        statement = client.get(url("vote", consultation)).context["statement"]
        seen.append(statement.number)
        client.post(url("vote-statement", consultation, statement.number), {"value": "1", "voice": ""})
    assert sorted(seen) == list(range(1, 31))
    assert "Merci" in client.get(url("vote", consultation)).content.decode()


def queries_of(client, address):
    """How many queries a page costs to somebody who has seen it before."""
    client.get(address)
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def voting_page_with(client, count):
    participant = ParticipantFactory()
    statements = StatementFactory.create_batch(count + 2, consultation=participant.consultation)
    for statement in statements[:count]:
        VoteFactory(statement=statement, participant=participant)
    client.force_login(participant.person)
    return url("vote", participant.consultation)


def test_the_voting_page_costs_the_same_with_one_and_thirty_answers(client):
    one, thirty = (queries_of(client, voting_page_with(client, count)) for count in (1, 30))
    assert one == thirty < 25


def test_a_question_about_oneself_looks_otherwise_and_enters_no_result(client):
    consultation = ConsultationFactory()
    statement = StatementFactory(consultation=consultation, is_meta=True, text_fr="J’habite le littoral.")
    client.force_login(PersonFactory())
    body = client.get(url("vote-statement", consultation, statement.number)).content.decode()
    assert "Question sur vous" in body
    assert "vote--self" in body
    client.post(url("vote-statement", consultation, statement.number), {"value": "1", "voice": ""})
    assert Vote.objects.count() == 1
    assert results_of(consultation) == []


@pytest.mark.parametrize("state", ["proposed", "refused", "withdrawn"])
def test_what_is_not_at_the_vote_has_no_page(client, state):
    statement = StatementFactory(state=state, reason="Hors sujet.")
    client.force_login(PersonFactory())
    assert client.get(url("vote-statement", statement.consultation, statement.number)).status_code == 404


def test_a_proposal_is_written_in_the_readers_language_and_shown_back_with_where_it_went(client):
    consultation = ConsultationFactory()
    client.force_login(PersonFactory())
    given = {"text": "  Planter\n des arbres ", "language": "fr", "voice": ""}
    response = client.post(url("propose-statement", consultation), given, follow=True)
    assert Statement.objects.get().text_fr == "Planter des arbres"
    assert "va la lire" in response.content.decode()


def test_what_resembles_a_proposal_is_shown_before_it_is_taken(client):
    statement = StatementFactory(text_fr="Planter des arbres dans les rues du centre.")
    client.force_login(PersonFactory())
    given = {"text": "Planter des arbres dans toutes les rues", "language": "fr", "voice": ""}
    response = client.post(url("propose-statement", statement.consultation), given)
    assert response.context["close"] == [statement]
    client.post(url("propose-statement", statement.consultation), {**given, "is_new": "on"})
    assert Statement.objects.filter(state="proposed").count() == 1


@pytest.mark.parametrize(("text", "said"), [("", "Écrivez"), ("a" * 281, "281"), ("a\u202eb", "invisible")])
def test_a_proposal_that_cannot_be_taken_says_why_next_to_the_field_and_keeps_the_words(client, text, said):
    consultation = ConsultationFactory()
    client.force_login(PersonFactory())
    response = client.post(url("propose-statement", consultation), {"text": text, "language": "fr", "voice": ""})
    assert response.status_code == 422
    assert said in response.context["form"].errors["text"][0]
    assert not Statement.objects.exists()


def heard(statement, constituency, shore, values):
    for value in values:
        participant = ParticipantFactory(consultation=statement.consultation, constituency=constituency, shore=shore)
        VoteFactory(statement=statement, participant=participant, value=value)


def test_my_position_shows_groups_from_five_people_and_names_those_it_keeps(client):
    mine = VoteFactory(participant__constituency="citizens")
    heard(mine.statement, "local", "north", [1] * 6)
    heard(mine.statement, "research", "south", [-1] * 7)
    heard(mine.statement, "business", "south", [-1] * 2)
    heard(mine.statement, "citizens", "north", [1] * 4)
    publish_tables(consultation=mine.statement.consultation, at=NOON)
    client.force_login(mine.participant.person)
    response = client.get(url("my-position", mine.statement.consultation))
    standing = response.context["standing"]
    shown = {one.group for one in standing.constituencies}
    assert "business" in standing.hidden_constituencies
    assert "business" not in shown
    places = {place.group for own in standing.answers for place in own.stand.places}
    assert shown == places
    assert shown
    assert "business" not in places
    assert "d’accord" in response.content.decode()


def test_nobody_reads_the_position_of_somebody_else(client):
    vote = VoteFactory(statement__text_fr="Une phrase que je n’ai pas vue.")
    client.force_login(PersonFactory())
    response = client.get(url("my-position", vote.statement.consultation))
    assert "Une phrase que je n’ai pas vue." not in response.content.decode()
    client.logout()
    assert client.get(url("my-position", vote.statement.consultation)).status_code == 302


def my_position_with(client, count):
    participant = ParticipantFactory()
    for statement in StatementFactory.create_batch(count, consultation=participant.consultation):
        VoteFactory(statement=statement, participant=participant)
    client.force_login(participant.person)
    return url("my-position", participant.consultation)


def test_my_position_costs_the_same_with_one_and_thirty_answers(client):
    one, thirty = (queries_of(client, my_position_with(client, count)) for count in (1, 30))
    assert one == thirty < 25


def test_answers_are_erased_after_a_question(client):
    vote = VoteFactory()
    client.force_login(vote.participant.person)
    consultation = vote.statement.consultation
    assert "Effacer votre réponse" in client.get(url("erase-votes", consultation)).content.decode()
    assert Vote.objects.exists()
    client.post(url("erase-votes", consultation))
    assert not Vote.objects.exists()


def shown(**tallies):
    return Breakdown(Tally(), tuple(Cell(group, tally) for group, tally in tallies.items()))


def test_closeness_counts_decided_answers_and_puts_the_closest_first():
    first = shown(local=Tally(6, 1), research=Tally(1, 8), business=None)
    second = shown(local=Tally(0, 9), research=Tally(4, 4), business=None)
    found = closeness([stand(1, first), stand(-1, second), stand(0, first)], ["local", "research", "business"])
    assert [(one.group, one.same, one.compared) for one in found] == [("local", 2, 2), ("research", 0, 1)]


def test_likeness_knows_words_and_not_their_spelling():
    assert same_words("L’ÉTÉ, vite !", "l'ete vite")
    assert likeness("Planter des arbres", "Planter des arbres ici") == pytest.approx(3 / 4)
    assert likeness("Planter des arbres", "Fermer le port") == 0


def decision_url(statement):
    return reverse("consultation_statement", args=[statement.pk])


def proposal(**extra):
    author = ParticipantFactory()
    return StatementFactory(
        consultation=author.consultation, author=author, state="proposed", proposed_at=NOON, **extra
    )


def team():
    person = team_member()
    person.is_superuser = True
    person.save()
    return person


def test_the_queue_is_the_teams(client):
    statement = proposal(text_fr="À lire d’abord.")
    client.force_login(PersonFactory(is_staff=True))
    assert client.get(reverse("consultation_statements")).status_code in (302, 403)
    client.force_login(team())
    assert "À lire d’abord." in client.get(reverse("consultation_statements")).content.decode()
    assert client.get(decision_url(statement)).status_code == 200


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({"decision": "publish"}, "published"),
        ({"decision": "refuse", "reason": "Deux idées."}, "refused"),
        ({"decision": "merge", "into": "1"}, "merged"),
    ],
)
def test_the_team_decides_in_the_queue(client, given, state):
    kept = StatementFactory()
    statement = StatementFactory(consultation=kept.consultation, state="proposed", proposed_at=NOON)
    client.force_login(team())
    assert client.post(decision_url(statement), given).status_code == 302
    statement.refresh_from_db()
    assert statement.state == state


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "decision"),
        ({"decision": "refuse", "reason": " "}, "reason"),
        ({"decision": "merge"}, "into"),
        ({"decision": "merge", "into": "99"}, "into"),
    ],
)
def test_a_decision_that_lacks_something_says_so_next_to_the_field(client, given, field):
    statement = proposal()
    client.force_login(team())
    response = client.post(decision_url(statement), given)
    assert response.status_code == 422
    assert field in response.context["form"].errors
