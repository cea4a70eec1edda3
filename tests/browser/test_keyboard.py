"""With the keyboard alone: every stop is seen, nothing catches the focus, and every journey comes to its end."""

import uuid

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import readers
from tests.browser.keys import press, stops, tab_to

pytestmark = pytest.mark.browser

PAGES = [
    "/",
    "/projets/eau-commune/",
    "/reseau/",
    "/meetings/comite-eau-et-littoral/",
    "/forums/ombre-et-fraicheur/5/",
    "/consultations/eau-du-littoral/",
    "/search/?q=eau",
    "/account/signup/",
]
SIGNED_IN = [
    "/my/",
    "/meetings/comite-eau-et-littoral/register/",
    "/forums/ombre-et-fraicheur/5/",
    "/consultations/eau-du-littoral/vote/1/",
]
PASSWORD = "une-mer-deux-rives-7"
DESK = readers(languages=("fr", "ar"), widths=(1440,), schemes=("light",))


@readers(languages=("fr", "ar"), schemes=("light",))
def test_every_stop_of_a_public_page_is_seen_and_comes_once(page, reader):
    for address in PAGES:
        page.goto(f"/{reader.language}{address}")
        found = stops(page)
        assert found[0].startswith("a.skip")
        assert len(found) > 8, address


@readers(languages=("fr", "ar"), schemes=("dark",))
def test_every_stop_of_a_page_to_act_on_is_seen_and_comes_once(page, reader, sign_in):
    sign_in(page, "civil society", reader.language)
    for address in SIGNED_IN:
        page.goto(f"/{reader.language}{address}")
        assert len(stops(page)) > 8, address


@DESK
def test_the_first_stop_leads_past_the_header(page, reader):
    page.goto(f"/{reader.language}/reseau/")
    press(page, page.locator("a.skip"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@DESK
def test_a_pilot_is_opened_from_the_map_and_a_place_from_the_table(page, reader):
    page.goto(f"/{reader.language}/")
    press(page, page.locator(".basin--l a").first)
    page.wait_for_url("**/projets/**")
    page.goto(f"/{reader.language}/reseau/")
    press(page, page.locator("details.disclose > summary"))
    press(page, page.locator("table.places a").first)
    page.wait_for_url("**territory=**")
    assert page.locator("#directory tbody tr").count() > 0


@readers(languages=("fr",), schemes=("light",))
def test_the_language_is_changed_on_the_page_where_one_is(page, reader):
    page.goto("/fr/projets/eau-commune/")
    press(page, page.locator(".langs a[lang=ar]").first)
    page.wait_for_url("**/ar/projets/eau-commune/")


@readers(languages=("fr",), schemes=("light", "dark"))
def test_the_theme_is_changed_and_kept(page, reader):
    page.goto("/fr/")
    if reader.width < 480:
        press(page, page.locator("details.menu summary"))
        toggle = page.locator(".menu [data-theme-toggle]")
    else:
        toggle = page.locator(".header .theme")
    press(page, toggle, "Space")
    other = "dark" if reader.scheme == "light" else "light"
    assert page.locator("html").get_attribute("data-theme") == other
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == other
    assert page.locator("[data-theme-toggle]").first.get_attribute("aria-pressed") == str(other == "dark").lower()


@DESK
def test_sign_up_sign_in_and_sign_out(page, reader, site):
    address = f"{uuid.uuid4().hex[:12]}@exemple.org"
    page.goto(f"/{reader.language}/account/signup/")
    for name, text in (("display_name", "Salma T."), ("email", address), ("password1", PASSWORD)):
        tab_to(page, page.locator(f"input[name={name}]"))
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/signup" not in url)
    page.goto(site.mail(address).link("/account/confirm-email/"))
    with page.expect_navigation():
        press(page, page.locator("main form[method=post] button").first)
    page.goto(f"/{reader.language}/account/logout/")
    if page.locator("main form[method=post] button").count():
        press(page, page.locator("main form[method=post] button").first)
        page.wait_for_url(lambda url: "/logout" not in url)
    page.goto(f"/{reader.language}/account/login/")
    for name, text in (("login", address), ("password", PASSWORD)):
        tab_to(page, page.locator(f"input[name={name}]"))
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/account/login" not in url)
    page.goto(f"/{reader.language}/my/")
    assert "Salma T." in page.locator("h1").inner_text()


@DESK
def test_a_place_at_a_meeting_is_asked_for_and_given_back(page, reader, sign_in):
    sign_in(page, "focal point", reader.language)
    page.goto(f"/{reader.language}/meetings/comite-eau-et-littoral/register/")
    tab_to(page, page.locator("input[name=voice]").first)
    page.keyboard.press("Space")
    press(page, page.locator("main form[method=post] button:not([type=button])").first)
    page.wait_for_url("**/registration/**")
    page.goto(f"/{reader.language}/meetings/comite-eau-et-littoral/withdraw/")
    press(page, page.locator("main form[method=post] button:not([type=button])").first)
    page.wait_for_url(lambda url: "/withdraw" not in url)


@DESK
def test_a_message_is_written_and_published(page, reader, sign_in):
    sign_in(page, "editor", reader.language)
    page.goto(f"/{reader.language}/forums/eau-et-littoral/1/")
    text = uuid.uuid4().hex
    source = page.locator("textarea[name=source]")
    press(page, page.locator(".kicker a[href='#id_source']"))  # past all messages, however many
    expect(source).to_be_focused()
    page.keyboard.type(text)
    press(page, page.locator("#composer [data-composer-send]"))
    page.locator(".post__body", has_text=text).wait_for()


@DESK
def test_ctrl_end_and_ctrl_home_lead_out_of_a_discussion(page, reader, sign_in):
    sign_in(page, "civil society", reader.language)
    page.goto(f"/{reader.language}/forums/ombre-et-fraicheur/5/")
    for key, side in (("Control+End", "FOLLOWING"), ("Control+Home", "PRECEDING")):
        page.locator("[role=feed] [role=article]").first.focus()
        page.keyboard.press(key)
        assert page.locator("[role=feed]").evaluate(
            "(feed, side) => !feed.contains(document.activeElement)"
            " && Boolean(feed.compareDocumentPosition(document.activeElement) & Node[`DOCUMENT_POSITION_${side}`])",
            side,
        )


@DESK
def test_a_statement_is_answered(page, reader, sign_in):
    sign_in(page, "editor", reader.language)
    page.goto(f"/{reader.language}/consultations/eau-du-littoral/vote/2/")
    with page.expect_navigation():
        press(page, page.locator("button[name=value][value='1']"), "Space")
    page.goto(f"/{reader.language}/consultations/eau-du-littoral/vote/2/")
    assert page.locator("button[name=value][value='1']").get_attribute("aria-pressed") == "true"
