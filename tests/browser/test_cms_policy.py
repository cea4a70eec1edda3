"""Wagtail's admin works under its content policy, and nothing in it asks anything from elsewhere."""

import pytest

pytestmark = pytest.mark.browser
PLACES = ["/cms/", "/cms/pages/", "/cms/images/add/", "/cms/documents/", "/cms/reports/site-history/", "/cms/account/"]


def test_the_admin_breaks_no_policy(page, sign_in):
    """`page` fails at its end on any refused script or style and on any request that leaves the site."""
    sign_in(page, "administrator")
    for place in PLACES:
        response = page.goto(place)
        assert response is not None
        assert response.status == 200, place
        page.wait_for_load_state("networkidle")


def test_a_page_is_edited_and_previewed_under_the_policy(page, sign_in):
    sign_in(page, "administrator")
    page.goto("/cms/pages/")
    page.locator("a[href^='/cms/pages/'][href$='/edit/']").first.click()
    page.wait_for_load_state("networkidle")
    page.locator("button[aria-label*='revisualis'], [data-side-panel-toggle=preview]").first.click()
    page.frame_locator("iframe.w-preview__iframe >> nth=0").locator("main").first.wait_for()
