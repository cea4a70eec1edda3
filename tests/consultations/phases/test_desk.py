"""The team types phases on the clocks of the consultation's zone."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from consultations.models import Consultation, Phase
from kernel.audit.models import Entry
from tests.factories.actors import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(PersonFactory(is_superuser=True, is_staff=True))
    return client


def phase(kind="statements", opens_at="2027-01-04 09:00", closes_at="2027-01-20 20:00", **more):
    return {"kind": kind, "opens_at": opens_at, "closes_at": closes_at, "page": "", **more}


def filled(*phases, zone="Africa/Tunis", initial=0, **more):
    texts = {f"{name}_{language}": "" for name in ("title", "summary") for language in ("fr", "en", "ar")}
    return nested_form_data(
        {
            **texts,
            "title_fr": "Partager l’eau",
            "slug": "eau",
            "dialogue": "",
            "zone": zone,
            "phases": inline_formset(list(phases), initial=initial),
            "statements": inline_formset([]),
            **more,
        }
    )


def add(desk, *phases, **more):
    return desk.post(reverse("consultations_admin:add"), filled(*phases, **more))


def errors_of(response):
    return [form.errors for form in response.context["form"].formsets["phases"].forms]


def test_hours_are_read_in_the_zone_and_make_the_window(desk):
    response = add(desk, phase(constituencies=("local",), shores=("south",)), phase("inform", "2026-12-01 08:00", ""))
    assert response.status_code == 302
    made = Consultation.objects.get()
    assert made.opens_at == datetime(2027, 1, 4, 8, tzinfo=UTC)  # Tunis: UTC+1
    assert made.closes_at == datetime(2027, 1, 20, 19, tzinfo=UTC)
    vote = made.phases.get(kind="statements")
    assert (vote.constituencies, vote.shores) == (["local"], ["south"])
    assert Entry.objects.filter(verb="consultation.phases_settled").count() == 1


def test_an_hour_that_the_clocks_skip_is_refused_beside_it(desk):
    response = add(desk, phase(opens_at="2027-03-28 02:30", closes_at="2027-05-01 20:00"), zone="Europe/Paris")
    assert "n’existe pas" in str(errors_of(response)[0]["opens_at"])
    assert not Consultation.objects.exists()


def test_an_hour_that_repeats_asks_which_is_meant(desk):
    repeated = phase(opens_at="2027-10-01 09:00", closes_at="2027-10-31 02:30")
    response = add(desk, repeated, zone="Europe/Paris")
    assert "se répète" in str(errors_of(response)[0]["closes_at"])
    assert 'name="phases-0-closes_at_fold"' in response.content.decode()
    add(desk, {**repeated, "closes_at_fold": "1"}, zone="Europe/Paris")
    assert Phase.objects.get().closes_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("phases", "field"),
    [
        ([phase(closes_at="2027-01-04 09:00")], "closes_at"),
        ([phase(closes_at="")], "closes_at"),
        ([phase(opens_at="")], "opens_at"),
        ([phase(constituencies=("martians",))], "constituencies"),
    ],
)
def test_what_is_wrong_is_said_beside_it(desk, phases, field):
    assert field in errors_of(add(desk, *phases))[0]
    assert not Consultation.objects.exists()


def test_somebody_must_be_able_to_take_part(desk):
    response = add(desk, phase("inform"))
    assert response.context["form"].non_field_errors()
    response = add(desk)
    assert response.context["form"].non_field_errors()
    assert not Consultation.objects.exists()


def test_a_zone_that_does_not_exist_is_refused_once(desk):
    response = add(desk, phase(), zone="Europe/Atlantis")
    assert list(response.context["form"].errors) == ["zone"]


def edit(desk, consultation, *phases, **more):
    data = filled(*phases, initial=len(phases), **more)
    return desk.post(reverse("consultations_admin:edit", args=[consultation.pk]), data)


def test_the_form_shows_the_hours_of_the_zone_and_another_zone_moves_the_instants(desk):
    add(desk, phase())
    made, laid = Consultation.objects.get(), Phase.objects.get()
    page = desk.get(reverse("consultations_admin:edit", args=[made.pk]))
    assert 'value="2027-01-04 09:00"' in page.content.decode()
    assert edit(desk, made, phase(id=laid.pk), zone="Africa/Cairo").status_code == 302  # UTC+2
    made.refresh_from_db()
    assert made.opens_at == datetime(2027, 1, 4, 7, tzinfo=UTC)
    assert made.phases.get().opens_at == made.opens_at


def test_phases_that_stay_leave_no_trace(desk):
    add(desk, phase())
    made, laid = Consultation.objects.get(), Phase.objects.get()
    assert edit(desk, made, phase(id=laid.pk), summary_fr="Un résumé").status_code == 302
    made.refresh_from_db()
    assert made.summary_fr == "Un résumé"
    assert Entry.objects.filter(verb="consultation.phases_settled").count() == 1


def test_the_desk_starts_from_a_blueprint(desk):
    url = reverse("consultations_admin:start")
    assert "Charte" in desk.get(url).content.decode()
    chosen = {"blueprint": "charter", "starts_on": "2027-01-04", "zone": "Africa/Tunis"}
    refused = desk.post(url, chosen)
    assert refused.status_code == 422
    assert "titre" in str(refused.context["form"].errors)
    assert desk.post(url, {**chosen, "title_ar": "ميثاق الماء"}).status_code == 302
    made = Consultation.objects.get()
    assert made.title_ar == "ميثاق الماء"
    assert made.phases.count() == 5
    assert desk.get(reverse("consultations_admin:edit", args=[made.pk])).status_code == 200


def test_the_desk_is_for_the_team(client):
    client.force_login(PersonFactory())
    assert client.get(reverse("consultations_admin:start")).status_code in {302, 403}
