"""The directory: sides of the sea, filters, names in their own language."""

import pytest

from kernel.search.actions import index
from tests.factories import pages as make
from tests.factories.actors import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory():
    return make.NetworkPageFactory()


def sides(response):
    return {one.code: [str(member) for member in one.organisations] for one, _name in response.context_data["sides"]}


def test_organisations_stand_on_their_side_and_basin_wide_ones_apart(client, directory):
    OrganisationFactory(name_fr="Marseille")
    OrganisationFactory(name_fr="Sfax", south=True)
    OrganisationFactory(name_fr="Saïda", east=True)
    OrganisationFactory(name_fr="Bassin", country=None)
    assert sides(client.get("/fr/reseau/")) == {
        "north": ["Marseille"],
        "south-and-east": ["Sfax", "Saïda"],
        "basin": ["Bassin"],
    }


def test_hidden_organisations_are_not_listed(client, directory):
    OrganisationFactory(name_fr="Cachée", is_published=False)
    assert "Cachée" not in client.get("/fr/reseau/").content.decode()


def test_a_long_side_is_cut_and_opens_in_full(client, directory):
    for _n in range(20):
        OrganisationFactory()
    assert len(sides(client.get("/fr/reseau/"))["north"]) == 12
    assert "Voir les 20" in client.get("/fr/reseau/").content.decode()
    assert len(sides(client.get("/fr/reseau/?side=north"))["north"]) == 20


def test_constituency_and_words_narrow(client, directory):
    found = OrganisationFactory(name_fr="Laboratoire de l’eau", constituency="research")
    OrganisationFactory(name_fr="Commune de l’eau")
    for organisation in (found, OrganisationFactory(name_fr="Autre", constituency="research")):
        index(organisation)
    assert set(sides(client.get("/fr/reseau/?constituency=research"))["north"]) == {"Laboratoire de l’eau", "Autre"}
    assert sides(client.get("/fr/reseau/?q=eau&constituency=research")) == {"north": ["Laboratoire de l’eau"]}


def test_bad_filters_are_ignored(client, directory):
    OrganisationFactory(name_fr="Marseille")
    assert sides(client.get("/fr/reseau/?constituency=zzz&side=zzz")) == {"north": ["Marseille"]}


def test_nobody_found_leads_back_to_the_whole_directory(client, directory):
    text = client.get("/fr/reseau/?q=zzzz").content.decode()
    assert "Aucun organisme trouvé" in text


def test_a_name_in_another_language_says_so(client, directory):
    OrganisationFactory(name_fr="", name_ar="بلدية صفاقس", south=True)
    assert '<span lang="ar" dir="rtl">بلدية صفاقس</span>' in client.get("/fr/reseau/").content.decode()
