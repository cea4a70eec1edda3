"""The page of search: what it finds, how it narrows, what it says when nothing is found."""

import datetime as dt

import pytest
from django.utils import timezone

from kernel.requests import limits
from kernel.search.actions import index
from tests.factories.actors import PersonFactory
from tests.factories.events import MeetingFactory
from tests.factories.pages import (
    NetworkPageFactory,
    NewsPageFactory,
    ProjectIndexPageFactory,
    ResultPageFactory,
    StandardPageFactory,
)

pytestmark = pytest.mark.django_db

SEARCH_QUERIES = 15


def published(factory, **fields):
    """A page as an editor publishes it."""
    page = factory(**fields)
    page.save_revision().publish()
    return page


def ask(client, under="fr", /, **query):
    response = client.get(f"/{under}/search/", query)
    assert response.status_code == 200
    return response


def titles(response):
    return [hit.title for hit in response.context["results"].hits]


def test_without_a_question_the_page_says_what_can_be_asked(client):
    assert "Écrivez un mot" in ask(client).content.decode()


def test_what_is_found_is_marked_and_leads_to_the_readers_language(client):
    page = published(NewsPageFactory, title_fr="Les chevaux du delta")
    found = ask(client, q="cheval").content.decode()
    assert "Les <mark>chevaux</mark> du delta" in found
    assert f'href="{page.get_url()}"' in found
    assert "<strong>1 résultat</strong>" in found


def test_a_text_of_another_language_carries_its_language_and_direction(client):
    published(NewsPageFactory, title_fr="L’eau", title_ar="مياه الخليج", slug="eau")
    found = ask(client, "en", q="الميَاه").content.decode()
    assert '<h3 lang="ar" dir="rtl">' in found
    assert "/en/" in found


def test_a_question_is_shown_back_escaped(client):
    found = ask(client, q='"><script>alert(1)</script>').content.decode()
    assert "<script>alert" not in found


def test_filters_narrow_and_can_be_taken_off(client):
    published(NewsPageFactory, title_fr="Le delta, une nouvelle")
    published(ResultPageFactory, title_fr="Le delta, un résultat")
    response = ask(client, q="delta", kind="news")
    assert titles(response) == ["Le <mark>delta</mark>, une nouvelle"]
    found = response.content.decode()
    assert 'name="kind" value="news" checked' in found
    assert 'href="?q=delta"' in found


def test_a_period_narrows(client):
    old = published(StandardPageFactory, title_fr="Un vieux delta")
    type(old).objects.filter(pk=old.pk).update(last_published_at=timezone.now() - dt.timedelta(days=800))
    index(type(old).objects.get(pk=old.pk))
    assert titles(ask(client, q="delta", period="year")) == []
    assert len(titles(ask(client, q="delta"))) == 1


@pytest.mark.parametrize(
    "query",
    [
        {"q": "delta", "kind": "x'; DROP TABLE"},
        {"q": "delta", "language": "xx", "shore": "west", "period": "ever", "sort": "price", "page": "-1"},
        {"q": "delta", "page": "999999999999"},
        {"q": "delta", "page": "٣"},
        {"q": "d" * 5000},
        {"page": "2"},
    ],
)
def test_nothing_that_an_address_may_say_breaks_the_page(client, query):
    published(NewsPageFactory, title_fr="Le delta")
    ask(client, **query)


def test_nothing_found_offers_a_correction_and_a_way_out(client):
    published(NewsPageFactory, title_fr="Le dessalement")
    found = ask(client, q="desallement").content.decode()
    assert "Aucun résultat pour" in found
    assert 'href="?q=dessalement"' in found
    assert "/fr/forums/" in found


def test_nothing_under_the_filters_offers_to_take_them_off(client):
    published(NewsPageFactory, title_fr="Le delta")
    found = ask(client, q="delta", kind="result").content.decode()
    assert "Retirer les filtres" in found


def test_pages_of_results(client):
    for number in range(25):
        published(NewsPageFactory, title_fr=f"Delta {number}")
    first, second = ask(client, q="delta"), ask(client, q="delta", page="2")
    assert (len(titles(first)), len(titles(second))) == (20, 5)
    assert 'aria-current="page"' in first.content.decode()


def test_a_withdrawn_page_is_found_no_more(client):
    page = published(NewsPageFactory, title_fr="Le delta")
    page.unpublish()
    assert titles(ask(client, q="delta")) == []


def test_a_draft_meeting_is_found_by_nobody_signed_out(client):
    meeting = MeetingFactory(title_fr="Comité du delta", state="draft", published_at=None)
    index(meeting)
    assert titles(ask(client, q="delta")) == []


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize("signed_in", [False, True])
def test_search_asks_a_constant_number_of_queries(client, django_assert_max_num_queries, count, signed_in):
    for number in range(count):
        published(NewsPageFactory, title_fr=f"Delta {number}")
        published(ResultPageFactory, title_fr=f"Delta {number}")
        index(MeetingFactory(title_fr=f"Delta {number}"))
    if signed_in:
        client.force_login(PersonFactory())
    with django_assert_max_num_queries(SEARCH_QUERIES):
        ask(client, q="delta")


def test_a_moved_page_is_found_at_its_new_address(client, django_capture_on_commit_callbacks):
    section = published(StandardPageFactory, title_fr="Rubrique", slug="rubrique")
    page = published(StandardPageFactory, title_fr="Le delta", slug="delta")
    page.move(section, pos="last-child")
    assert ask(client, q="delta").context["results"].hits[0].path == "/rubrique/delta/"
    section.refresh_from_db()
    section.slug = "autre"
    with django_capture_on_commit_callbacks(execute=True):
        section.save_revision().publish()
    assert ask(client, q="delta").context["results"].hits[0].path == "/autre/delta/"


@pytest.mark.parametrize("address", ["/fr/search/", "/fr/reseau/", "/fr/projets/"])
def test_searching_without_end_is_limited_on_every_page_that_searches(client, address):
    """The count is one for all of them; reading the pages without a question is not counted."""
    NetworkPageFactory()
    ProjectIndexPageFactory()
    while limits.allow("search", "ip:127.0.0.1", limits.SEARCHES, timezone.now()):
        pass
    assert client.get(address, {"q": "eau"}).status_code == 429
    assert client.get(address, {"page": "1"}).status_code == 200
