"""A consultation never hides behind an address that a page of its own section has."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from consultations import actions
from consultations.blueprints import Blueprint
from consultations.models import OWN_ADDRESSES, Consultation
from consultations.urls import urlpatterns
from tests.consultations.phases.test_desk import add, desk, phase  # noqa: F401 (desk is a fixture)
from tests.factories.recommendations import facilitator

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_they_are_all_the_pages_that_stand_where_a_consultation_would():
    first = {str(one.pattern).partition("/")[0] for one in urlpatterns}
    assert {word for word in first if word and not word.startswith("<")} == OWN_ADDRESSES


@pytest.mark.django_db
@pytest.mark.parametrize("slug", sorted(OWN_ADDRESSES))
def test_the_team_is_told_beside_the_field(desk, slug):  # noqa: F811 (the fixture)
    response = add(desk, phase(), slug=slug)
    assert response.status_code == 200
    assert "choisissez-en une autre" in str(response.context["form"].errors["slug"])
    assert not Consultation.objects.exists()


@pytest.mark.django_db
def test_a_title_that_says_the_same_gets_a_number():
    made = actions.start_from(
        blueprint=Blueprint.STRATEGY,
        title={"fr": "Register"},
        starts_on=date(2027, 1, 4),
        zone="Europe/Paris",
        by=facilitator(),
        at=NOON,
    )
    assert made.slug == "register-2"
    assert reverse("consultations:detail", args=[made.slug]) != reverse("consultations:register")
