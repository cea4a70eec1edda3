"""live.js against the real server: what a bad network does to a page, and what a reader who signs out keeps."""

import uuid

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PACE_MS, readers

pytestmark = pytest.mark.browser

TOPIC = "/fr/forums/eau-et-littoral/3/"  # of its own: fifty messages make a second page, where new ones come
FRENCH_AT_A_DESK = {"languages": ("fr",), "widths": (1440,), "schemes": ("light",)}


def post(page, text):
    page.fill("textarea[name=source]", text)
    page.locator("#composer [data-composer-send]").click()
    feed(page, text).wait_for(timeout=PACE_MS)


def feed(page, text):
    return page.locator("[data-live-region=feed] .post__body", has_text=text)


def is_live(page):
    page.locator("html[data-live=socket]").wait_for(state="attached")  # waiting for a function needs eval


@readers(**FRENCH_AT_A_DESK)
def test_a_socket_killed_between_the_page_and_the_subscription_shows_each_post_once(page, open_page, sign_in, reader):
    other = open_page()
    sign_in(page, "civil society")
    sign_in(other, "local authority")
    other.goto(TOPIC)
    killed, early, late = [], f"avant {uuid.uuid4().hex}", f"après {uuid.uuid4().hex}"

    def network(socket):
        if killed:
            socket.connect_to_server()
            return
        killed.append(socket)
        socket.close(code=4408)  # the page has arrived; its first line dies before it can subscribe

    page.route_web_socket("**/live/**", network)
    page.goto(TOPIC)
    post(other, early)
    is_live(page)
    post(other, late)
    feed(page, late).wait_for()
    assert (len(killed), feed(page, early).count(), feed(page, late).count()) == (1, 1, 1)


@readers(**FRENCH_AT_A_DESK)
def test_a_page_that_cannot_open_sockets_polls(page, open_page, sign_in, reader):
    other = open_page()
    sign_in(page, "civil society")
    sign_in(other, "local authority")
    other.goto(TOPIC)
    page.route_web_socket("**/live/**", lambda socket: socket.close(code=4408))
    page.clock.install()
    page.goto(TOPIC)
    text = f"sans ligne {uuid.uuid4().hex}"
    post(other, text)
    for _half_minute in range(8):
        page.clock.run_for(30_000)
        if feed(page, text).count():
            break
    feed(page, text).wait_for()
    assert page.locator("[data-live-lost]").is_visible()
    assert feed(page, text).count() == 1


@readers(**FRENCH_AT_A_DESK)
def test_what_is_being_written_and_the_focus_stay_when_a_post_arrives(page, open_page, sign_in, reader):
    other = open_page()
    sign_in(page, "civil society")
    sign_in(other, "local authority")
    page.goto(TOPIC)
    other.goto(TOPIC)
    is_live(page)
    page.locator("textarea[name=source]").press_sequentially("une pensée en cours")
    before, text = page.evaluate("scrollY"), f"entre-temps {uuid.uuid4().hex}"
    post(other, text)
    feed(page, text).wait_for()
    assert page.evaluate("document.activeElement.name") == "source"
    assert page.input_value("textarea[name=source]") == "une pensée en cours"
    assert page.evaluate("scrollY") == before
    expect(page.locator("[data-live-announcer]")).to_contain_text("Nouveau message de ")
    page.reload()
    assert page.input_value("textarea[name=source]") == "une pensée en cours"


@readers(**FRENCH_AT_A_DESK)
def test_signing_out_ends_the_socket_and_a_public_topic_stays_readable(page, sign_in, reader):
    sign_in(page, "civil society")
    page.goto(TOPIC)
    is_live(page)
    tab = page.context.new_page()
    page.evaluate(
        "window.line = new WebSocket(location.origin.replace(/^http/, 'ws') + '/live/');"
        " line.onclose = (event) => { document.documentElement.dataset.code = event.code; }; undefined"
    )
    tab.goto("/fr/account/logout/")
    tab.locator("main form button").first.click()
    page.locator("html[data-code='4401']").wait_for(state="attached")
    assert page.locator("[data-live-region=feed] .post").count() > 0
