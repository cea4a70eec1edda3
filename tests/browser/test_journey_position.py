"""A focal point signs the position of their organisation, revises it, and everyone reads what changed."""

import pytest

from tests.browser.conftest import readers
from tests.browser.looks import assert_fits_width, assert_no_axe_violations, shot

pytestmark = pytest.mark.browser

CONSULTATION = "/consultations/eau-du-littoral/"
WORDS = {
    "fr": ("Un seuil commun chaque été.", "Un seuil unique chaque été."),
    "en": ("One shared limit each summer.", "One single limit each summer."),
    "ar": ("حد مشترك كل صيف.", "حد واحد كل صيف."),
}


@readers(widths=(390,), schemes=("light",), javascript=(True, False))
def test_a_position_is_signed_for_an_organisation_and_revised(page, sign_in, reader):
    sign_in(page, "focal point", reader.language)
    for words in WORDS[reader.language]:
        page.goto(f"/{reader.language}{CONSULTATION}sign/")
        page.locator("textarea[name=text]").fill(words)
        page.locator("select[name=language]").select_option(reader.language)
        page.locator("input[name=signer_name]").fill("Amina Ben Salah")
        page.locator("input[name=signer_function]").fill("Adjointe à l’eau")
        page.locator("input[name=stance_1][value='1']").check()
        page.locator("input[name=commits]").check()
        if reader.javascript:
            assert_fits_width(page)
            assert_no_axe_violations(page)
            shot(page, f"position-sign-{reader.language}", whole=True)
        page.locator("main form button.btn").click()
        page.wait_for_url(f"**{CONSULTATION}positions/**")
        assert words in page.locator(".position__text").inner_text()
    page.goto(page.url + "history/")
    assert page.locator("del").count() > 0
    assert page.locator("ins").count() > 0
    if reader.javascript:
        assert_fits_width(page)
        assert_no_axe_violations(page)
        shot(page, f"position-history-{reader.language}", whole=True)
    page.goto(f"/{reader.language}{CONSULTATION}positions/")
    assert page.locator(".facts .fact").count() == 3
    if reader.javascript:
        assert_fits_width(page)
        assert_no_axe_violations(page)
        shot(page, f"positions-{reader.language}", whole=True)
