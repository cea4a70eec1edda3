"""The team's admin: what awaits, in three languages; house checks; cached pages made stale."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.users.models import UserProfile

from pages.base import awaiting, registry
from pages.base.awaiting import Awaiting
from pages.base.checks import every_page_type_has_a_view, every_prefix_is_reserved, no_page_hides_another_part
from pages.base.models import BasePage
from pages.projects.models import PilotPage
from tests.factories import pages as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(client, django_user_model):
    person = django_user_model.objects.create_superuser("equipe@exemple.org", "motdepasse-1")
    client.force_login(person)
    return client, person


@pytest.fixture
def sources(monkeypatch):
    kept = []
    monkeypatch.setattr(awaiting, "_sources", kept)
    return kept


def test_the_home_of_the_admin_shows_what_awaits_and_leaves_out_what_does_not(team, sources):
    client, person = team
    awaiting.register_awaiting(lambda user: [Awaiting("rattachements à vérifier", 4, "/cms/a/")])
    awaiting.register_awaiting(lambda user: [Awaiting("signalements", 0, "/cms/b/")] if user == person else [])
    text = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "rattachements à vérifier" in text
    assert 'href="/cms/a/"' in text
    assert "signalements" not in text


def test_nothing_awaits_is_said(team, sources):
    assert "Rien n’attend" in team[0].get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("en", "ltr"), ("ar", "rtl")])
def test_the_admin_speaks_the_editor_s_language(team, language, direction):
    client, person = team
    UserProfile.objects.create(user=person, preferred_language=language)
    text = client.get(reverse("wagtailadmin_home")).content.decode()
    assert f'lang="{language}"' in text
    assert f'dir="{direction}"' in text


def test_every_page_type_has_a_view(monkeypatch):
    assert every_page_type_has_a_view(None) == []
    monkeypatch.delitem(registry._views, PilotPage)
    assert [error.id for error in every_page_type_has_a_view(None)] == ["pages.E001"]


def test_every_prefix_of_the_site_is_reserved(monkeypatch):
    assert every_prefix_is_reserved(None) == []
    monkeypatch.setattr("pages.base.checks.RESERVED", frozenset())
    found = " ".join(error.msg for error in every_prefix_is_reserved(None))
    for prefix in ("meetings", "forums", "consultations", "network", "account", "my"):
        assert prefix in found


def test_a_page_renamed_behind_our_back_is_found_by_the_check():
    page = make.StandardPageFactory()
    assert no_page_hides_another_part(None, databases=["default"]) == []
    BasePage.objects.filter(pk=page.pk).update(slug="network")
    assert [error.id for error in no_page_hides_another_part(None, databases=["default"])] == ["pages.E003"]


@pytest.fixture
def bumps(monkeypatch):
    seen = []
    monkeypatch.setattr("pages.base.receivers.bump", lambda: seen.append(1))
    return seen


def test_whatever_readers_see_makes_cached_pages_stale(bumps):
    page = make.StandardPageFactory()
    for change in (
        lambda: page.save_revision().publish(),
        page.unpublish,
        lambda: page.move(make.home(), pos="first-child"),
        make.ThemeFactory,
        make.TransferFactory,
        make.DocumentFactory,
        page.delete,
    ):
        bumps.clear()
        change()
        assert bumps


def test_migrations_are_complete():
    call_command(
        "makemigrations",
        "base",
        "projects",
        "dialogues",
        "news",
        "standard",
        "network",
        check=True,
        dry_run=True,
        verbosity=0,
    )
