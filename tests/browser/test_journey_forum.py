"""Two people and a moderator in one topic, each in their language: live, offline, by keyboard, without scripts."""

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import readers
from tests.browser.keys import press, tab_to
from tests.browser.looks import assert_fits_width, assert_no_axe_violations
from tests.browser.network import Network

pytestmark = pytest.mark.browser

TOPIC = "/forums/eau-et-littoral/1/"
OUTAGE_MS = 30_000
KEPT_MS = 10_000  # the server's draft follows the last key by a second and a half
WRITER = {"fr": "focal point", "en": "editor", "ar": "local authority"}
OTHER = {"fr": "local authority", "en": "civil society", "ar": "focal point"}
SUSPENDED = {"fr": "local authority", "en": "focal point", "ar": "civil society"}
TRANSLATED = {"fr": "ar", "en": "fr", "ar": "en"}


def is_live(page: Page):
    page.locator("html[data-live=socket]").wait_for(state="attached")


def words():
    return f"message {uuid.uuid4().hex}"


def post(page: Page, text):
    page.fill("textarea[name=source]", text)
    page.locator("[data-composer-send]").click()


def feed(page: Page, text):
    return page.locator("[data-live-region=feed] .post__body", has_text=text)


def article(page: Page, text):
    return page.locator("[data-live-region=feed] article", has_text=text)


def open_topic(page: Page, sign_in, role, language):
    sign_in(page, role, language)
    page.goto(f"/{language}{TOPIC}")


@readers(schemes=("light",))
def test_two_people_see_each_other_write(page, open_page, sign_in, reader):
    theirs = TRANSLATED[reader.language]
    other = open_page(language=theirs, width=1440)
    open_topic(page, sign_in, WRITER[reader.language], reader.language)
    open_topic(other, sign_in, OTHER[reader.language], theirs)
    here, there = words(), f"مرحبًا {words()}"
    post(page, here)
    feed(other, here).wait_for()
    post(other, there)
    feed(page, there).wait_for()
    for each in (page, other):
        for text in (here, there):
            expect(feed(each, text)).to_have_count(1)
    expect(article(other, here).locator("bdi").first).to_be_visible()


@readers(languages=("fr",), widths=(1440,), schemes=("light",))
def test_what_arrives_below_the_window_is_told_and_nothing_scrolls(page, open_page, sign_in, reader):
    other = open_page()
    open_topic(page, sign_in, "administrator", "fr")
    open_topic(other, sign_in, "civil society", "fr")
    page.evaluate("scrollTo(0, 0)")
    text = words()
    post(other, text)
    told = page.locator("[data-feed-new]")
    told.wait_for()
    assert page.evaluate("scrollY") == 0
    told.click()
    expect(article(page, text)).to_be_focused()
    expect(told).to_be_hidden()


@readers(languages=("fr",), widths=(1440,), schemes=("light",))
def test_a_post_written_while_the_network_was_away_arrives_once(page, open_page, sign_in, reader):
    other, network = open_page(), Network(page)
    open_topic(page, sign_in, "editor", "fr")
    open_topic(other, sign_in, "focal point", "fr")
    is_live(page)
    network.cut()
    missed = words()
    post(other, missed)
    feed(other, missed).wait_for()
    network.mend()
    feed(page, missed).wait_for(timeout=60_000)
    expect(feed(page, missed)).to_have_count(1)


@readers(languages=("fr", "ar"), widths=(390,), schemes=("light",))
def test_what_is_sent_during_thirty_seconds_offline_leaves_by_itself_and_once(page, open_page, sign_in, reader):
    other, network = open_page(language="en", width=1440), Network(page)
    open_topic(page, sign_in, OTHER[reader.language], reader.language)
    open_topic(other, sign_in, "moderator", "en")
    is_live(page)
    network.cut()
    sent, missed = words(), words()
    post(page, sent)
    waiting = page.locator("[data-composer-pending]", has_text=sent)
    waiting.wait_for()
    post(other, missed)
    page.wait_for_timeout(OUTAGE_MS if reader.language == "fr" else 2_000)
    expect(waiting).to_be_visible()
    expect(feed(other, sent)).to_have_count(0)
    network.mend()
    feed(other, sent).wait_for(timeout=60_000)
    feed(page, missed).wait_for(timeout=60_000)
    expect(waiting).to_have_count(0)
    for each in (page, other):
        for text in (sent, missed):
            expect(feed(each, text)).to_have_count(1)


@readers(widths=(390,), schemes=("light",))
def test_a_draft_survives_closing_the_tab_and_is_there_on_another_device(page, open_page, sign_in, reader):
    role = {"fr": "editor", "en": "administrator", "ar": "civil society"}[reader.language]
    open_topic(page, sign_in, role, reader.language)
    text = words()
    page.fill("textarea[name=source]", text)
    expect(page.locator("[data-composer-kept]")).not_to_be_empty(timeout=KEPT_MS)
    page.close()
    again = page.context.new_page()
    again.goto(f"/{reader.language}{TOPIC}")
    expect(again.locator("textarea[name=source]")).to_have_value(text)
    device = open_page(width=1440)
    open_topic(device, sign_in, role, reader.language)
    expect(device.locator("textarea[name=source]")).to_have_value(text)
    device.locator("[data-composer-send]").click()
    feed(device, text).wait_for()
    again.reload()
    expect(again.locator("textarea[name=source]")).to_have_value("")


def flag(page: Page, text):
    article(page, text).locator("[data-flag]").click()
    page.check("input[name=category][value=off_topic]")
    page.fill("textarea[name=note]", "note")
    page.locator("main form[method=post] button[type=submit]").click()
    page.wait_for_url("**/forums/**")


@readers(schemes=("light",))
def test_a_message_is_flagged_decided_and_appealed(page, open_page, sign_in, reader):
    language = reader.language
    author, moderator, second = open_page(width=1440), open_page(width=1440), open_page(width=390)
    open_topic(author, sign_in, WRITER[language], language)
    text = words()
    post(author, text)
    feed(author, text).wait_for()
    open_topic(page, sign_in, OTHER[language], language)
    flag(page, text)

    sign_in(moderator, "moderator", language)
    moderator.goto(f"/{language}/forums/moderation/?kind=case")
    moderator.locator(".queue a", has_text=text).click()
    hiding = moderator.locator("details:has(button[value=hide])")
    hiding.locator("summary").click()
    hiding.locator("input[name=category][value=off_topic]").check()
    hiding.locator("textarea[name=reason]").fill("Cela ne parle pas du registre.")
    hiding.locator("button[value=hide]").click()
    moderator.wait_for_load_state()

    expect(feed(author, text)).to_have_count(0)
    author.reload()
    gone = author.locator("[data-removed]").last
    expect(gone).to_contain_text("Cela ne parle pas du registre.")
    gone.locator("a[href$='/decision/']").click()
    author.wait_for_url("**/moderation/decisions/**")
    author.fill("textarea[name=text]", f"Lisez encore : {text}")
    author.locator("main form[method=post] button[type=submit]").click()
    author.wait_for_load_state()

    sign_in(second, "administrator", language)
    second.goto(f"/{language}/forums/moderation/?kind=appeal")
    second.locator(".queue a", has_text=text).click()
    second.check("input[name=outcome][value=overturned]")
    second.fill("textarea[name=answer]", "Le message parle bien du registre.")
    second.locator("button[value=answer]").click()
    second.wait_for_load_state()

    author.reload()
    expect(author.locator("main")).to_contain_text("Le message parle bien du registre.")
    page.goto(f"/{language}{TOPIC}")
    expect(feed(page, text)).to_have_count(1)


def suspend(page: Page, language, number, reason):
    page.goto(f"/{language}{TOPIC}{number}/suspend/")
    page.check("input[name=scope][value=room]")
    page.fill("input[name=until]", (datetime.now(UTC) + timedelta(days=2)).date().isoformat())
    page.check("input[name=category][value=attack]")
    page.fill("textarea[name=reason]", reason)
    page.locator("main form[method=post] button[type=submit]").click()
    page.wait_for_url("**/moderation/suspensions/")


@readers(widths=(390,), schemes=("light",))
def test_the_suspended_read_why_appeal_and_write_again_from_the_same_page(page, open_page, sign_in, reader):
    language = reader.language
    moderator, second = open_page(width=1440), open_page(width=1440)
    open_topic(page, sign_in, SUSPENDED[language], language)
    first, later = words(), words()
    post(page, first)
    feed(page, first).wait_for()
    sign_in(moderator, "moderator", language)
    moderator.goto(f"/{language}{TOPIC}")
    number = article(moderator, first).get_attribute("id").removeprefix("post-")
    suspend(moderator, language, number, "Insultes répétées.")

    post(page, later)
    expect(page.locator("[data-composer-errors]")).not_to_be_empty()
    expect(feed(page, later)).to_have_count(0)
    why = page.context.new_page()
    why.goto(f"/{language}{TOPIC}")
    why.locator("main a[href*='/moderation/suspensions/']").click()
    expect(why.locator("main")).to_contain_text("Insultes répétées.")
    why.locator("main summary").first.click()
    expect(why.locator("main details")).to_contain_text(first)
    assert_no_axe_violations(why)
    assert_fits_width(why)
    plea = f"Lisez encore : {later}"
    why.fill("textarea[name=text]", plea)
    why.locator("main form[method=post] button[type=submit]").click()
    expect(why.locator("main")).to_contain_text(plea)

    sign_in(second, "administrator", language)
    second.goto(f"/{language}/forums/moderation/?kind=appeal")
    second.locator(".queue a", has_text=plea).click()
    expect(second.locator(".flagged .post__body")).to_contain_text(first)
    second.check("input[name=outcome][value=overturned]")
    second.fill("textarea[name=answer]", "Ces mots n’insultent personne.")
    assert_no_axe_violations(second)
    second.locator("button[value=answer]").click()
    second.wait_for_load_state()

    why.reload()
    expect(why.locator("main")).to_contain_text("Ces mots n’insultent personne.")
    assert_no_axe_violations(why)
    page.locator("[data-composer-send]").click()  # what was refused is still there, and goes now
    feed(page, later).wait_for()
    moderator.goto(f"/{language}{TOPIC}")
    expect(feed(moderator, later)).to_have_count(1)


@readers(languages=("fr", "ar"), widths=(1440,), schemes=("light",))
def test_read_answer_and_flag_by_keyboard_alone(page, sign_in, reader):
    sign_in(page, {"fr": "civil society", "ar": "editor"}[reader.language], reader.language)
    page.goto(f"/{reader.language}{TOPIC}#post-2")
    page.locator("#post-2").focus()
    page.keyboard.press("PageDown")
    expect(page.locator("#post-3")).to_be_focused()
    page.keyboard.press("PageUp")
    expect(page.locator("#post-2")).to_be_focused()
    press(page, page.locator("#post-2 [data-answer]"))
    source = page.locator("textarea[name=source]")
    expect(source).to_be_focused()
    text = words()
    page.keyboard.type(text)
    page.keyboard.press("Control+Enter")
    feed(page, text).wait_for()
    expect(article(page, text).locator(".post__to")).to_contain_text("(2)")
    page.goto(f"/{reader.language}{TOPIC}")
    press(page, page.locator("#post-3 [data-flag]"))
    page.wait_for_url("**/flag/")
    tab_to(page, page.locator("input[name=category]").first)
    page.keyboard.press("Space")
    press(page, page.locator("main form[method=post] button[type=submit]"))
    page.wait_for_url(re.compile(r"/forums/eau-et-littoral/"))


@readers(widths=(390,), schemes=("light",), javascript=(False,))
def test_post_and_flag_without_javascript(page, sign_in, reader):
    sign_in(page, {"fr": "moderator", "en": "editor", "ar": "administrator"}[reader.language], reader.language)
    page.goto(f"/{reader.language}{TOPIC}")
    text = uuid.uuid4().hex
    post(page, text)
    page.wait_for_url("**#post-**")
    expect(page.locator(".post__body", has_text=text)).to_have_count(1)
    page.goto(f"/{reader.language}{TOPIC}2/flag/")
    page.check("input[name=category][value=other]")
    page.locator("main form[method=post] button[type=submit]").click()
    page.goto(f"/{reader.language}{TOPIC}2/flag/")
    expect(page.locator("input[name=category]")).to_have_count(0)


@readers(languages=("fr",), widths=(390,), schemes=("light",))
def test_signed_out_reader_is_led_to_sign_in_and_sees_no_form(page, reader):
    page.goto(f"/fr{TOPIC}")
    assert page.locator("textarea").count() == 0
    page.locator("main a.btn[href$='/reply/']").first.click()
    page.wait_for_url("**/account/login/**")
