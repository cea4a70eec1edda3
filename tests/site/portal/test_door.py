"""The door "/", the language switch, health, robots and the sitemap."""

import pytest
from django.db import connection
from wagtail.models import Site

from kernel.search.actions import index
from kernel.search.models import Entry
from pages.base.models import BasePage
from portal.models import HomePage
from portal.sites import follow_base_url
from portal.views import health
from tests.factories.pages import NewsPageFactory, StandardPageFactory, home

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("headers", "cookie", "where"),
    [
        ({}, "", "/fr/"),
        ({"accept-language": "ar-TN,ar;q=0.9,fr;q=0.8"}, "", "/ar/"),
        ({"accept-language": "el,de;q=0.9"}, "", "/fr/"),
        ({"accept-language": "fr"}, "en", "/en/"),
        ({"accept-language": "en"}, "xx", "/en/"),
    ],
)
def test_the_door_leads_to_the_readers_language(client, headers, cookie, where):
    if cookie:
        client.cookies["rives_language"] = cookie
    response = client.get("/", headers=headers)
    assert (response.status_code, response["Location"]) == (302, where)
    assert response["Cache-Control"] == "no-store"
    assert {part.strip() for part in response["Vary"].split(",")} >= {"Cookie", "Accept-Language"}
    assert not response.cookies


def test_the_switch_remembers_the_language_and_stays_on_the_page(client):
    response = client.get("/language/ar/", {"next": "/fr/meetings/?page=2"})
    assert (response.status_code, response["Location"]) == (302, "/ar/meetings/?page=2")
    cookie = response.cookies["rives_language"]
    assert (cookie.value, cookie["samesite"], cookie["httponly"]) == ("ar", "Lax", True)
    assert client.get("/")["Location"] == "/ar/"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "",
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "fr/",
    ],
)
def test_the_switch_never_leads_to_another_site(client, elsewhere):
    assert client.get("/language/en/", {"next": elsewhere})["Location"] == "/en/"


@pytest.mark.parametrize("code", ["de", "fr-FR", "xx"])
def test_a_language_that_is_not_ours_is_not_found(client, code):
    response = client.get(f"/language/{code}/", follow=True)
    assert response.status_code == 404
    assert "rives_language" not in response.cookies


def test_public_pages_set_no_cookie_and_hold_no_token(client):
    for path in ("/fr/", "/ar/", "/en/search/?q=eau", "/fr/meetings/", "/fr/consultations/"):
        response = client.get(path)
        assert response.status_code == 200, path
        assert not response.cookies, path
        assert b"csrfmiddlewaretoken" not in response.content, path
        assert b"nonce=" not in response.content, path


def test_the_switch_in_the_header_works_by_plain_links(client):
    page = client.get("/fr/search/?q=eau").content.decode()
    assert 'href="/language/ar/?next=/ar/search/%3Fq%3Deau"' in page


def test_the_cookie_is_secure_under_tls(client, settings):
    settings.SESSION_COOKIE_SECURE = True
    assert client.get("/language/ar/").cookies["rives_language"]["secure"]


def test_alive_and_ready(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == 200
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"ready": True, "database": "ok", "layer": "ok"})
    assert "no-store" in response["Cache-Control"]


def test_not_ready_without_a_channel_layer(client, settings):
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.NoSuchLayer"}}
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["layer"] == "down"


def test_not_ready_without_a_database(client, monkeypatch):
    def away():
        raise connection.Database.OperationalError("away")

    monkeypatch.setattr(health, "_select_one", away)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"ready": False, "database": "down", "layer": "ok"}


def test_engines_are_told_where_not_to_go(client, settings):
    page = client.get("/robots.txt").content.decode()
    assert "Disallow: /*/my/" in page
    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in page
    settings.DEMO = True
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()


def test_the_sitemap_names_each_address_once_a_language_with_the_others(client, settings):
    settings.BASE_URL = "https://rives.example"
    page = NewsPageFactory(title_fr="Nouvelle", title_ar="خبر", slug="nouvelle")
    path = page.get_url().removeprefix("/fr")
    found = client.get("/sitemap.xml").content.decode()
    assert f"<loc>https://rives.example/fr{path}</loc>" in found
    assert f"<loc>https://rives.example/ar{path}</loc>" in found
    assert f"<loc>https://rives.example/en{path}</loc>" not in found
    assert found.count(f'hreflang="ar" href="https://rives.example/ar{path}"') == 2
    assert found.count(f"<loc>https://rives.example/fr{path}</loc>") == 1


def test_the_sitemap_holds_what_is_found_and_no_draft(client):
    StandardPageFactory(slug="brouillon", live=False)
    Entry.objects.create(kind="nothing", object_id=1, language="fr", title="Secret", path="/secret/")
    found = client.get("/sitemap.xml").content.decode()
    assert "brouillon" not in found
    assert "secret" not in found
    assert "/fr/</loc>" in found


@pytest.mark.parametrize("count", [1, 30])
def test_the_sitemap_asks_a_constant_number_of_queries(client, django_assert_max_num_queries, count):
    for _n in range(count):
        index(StandardPageFactory())
    with django_assert_max_num_queries(4):
        assert client.get("/sitemap.xml").status_code == 200


def test_the_feed_of_everything_speaks_its_language(client):
    page = NewsPageFactory(title_fr="Une nouvelle", title_en="Some news", slug="nouvelle")
    page.save_revision().publish()
    french, arabic = client.get("/fr/feeds/all/"), client.get("/ar/feeds/all/")
    assert french["Content-Type"].startswith("application/atom+xml")
    assert "Une nouvelle" in french.content.decode()
    assert "nouvelle" not in arabic.content.decode()
    page.unpublish()
    assert "Une nouvelle" not in client.get("/fr/feeds/all/").content.decode()


def test_the_site_opens_on_a_home_page_in_three_languages():
    site = Site.objects.get(is_default_site=True)
    page = HomePage.objects.get(pk=site.root_page_id)
    assert site.site_name == "Rives"
    assert (page.title_fr, page.title_en, page.title_ar) == ("Accueil", "Home", "الصفحة الرئيسية")
    assert BasePage.objects.get(pk=page.pk).specific == page
    assert home().pk == page.pk


def test_the_site_stands_where_the_settings_say(settings):
    settings.BASE_URL = "https://rives.example"
    follow_base_url()
    site = Site.objects.get(is_default_site=True)
    assert site.root_url == "https://rives.example"
    follow_base_url()
