import pytest
from django.urls import reverse
from django.utils import translation

from actors import registry
from actors.queries import directory
from actors.registry import Line, Section
from actors.search import documents, visible
from tests.factories.actors import MembershipFactory, OrganisationFactory, PersonFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
BUDGET = 15  # of a page, its frame included; one query an item would pass it at thirty


def profile(organisation, language="fr"):
    with translation.override(language):
        return reverse("actors:organisation", args=[organisation.slug])


def test_the_directory_shows_published_organisations_in_alphabetical_order():
    for name in ("Étoile", "Zagora", "Avignon"):
        OrganisationFactory(name_fr=name)
    OrganisationFactory(name_fr="Bizerte", is_published=False)
    assert [str(o) for o in directory()] == ["Avignon", "Étoile", "Zagora"]


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_a_profile_shows_in_each_language_and_marks_a_fallback(client, language):
    organisation = OrganisationFactory(name_fr=None, name_ar="بلدية قابس", territory=TerritoryFactory())
    html = client.get(profile(organisation, language)).content.decode()
    assert "بلدية قابس" in html
    assert ('<h1 lang="ar" dir="rtl">' in html) is (language != "ar")


def test_a_profile_gives_every_name_in_its_own_script(client):
    organisation = OrganisationFactory(name_fr="Commune de Gabès", name_ar="بلدية قابس")
    html = client.get(profile(organisation)).content.decode()
    assert 'lang="ar" dir="rtl">بلدية قابس' in html


def test_a_public_page_keeps_no_state_of_its_reader(client):
    response = client.get(profile(OrganisationFactory()))
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.content.decode()


def test_a_profile_shows_what_other_layers_say(client, monkeypatch):
    monkeypatch.setattr(registry, "_sections", [])
    registry.register_profile_section(lambda o, lang: [Section("Projets", [Line("Eau <commune>", url="/fr/eau/")])])
    registry.register_profile_section(lambda o, lang: [Section("Vide", [])])
    html = client.get(profile(OrganisationFactory())).content.decode()
    assert 'href="/fr/eau/"' in html
    assert "Eau &lt;commune&gt;" in html
    assert "Vide" not in html


@pytest.mark.parametrize("count", [0, 30])
def test_a_profile_costs_the_same_for_no_member_and_thirty(client, django_assert_max_num_queries, count, monkeypatch):
    monkeypatch.setattr(registry, "_sections", [])
    organisation = OrganisationFactory(territory=TerritoryFactory())
    for _number in range(count):
        MembershipFactory(organisation=organisation)
    client.get(profile(organisation))
    with django_assert_max_num_queries(BUDGET):
        client.get(profile(organisation))


def test_search_reads_each_language_of_a_published_organisation():
    organisation = OrganisationFactory(name_fr="Gabès", name_ar="قابس", acronym="G", south=True)
    found = {document.language: document for document in documents(organisation)}
    assert set(found) == {"fr", "ar"}
    assert (found["fr"].title, found["fr"].path, found["fr"].shore) == (
        "Gabès (G)",
        f"/network/{organisation.slug}/",
        "south",
    )


def test_search_reads_and_shows_nothing_outside_the_directory():
    hidden, shown = OrganisationFactory(is_published=False), OrganisationFactory()
    assert list(documents(hidden)) == []
    assert visible(PersonFactory(), {hidden.pk, shown.pk}) == {shown.pk}
