"""JavaScript off: what is essential is there, on phones and desks, in the language read."""

import uuid

import pytest

from tests.browser.conftest import readers

pytestmark = pytest.mark.browser

PASSWORD = "une-mer-deux-rives-7"
OFF = readers(languages=("fr", "ar"), schemes=("light",), javascript=(False,))
PHONE = readers(languages=("fr",), widths=(390,), schemes=("light",), javascript=(False,))


def submit(page):
    page.locator("main form[method=post] button:not([type=button])").first.click()


@OFF
def test_home_leads_to_pilots_meetings_and_consultations(page, reader):
    page.goto(f"/{reader.language}/")
    assert page.locator(".basin svg:visible").count() == 1
    for part in ("/projets/", "/meetings/", "/consultations/"):
        assert page.locator(f"main a[href*='{part}']:visible").count(), part


@PHONE
def test_the_menu_of_phones_opens(page, reader):
    page.goto("/fr/")
    page.locator("details.menu summary").click()
    page.locator(".menu__panel a[href$='/meetings/'], .menu__panel a", has_text="Rencontres").first.click()
    page.wait_for_load_state()
    assert page.locator("h1").inner_text() == "Rencontres"


@OFF
def test_what_needs_a_script_is_not_offered(page, reader):
    page.goto(f"/{reader.language}/account/login/")
    assert page.locator("[data-theme-toggle]:visible").count() == 0
    assert page.locator("main button[type=button]:visible").count() == 0, "nothing that does nothing"


@OFF
def test_the_register_is_filtered_and_searched(page, reader):
    page.goto(f"/{reader.language}/projets/")
    page.locator("input[name=country][value=TN], input[type=checkbox][value=TN]").first.check()
    page.locator(".facets button, .facets .btn").last.click()
    page.wait_for_url("**TN**")
    assert page.locator("main .card, main h2, main h3").count()
    page.goto(f"/{reader.language}/search/")
    page.locator("main input[name=q]").fill("eau")
    page.locator("main input[name=q]").press("Enter")
    page.wait_for_url("**q=eau**")
    assert page.locator(".hit").count()


@OFF
def test_the_network_says_in_a_table_what_its_map_shows(page, reader):
    page.goto(f"/{reader.language}/reseau/")
    page.locator("details.disclose > summary").click()
    page.locator("table.places a").first.click()
    page.wait_for_url("**territory=**")
    assert page.locator("#directory tbody tr").count()


@OFF
def test_sign_up_sign_out_sign_in(page, reader, site):
    address = f"{uuid.uuid4().hex[:12]}@exemple.org"
    page.goto(f"/{reader.language}/account/signup/")
    for name, text in (("email", address), ("password1", PASSWORD), ("display_name", "Salma T.")):
        page.fill(f"input[name={name}]", text)
    submit(page)
    page.wait_for_url(lambda url: "/signup" not in url)
    page.goto(site.mail(address).link("/account/confirm-email/"))
    submit(page)
    page.wait_for_load_state()
    page.goto(f"/{reader.language}/account/logout/")
    if page.locator("main form[method=post]").count():
        submit(page)
        page.wait_for_url(lambda url: "/logout" not in url)
    page.goto(f"/{reader.language}/account/login/")
    page.fill("input[name=login]", address)
    page.fill("input[name=password]", "pas-la-bonne-phrase")
    submit(page)
    assert page.locator("[role=alert]").count(), "what was wrong is said"
    assert page.input_value("input[name=login]") == address, "and what was typed is kept"
    page.fill("input[name=password]", PASSWORD)
    submit(page)
    page.wait_for_url(lambda url: "/account/login" not in url)


@OFF
def test_a_topic_is_opened_and_answered(page, reader, sign_in):
    sign_in(page, "focal point", reader.language)
    page.goto(f"/{reader.language}/forums/eau-et-littoral/new/")
    title = f"Sans script {uuid.uuid4().hex[:8]}"
    page.fill("input[name=title]", title)
    page.fill("textarea[name=source]", "Une question à la fois.")
    submit(page)
    page.wait_for_url(lambda url: "/new/" not in url)
    assert page.locator("h1").inner_text().strip() == title
    page.fill("textarea[name=source]", "Et sa réponse.")
    page.locator("#composer [data-composer-send]").click()
    page.wait_for_url("**#post-**")
    assert page.locator(".post__body", has_text="Et sa réponse.").count() == 1


@OFF
def test_every_statement_is_answered_one_after_the_other(page, reader, sign_in):
    sign_in(page, "local authority", reader.language)
    page.goto(f"/{reader.language}/consultations/eau-du-littoral/vote/1/")
    first = page.locator(".vote__q").inner_text()
    page.locator("button[name=value][value='0']").click()
    page.wait_for_url(lambda url: not url.endswith("/vote/1/"))
    assert page.locator(".vote__q").inner_text() != first, "the next one is there"
