"""The public log and the receipt: they show that a contribution counts, and to nobody else what it says."""

import csv

import pytest
from django.urls import reverse

from consultations import actions
from consultations.models import LogEntry, Vote
from tests.factories.actors import PersonFactory
from tests.factories.consultations import NOON, ConsultationFactory, StatementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return PersonFactory(confirmed=True)


@pytest.fixture
def consultation(person):
    consultation = ConsultationFactory()
    StatementFactory(consultation=consultation, text_fr="Planter des arbres.")
    actions.vote(person=person, consultation=consultation, number=1, value=-1, at=NOON)
    return consultation


def page(client, name, *args):
    return client.get(reverse(f"consultations:{name}", args=args))


def test_everyone_reads_the_head(client, consultation):
    entry = LogEntry.objects.get()
    assert f"1:{entry.hash}" in page(client, "log", consultation.slug).content.decode()


def test_the_table_holds_no_salt_no_time_and_nobody(client, consultation):
    response = page(client, "log-table", consultation.slug, 1)
    entry = LogEntry.objects.get()
    rows = list(csv.reader(response.content.decode().splitlines()))
    assert rows == [["sequence", "kind", "digest", "hash"], ["1", "vote", entry.digest, entry.hash]]
    assert entry.salt not in response.content.decode()


def test_a_page_beyond_the_last_is_not_there(client, consultation):
    assert page(client, "log-table", consultation.slug, 2).status_code == 404


def test_the_log_of_a_draft_is_nobody_s(client):
    draft = ConsultationFactory(draft=True)
    assert [page(client, name, draft.slug).status_code for name in ("log", "receipt")] == [404, 302]
    client.force_login(PersonFactory(confirmed=True))
    assert page(client, "receipt", draft.slug).status_code == 404


def test_a_receipt_says_that_a_vote_counts_and_not_which(client, person, consultation):
    client.force_login(person)
    entry = LogEntry.objects.get()
    response = page(client, "receipt", consultation.slug)
    text = response.content.decode()
    assert "Planter des arbres." in text
    assert "sceau conforme" in text
    for secret in (entry.salt, entry.digest, entry.hash):
        assert secret not in text
    assert "no-store" in response["Cache-Control"] or "private" in response["Cache-Control"]


def test_the_receipts_of_a_yes_and_a_no_are_the_same(client, person, consultation):
    def receipt():
        client.force_login(person)
        return page(client, "receipt", consultation.slug).context["receipt"]

    before = receipt()
    actions.vote(person=person, consultation=consultation, number=1, value=1, at=NOON)
    assert receipt() == before


def test_a_receipt_is_one_s_own(client, consultation):
    client.force_login(PersonFactory(confirmed=True))
    text = page(client, "receipt", consultation.slug).content.decode()
    assert "Planter des arbres." not in text


def test_a_receipt_says_so_when_a_vote_was_changed(client, person, consultation):
    Vote.objects.update(value=1)
    client.force_login(person)
    assert not page(client, "receipt", consultation.slug).context["receipt"].is_whole


@pytest.mark.parametrize("votes", [1, 30])
def test_a_receipt_costs_the_same_whatever_was_given(
    client, person, consultation, votes, django_assert_max_num_queries
):
    for number in range(2, votes + 1):
        StatementFactory(consultation=consultation)
        actions.vote(person=person, consultation=consultation, number=number, value=1, at=NOON)
    client.force_login(person)
    with django_assert_max_num_queries(24):
        page(client, "receipt", consultation.slug)
