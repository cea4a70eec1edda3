"""Every page type answers in the three languages, and nothing that is not public is served."""

import datetime

import pytest
from wagtail.models import PageViewRestriction

from tests.factories import pages as make

pytestmark = pytest.mark.django_db

EVERY_TYPE = [
    make.StandardPageFactory,
    make.NetworkPageFactory,
    make.NewsIndexPageFactory,
    make.NewsPageFactory,
    make.ProjectIndexPageFactory,
    make.ProjectPageFactory,
    make.PilotPageFactory,
    make.ResultPageFactory,
    make.DialogueIndexPageFactory,
    make.DialoguePageFactory,
]


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
@pytest.mark.parametrize("factory", EVERY_TYPE)
def test_every_page_type_answers_in_each_language(client, factory, language):
    page = factory()
    response = client.get(page.get_url_in(language))
    assert response.status_code == 200
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in response.content.decode()


@pytest.mark.parametrize("factory", EVERY_TYPE)
def test_a_public_page_sets_no_cookie_and_holds_no_style(client, factory):
    response = client.get(factory().get_url_in("fr"))
    text = response.content.decode()
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in text
    assert " style=" not in text


@pytest.mark.parametrize("factory", EVERY_TYPE)
def test_a_page_that_is_not_published_is_not_found(client, factory):
    page = factory()
    page.unpublish()
    assert client.get(page.get_url_in("fr")).status_code == 404


def test_a_page_in_a_private_section_is_not_shown_to_a_visitor(client):
    page = make.StandardPageFactory(title_fr="Notes internes")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    response = client.get(page.get_url_in("fr"))
    assert response.status_code == 404
    assert "Notes internes" not in response.content.decode()


def test_a_page_in_a_private_section_is_shown_to_who_may_read_it_and_never_cached(client, django_user_model):
    page = make.StandardPageFactory(title_fr="Notes internes")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    client.force_login(django_user_model.objects.create_user("lecteur@exemple.org"))
    response = client.get(page.get_url_in("fr"))
    assert "Notes internes" in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_below_a_private_page_everything_is_private(client):
    section = make.StandardPageFactory()
    PageViewRestriction.objects.create(page=section, restriction_type=PageViewRestriction.LOGIN)
    page = make.StandardPageFactory(parent=section)
    assert client.get(page.get_url_in("en")).status_code == 404


def test_private_pages_stay_out_of_lists(client):
    kept, hidden = make.NewsPageFactory(title_fr="Publique"), make.NewsPageFactory(title_fr="Réservée")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    text = client.get(kept.get_parent().get_url()).content.decode()
    assert "Publique" in text
    assert "Réservée" not in text


def test_a_page_below_an_unpublished_section_keeps_its_address(client):
    section = make.StandardPageFactory(live=False)
    page = make.StandardPageFactory(parent=section)
    assert client.get(page.get_url_in("fr")).status_code == 200


def test_a_scheduled_page_appears_at_its_hour(client):
    from pages.base.tasks import publish_scheduled

    page = make.StandardPageFactory(live=False)
    page.go_live_at = datetime.datetime.now(datetime.UTC) - datetime.timedelta(minutes=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    page.save()
    assert client.get(page.get_url_in("fr")).status_code == 404
    publish_scheduled(datetime.datetime.now(datetime.UTC))
    assert client.get(page.get_url_in("fr")).status_code == 200
