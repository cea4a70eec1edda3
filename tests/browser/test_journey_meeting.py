"""A full meeting, its waiting list and an offer taken from the mail; requests accepted together; a new day that
calendars follow. The organiser at a desk, the guests on a phone."""

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from tests.browser.conftest import readers
from tests.browser.looks import assert_fits_width, assert_no_axe_violations

pytestmark = pytest.mark.browser

SOURCE = "entreprises-et-eau"
GUESTS = ("local authority", "focal point")
STATES = {
    "fr": {"waiting": "liste d’attente", "confirmed": "confirmée"},
    "en": {"waiting": "waiting list", "confirmed": "confirmed"},
    "ar": {"waiting": "قائمة الانتظار", "confirmed": "تأكيد"},
}


def submit(page):
    page.locator("main form[method=post] button:not([type=button])").first.click()
    page.wait_for_load_state()


class Organiser:
    """The team at its desk, in French."""

    def __init__(self, page, sign_in):
        self.page = page
        sign_in(page, "administrator")

    def held_again(self, **settings):
        """A new published meeting made from a demonstration one, with these fields changed; its address and number."""
        page, slug = self.page, f"rencontre-{uuid.uuid4().hex[:8]}"
        page.goto("/cms/meetings/")
        page.goto(f"/cms/meetings/{self.number_of(SOURCE)}/copy/")
        page.fill("#id_slug", slug)
        page.fill("#id_start_date", str((datetime.now(tz=UTC) + timedelta(days=40)).date()))
        page.locator("#id_slug").evaluate("field => field.form.requestSubmit()")
        page.wait_for_url("**/meetings/edit/**")
        number = re.search(r"/edit/(\d+)/", page.url).group(1)
        for name, value in settings.items():
            page.locator(f"#id_{name}").evaluate(
                "(field, value) => { if (field.type === 'checkbox') field.checked = value; else field.value = value; }",
                value,
            )
        with page.expect_navigation():
            page.locator("#id_capacity").evaluate("field => field.form.requestSubmit()")
        page.goto(f"/cms/meetings/{number}/publish/")
        page.locator("main form button[type=submit]").last.click()
        page.wait_for_url("**/meetings/edit/**")
        return slug, number

    def number_of(self, slug):
        self.page.goto(f"/cms/meetings/?q={slug}")
        address = self.page.locator("main a[href*='/meetings/edit/']").first.get_attribute("href")
        return re.search(r"/edit/(\d+)/", address).group(1)

    def accept_everyone(self, number):
        self.page.goto(f"/cms/meetings/{number}/desk/?state=requested")
        self.page.check("#tick-all")
        self.page.click("button[name=act][value=approve]")
        self.page.click("button[name=sure]")
        self.page.wait_for_url("**/desk/**")

    def postpone(self, number, reason):
        self.page.goto(f"/cms/meetings/{number}/postpone/")
        self.page.fill("#id_reason", reason)
        self.page.locator("main form button[type=submit]").last.click()
        self.page.wait_for_url("**/meetings/edit/**")


def register(page, language, slug):
    page.goto(f"/{language}/meetings/{slug}/register/")
    assert_fits_width(page)
    submit(page)
    page.wait_for_url("**/registration/**")


def check_access(page, reader):
    """axe is a script: in a page without scripts it would never answer."""
    if reader.javascript:
        assert_no_axe_violations(page)


def standing(page):
    return page.locator("[data-id^=standing-]").inner_text()


def sequence(invitation):
    return int(re.search(r"^SEQUENCE:(\d+)", invitation, re.M).group(1))


@readers(widths=(390,), schemes=("light",))
def test_a_place_set_free_is_offered_taken_from_the_mail_and_follows_its_day(page, open_page, sign_in, site, reader):
    walk_waiting_list(page, open_page, sign_in, site, reader)


@readers(languages=("ar",), widths=(390,), schemes=("light",), javascript=(False,))
def test_a_place_set_free_is_offered_and_taken_without_javascript(page, open_page, sign_in, site, reader):
    walk_waiting_list(page, open_page, sign_in, site, reader)


def walk_waiting_list(page, open_page, sign_in, site, reader):
    language, words = reader.language, STATES[reader.language]
    organiser = Organiser(open_page(language="fr", width=1440, javascript=True), sign_in)
    slug, number = organiser.held_again(capacity="1")

    sign_in(page, GUESTS[0], language)
    register(page, language, slug)
    assert words["confirmed"] in standing(page)
    second = open_page()
    sign_in(second, GUESTS[1], language)
    register(second, language, slug)
    assert words["waiting"] in standing(second)
    address = site.accounts[GUESTS[1]]["email"]

    page.goto(f"/{language}/meetings/{slug}/withdraw/")
    submit(page)
    link = site.mail_about(address, f"/{slug}/offer/").link(f"/{slug}/offer/")
    signed_out = open_page()
    signed_out.goto(link)
    assert_fits_width(signed_out)
    check_access(signed_out, reader)
    signed_out.click("button[name=answer][value=accept]")
    signed_out.wait_for_load_state()
    second.goto(f"/{language}/meetings/{slug}/registration/")
    assert words["confirmed"] in standing(second)
    check_access(second, reader)
    first_entry = site.mail_about(address, slug, method="REQUEST").invitation

    organiser.postpone(number, "La salle n’est plus libre.")
    moved = site.mail_about(address, slug, method="REQUEST", after=sequence(first_entry)).invitation
    assert sequence(moved) > sequence(first_entry)
    assert re.search(r"^UID:(.*)$", moved, re.M).group(1) == re.search(r"^UID:(.*)$", first_entry, re.M).group(1)


@readers(widths=(390,), schemes=("light",))
def test_requests_are_accepted_together(page, open_page, sign_in, site, reader):
    language, words = reader.language, STATES[reader.language]
    organiser = Organiser(open_page(language="fr", width=1440), sign_in)
    slug, number = organiser.held_again(approval=True)
    guests = [page, open_page()]
    for guest, role in zip(guests, GUESTS, strict=True):
        sign_in(guest, role, language)
        register(guest, language, slug)
        assert words["confirmed"] not in standing(guest)
    organiser.accept_everyone(number)
    for guest in guests:
        guest.goto(f"/{language}/meetings/{slug}/registration/")
        assert words["confirmed"] in standing(guest)


@readers(languages=("fr", "ar"), schemes=("light", "dark"))
def test_the_desk_and_the_steps_of_registering_are_in_order(page, open_page, sign_in, reader):
    team = open_page(language=reader.language)
    organiser = Organiser(team, sign_in)
    number = organiser.number_of(SOURCE)
    team.goto(f"/cms/meetings/{number}/desk/")
    assert_no_axe_violations(team)
    sign_in(page, "local authority", reader.language)
    for address in ("register/", "register/colleague/"):
        page.goto(f"/{reader.language}/meetings/{SOURCE}/{address}")
        assert_fits_width(page)
        assert_no_axe_violations(page)
