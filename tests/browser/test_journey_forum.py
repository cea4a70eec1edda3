"""Two browsers in one topic see each other's posts live, each in its own language; without JavaScript one posts too."""

import uuid

import pytest

from tests.browser.conftest import readers

pytestmark = pytest.mark.browser

TOPIC = "/forums/eau-et-littoral/1/"


def post(page, text):
    page.fill("textarea[name=source]", text)
    page.locator("#composer [data-composer-send]").click()


@readers(schemes=("light",))
def test_two_people_see_each_other_write(page, open_page, sign_in, reader):
    other = open_page(language="ar" if reader.language != "ar" else "fr", width=1440)
    sign_in(page, "civil society", reader.language)
    sign_in(other, "local authority", "ar" if reader.language != "ar" else "fr")
    page.goto(f"/{reader.language}{TOPIC}")
    other.goto(f"/{'ar' if reader.language != 'ar' else 'fr'}{TOPIC}")
    here, there = uuid.uuid4().hex, uuid.uuid4().hex
    post(page, f"Bonjour {here}")
    other.locator("[data-live-region=feed]", has_text=here).wait_for()
    post(other, f"مرحبًا {there}")
    page.locator("[data-live-region=feed]", has_text=there).wait_for()
    for reader_page in (page, other):
        for text in (here, there):
            assert reader_page.locator("[data-live-region=feed] .post__body", has_text=text).count() == 1


@readers(languages=("fr",), widths=(1440,), schemes=("light",))
def test_a_post_written_while_the_network_was_away_arrives_once(page, open_page, sign_in, reader):
    other = open_page()
    sign_in(page, "editor")
    sign_in(other, "focal point")
    page.goto(f"/fr{TOPIC}")
    other.goto(f"/fr{TOPIC}")
    page.context.set_offline(True)
    missed = uuid.uuid4().hex
    post(other, f"Pendant la coupure {missed}")
    other.locator("[data-live-region=feed]", has_text=missed).wait_for()
    page.context.set_offline(False)
    page.locator("[data-live-region=feed]", has_text=missed).wait_for(timeout=60_000)
    assert page.locator("[data-live-region=feed] .post__body", has_text=missed).count() == 1


@readers(widths=(390,), schemes=("light",), javascript=(False,))
def test_post_without_javascript(page, sign_in, reader):
    sign_in(page, {"fr": "moderator", "en": "editor", "ar": "administrator"}[reader.language], reader.language)
    page.goto(f"/{reader.language}{TOPIC}")
    text = uuid.uuid4().hex
    post(page, text)
    page.wait_for_url("**#post-**")
    assert page.locator(".post__body", has_text=text).count() == 1


@readers(languages=("fr",), widths=(390,), schemes=("light",))
def test_signed_out_reader_is_led_to_sign_in_and_sees_no_form(page, reader):
    page.goto(f"/fr{TOPIC}")
    assert page.locator("textarea").count() == 0
    page.locator("main a[href$='/reply/']").click()
    page.wait_for_url("**/account/login/**")
