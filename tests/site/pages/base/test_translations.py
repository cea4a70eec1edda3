"""French stands in nothing else's column; a fallback says which language it is in, on the text itself."""

import json
import re

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import Site

from pages.base.models import BasePage
from pages.news.models import NewsPage
from pages.standard.models import StandardPage
from tests.factories import pages as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client, django_user_model):
    """A client signed in as an administrator whose interface speaks English."""
    from wagtail.users.models import UserProfile

    person = django_user_model.objects.create_superuser("edition@exemple.org", "motdepasse-1")
    UserProfile.objects.create(user=person, preferred_language="en")
    client.force_login(person)
    return client


def form_of(page, **changes):
    """What the browser posts for a standard page."""
    empty = {"body_fr": [], "body_en": [], "body_ar": []}
    data = {
        "title_fr": page.title_fr if page else "",
        "title_en": "",
        "title_ar": "",
        "slug": page.slug if page else "",
        "lede_fr": "",
        "lede_en": "",
        "lede_ar": "",
        "seo_title_fr": "",
        "seo_title_en": "",
        "seo_title_ar": "",
        "search_description_fr": "",
        "search_description_en": "",
        "search_description_ar": "",
        "plate": "",
        "cover": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    data.update({f"{name}-count": str(len(blocks)) for name, blocks in empty.items()})
    data.update(changes)
    return data


def block(field, index, kind, value):
    """One block of a posted body."""
    prefix = f"{field}-{index}"
    return {f"{prefix}-type": kind, f"{prefix}-deleted": "", f"{prefix}-order": str(index), f"{prefix}-id": "", **value}


def draftail(text):
    """What the rich text editor posts for one paragraph."""
    content = {"key": "a1", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [content], "entityMap": {}})


def create(editor, **changes):
    url = reverse("wagtailadmin_pages:add", args=("standard", "standardpage", make.home().pk))
    return editor.post(url, form_of(None, **changes))


def columns(page):
    return BasePage.objects.raw_values("title", "title_fr", "title_en", "title_ar", "draft_title", "slug").get(
        pk=page.pk
    )


def test_a_french_draft_saved_under_an_english_interface_stays_french(editor):
    create(editor, title_fr="Nouvel article", slug="nouvel-article")
    page = StandardPage.objects.get(slug="nouvel-article")
    assert columns(page) == {
        "title": "Nouvel article",
        "title_fr": "Nouvel article",
        "title_en": None,
        "title_ar": None,
        "draft_title": "Nouvel article",
        "slug": "nouvel-article",
    }


def test_three_languages_published_under_an_english_interface_stay_apart(editor, client):
    create(
        editor,
        title_fr="Budget participatif",
        title_en="Participatory budget",
        title_ar="الميزانية التشاركية",
        slug="budget",
        **{"action-publish": "1"},
    )
    page = StandardPage.objects.get(slug="budget")
    assert columns(page)["title"] == columns(page)["draft_title"] == "Budget participatif"
    assert page.translations == "fr,en,ar"
    for language, title in (
        ("fr", "Budget participatif"),
        ("en", "Participatory budget"),
        ("ar", "الميزانية التشاركية"),
    ):
        assert title in client.get(f"/{language}/budget/").content.decode()


def test_a_draft_without_a_french_title_is_refused(editor):
    response = create(editor, title_en="Only English", slug="only-english")
    assert response.status_code == 200
    assert not StandardPage.objects.filter(slug="only-english").exists()


def test_a_revision_restored_under_another_language_keeps_every_language(editor):
    page = make.StandardPageFactory(title_fr="Titre", title_en="Title", slug="titre")
    first = page.save_revision()
    page.title_fr, page.title_en = "Autre titre", "Another title"
    page.save_revision().publish()
    with translation.override("en"):
        first.publish()
    assert columns(page)["title"] == columns(page)["title_fr"] == "Titre"
    assert columns(page)["title_en"] == "Title"


def test_a_translation_that_is_cleared_is_gone(editor):
    page = make.StandardPageFactory(title_fr="Titre", title_en="Title", slug="titre")
    editor.post(
        reverse("wagtailadmin_pages:edit", args=(page.pk,)), form_of(page, **{"action-publish": "1"}), follow=True
    )
    assert not columns(page)["title_en"]
    assert BasePage.objects.get(pk=page.pk).translations == "fr"


def test_a_copy_made_under_an_english_interface_gets_a_french_title(editor):
    page = make.StandardPageFactory(title_fr="Charte", title_en="Charter", slug="charte")
    editor.post(
        reverse("wagtailadmin_pages:copy", args=(page.pk,)),
        {"new_title": "Charte bis", "new_slug": "charte-bis", "new_parent_page": str(page.get_parent().pk)},
    )
    copy = StandardPage.objects.get(slug="charte-bis")
    assert columns(copy)["title_fr"] == "Charte bis"
    assert columns(copy)["title_en"] == "Charter"


def test_a_pilot_is_copied_without_its_number_on_the_map(editor):
    page = make.PilotPageFactory(number=3, title_fr="Eau", slug="eau")
    editor.post(
        reverse("wagtailadmin_pages:copy", args=(page.pk,)),
        {"new_title": "Eau bis", "new_slug": "eau-bis", "new_parent_page": str(page.get_parent().pk)},
    )
    assert type(page).objects.get(slug="eau-bis").number is None


@pytest.mark.parametrize(("language", "title"), [("fr", "Bonjour"), ("en", "Hello"), ("ar", "مرحبا")])
def test_each_language_is_previewed_in_itself(editor, language, title):
    page = make.StandardPageFactory(title_fr="Avant", slug="avant")
    url = reverse("wagtailadmin_pages:preview_on_edit", args=(page.pk,))
    posted = editor.post(url, form_of(page, title_fr="Bonjour", title_en="Hello", title_ar="مرحبا", slug="avant"))
    assert posted.json()["is_valid"]
    text = editor.get(url, {"mode": language}).content.decode()
    assert f'<html lang="{language}"' in text
    assert re.search(rf"<h1>\s*{title}\s*</h1>", text)


def test_a_page_without_a_french_title_is_previewed_while_it_is_written(editor):
    edit = make.StandardPageFactory(slug="avant")
    for url in (
        reverse("wagtailadmin_pages:preview_on_edit", args=(edit.pk,)),
        reverse("wagtailadmin_pages:preview_on_add", args=("standard", "standardpage", make.home().pk)),
    ):
        assert editor.post(url, form_of(None, title_en="Only English so far")).json()["is_valid"]
        assert editor.get(url, {"mode": "en"}).status_code == 200


@pytest.mark.parametrize(
    "factory",
    [
        make.PilotPageFactory,
        make.ProjectPageFactory,
        make.ResultPageFactory,
        make.DialoguePageFactory,
        make.NewsPageFactory,
    ],
)
def test_every_kind_of_page_is_previewed_before_it_is_saved(editor, factory):
    parent = factory.default_parent()
    model = factory._meta.model
    names = (model._meta.app_label, model._meta.model_name, parent.pk)
    page = model(title_fr="Brouillon", slug="brouillon")
    page.depth, page.path = parent.depth + 1, page._get_path(parent.path, parent.depth + 1, 1)
    page.set_url_path(parent)
    for language in ("fr", "en", "ar"):
        assert page.make_preview_request(preview_mode=language).status_code == 200, names


def shown_in(text, words):
    """The lang and dir nearest around some words, read on the text itself."""
    before = text[: text.index(words)]
    found = re.findall(r'<(?:span|div|p|h1|article)[^>]* lang="(\w+)" dir="(\w+)"[^>]*>', before)
    return found[-1] if found else None


@pytest.mark.parametrize(
    ("language", "titles", "expected"),
    [
        ("en", {"title_fr": "Bonjour"}, ("Bonjour", "fr", "ltr")),
        ("ar", {"title_fr": "Bonjour"}, ("Bonjour", "fr", "ltr")),
        ("ar", {"title_fr": "Bonjour", "title_en": "Hello"}, ("Bonjour", "fr", "ltr")),
    ],
)
def test_a_fallback_says_its_language_and_direction(client, language, titles, expected):
    make.StandardPageFactory(slug="page", lede_fr="", **titles)
    text = client.get(f"/{language}/page/").content.decode()
    main = text[text.index("<main") :]
    words, code, direction = expected
    assert shown_in(main, words) == (code, direction)
    assert "Bonjour</span>" in main


def test_the_arabic_body_falls_back_to_french_then_english_with_its_language(client):
    make.StandardPageFactory(
        slug="deux",
        body_fr=make.stream(("paragraph", "<p>En français</p>")),
        body_en=make.stream(("paragraph", "<p>In English</p>")),
    )
    make.StandardPageFactory(slug="un", body_en=make.stream(("paragraph", "<p>In English</p>")))
    two, one = (client.get(f"/ar/{slug}/").content.decode() for slug in ("deux", "un"))
    assert shown_in(two[two.index("<main") :], "En français") == ("fr", "ltr")
    assert "In English" not in two
    assert shown_in(one[one.index("<main") :], "In English") == ("en", "ltr")
    assert "Français" in two[two.index("<main") :]  # the label says so in words


def test_a_page_in_its_own_language_carries_no_label(client):
    make.StandardPageFactory(slug="page", title_en="Hello", lede_fr="Texte", lede_en="Text")
    text = client.get("/en/page/").content.decode()
    main = text[text.index("<main") : text.index("</main")]
    assert 'lang="fr"' not in main


def test_the_head_names_the_languages_that_exist_and_the_canonical_address(client):
    make.StandardPageFactory(slug="page", title_en="Hello", search_description_en="What it says")
    text = client.get("/en/page/").content.decode()
    assert re.findall(r'hreflang="([\w-]+)"', text[: text.index("</head>")]) == ["fr", "en", "x-default"]
    assert re.search(r'<link rel="canonical" href="http://[^"]+/en/page/"', text)
    assert '<meta name="description" content="What it says">' in text
    assert "og:image" not in text


def test_the_sitemap_has_an_entry_a_language_with_the_others(rf):
    page = make.StandardPageFactory(slug="page", title_ar="مرحبا")
    request = rf.get("/sitemap.xml", headers={"host": Site.objects.get().hostname})
    entries = page.get_sitemap_urls(request)
    assert [entry["location"].rsplit("/", 3)[1] for entry in entries] == ["fr", "ar"]
    assert all(len(entry["alternates"]) == 2 for entry in entries)


@pytest.mark.parametrize("interface", ["fr", "en", "ar"])
def test_a_slug_that_changes_redirects_in_every_language(client, interface, django_capture_on_commit_callbacks):
    page = make.StandardPageFactory(slug="avant", title_en="Before")
    make.StandardPageFactory(parent=page, slug="enfant")
    with translation.override(interface), django_capture_on_commit_callbacks(execute=True):
        page = StandardPage.objects.get(pk=page.pk)
        page.slug = "apres"
        page.save_revision().publish()
    for language in ("fr", "en", "ar"):
        for old, new in (
            (f"/{language}/avant/", f"/{language}/apres/"),
            (f"/{language}/avant/enfant/", f"/{language}/apres/enfant/"),
        ):
            response = client.get(old)
            assert response.status_code == 301
            assert response["Location"].endswith(new)


def test_a_page_that_moves_redirects_in_every_language(client):
    page, section = make.StandardPageFactory(slug="page"), make.StandardPageFactory(slug="rubrique")
    page.move(section, pos="last-child")
    for language in ("fr", "en", "ar"):
        assert client.get(f"/{language}/page/")["Location"].endswith(f"/{language}/rubrique/page/")


def test_the_explorer_shows_and_filters_what_is_to_translate(editor):
    make.StandardPageFactory(title_fr="Deux langues", title_en="Two languages")
    make.StandardPageFactory(title_fr="Une langue")
    url = reverse("wagtailadmin_explore", args=(make.home().pk,))
    text = editor.get(url).content.decode()
    assert "rives-languages__yes" in text
    assert "rives-languages__no" in text
    filtered = editor.get(url, {"missing": "en"}).content.decode()
    assert "Une langue" in filtered
    assert "Deux langues" not in filtered


@pytest.mark.parametrize("interface", ["fr", "en", "ar"])
def test_the_editor_has_a_tab_a_language_in_its_own_direction(client, django_user_model, interface):
    from wagtail.users.models import UserProfile

    person = django_user_model.objects.create_superuser("admin@exemple.org", "motdepasse-1")
    UserProfile.objects.create(user=person, preferred_language=interface)
    client.force_login(person)
    page = make.PilotPageFactory()
    text = client.get(reverse("wagtailadmin_pages:edit", args=(page.pk,))).content.decode()
    for name in ("Français", "English", "العربية"):
        assert name in text
    assert re.search(r'<section[^>]* lang="ar" dir="rtl"', text.replace("\n", " "))
    assert f'lang="{interface}"' in text


def test_an_editor_writes_a_body_through_the_admin(editor, client):
    create(
        editor,
        title_fr="Page",
        slug="page",
        **{
            "body_fr-count": "2",
            **block("body_fr", 0, "heading", {"body_fr-0-value-text": "Première partie", "body_fr-0-value-level": "2"}),
            **block("body_fr", 1, "paragraph", {"body_fr-1-value": draftail("Le texte.")}),
            "action-publish": "1",
        },
    )
    text = client.get("/fr/page/").content.decode()
    assert '<h2 id="premiere-partie">' in text.replace("è", "e") or "Première partie</h2>" in text
    assert "Le texte." in text


@pytest.mark.parametrize("slug", ["network", "meetings", "cms", "api", "my", "feeds", "ar"])
def test_a_slug_of_another_part_of_the_site_is_refused_with_a_sentence(editor, slug):
    response = create(editor, title_fr="Page", slug=slug)
    (refusal,) = response.context["form"].errors["slug"]
    assert slug in refusal
    assert not StandardPage.objects.filter(slug=slug).exists()


def test_the_same_slug_is_allowed_deeper(editor):
    section = make.StandardPageFactory()
    assert make.StandardPageFactory(parent=section, slug="network").pk


def test_a_page_is_neither_copied_nor_moved_onto_another_part_of_the_site(editor):
    section = make.StandardPageFactory()
    page = make.StandardPageFactory(parent=section, slug="network")
    editor.post(reverse("wagtailadmin_pages:move_confirm", args=(page.pk, make.home().pk)))
    editor.post(
        reverse("wagtailadmin_pages:copy", args=(page.pk,)),
        {"new_title": "x", "new_slug": "network", "new_parent_page": str(make.home().pk)},
    )
    assert list(StandardPage.objects.filter(slug="network").values_list("depth", flat=True)) == [section.depth + 1]


def test_lists_never_read_bodies(client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make.NewsPageFactory(body_fr=make.stream(("paragraph", "<p>x</p>")))
    with CaptureQueriesContext(connection) as asked:
        client.get("/fr/actualites/")
    rows = [q["sql"] for q in asked.captured_queries if '"news_newspage"' in q["sql"]]
    assert rows
    assert not any('"news_newspage"."body_' in sql for sql in rows)
    assert NewsPage.objects.count() == 1
