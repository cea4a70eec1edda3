"""Forums for who is signed in, in their states: accessible and fitting, by night at a desk, by day on a phone."""

import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PACE_MS, Reader
from tests.browser.looks import assert_fits_width, assert_no_axe_violations
from tests.browser.network import SLOW_ANSWERS
from tests.browser.test_journey_member import sign_up

pytestmark = pytest.mark.browser

DESK_BY_NIGHT = Reader("fr", 1440, "dark")
PHONE_BY_DAY = Reader("ar", 390, "light")
TOPIC = "/forums/eau-et-littoral/1/"
MEMBER = (
    "/forums/eau-et-littoral/watch/",
    f"{TOPIC}watch/",
    f"{TOPIC}2/react/",
    f"{TOPIC}2/flag/",
    f"{TOPIC}reply/?quote=2",
    "/forums/ombre-et-fraicheur/6/",
    "/forums/drafts/",
    "/my/forums/",
)
MODERATOR = (
    "/forums/moderation/?kind=case",
    "/forums/moderation/?kind=held",
    "/forums/moderation/?kind=appeal",
    "/forums/moderation/journal/",
    "/forums/moderation/log/",
    "/forums/moderation/suspensions/",
    f"{TOPIC}2/suspend/",
    f"{TOPIC}split/",
    f"{TOPIC}move/",
    f"{TOPIC}merge/",
)
kinds = pytest.mark.parametrize("reader", [DESK_BY_NIGHT, PHONE_BY_DAY], ids=str)


def look(page: Page, path="", language="fr"):
    if path:
        response = page.goto(f"/{language}{path}")
        assert response is not None
        assert response.status == 200, path
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
    assert_no_axe_violations(page)
    assert_fits_width(page)


@kinds
def test_pages_of_a_member(page, reader, sign_in):
    sign_in(page, "civil society", reader.language)
    for path in MEMBER:
        look(page, path, reader.language)


@kinds
def test_pages_of_a_moderator(page, reader, sign_in):
    sign_in(page, "moderator", reader.language)
    for path in MODERATOR:
        look(page, path, reader.language)


@kinds
def test_states_of_the_composer_and_of_ones_own_message(page, reader, sign_in):
    sign_in(page, "local authority", reader.language)
    page.goto(f"/{reader.language}{TOPIC}")
    text = f"Une mesure {uuid.uuid4().hex}"
    page.locator("[data-react]:visible").first.click()
    page.locator("[data-answer]:visible").first.click()
    page.fill("textarea[name=source]", f"{text} @Mar")
    page.locator("[data-composer-preview]").click()
    page.locator(".preview").wait_for()
    look(page)
    page.context.set_offline(True)
    page.locator("[data-composer-send]").click()
    page.locator("[data-composer-pending] article").wait_for()
    look(page)
    page.context.set_offline(False)
    mine = page.locator("[data-live-region=feed] article", has_text=text)
    mine.wait_for(timeout=60_000)
    path = mine.get_attribute("data-path")
    look(page, f"{path}edit/".removeprefix(f"/{reader.language}"), reader.language)
    page.fill("textarea[name=source]", f"{text}, relue")
    page.fill("input[name=reason]", "Un mot de trop")
    page.locator("[data-composer-send]").click()
    page.wait_for_url("**#post-**")
    look(page, f"{path}history/".removeprefix(f"/{reader.language}"), reader.language)


@pytest.mark.parametrize("reader", [DESK_BY_NIGHT], ids=str)
def test_the_one_who_writes_is_told_once_and_keeps_the_focus(page, open_page, reader, sign_in):
    other = open_page()
    sign_in(page, "local authority", reader.language)
    sign_in(other, "focal point", reader.language)
    for each in (page, other):
        each.goto(f"/{reader.language}{TOPIC}")
        each.locator("html[data-live=socket]").wait_for()
    page.evaluate(
        "window.said = []; new MutationObserver(([{ target }]) => said.push(target.textContent.trim()))"
        ".observe(document.querySelector('[data-live-announcer]'), { childList: true });"
    )
    page.evaluate(SLOW_ANSWERS)
    texts = [uuid.uuid4().hex for _each in range(3)]
    for writer, text in zip((page, other, other), texts, strict=True):
        writer.fill("textarea[name=source]", text)
        writer.locator("[data-composer-send]").click()
        for each in (page, other):
            each.locator("[data-live-region=feed] article", has_text=text).wait_for(timeout=PACE_MS)
        if writer is other:
            name = page.locator("[data-live-region=feed] article", has_text=text).get_attribute("data-label")
            sentence = f"Nouveau message de {name}"
            page.locator("[data-live-announcer]", has_text=sentence).wait_for(state="attached")
    expect(page.locator("textarea[name=source]")).to_be_focused()
    page.wait_for_timeout(200)
    assert page.evaluate("said") == [sentence, "", sentence]


@pytest.mark.parametrize("reader", [DESK_BY_NIGHT], ids=str)
def test_a_first_message_stays_in_sight_while_it_waits_and_what_comes_next_is_kept(page, reader, site):
    sign_up(page, site, reader.language)
    page.goto(f"/{reader.language}/forums/ombre-et-fraicheur/4/")
    text = uuid.uuid4().hex
    page.fill("textarea[name=source]", text)
    page.locator("[data-composer-send]").click()
    expect(page.locator("[data-composer-status]")).to_contain_text("sera lu par l’animation")
    expect(page.locator("#waiting")).to_contain_text(text)
    expect(page.locator("[data-composer-pending]")).to_be_empty()
    look(page)
    page.fill("textarea[name=source]", "Une suite")
    expect(page.locator("[data-composer-kept]")).to_have_text("Brouillon gardé", timeout=10_000)
    page.reload()
    expect(page.locator("#waiting")).to_contain_text(text)
    expect(page.locator("textarea[name=source]")).to_have_value("Une suite")
