"""The team writes recommendations, addresses them, keeps calendars; what was sent no longer changes."""

from datetime import date

import pytest
from django.urls import reverse

from consultations.choices import RecommendationState as State
from consultations.models import Recommendation, WorkingCalendar
from consultations.queries.log import verify
from tests.factories.actors import OrganisationFactory, PersonFactory
from tests.factories.consultations import ConsultationFactory, StatementFactory
from tests.factories.recommendations import RecommendationFactory, facilitator, focal_point_of, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(facilitator())
    return client


def filled(recommendation, **changes):
    return {
        "consultation": recommendation.consultation_id,
        "addressee": recommendation.addressee_id,
        "officer_role": "",
        "working_days": 20,
        "heard_fr": recommendation.heard_fr,
        "heard_en": "",
        "heard_ar": "",
        "context_fr": "",
        "context_en": "",
        "context_ar": "",
        "decision_fr": "",
        "decision_en": "",
        "decision_ar": "",
        **changes,
    }


def test_a_recommendation_is_written_with_the_statements_of_its_consultation(desk):
    consultation, authority = ConsultationFactory(), OrganisationFactory()
    mine, other = StatementFactory(consultation=consultation), StatementFactory()
    draft = Recommendation(consultation=consultation, addressee=authority, heard_fr="Ouvrir les cours d’école.")
    url = reverse("recommendations_admin:add")
    assert desk.post(url, filled(draft, statements=[other.pk])).status_code == 200
    assert desk.post(url, filled(draft, statements=[mine.pk])).status_code == 302
    written = Recommendation.objects.get()
    assert (written.number, written.state, list(written.statements.all())) == (1, State.DRAFT, [mine])


def test_without_words_it_is_refused_next_to_the_field(desk):
    draft = RecommendationFactory.build(
        consultation=ConsultationFactory(), addressee=OrganisationFactory(), heard_fr=""
    )
    answer = desk.post(reverse("recommendations_admin:add"), filled(draft))
    assert "dans une langue au moins" in answer.content.decode()


def test_the_team_addresses_a_draft_and_is_warned_where_nobody_can_answer(desk):
    draft = RecommendationFactory()
    url = reverse("recommendations_admin:address", args=[draft.pk])
    warning = "ni point focal"
    assert warning in desk.get(url).content.decode()
    focal_point_of(draft.addressee)
    assert warning not in desk.get(url).content.decode()
    assert desk.post(url).status_code == 302
    draft.refresh_from_db()
    assert draft.state == State.RECEIVED


def test_what_was_sent_keeps_its_addressee_its_delay_and_its_words(desk):
    recommendation = sent(heard_fr="Planter.")
    other = OrganisationFactory()
    changes = {"addressee": other.pk, "working_days": 500, "heard_fr": "Couper.", "decision_fr": "Dix arbres."}
    url = reverse("recommendations_admin:edit", args=[recommendation.pk])
    assert desk.post(url, filled(recommendation, **changes)).status_code == 302
    kept = Recommendation.objects.get()
    assert (kept.addressee_id, kept.working_days) == (recommendation.addressee_id, 10)
    assert (kept.heard_fr, kept.decision_fr) == ("Planter.", "Dix arbres.")
    assert desk.post(url, filled(kept, decision_fr="Dix arbres.", heard_en="Plant.")).status_code == 302
    assert verify(kept.consultation).faults == []


def test_a_draft_may_be_deleted_what_was_sent_may_not(desk):
    draft, kept = RecommendationFactory(), sent()
    for one in (draft, kept):
        desk.post(reverse("recommendations_admin:delete", args=[one.pk]))
    assert list(Recommendation.objects.all()) == [kept]


def test_someone_outside_the_team_opens_nothing(client):
    client.force_login(PersonFactory())
    draft = RecommendationFactory()
    for name, args in (("index", []), ("edit", [draft.pk]), ("address", [draft.pk])):
        assert client.get(reverse(f"recommendations_admin:{name}", args=args)).status_code in {302, 403}
    client.post(reverse("recommendations_admin:address", args=[draft.pk]))
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_holidays_are_typed_one_a_line(desk):
    authority = OrganisationFactory(south=True)
    url = reverse("working_calendars_admin:add")
    holidays = "2027-05-01 Fête du travail\n\n2027-03-20\n"
    given = {"organisation": authority.pk, "weekend": [4, 5], "holidays_text": holidays}
    assert desk.post(url, given).status_code == 302
    calendar = WorkingCalendar.objects.get()
    assert calendar.weekend == [4, 5]
    days = list(calendar.holidays.values_list("day", "name"))
    assert days == [(date(2027, 3, 20), ""), (date(2027, 5, 1), "Fête du travail")]
    edit = reverse("working_calendars_admin:edit", args=[calendar.pk])
    assert "2027-05-01 Fête du travail" in desk.get(edit).content.decode()
    assert desk.post(edit, {**given, "holidays_text": "2027-01-01"}).status_code == 302
    assert calendar.holidays.count() == 1


@pytest.mark.parametrize("wrong", [{"holidays_text": "1er mai"}, {"weekend": list(range(7))}])
def test_a_calendar_that_makes_no_sense_is_refused(desk, wrong):
    given = {"organisation": OrganisationFactory().pk, "weekend": [5, 6], "holidays_text": "", **wrong}
    assert desk.post(reverse("working_calendars_admin:add"), given).status_code == 200
    assert not WorkingCalendar.objects.exists()
