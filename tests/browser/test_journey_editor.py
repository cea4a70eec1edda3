"""An editor writes a page in three languages, previews each, publishes; a signed-out visitor sees it at once."""

import re
import time
import uuid

import pytest

pytestmark = pytest.mark.browser


def test_write_preview_publish_and_be_read_at_once(page, open_page, sign_in):
    visitor = open_page()
    visitor.goto("/fr/actualites/")
    mark = uuid.uuid4().hex[:8]
    titles = {"fr": f"Nouvelle {mark}", "en": f"News {mark}", "ar": f"خبر {mark}"}

    sign_in(page, "editor")
    page.goto("/cms/")
    parent = find_news_index(page)
    page.goto(f"/cms/pages/add/news/newspage/{parent}/")
    for language, title in titles.items():
        page.locator(f"#id_title_{language}").evaluate(
            "(field, value) => { field.value = value; field.dispatchEvent(new Event('input', {bubbles: true})); "
            "field.dispatchEvent(new Event('change', {bubbles: true})); }",
            title,
        )
    page.locator("#id_slug").evaluate(
        "(field, value) => { field.value = value; field.dispatchEvent(new Event('change', {bubbles: true})); }",
        f"nouvelle-{mark}",
    )
    for language, title in titles.items():
        preview(page, language, title)
        visitor.goto(f"/{language}/actualites/")
        assert visitor.locator("main", has_text=title).count() == 0, "a preview publishes nothing"
    page.evaluate(
        "() => { const form = document.querySelector('form#page-edit-form, form[data-edit-form]');"
        " const button = form.querySelector('[name=action-publish]');"
        " form.requestSubmit(button); }"
    )
    page.wait_for_url(lambda url: "/add/" not in url)

    for language, title in titles.items():
        visitor.goto(f"/{language}/actualites/")
        assert visitor.locator("main", has_text=title).count() == 1, f"not there at once in {language}"
        visitor.goto(f"/{language}/actualites/nouvelle-{mark}/")
        assert visitor.locator("h1").inner_text().strip() == title


def preview(page, language, title):
    """Open the preview beside the form, choose a language, and wait until the page shows in it."""
    panel = page.locator("[data-side-panel=preview]")
    if not panel.is_visible():
        page.locator("[data-side-panel-toggle=preview]").first.click()
    page.locator("[data-w-preview-target=mode]").select_option(language)
    direction = "rtl" if language == "ar" else "ltr"
    until = time.monotonic() + 20
    while time.monotonic() < until:
        for frame in page.frames:
            shown = frame.locator(f"html[lang={language}][dir={direction}] h1", has_text=title)
            if frame != page.main_frame and shown.count():
                return
        page.wait_for_timeout(100)
    raise AssertionError(f"no preview in {language}: {[frame.url for frame in page.frames]}")


def find_news_index(page):
    page.goto("/cms/pages/search/?q=Actualit%C3%A9s")
    address = page.locator("main a[href*='/edit/']", has_text="Actualités").first.get_attribute("href")
    return re.search(r"/cms/pages/(\d+)/", address).group(1)
