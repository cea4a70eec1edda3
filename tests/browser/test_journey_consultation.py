"""Answer a consultation and see the result by constituency and shore; by keyboard, and without JavaScript."""

import pytest

from tests.browser import thirty
from tests.browser.conftest import readers
from tests.browser.looks import assert_fits_width, assert_no_axe_violations

pytestmark = pytest.mark.browser

CONSULTATION = "/consultations/eau-du-littoral/"


@readers(schemes=("light",), javascript=(True, False))
def test_vote_and_see_the_result(page, sign_in, reader):
    sign_in(page, "civil society", reader.language)
    page.goto(f"/{reader.language}{CONSULTATION}vote/1/")
    page.locator("button[name=value][value='1']").click()
    page.wait_for_url(f"**{CONSULTATION}vote/")
    page.goto(f"/{reader.language}{CONSULTATION}vote/1/")
    assert page.locator("button[name=value][value='1']").get_attribute("aria-pressed") == "true"
    page.goto(f"/{reader.language}{CONSULTATION}results/")
    table = page.locator("#s1 table.agree")
    assert table.count() == 2, "by constituency and by shore"
    assert table.first.locator("tbody tr").count() == 8
    assert table.last.locator("tbody tr").count() == 2


@readers(languages=("fr",), widths=(1440,), schemes=("light",))
def test_vote_with_the_keys(page, sign_in, reader):
    sign_in(page, "focal point")
    page.goto(f"/fr{CONSULTATION}vote/3/")
    page.keyboard.press("2")
    page.wait_for_url(f"**{CONSULTATION}vote/")
    page.goto(f"/fr{CONSULTATION}vote/3/")
    assert page.locator("button[name=value][value='-1']").get_attribute("aria-pressed") == "true"


@readers(languages=("fr", "ar"), widths=(390,), schemes=("light",))
def test_reading_needs_no_account_and_answering_leads_to_sign_in(page, reader):
    page.goto(f"/{reader.language}{CONSULTATION}")
    page.locator(".vote a.btn[href$='/vote/']").click()
    page.wait_for_url("**/account/login/**")


def answer_by_keyboard(page):
    """One key a statement, without a page load, until none is left; how many that was."""
    page.evaluate("window.sameDocument = true")
    answered = 0
    while page.locator("[data-vote]").count():
        before = page.locator("[data-vote]").get_attribute("action")
        page.keyboard.press("123"[answered % 3])
        page.wait_for_function(
            "before => document.querySelector('[data-vote]')?.getAttribute('action') !== before", arg=before
        )
        answered += 1
        if page.locator("[data-vote]").count():
            assert page.evaluate("window.sameDocument"), "the next card came without a page load"
            assert page.evaluate("document.activeElement.id") == "statement"
    return answered


@readers(widths=(1440,), schemes=("light",))
def test_thirty_statements_by_keyboard_alone(page, sign_in, reader, site):
    site.run("tests.browser.thirty")
    role = {"fr": "civil society", "en": "focal point", "ar": "local authority"}[reader.language]
    sign_in(page, role, reader.language)
    page.goto(f"/{reader.language}/consultations/{thirty.SLUG}/vote/")
    assert answer_by_keyboard(page) == thirty.STATEMENTS
    page.goto(f"/{reader.language}/consultations/{thirty.SLUG}/receipt/")
    assert page.locator("main li, main tbody tr").count() >= thirty.STATEMENTS
    assert_fits_width(page)


@readers(languages=("fr", "ar"), widths=(1440,), schemes=("light",))
def test_every_statement_by_keyboard_then_where_one_stands(page, sign_in, reader):
    sign_in(page, {"fr": "civil society", "ar": "local authority"}[reader.language], reader.language)
    page.goto(f"/{reader.language}{CONSULTATION}vote/")
    assert_no_axe_violations(page)
    assert answer_by_keyboard(page)
    page.goto(f"/{reader.language}{CONSULTATION}my-position/")
    assert page.locator(".where > li").count() > 0
    assert_fits_width(page)
    assert_no_axe_violations(page)
    page.goto(f"/{reader.language}{CONSULTATION}propose/")
    assert_fits_width(page)
    assert_no_axe_violations(page)
