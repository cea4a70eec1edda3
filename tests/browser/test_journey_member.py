"""Sign up, ask to join an organisation, be verified by the team, register for a meeting, read the mail, give back."""

import re
import uuid

import pytest

from tests.browser.conftest import readers

pytestmark = pytest.mark.browser

PASSWORD = "une-mer-deux-rives-7"
MEETING = "entreprises-et-eau"
ORGANISATION = "commune-sfax"


def submit(page):
    page.locator("main form[method=post] button:not([type=button])").first.click()


def sign_up(page, site, language):
    address = f"{uuid.uuid4().hex[:12]}@exemple.org"
    page.goto(f"/{language}/account/signup/")
    page.fill("input[name=email]", address)
    page.fill("input[name=password1]", PASSWORD)
    page.fill("input[name=display_name]", "Salma T.")
    assert page.locator("select[name=language]").input_value() == language
    submit(page)
    page.wait_for_url(lambda url: "/signup" not in url)
    mail = site.mail(address)
    page.goto(mail.link("/account/confirm-email/"))
    submit(page)
    page.wait_for_load_state()
    if "/login" in page.url:
        page.fill("input[name=login]", address)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "/login" not in url)
    return address, mail


def verify_by_the_team(team):
    team.goto("/cms/memberships/")
    team.locator("a[href*='/memberships/inspect/']").first.click()
    team.wait_for_url("**/inspect/**")
    team.locator("a[href*='/verify/']").first.click()
    team.locator("form button[type=submit], form input[type=submit]").last.click()
    team.wait_for_load_state()


@readers(schemes=("light",))
def test_from_sign_up_to_giving_the_place_back(page, open_page, sign_in, site, reader):
    walk(page, open_page, sign_in, site, reader)


@readers(languages=("ar",), widths=(390,), schemes=("light",), javascript=(False,))
def test_from_sign_up_to_giving_the_place_back_without_javascript(page, open_page, sign_in, site, reader):
    walk(page, open_page, sign_in, site, reader)


def walk(page, open_page, sign_in, site, reader):
    language = reader.language
    address, confirmation = sign_up(page, site, language)
    assert re.search(rf'<html[^>]*lang="{language}"', confirmation.html)
    page.goto(f"/{language}/my/organisations/join/{ORGANISATION}/")
    page.fill("input[name=function]", "Chargée de mission eau")
    submit(page)
    page.wait_for_url("**/my/organisations/requests/**")
    page.goto(f"/{language}/meetings/{MEETING}/register/")
    assert page.locator("input[name=needs]").count() == 0, "a request that is not verified opens no form"

    team = open_page(language="fr", width=1440, javascript=True)
    sign_in(team, "administrator")
    verify_by_the_team(team)

    page.goto(f"/{language}/meetings/{MEETING}/register/")
    page.locator("input[name=needs]").fill("Boucle magnétique")
    submit(page)
    page.wait_for_url("**/registration/**")
    mail = site.invitation(address, "REQUEST")
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in mail.html

    page.goto(f"/{language}/meetings/{MEETING}/withdraw/")
    submit(page)
    page.wait_for_load_state()
    assert site.invitation(address, "CANCEL")
    page.goto(f"/{language}/my/")
    assert page.locator("h1").count() == 1
