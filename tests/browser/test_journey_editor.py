"""An editor writes a page in three languages, previews each, publishes; a signed-out visitor sees it at once."""

import re
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


def find_news_index(page):
    page.goto("/cms/pages/search/?q=Actualit%C3%A9s")
    address = page.locator("main a[href*='/edit/']", has_text="Actualités").first.get_attribute("href")
    return re.search(r"/cms/pages/(\d+)/", address).group(1)
