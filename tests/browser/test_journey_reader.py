"""A reader finds a pilot on the map, reads it, and changes language without leaving the page."""

import pytest

from tests.browser.conftest import readers

pytestmark = pytest.mark.browser


@readers(schemes=("light",), javascript=(True, False))
def test_read_a_pilot_from_the_map(page, reader):
    page.goto(f"/{reader.language}/")
    if reader.width >= 1440:
        page.locator(".basin--l a").first.press("Enter")
    else:  # the phone map carries numbers; the list below carries the links
        page.locator(".transfers a").first.press("Enter")
    page.wait_for_url("**/projets/**")
    assert page.locator("main h1").inner_text().strip()
    assert page.locator("html").get_attribute("lang") == reader.language
    assert page.locator(".transfers, .basin, .rows").count()


@readers(languages=("fr",), schemes=("light",), javascript=(True, False))
def test_language_switch_stays_on_the_page_and_is_remembered(page, reader):
    page.goto("/fr/projets/eau-commune/")
    page.locator(".langs a[lang=ar]").first.click()
    page.wait_for_url("**/ar/projets/eau-commune/")
    assert page.locator("html").get_attribute("dir") == "rtl"
    page.goto("/")
    assert page.url.endswith("/ar/")


@readers(widths=(1440,), schemes=("light",))
def test_search_finds_the_pilot_in_the_readers_words(page, reader):
    words = {"fr": "prélèvements irrigants", "en": "irrigators aquifer", "ar": "مستخدمو مياه الري"}[reader.language]
    page.goto(f"/{reader.language}/search/")
    field = page.locator("main input[name=q]").first
    field.fill(words)
    field.press("Enter")
    page.wait_for_url("**q=**")
    assert page.locator("main a[href*='/projets/eau-commune']").count()


@readers(languages=("fr",), widths=(390,), schemes=("light",))
def test_menu_opens_and_closes_by_keyboard_and_gives_the_focus_back(page, reader):
    page.goto("/fr/")
    summary = page.locator("details.menu summary")
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("details.menu").get_attribute("open") is not None
    page.keyboard.press("Escape")
    assert page.locator("details.menu").get_attribute("open") is None
    assert summary.evaluate("element => element === document.activeElement")
