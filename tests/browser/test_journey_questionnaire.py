"""The questionnaire on a phone: written, the network lost, resumed, sent; and without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import readers

pytestmark = pytest.mark.browser

ANSWER = "/consultations/eau-du-littoral/answer/"
ACTORS = {"fr": "civil society", "en": "focal point", "ar": "local authority"}


def start(page, sign_in, reader):
    sign_in(page, ACTORS[reader.language], reader.language)
    page.goto(f"/{reader.language}{ANSWER}1/")


@readers(widths=(390,), schemes=("light",))
def test_what_is_written_without_network_is_kept_and_sent_when_it_is_back(page, sign_in, reader):
    start(page, sign_in, reader)
    context = page.context
    context.set_offline(True)
    page.locator("input[value=some]").check()
    days = page.locator("[data-if] input").first
    days.fill("12")
    page.locator("button[value=next]").click()
    kept_here = page.locator("form[data-ask]").get_attribute("data-kept-here")
    page.locator("[data-kept-line]", has_text=kept_here).wait_for()
    assert page.url.endswith(f"{ANSWER}1/")
    context.set_offline(False)
    kept = page.locator("form[data-ask]").get_attribute("data-kept")
    page.locator("[data-kept-line]", has_text=kept).wait_for()
    page.reload()
    assert page.locator("input[value=some]").is_checked()
    assert page.locator("[data-if] input").first.input_value() == "12"
    days = page.locator("[data-if] input").first
    days.fill("14")
    page.locator("button[value=next]").click()  # before the moment of the autosave: the page waits for it
    page.wait_for_url(f"**{ANSWER}2/")
    assert page.evaluate("Object.keys(localStorage).filter((slot) => slot.startsWith('rives-answers'))") == []
    context.set_offline(True)
    page.locator("textarea").first.fill("Trois jours.")
    address = page.url.replace("/2/", "/send/")
    page.close()  # before the network is back: this device alone has it
    away = context.new_page()
    context.set_offline(False)
    away.goto(address)
    away.locator("[data-held-back] a").filter(visible=True).click()
    expect(away.locator("textarea").first).to_have_value("Trois jours.")  # once the script has put it back


@readers(widths=(390,), schemes=("light",))
def test_a_file_chosen_is_not_left_behind_without_a_word(page, sign_in, reader):
    start(page, sign_in, reader)
    page.locator("input[value=some]").check()
    page.locator("button[value=next]").click()
    page.wait_for_url(f"**{ANSWER}2/")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    chosen = {"name": "releve.txt", "mimeType": "text/plain", "buffer": b"eau"}
    page.set_input_files("input[type=file]", files=[chosen])
    page.locator("textarea").first.click()
    page.goto(page.url.replace("/2/", "/send/"))
    assert asked == ["beforeunload"]


@readers(languages=("fr", "ar"), widths=(390,), schemes=("light",), javascript=(False,))
def test_without_javascript_every_page_is_kept_and_the_whole_sent(page, sign_in, reader):
    start(page, sign_in, reader)
    page.locator("input[value=never]").check()
    page.locator("button[value=next]").click()
    page.wait_for_url(f"**{ANSWER}2/")
    page.locator("button[value=next]").click()
    page.wait_for_url(f"**{ANSWER}send/")
    page.locator(f"form[action$='{ANSWER}send/'] button").click()
    page.wait_for_url(f"**{ANSWER}")
    assert page.locator(".ask__told").count() == 2


@readers(languages=("fr",), widths=(1440,), schemes=("light",))
def test_a_place_shown_on_the_map_fills_its_coordinates(page, sign_in, reader):
    start(page, sign_in, reader)
    sheet = page.locator("svg.point__map")
    box = sheet.bounding_box()
    sheet.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    latitude = float(page.locator("[data-place-lat]").input_value())
    assert 35 < latitude < 41
    assert page.locator("[data-place-pin]").is_visible()
