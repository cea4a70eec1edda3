"""The team's desks in Wagtail's admin: accessible in three languages and by night, in the fonts of Rives."""

import re

import pytest

from tests.browser.conftest import readers
from tests.browser.looks import assert_no_axe_violations

pytestmark = pytest.mark.browser

DESKS = [
    "/cms/",
    "/cms/pages/",
    "/cms/meetings/",
    "/cms/registrations/",
    "/cms/forums/",
    "/cms/consultations/",
    "/cms/memberships/",
    "/cms/organisations/",
    "/cms/territories/",
    "/cms/users/",
    "/cms/images/",
    "/cms/snippets/",
    "/cms/settings/portal/sitesettings/",
]
# What a desk leads to: one of each kind is looked at.
KINDS = re.compile(r"/(edit|inspect|new|registrations|publish|cancel|close|open|verify|refuse|journal|results)/")
# Faults of Wagtail 8.0's own markup: the rule, where, and why nothing of ours can mend it.
WAGTAILS = {
    # how many rows a filter leaves is a heading with role=alert (generic/index_results.html)
    "aria-allowed-role": '<h2 role="alert">',
    # its button "next: roles" of a new person has role=tab, outside the list of tabs (users/create.html, w-tabs)
    "aria-required-parent": 'href="#tab-roles"',
}
DESK = {"widths": (1440,)}


def links(page):
    """The first link of each kind that the main part of a desk offers."""
    found = {}
    for address in page.eval_on_selector_all("main a[href^='/cms/']", "all => all.map(a => a.getAttribute('href'))"):
        kind = re.sub(r"\d+", "", address.split("?")[0])
        if KINDS.search(kind) and "/bulk/" not in kind:
            found.setdefault(kind, address)
    return list(found.values())


def look(page, address):
    response = page.goto(address)
    assert response is not None
    assert response.status == 200, address
    page.wait_for_load_state("networkidle")
    assert_no_axe_violations(page, known=WAGTAILS)


@readers(schemes=("light",), **DESK)
def test_desks_and_what_they_lead_to(page, reader, sign_in):
    sign_in(page, "administrator", reader.language)
    seen = set()
    for desk in DESKS:
        look(page, desk)
        assert page.locator("html").get_attribute("lang").startswith(reader.language)
        for address in links(page)[:4]:
            if address not in seen:
                seen.add(address)
                look(page, address)
    assert len(seen) > 8


@readers(languages=("fr", "ar"), schemes=("dark",), **DESK)
def test_desks_by_night(page, reader, sign_in):
    sign_in(page, "administrator", reader.language)
    for desk in DESKS:
        look(page, desk)


@readers(schemes=("light",), **DESK)
def test_the_page_editor(page, reader, sign_in):
    sign_in(page, "editor", reader.language)
    page.goto("/cms/pages/search/?q=Eau+commune")
    address = page.locator("main a[href*='/edit/']").first.get_attribute("href")
    look(page, address)
    for tab in page.locator("[role=tablist] a[role=tab]").all()[:4]:
        tab.click()
        assert_no_axe_violations(page, known=WAGTAILS)


@readers(schemes=("light",), **DESK)
def test_the_admin_is_set_in_plex_arabic_included(page, reader, sign_in):
    sign_in(page, "administrator", reader.language)
    page.goto("/cms/")
    page.wait_for_function("document.fonts.status === 'loaded'")
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    heading = session.send("DOM.querySelector", {"nodeId": root, "selector": "main h1"})["nodeId"]
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": heading})["fonts"]
    names = {font["familyName"] for font in fonts}
    assert all(name.startswith("IBM Plex Sans") for name in names), names
    assert any("Arabic" in name for name in names) == (reader.language == "ar")
