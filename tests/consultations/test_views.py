"""Pages of consultations: public reading, voting, and what may not leak."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone, translation

from consultations import actions
from consultations.actions.tables import publish_tables
from consultations.models import Consultation, Vote
from tests.factories.actors import MembershipFactory, PersonFactory
from tests.factories.consultations import ConsultationFactory, ParticipantFactory, StatementFactory, VoteFactory

pytestmark = pytest.mark.django_db


def vote_url(statement):
    return reverse("consultations:vote-statement", args=[statement.consultation.slug, statement.number])


@pytest.mark.parametrize("count", [1, 30])
def test_list_costs_the_same_with_one_and_thirty(client, count, django_assert_num_queries):
    for statement in StatementFactory.create_batch(count):
        VoteFactory(statement=statement)
    client.get(reverse("consultations:list"))
    with django_assert_num_queries(3):
        response = client.get(reverse("consultations:list"))
    assert len(response.context["open"]) == count


@pytest.mark.parametrize("count", [1, 30])
def test_consultation_costs_the_same_with_one_and_thirty_statements(client, count, django_assert_num_queries):
    consultation = ConsultationFactory()
    for statement in StatementFactory.create_batch(count, consultation=consultation):
        VoteFactory(statement=statement)
    url = reverse("consultations:detail", args=[consultation.slug])
    client.get(url)
    cache.clear()
    with django_assert_num_queries(11):
        assert client.get(url).status_code == 200


def test_a_draft_is_not_found(client):
    consultation = ConsultationFactory(draft=True)
    for name in ("detail", "results", "vote"):
        client.force_login(PersonFactory())
        assert client.get(reverse(f"consultations:{name}", args=[consultation.slug])).status_code == 404


def test_reading_needs_no_account_and_voting_leads_to_sign_in(client):
    statement = StatementFactory()
    assert client.get(reverse("consultations:detail", args=[statement.consultation.slug])).status_code == 200
    response = client.get(vote_url(statement))
    assert response.status_code == 302
    assert reverse("account_login") in response["Location"]


def test_public_pages_hold_no_token_and_set_no_cookie(client):
    statement = StatementFactory()
    response = client.get(reverse("consultations:detail", args=[statement.consultation.slug]))
    assert "csrfmiddlewaretoken" not in response.content.decode()
    assert not response.cookies


def test_vote_page_takes_the_answer_and_shows_the_next_statement(client):
    first = StatementFactory()
    second = StatementFactory(consultation=first.consultation)
    client.force_login(PersonFactory())
    response = client.post(vote_url(first), {"value": "1", "voice": ""}, follow=True)
    assert response.context["statement"] == second
    assert Vote.objects.get().value == 1


def test_vote_for_a_foreign_organisation_is_said_next_to_the_field(client):
    statement, other = StatementFactory(), MembershipFactory()
    client.force_login(PersonFactory())
    response = client.post(vote_url(statement), {"value": "1", "voice": str(other.organisation_id)})
    assert response.status_code == 422
    assert "voice" in response.context["form"].errors
    assert not Vote.objects.exists()


@pytest.mark.parametrize("value", ["", "2", "oui", "1; drop table"])
def test_an_answer_that_is_none_of_the_three_is_refused_in_words(client, value):
    statement = StatementFactory()
    client.force_login(PersonFactory())
    response = client.post(vote_url(statement), {"value": value})
    assert response.status_code == 422
    assert response.context["form"].errors["value"]
    assert not Vote.objects.exists()


def test_vote_after_the_close_is_refused_in_words(client):
    statement = StatementFactory(consultation__closed=True)
    client.force_login(PersonFactory())
    assert client.post(vote_url(statement), {"value": "1"}).status_code == 409
    assert not Vote.objects.exists()


def test_vote_without_confirmed_address_explains_what_to_do(client):
    statement = StatementFactory()
    client.force_login(PersonFactory(confirmed=False))
    response = client.get(vote_url(statement))
    assert response.status_code == 403
    assert reverse("account_email") in response.content.decode()


def test_results_hide_groups_under_five(client):
    statement = StatementFactory()
    for _number in range(6):
        VoteFactory(statement=statement)
    for _number in range(2):
        VoteFactory(
            statement=statement,
            participant=ParticipantFactory(consultation=statement.consultation, constituency="business", shore="south"),
        )
    publish_tables(consultation=statement.consultation, at=timezone.now())
    response = client.get(reverse("consultations:results", args=[statement.consultation.slug]))
    result = response.context["results"][0]
    shown = {cell.group: cell.tally for cell in result.by_constituency.cells if cell.tally and cell.tally.seen}
    assert shown == {}
    assert [cell.is_hidden for cell in result.by_shore.cells] == [True, True]


def test_a_statement_in_french_says_so_to_an_arabic_reader(client):
    statement = StatementFactory(text_fr="L’eau est un bien commun.")
    with translation.override("ar"):
        url = reverse("consultations:results", args=[statement.consultation.slug])
    assert '<span lang="fr" dir="ltr">L’eau est un bien commun.</span>' in client.get(url).content.decode()


def test_feed_lists_published_consultations_only(client):
    shown, hidden = ConsultationFactory(), ConsultationFactory(draft=True)
    body = client.get(reverse("consultations:feed")).content.decode()
    assert shown.title_fr in body
    assert hidden.title_fr not in body


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_live_page_shows_its_consultation_only_while_that_is_published(client, state):
    team = PersonFactory(is_superuser=True)
    consultation = StatementFactory(text_fr="Phrase pas encore publique.").consultation
    page = actions.write_texts(consultation=consultation, by=team, at=timezone.now())
    page.save_revision().publish()
    address = page.get_url()
    assert client.get(address).status_code == 200
    Consultation.objects.filter(pk=consultation.pk).update(state=state)
    assert client.get(address).status_code == 404
    client.force_login(team)
    assert "Phrase pas encore publique." in client.get(address).content.decode()
