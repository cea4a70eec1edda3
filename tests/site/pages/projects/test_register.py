"""The register: filters, counts, text search, export, and a constant number of queries."""

import pytest

from actors.choices import Shore
from kernel.search.actions import index
from pages.projects.models import ProjectPartner
from tests.factories import pages as make
from tests.factories.actors import CountryFactory, OrganisationFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def register():
    return make.ProjectIndexPageFactory()


def shown(response):
    return [card.page.title for card, _places in response.context_data["cards"]]


def pilot_in(country, **kwargs):
    territory = TerritoryFactory(country=CountryFactory(**country), latitude=34.0, longitude=9.0)
    return make.PilotPageFactory(place=territory, **kwargs)


def facet(response, name):
    return {
        choice.value: choice.count
        for group in response.context_data["facets"]
        if group.name == name
        for choice in group.choices
    }


def test_every_type_is_listed_pilots_first_by_their_number(client, register):
    make.ProjectPageFactory(title_fr="Projet")
    make.ResultPageFactory(title_fr="Méthode")
    make.PilotPageFactory(title_fr="Second", number=902)
    make.PilotPageFactory(title_fr="Premier", number=901)
    assert shown(client.get("/fr/projets/")) == ["Premier", "Second", "Méthode", "Projet"]


def test_filters_narrow_and_counts_ignore_their_own_choice(client, register):
    pilot_in({"south": True}, title_fr="Sfax")
    pilot_in({}, title_fr="Marseille")
    make.ResultPageFactory(title_fr="Guide", kind="guide")
    response = client.get("/fr/projets/?kind=pilot&shore=south")
    assert shown(response) == ["Sfax"]
    assert facet(response, "shore") == {"north": 1, "south": 1}
    assert facet(response, "kind") == {"pilot": 1}


def test_two_values_of_a_facet_widen_and_two_facets_narrow(client, register):
    pilot_in({"south": True}, title_fr="Sfax")
    pilot_in({"east": True}, title_fr="Tripoli")
    pilot_in({}, title_fr="Marseille")
    assert set(shown(client.get("/fr/projets/?shore=south&shore=east"))) == {"Sfax", "Tripoli"}
    assert shown(client.get("/fr/projets/?shore=south&shore=east&country=LB")) == ["Tripoli"]


def test_a_theme_keeps_what_carries_it(client, register):
    water = make.ThemeFactory(slug="eau", name_fr="Eau")
    pilot = make.PilotPageFactory(title_fr="Eau commune")
    pilot.themes.add(water)
    pilot.save()
    make.PilotPageFactory(title_fr="Ombre")
    assert shown(client.get("/fr/projets/?theme=eau")) == ["Eau commune"]


def test_a_result_stands_on_the_shore_of_its_pilot(client, register):
    pilot = pilot_in({"south": True})
    make.ResultPageFactory(title_fr="Évaluation", pilot=pilot)
    assert "Évaluation" in shown(client.get("/fr/projets/?shore=south"))


def test_what_is_taken_up_elsewhere_can_be_asked_for(client, register):
    transfer = make.TransferFactory(pilot__title_fr="Repris")
    make.TransferFactory(pilot__title_fr="Arrêté", state="ended")
    make.PilotPageFactory(title_fr="Jamais")
    response = client.get("/fr/projets/?transfer=yes")
    assert shown(response) == [transfer.pilot.title]
    assert "Repris par 1 territoire" in response.content.decode()


def test_unknown_filters_are_ignored_and_the_page_stays(client, register):
    make.PilotPageFactory(title_fr="Pilote")
    for query in ("kind=zzz", "page=abc", "page=99999999999", "shore=nulle", "theme=", "page=-1", "country=ZZZZ"):
        response = client.get(f"/fr/projets/?{query}")
        assert response.status_code == 200
        assert shown(response) == ["Pilote"]


def test_a_chip_leads_to_the_list_without_its_filter(client, register):
    pilot_in({"south": True})
    chips = client.get("/fr/projets/?shore=south&kind=pilot&page=2").context_data["chips"]
    assert [(str(chip.label), chip.query) for chip in chips] == [
        ("Pilote", "shore=south"),
        ("Rive sud", "kind=pilot"),
    ]


def test_text_search_keeps_what_search_finds(client, register):
    found = make.PilotPageFactory(title_fr="Compteurs d’eau")
    other = make.PilotPageFactory(title_fr="Quartiers d’ombre")
    index(found)
    index(other)
    assert shown(client.get("/fr/projets/?q=compteur")) == ["Compteurs d’eau"]
    assert shown(client.get("/fr/projets/?q=zzzz")) == []


def test_the_table_holds_every_item_and_no_formula(client, register):
    make.PilotPageFactory(title_fr="=HYPERLINK(1)")
    response = client.get("/fr/projets/?format=csv")
    assert response["Content-Type"].startswith("text/csv")
    assert "'=HYPERLINK(1)" in response.content.decode("utf-8-sig")


def test_the_list_is_cut_in_pages(client, register):
    for n in range(14):
        make.ResultPageFactory(title_fr=f"Résultat {n}")
    assert len(shown(client.get("/fr/projets/"))) == 12
    assert len(shown(client.get("/fr/projets/?page=2"))) == 2
    assert len(shown(client.get("/fr/projets/?page=7"))) == 2


def test_organisations_of_both_shores_put_a_project_on_both(client, register):
    project = make.ProjectPageFactory(title_fr="Deux rives")
    ProjectPartner.objects.create(project=project, organisation=OrganisationFactory())
    ProjectPartner.objects.create(project=project, organisation=OrganisationFactory(south=True))
    for shore in (Shore.NORTH, Shore.SOUTH):
        assert shown(client.get(f"/fr/projets/?shore={shore}")) == ["Deux rives"]
