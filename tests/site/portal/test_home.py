"""What the home page and the frame of every page show."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from pages.base.landmarks import site_of
from pages.base.models import BasePage
from portal.choices import FooterColumn, Section
from portal.models import FooterPage, HomeFigure, HomePage, SiteSettings
from portal.queries import frame_of
from tests.factories.consultations import ConsultationFactory, StatementFactory
from tests.factories.events import MeetingFactory
from tests.factories.pages import PilotPageFactory, ResultPageFactory, StandardPageFactory, TransferFactory, home

pytestmark = pytest.mark.django_db

HOME_QUERIES = 15


def tomorrow(days=1):
    return timezone.localdate() + dt.timedelta(days=days)


def meeting(days=1, **fields):
    return MeetingFactory(start_date=tomorrow(days), end_date=tomorrow(days), **fields)


def page_of(client, path="/fr/"):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_home_page_says_what_is_missing(client):
    page = page_of(client)
    assert "Aucune rencontre n’est annoncée" in page
    assert "Aucune consultation n’est ouverte" in page
    assert "Derniers résultats" not in page


def test_the_headline_stands_in_each_language(client):
    assert "<em>une même table</em>" in page_of(client)
    assert "<em>one table</em>" in page_of(client, "/en/")
    arabic = page_of(client, "/ar/")
    assert "<em>مائدة واحدة</em>" in arabic
    assert 'dir="rtl"' in arabic


def test_pilots_their_arcs_in_words_meetings_consultations_and_results_are_shown(client):
    pilot = PilotPageFactory(title_fr="Eau commune")
    TransferFactory(pilot=pilot, territory__name_fr="Valence")
    meeting(title_fr="Comité de l’eau")
    StatementFactory(consultation=ConsultationFactory(title_fr="Partager l’eau"), state="published", number=1)
    ResultPageFactory(title_fr="Mesurer ensemble", pilot=pilot)
    page = page_of(client)
    for words in ("Eau commune", "Valence", "Comité de l’eau", "Partager l’eau", "Mesurer ensemble"):
        assert words in page, words


def test_drafts_stay_unseen(client):
    PilotPageFactory(title_fr="Pilote en préparation", live=False)
    ResultPageFactory(title_fr="Résultat en préparation", live=False)
    meeting(title_fr="Rencontre en préparation", state="draft", published_at=None)
    assert "en préparation" not in page_of(client)


def test_a_text_that_is_not_translated_says_its_language(client):
    meeting(title_fr="Comité", title_en="", title_ar="")
    assert '<span lang="fr" dir="ltr">Comité</span>' in page_of(client, "/ar/")


def test_figures_open_their_lists(client):
    page = HomePage.objects.get()
    about = StandardPageFactory(title_fr="Le Pôle")
    HomeFigure.objects.create(home=page, value="12", label_fr="projets financés", page=about)
    HomeFigure.objects.create(home=page, value="3", label_fr="rencontres", section=Section.MEETINGS)
    found = page_of(client)
    assert f'<a href="{about.get_url()}">projets financés</a>' in found
    assert '<a href="/fr/meetings/">rencontres</a>' in found


@pytest.mark.parametrize("count", [1, 30])
def test_the_home_page_asks_a_constant_number_of_queries(client, django_assert_max_num_queries, count):
    for number in range(count):
        pilot = PilotPageFactory()
        TransferFactory(pilot=pilot)
        ResultPageFactory(pilot=pilot)
        meeting(number + 1)
        StatementFactory(consultation=ConsultationFactory(), state="published", number=1)
        HomeFigure.objects.create(
            home=HomePage.objects.get(), value=str(number), label_fr=f"n {number}", page=StandardPageFactory()
        )
    with django_assert_max_num_queries(HOME_QUERIES):
        page_of(client)


def test_the_menu_is_made_of_pages_and_of_the_lists_that_no_page_stands_for(client):
    StandardPageFactory(title_fr="Première", show_in_menus=True)
    StandardPageFactory(title_fr="Deuxième", show_in_menus=True)
    StandardPageFactory(title_fr="Hors du menu")
    page = page_of(client, "/fr/search/")
    places = [page.index(f">{words}<") for words in ("Première", "Rencontres", "Consultations", "Forums", "Deuxième")]
    assert places == sorted(places)
    assert "Hors du menu" not in page


def test_the_menu_says_where_one_stands(client):
    assert '<a href="/fr/meetings/" aria-current="true">' in page_of(client, "/fr/meetings/")


def test_a_title_of_the_menu_that_is_not_translated_says_its_language(client):
    StandardPageFactory(title_fr="Première", show_in_menus=True)
    assert 'lang="fr" dir="ltr">Première</a>' in page_of(client, "/ar/search/")


def test_the_foot_holds_the_pages_that_the_team_chose(client):
    settings = SiteSettings.load()
    settings.tagline_fr = "La mer en partage"
    settings.accessibility_page = StandardPageFactory(title_fr="Accessibilité")
    settings.save()
    charter, draft = StandardPageFactory(title_fr="Charte"), StandardPageFactory(title_fr="Brouillon", live=False)
    for page in (charter, draft):
        FooterPage.objects.create(
            site_settings=settings, page=BasePage.objects.get(pk=page.pk), column=FooterColumn.UNDERSTAND
        )
    found = page_of(client, "/fr/search/")
    assert (
        found.index("Comprendre") < found.index(">Charte<") < found.index("À propos") < found.index(">Accessibilité<")
    )
    assert "La mer en partage" in found
    assert "Brouillon" not in found
    assert '<span lang="fr" dir="ltr">La mer en partage</span>' in page_of(client, "/ar/search/")


def test_a_change_of_the_menu_is_seen_at_once(client, django_capture_on_commit_callbacks):
    page = StandardPageFactory(title_fr="Avant", show_in_menus=True)
    assert ">Avant<" in page_of(client, "/fr/search/")
    page.title_fr = "Après"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert ">Après<" in page_of(client, "/fr/search/")


def test_the_site_has_one_home_page():
    assert home().specific_class is HomePage
    assert not HomePage.can_create_at(BasePage.get_first_root_node())


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_menu_and_the_foot_take_one_query_however_long_they_are(rf, django_assert_num_queries, count, language):
    settings = SiteSettings.load()
    for number in range(count):
        page = StandardPageFactory(title_fr=f"Page {number}", show_in_menus=True)
        FooterPage.objects.create(
            site_settings=settings, page=BasePage.objects.get(pk=page.pk), column=FooterColumn.ABOUT
        )
    with translation.override(language):
        site = site_of(rf.get("/"))
        with django_assert_num_queries(1):
            frame = frame_of(site)
        with django_assert_num_queries(0):
            assert frame_of(site) == frame
    assert len(frame.footer[-1].links) == count
