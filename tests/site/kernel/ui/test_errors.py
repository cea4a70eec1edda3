"""Error pages speak the reader's language; the 500 page stands without database and session."""

import pytest
from django.http import Http404
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from kernel.ui import views


@pytest.fixture
def request_in(rf: RequestFactory):
    return lambda language: rf.get(f"/{language}/meetings/")


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en", "ar"])
@pytest.mark.parametrize(
    ("view", "status"),
    [
        (views.bad_request, 400),
        (views.permission_denied, 403),
        (views.page_not_found, 404),
        (views.csrf_failure, 403),
        (views.too_many, 429),
        (views.server_error, 500),
    ],
)
def test_an_error_page_is_whole_in_each_language(request_in, view, status, language):
    response = view(request_in(language))
    html = response.content.decode()
    assert response.status_code == status
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in html
    assert f"<bdi>{status}</bdi>" in html
    assert 'class="sheet" aria-hidden="true"' in html
    assert f'href="/{language}/"' in html


@pytest.mark.django_db
def test_a_missing_page_answers_404_with_our_page(client):
    response = client.get("/fr/nulle-part/")
    assert response.status_code == 404
    assert "Cette page n’est sur aucune carte" in response.content.decode()


@pytest.mark.django_db
def test_an_error_page_is_not_to_be_indexed(client):
    assert 'name="robots" content="noindex"' in client.get("/fr/nulle-part/").content.decode()


def test_too_many_requests_say_when_to_come_back(request_in, db):
    response = views.too_many(request_in("fr"), 25)
    assert response["Retry-After"] == "25"
    assert "dans 25 secondes" in response.content.decode()


def test_the_500_page_needs_no_database(request_in):
    # no db fixture here: pytest-django refuses any query
    assert "Une panne de notre côté" in views.server_error(request_in("fr")).content.decode()


def test_the_500_page_is_plain_when_even_its_template_fails(request_in, monkeypatch):
    monkeypatch.setattr(engines["django"].engine, "dirs", [])
    engines["django"].engine.template_loaders[0].reset()
    html = views.server_error(request_in("fr")).content.decode()
    engines["django"].engine.template_loaders[0].reset()
    for text in ("Une panne de notre côté", "Something failed on our side", "عطل من جانبنا"):
        assert text in html


def test_an_error_does_not_change_the_language_of_the_thread(request_in, db):
    views.page_not_found(request_in("ar"), Http404())
    assert translation.get_language() == "fr"
