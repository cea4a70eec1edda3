"""The door: "/" leads to the reader's language, and what does not exist says so in it."""

import pytest

from tests.browser.conftest import readers
from tests.browser.looks import assert_fits_width, assert_no_axe_violations, save_html

pytestmark = pytest.mark.browser


@readers(widths=(1440,), schemes=("light",))
def test_the_door_leads_to_the_language_that_the_browser_asks_for(page, reader):
    page.goto("/")
    assert page.url.endswith(f"/{reader.language}/")
    assert page.locator("html").get_attribute("lang") == reader.language
    assert page.locator("html").get_attribute("dir") == ("rtl" if reader.language == "ar" else "ltr")


@readers()
def test_a_page_that_does_not_exist_says_so_in_the_readers_language(page, reader):
    response = page.goto(f"/{reader.language}/nulle-part/")
    assert response is not None
    assert response.status == 404
    assert page.locator("html").get_attribute("lang") == reader.language
    assert_no_axe_violations(page)
    assert_fits_width(page)
    save_html(page, f"404-{reader.language}")
