"""What an organisation's profile says of its projects and pilots."""

import pytest
from django.urls import reverse
from django.utils import translation

from pages.projects.models import PilotPartner, ProjectPartner
from pages.projects.profile import part_taken
from tests.factories import pages as make
from tests.factories.actors import OrganisationFactory

pytestmark = pytest.mark.django_db


def lines(organisation, language="fr"):
    with translation.override(language):
        return [line for section in part_taken(organisation, language) for line in section.lines]


def test_a_profile_names_the_part_taken_in_each_project_and_pilot():
    organisation = OrganisationFactory()
    project = make.ProjectPageFactory(title_fr="Eau commune")
    ProjectPartner.objects.create(project=project, organisation=organisation, role="coordinator")
    pilot = make.PilotPageFactory(title_fr="Ombre", lead=organisation)
    PilotPartner.objects.create(pilot=pilot, organisation=organisation)
    ProjectPartner.objects.create(project=make.ProjectPageFactory(), organisation=OrganisationFactory())
    assert {(line.title, line.role) for line in lines(organisation)} == {
        ("Eau commune", "Coordination"),
        ("Ombre", "Chef de file"),
    }


def test_a_profile_says_when_a_title_stands_in_another_language():
    organisation = OrganisationFactory()
    make.PilotPageFactory(title_fr="Ombre", lead=organisation)
    (line,) = lines(organisation, "ar")
    assert (line.title, line.language) == ("Ombre", "fr")
    assert line.url.startswith("/ar/")


def test_drafts_stay_off_the_profile(client):
    organisation = OrganisationFactory()
    make.PilotPageFactory(title_fr="Brouillon", lead=organisation, live=False)
    assert lines(organisation) == []
    html = client.get(reverse("actors:organisation", args=[organisation.slug])).content.decode()
    assert "Brouillon" not in html


@pytest.mark.parametrize("count", [1, 30])
def test_a_profile_costs_the_same_for_one_pilot_and_thirty(client, django_assert_max_num_queries, count):
    organisation = OrganisationFactory()
    for _number in range(count):
        make.PilotPageFactory(lead=organisation)
    address = reverse("actors:organisation", args=[organisation.slug])
    client.get(address)
    with django_assert_max_num_queries(15):
        client.get(address)
