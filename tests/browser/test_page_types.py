"""Every page type, in three languages, by day and by night, on a desk and on a phone: accessible, fitting, valid."""

import pytest

from tests.browser.conftest import readers
from tests.browser.looks import assert_fits_width, assert_no_axe_violations, save_html, shot

pytestmark = pytest.mark.browser

PUBLIC = {
    "home": "/",
    "dialogues": "/dialogues/",
    "dialogue": "/dialogues/partager-l-eau/",
    "projects": "/projets/",
    "project": "/projets/med-ina/",
    "pilot": "/projets/eau-commune/",
    "result": "/projets/eau-commune/tour-d-eau/",
    "network": "/reseau/",
    "organisation": "/network/commune-sfax/",
    "news": "/actualites/",
    "article": "/actualites/le-vote-eau-ouvre/",
    "standard": "/charte/",
    "pole": "/pole-cooperation/",
    "meetings": "/meetings/",
    "past-meetings": "/meetings/past/",
    "meeting": "/meetings/comite-eau-et-littoral/",
    "forums": "/forums/",
    "room": "/forums/eau-et-littoral/",
    "topic": "/forums/eau-et-littoral/1/",
    "consultations": "/consultations/",
    "consultation": "/consultations/eau-du-littoral/",
    "results": "/consultations/eau-du-littoral/results/",
    "search": "/search/?q=eau",
    "sign-in": "/account/login/",
    "sign-up": "/account/signup/",
}
PRIVATE = {
    "my-space": "/my/",
    "my-organisations": "/my/organisations/",
    "join": "/my/organisations/join/?q=Sfax",
    "profile": "/my/profile/",
    "my-data": "/my/data/",
    "propose": "/my/organisations/propose/",
    "notifications": "/my/notifications/",
    "register": "/meetings/comite-eau-et-littoral/register/",
    "vote": "/consultations/eau-du-littoral/vote/",
    "composer": "/forums/eau-et-littoral/1/",
    "open-topic": "/forums/eau-et-littoral/new/",
    "reply": "/forums/eau-et-littoral/1/reply/?to=1",
    "sessions": "/account/sessions/",
    "address": "/account/email/",
    "password": "/account/password/change/",
    "sign-out": "/account/logout/",
}
MODERATOR = {
    "moderate": "/forums/eau-et-littoral/1/moderate/",
    "remove": "/forums/eau-et-littoral/1/1/remove/",
    "tools": "/forums/eau-et-littoral/1/",
}
PICTURED = {"home", "dialogue", "pilot", "meeting", "topic", "consultation"}
DESK_BY_DAY = readers(widths=(1440,), schemes=("light",))
PHONE_BY_NIGHT = readers(widths=(390,), schemes=("dark",))


def look(page, reader, name):
    response = page.goto(f"/{reader.language}{(PUBLIC | PRIVATE | MODERATOR)[name]}")
    assert response is not None
    assert response.status == 200, name
    assert page.locator("h1").count() == 1
    assert_no_axe_violations(page)
    assert_fits_width(page)


@DESK_BY_DAY
@pytest.mark.parametrize("name", PUBLIC)
def test_public_page_on_a_desk_by_day(page, reader, name):
    look(page, reader, name)
    save_html(page, f"{name}-{reader.language}")
    if name in PICTURED:
        shot(page, f"{name}-{reader.language}-light")


@PHONE_BY_NIGHT
@pytest.mark.parametrize("name", PUBLIC)
def test_public_page_on_a_phone_by_night(page, reader, name):
    look(page, reader, name)


@readers(languages=("fr", "ar"), widths=(1440,), schemes=("dark",))
@pytest.mark.parametrize("name", sorted(PICTURED))
def test_main_page_on_a_desk_by_night(page, reader, name):
    look(page, reader, name)
    shot(page, f"{name}-{reader.language}-dark")


@readers()
def test_pages_of_someone_signed_in(page, reader, sign_in):
    sign_in(page, "civil society", reader.language)
    for name in PRIVATE:
        look(page, reader, name)


@readers(schemes=("dark",))
def test_public_pages_by_night_for_someone_signed_in(page, reader, sign_in):
    sign_in(page, "civil society", reader.language)
    for name in sorted(PUBLIC.keys() - {"sign-in", "sign-up"}):
        look(page, reader, name)


@readers(languages=("fr", "ar"))
def test_pages_of_a_moderator(page, reader, sign_in):
    sign_in(page, "moderator", reader.language)
    for name in MODERATOR:
        look(page, reader, name)


@readers(languages=("fr", "ar"), widths=(320, 360, 820), schemes=("light",))
def test_windows_between_and_below_hold_every_page(page, reader):
    for address in PUBLIC.values():
        page.goto(f"/{reader.language}{address}")
        assert_fits_width(page)


@readers(languages=("fr", "ar"), widths=(390,), schemes=("light",))
@pytest.mark.parametrize("name", ["home", "pilot"])
def test_main_page_on_a_phone_by_day(page, reader, name):
    look(page, reader, name)
    shot(page, f"{name}-{reader.language}-phone")
