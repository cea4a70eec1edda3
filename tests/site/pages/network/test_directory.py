"""The directory: sides of the sea, filters, names in their own language."""

import pytest

from kernel.search.actions import index
from tests.factories import pages as make
from tests.factories.actors import CountryFactory, OrganisationFactory, TerritoryFactory

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


def placed(slug, lat=43.3, lon=5.4, **facts):
    return TerritoryFactory(slug=slug, name_fr=slug.title(), latitude=lat, longitude=lon, **facts)


def test_the_map_shows_each_territory_once_with_its_number_and_the_table_says_the_same(client, directory):
    marseille, sfax = placed("marseille"), placed("sfax", 34.7, 10.8, country=CountryFactory(south=True))
    for _n in range(3):
        OrganisationFactory(territory=marseille)
    OrganisationFactory(territory=sfax, country=sfax.country)
    OrganisationFactory(territory=TerritoryFactory())
    response = client.get("/fr/reseau/")
    assert [(mark["label"], mark["count"]) for mark in response.context_data["marks"]] == [
        ("Marseille\u00a0: 3 organismes", 3),
        ("Sfax\u00a0: 1 organisme", 1),
    ]
    tables = {str(name): [mark["label"] for mark in marks] for name, marks in response.context_data["shores"]}
    assert tables == {"Rive nord": ["Marseille\u00a0: 3 organismes"], "Rive sud et est": ["Sfax\u00a0: 1 organisme"]}
    text = response.content.decode()
    assert text.count("?territory=marseille#directory") == 2, "on the map and in the table"
    assert "1 organisme sans lieu précis n’est que dans la liste." in text


def test_a_territory_narrows_the_lists_and_leaves_the_map_whole(client, directory):
    here = OrganisationFactory(name_fr="Ici", territory=placed("marseille"))
    OrganisationFactory(name_fr="Ailleurs", territory=placed("nice", 43.7, 7.2))
    response = client.get("/fr/reseau/?territory=marseille")
    assert sides(response)["north"] == [str(here)]
    assert [(mark["count"], mark["chosen"]) for mark in response.context_data["marks"]] == [(1, True), (1, False)]
    assert 'name="territory" value="marseille"' in response.content.decode(), "a search stays in the territory"


def test_a_constituency_narrows_the_map_and_follows_its_links(client, directory):
    OrganisationFactory(territory=placed("marseille"), constituency="research")
    OrganisationFactory(territory=placed("nice", 43.7, 7.2), constituency="business")
    response = client.get("/fr/reseau/?constituency=research")
    assert [mark["url"] for mark in response.context_data["marks"]] == [
        "?constituency=research&territory=marseille#directory"
    ]


@pytest.mark.parametrize("territory", ["zzz", "", "<script>"])
def test_an_unknown_territory_is_ignored(client, directory, territory):
    OrganisationFactory(name_fr="Marseille", territory=placed("marseille"))
    assert sides(client.get("/fr/reseau/", {"territory": territory}))["north"] == ["Marseille"]


def test_without_places_there_is_no_map(client, directory):
    OrganisationFactory()
    assert 'class="basin' not in client.get("/fr/reseau/").content.decode()
