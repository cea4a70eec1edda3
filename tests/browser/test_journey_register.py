"""The register: the team addresses two demands, the authority answers one and refers the other, a third is late;
whoever proposed the statement is mailed what became of it. The authority and the reader are on a phone."""

import re
import uuid

import pytest

from tests.browser.conftest import readers
from tests.browser.keys import press, stops
from tests.browser.looks import assert_fits_width, assert_no_axe_violations, save_html, shot

pytestmark = pytest.mark.browser

CONSULTATION = "ombre-et-chantiers"
ANSWERS = f"/consultations/{CONSULTATION}/answers/"
LATE = f"{ANSWERS}5/"  # of the demonstration, addressed to the authority of the focal point
PROPOSED = "chantier public ne devrait jamais réduire"  # by the civil society of the demonstration
AUTHORITY = "siège de Marseille"
WORDS = {
    "fr": ("Le conseil le fera avant l’été.", "directrice des espaces verts", "La voirie relève de la commune."),
    "en": ("The council will do it before summer.", "head of parks", "Roads are a matter for the municipality."),
    "ar": ("سيقوم المجلس بذلك قبل الصيف.", "مديرة المساحات الخضراء", "الطرق من اختصاص البلدية."),
}


class Desk:
    """The team at its desk, in French."""

    def __init__(self, page, sign_in):
        self.page = page
        sign_in(page, "administrator")

    def address(self, heard):
        """Write a demand on the proposed statement, send it to the authority; its number."""
        page = self.page
        page.goto("/cms/recommendations/new/")
        self.choose("consultation", "L’ombre pendant les chantiers")
        self.choose("addressee", AUTHORITY)
        page.locator("#id_heard_fr").evaluate("(field, value) => { field.value = value; }", heard)
        self.save("#id_heard_fr")
        kept = page.locator(".messages a[href*='/recommendations/edit/']").first.get_attribute("href")
        number = re.search(r"/edit/(\d+)/", kept).group(1)
        page.goto(kept)
        page.locator("label", has_text=PROPOSED).locator("input").check()
        self.save("#id_heard_fr")
        page.goto(f"/cms/recommendations/{number}/address/")
        page.locator("main form button[type=submit]").last.click()
        page.wait_for_url("**/edit/**")
        sent = page.request.get(page.url).text()  # the link stands behind the dots of its header
        return int(re.search(rf"{ANSWERS}(\d+)/", sent).group(1))

    def choose(self, name, words):
        options = self.page.locator(f"#id_{name} option", has_text=words)
        self.page.locator(f"#id_{name}").select_option(options.first.get_attribute("value"))

    def save(self, field):
        with self.page.expect_navigation():
            self.page.locator(field).evaluate("field => field.form.requestSubmit()")
        assert self.page.locator(".error-message").count() == 0


def looked_at(page, reader, name):
    """A page as a whole: it fits, axe finds no fault; kept for the validator and for the eye."""
    assert_fits_width(page)
    if reader.javascript:
        assert_no_axe_violations(page)
        shot(page, f"{name}-{reader.language}", whole=True)


def signed(page, reader, text, function):
    """Fill in what every step of an authority needs, and send it."""
    page.fill("textarea[name=text]", text)
    page.check(f"input[name=language][value={reader.language}]")
    page.fill("input[name=function]", function)
    if reader.javascript:
        press(page, page.locator("main form button.btn"))
    else:
        page.locator("main form button.btn").click()
    page.wait_for_url(re.compile(rf"{ANSWERS}\d+/$"))


@readers(widths=(390,), schemes=("light",), javascript=(True, False))
def test_an_authority_answers_refers_and_is_late_and_the_contributor_hears_of_it(
    page, open_page, site, sign_in, reader
):
    desk = Desk(open_page(language="fr", width=1440, javascript=True), sign_in)
    mark = uuid.uuid4().hex[:8]
    answered, referred = (desk.address(f"Rendre l’ombre {mark} {name}") for name in ("A", "B"))
    text, function, why = WORDS[reader.language]
    text, why = f"{text} {mark}a", f"{why} {mark}b"

    sign_in(page, "focal point", reader.language)
    page.goto(f"/{reader.language}/consultations/register/ours/")
    assert page.locator(f"main a[href$='{ANSWERS}{answered}/answer/']").count() == 1
    assert page.locator("main li", has=page.locator(f"a[href*='{LATE}']")).locator(".status--soon").count() == 1
    looked_at(page, reader, "register-ours")

    page.goto(f"/{reader.language}{ANSWERS}{answered}/answer/")
    page.check("input[name=after][value=declined]")
    page.locator("main form button.btn").click()
    assert page.locator("textarea[name=text][aria-invalid=true]").count() == 1, "a refusal without words is corrected"
    looked_at(page, reader, "register-answer")
    signed(page, reader, text, function)
    assert text in page.locator("blockquote.own-words").first.inner_text()
    assert page.locator(".status--no").count() >= 1
    looked_at(page, reader, "recommendation")

    page.goto(f"/{reader.language}{ANSWERS}{referred}/refer/")
    other = page.locator("select[name=to] option:not([value=''])").first.get_attribute("value")
    page.select_option("select[name=to]", other)
    signed(page, reader, why, function)
    assert page.goto(f"/{reader.language}{ANSWERS}{referred}/answer/").status == 404, "it is another's from now on"

    visitor = open_page()
    visitor.goto(f"/{reader.language}/consultations/register/")
    assert visitor.locator(".ledger > li", has=visitor.locator(f"a[href$='{LATE}']")).locator(".status--soon").count()
    looked_at(visitor, reader, "register")
    if reader.javascript:
        stops(visitor)
        save_html(visitor, f"register-{reader.language}")
    visitor.goto(f"/{reader.language}{ANSWERS}")
    assert text in visitor.locator("main").inner_text()
    looked_at(visitor, reader, "answers")
    if reader.javascript:
        save_html(visitor, f"answers-{reader.language}")

    if reader.javascript:
        for said in (text, why):
            assert site.mail_about(site.accounts["civil society"]["email"], said.split()[-1], seconds=180)
