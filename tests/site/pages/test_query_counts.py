"""Every page type asks the same number of queries at 1 and 30 items, with an empty cache."""

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from pages.base.models import BasePage
from pages.dialogues import registry
from pages.dialogues.models import DialogueMilestone
from pages.news.models import NewsRelation
from pages.projects.models import (
    PilotDocument,
    PilotIndicator,
    PilotPartner,
    PilotStep,
    PilotTerritory,
    ProjectAmount,
    ProjectDiscrepancy,
    ProjectPartner,
    ProjectSource,
    ResultDocument,
)
from tests.factories import pages as make
from tests.factories.actors import OrganisationFactory, PersonFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


def body(count):
    """A body with `count` blocks of each type that asks the database."""
    image, document, linked = make.ImageFactory(), make.DocumentFactory(), make.StandardPageFactory()
    link = f'<p><a linktype="page" id="{linked.pk}">page</a> <a linktype="document" id="{document.pk}">note</a></p>'
    picture = {"image": image.pk, "alt": "", "caption": "", "wide": False}
    call = {"title": "Lire", "text": "", "button": "Lire", "page": linked.pk, "url": ""}
    documents = {"documents": [{"document": document.pk, "title": "Note"}]}
    blocks = (("paragraph", link), ("picture", picture), ("call_to_action", call), ("documents", documents))
    return make.stream(*(block for _n in range(count) for block in blocks))


def standard(count):
    page = make.StandardPageFactory(show_children=True, body_fr=body(count))
    for _n in range(count):
        make.StandardPageFactory(parent=page)
    return page


def news_list(count):
    for _n in range(count):
        page = make.NewsPageFactory()
        page.themes.add(make.ThemeFactory())
        page.save()
    return page.get_parent()


def news(count):
    page = make.NewsPageFactory()
    for _n in range(count):
        NewsRelation.objects.create(news=page, page=make.StandardPageFactory())
        make.NewsPageFactory()
    return page


def register(count):
    for _n in range(count):
        theme = make.ThemeFactory()
        for page in (make.PilotPageFactory(), make.ProjectPageFactory(), make.ResultPageFactory()):
            page.themes.add(theme)
            page.save()
        make.TransferFactory(pilot=make.PilotPageFactory())
    return page.get_parent()


def pilot(count):
    page = make.PilotPageFactory(
        parent=make.ProjectPageFactory(), project=make.ProjectPageFactory(), lead=OrganisationFactory()
    )
    for n in range(count):
        PilotPartner.objects.create(pilot=page, organisation=OrganisationFactory())
        PilotIndicator.objects.create(pilot=page, label_fr="x", baseline=n)
        PilotStep.objects.create(pilot=page, when_fr="2026", title_fr="x")
        PilotDocument.objects.create(pilot=page, document=make.DocumentFactory(), title_fr="x")
        PilotTerritory.objects.create(pilot=page, territory=TerritoryFactory(latitude=34, longitude=10))
        make.TransferFactory(pilot=page)
        make.ResultPageFactory(pilot=page)
        make.DialoguePageFactory(subject=page)
    return page


def project(count):
    page = make.ProjectPageFactory()
    for _n in range(count):
        ProjectPartner.objects.create(project=page, organisation=OrganisationFactory())
        ProjectAmount.objects.create(project=page, label_fr="x", amount=1)
        ProjectSource.objects.create(project=page, title="x", url="https://exemple.org")
        ProjectDiscrepancy.objects.create(project=page, fact="other", note_fr="x")
        make.PilotPageFactory(project=page)
        make.ResultPageFactory(project=page)
    return page


def result(count):
    page = make.ResultPageFactory(parent=make.PilotPageFactory(), pilot=make.PilotPageFactory())
    for _n in range(count):
        ResultDocument.objects.create(result=page, document=make.DocumentFactory(), title_fr="x")
    return page


def dialogue_list(count):
    for _n in range(count):
        page = make.DialoguePageFactory()
    return page.get_parent()


@pytest.fixture(autouse=True)
def silent_apps(monkeypatch):
    """A dialogue's page asks the apps too; each proves its own number."""
    for name in ("_journals", "_voices"):
        monkeypatch.setattr(registry, name, [])


def dialogue(count):
    page = make.DialoguePageFactory(subject=make.PilotPageFactory())
    for n in range(count):
        DialogueMilestone.objects.create(
            dialogue=page, on=f"2026-01-{n + 1:02}", title_fr="x", page=make.StandardPageFactory()
        )
    return page


def network(count):
    for _n in range(count):
        OrganisationFactory(territory=TerritoryFactory(latitude=43.3, longitude=5.4))
        OrganisationFactory(south=True)
    return make.NetworkPageFactory()


FRAME = 1  # the menu and the foot, read again when the cache is empty


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize(
    ("build", "queries"),
    [
        (standard, 11),
        (news_list, 7),
        (news, 7),
        (register, 10),
        (pilot, 12),
        (project, 10),
        (result, 7),
        (dialogue_list, 5),
        (dialogue, 5),
        (network, 5),
    ],
)
def test_the_number_of_queries_does_not_grow(client, build, queries, count, django_assert_num_queries):
    page = BasePage.objects.get(pk=build(count).pk)
    url = page.get_url_in("fr")
    assert client.get(url).status_code == 200
    cache.clear()
    with django_assert_num_queries(queries + FRAME):
        client.get(url)


@pytest.mark.parametrize("build", [standard, news_list, news, register, pilot, project, result, network])
def test_signed_in_no_page_asks_more_than_fifteen(client, build, django_assert_max_num_queries):
    page = BasePage.objects.get(pk=build(1).pk)
    client.force_login(PersonFactory())
    client.get(page.get_url_in("fr"))
    with django_assert_max_num_queries(15):
        client.get(page.get_url_in("fr"))


def test_an_address_is_found_in_three_queries_whatever_the_depth(django_assert_num_queries):
    page = make.StandardPageFactory()
    for _level in range(4):
        page = make.StandardPageFactory(parent=page)
    with django_assert_num_queries(3):
        found = BasePage.route_for_request(RequestFactory().get("/"), page.url_path.split("/", 2)[2])
    assert found.page.pk == page.pk
