"""What the team writes among a consultation's statements at its desk: sealed once it is public, never erased then."""

from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from consultations import actions
from consultations.models import Consultation, LogEntry, Statement
from consultations.queries.log import verify
from kernel.search.models import Entry as Found
from tests.factories.actors import PersonFactory
from tests.factories.consultations import NOON, ConsultationFactory, StatementFactory

pytestmark = pytest.mark.django_db
ZONE = "Europe/Paris"


@pytest.fixture
def desk(client):
    client.force_login(PersonFactory(is_superuser=True, is_staff=True))
    return client


def row(statement=None, **more):
    texts = {f"text_{language}": "" for language in ("fr", "en", "ar")}
    kept = {"id": statement.pk, "text_fr": statement.text_fr, "state": statement.state} if statement else {}
    return {**texts, "proposed_by": "", "state": "published", **kept, **more}


def save(desk, consultation, *rows):
    phase = consultation.phases.get()
    hours = {
        name: getattr(phase, name).astimezone(ZoneInfo(ZONE)).strftime("%Y-%m-%d %H:%M")
        for name in ("opens_at", "closes_at")
    }
    texts = {f"{name}_{language}": "" for name in ("title", "summary") for language in ("fr", "en", "ar")}
    data = {
        **texts,
        "title_fr": "Partager l’eau",
        "slug": consultation.slug,
        "dialogue": "",
        "zone": ZONE,
        "phases": inline_formset([{"id": phase.pk, "kind": phase.kind, "page": "", **hours}], initial=1),
        "statements": inline_formset(list(rows), initial=sum("id" in row for row in rows)),
    }
    return desk.post(reverse("consultations_admin:edit", args=[consultation.pk]), nested_form_data(data))


def sealed(consultation):
    links = LogEntry.objects.filter(consultation=consultation, kind="statement").order_by("sequence")
    return list(links.values_list("object_id", flat=True))


def test_what_is_added_reworded_or_taken_out_is_sealed(desk):
    statement = StatementFactory(consultation__zone=ZONE)
    consultation = statement.consultation
    assert save(desk, consultation, row(statement), row(text_fr="Chaque puits se déclare.")).status_code == 302
    added = Statement.objects.get(text_fr="Chaque puits se déclare.")
    assert sealed(consultation) == [statement.pk, added.pk]
    assert save(desk, consultation, row(statement), row(added, state="withdrawn")).status_code == 302
    assert sealed(consultation) == [statement.pk, added.pk, added.pk]
    assert verify(consultation).holds


def test_a_draft_seals_nothing_before_it_is_published(desk):
    statement = StatementFactory(consultation=ConsultationFactory(draft=True, zone=ZONE))
    consultation = statement.consultation
    assert save(desk, consultation, row(statement), row(text_fr="À effacer.")).status_code == 302
    gone = Statement.objects.get(text_fr="À effacer.")
    assert save(desk, consultation, row(statement), row(gone, DELETE="on")).status_code == 302
    assert sealed(consultation) == []
    actions.publish(consultation=consultation, by=PersonFactory(is_superuser=True), at=NOON)
    assert sealed(consultation) == [statement.pk]
    assert verify(Consultation.objects.get()).holds


def test_a_statement_that_was_public_is_not_erased(desk):
    statement = StatementFactory(consultation__zone=ZONE)
    response = save(desk, statement.consultation, row(statement, DELETE="on"))
    assert "ne s’efface pas" in str(response.context["form"].non_field_errors())
    assert Statement.objects.filter(pk=statement.pk).exists()


def test_search_follows_what_the_desk_writes(desk):
    statement = StatementFactory(consultation__zone=ZONE)
    response = save(desk, statement.consultation, row(statement, text_fr="Une nappe profonde."))
    assert response.status_code == 302, response.context["form"].errors
    assert "nappe profonde" in Found.objects.get(kind="consultation").body
