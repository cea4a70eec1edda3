"""News: order, what it speaks of, the feed, search."""

import datetime

import pytest
from wagtail.models import PageViewRestriction

from kernel.search.actions import index
from kernel.search.queries import Wanted, search
from pages.news.models import NewsRelation
from tests.factories import pages as make

pytestmark = pytest.mark.django_db


def test_news_stand_newest_first_and_in_pages(client):
    for n in range(14):
        page = make.NewsPageFactory(title_fr=f"N{n:02}", date=datetime.date(2026, 1, n + 1))
    first, second = (client.get(page.get_parent().get_url() + query) for query in ("", "?page=2"))
    titles = [item.title for item in first.context_data["shown"]]
    assert titles[0] == "N13"
    assert len(titles) == 12
    assert [item.title for item in second.context_data["shown"]] == ["N01", "N00"]
    assert client.get(page.get_parent().get_url() + "?page=abc").status_code == 200


def test_related_pages_are_shown_in_order_and_only_public_ones(client):
    page = make.NewsPageFactory()
    pages = [make.StandardPageFactory(title_fr=title) for title in ("Deuxième", "Cachée", "Première")]
    for order, linked in zip((2, 3, 1), pages, strict=True):
        NewsRelation.objects.create(news=page, page=linked, sort_order=order)
    PageViewRestriction.objects.create(page=pages[1], restriction_type=PageViewRestriction.LOGIN)
    text = client.get(page.get_url_in("fr")).content.decode()
    aside = text[text.index("<aside>") : text.index("</aside>", text.index("<aside>"))]
    assert aside.index("Première") < aside.index("Deuxième")
    assert "Cachée" not in aside


def test_a_piece_of_news_offers_the_languages_it_is_written_in(client):
    page = make.NewsPageFactory(title_ar="خبر")
    text = client.get(page.get_url_in("fr")).content.decode()
    assert "اقرأ بالعربية" in text
    assert "Read in English" not in text


def test_the_feed_of_a_language_holds_what_is_written_in_it(client):
    make.NewsPageFactory(title_fr="Seulement", first_published_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
    make.NewsPageFactory(title_fr="Deux", title_en="Both")
    make.NewsPageFactory(title_fr="Brouillon", live=False)
    french, english = (client.get(f"/{language}/feeds/news/") for language in ("fr", "en"))
    assert french["Content-Type"].startswith("application/atom+xml")
    assert 'xml:lang="fr"' in french.content.decode()
    assert "Seulement" in french.content.decode()
    assert "Brouillon" not in french.content.decode()
    assert "Both" in english.content.decode()
    assert "Seulement" not in english.content.decode()


def test_the_feed_of_results_follows_the_same_rule(client):
    make.ResultPageFactory(title_fr="Guide")
    assert "Guide" in client.get("/fr/feeds/results/").content.decode()
    assert "Guide" not in client.get("/ar/feeds/results/").content.decode()


def test_news_are_found_by_the_words_of_their_body(client):
    page = make.NewsPageFactory(body_fr=make.stream(("paragraph", "<p>Un cahier d’écolier</p>")))
    index(page)
    hits = search(Wanted(text="cahiers"), person=None, language="fr").hits
    assert [hit.object_id for hit in hits] == [page.pk]
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert search(Wanted(text="cahiers"), person=None, language="fr").hits == []
