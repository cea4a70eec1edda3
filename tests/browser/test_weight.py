"""What a first visit costs, as it travels: text before pictures, within the budgets of the house."""

import pytest

from tests.browser.conftest import readers

pytestmark = pytest.mark.browser

KILO = 1000  # bytes
FRAME = 60 * KILO  # HTML, CSS, JavaScript and map, compressed
FONTS = {"fr": 130 * KILO, "en": 130 * KILO, "ar": 160 * KILO}


@readers(widths=(1440,), schemes=("light",))
def test_first_visit_of_the_home_page_stays_within_its_budget(page, reader):
    loaded = []

    def keep(request):
        loaded.append(request)

    page.on("requestfinished", keep)
    page.goto(f"/{reader.language}/", wait_until="networkidle")
    page.wait_for_function("document.fonts.status === 'loaded'")
    frame = fonts = 0
    for request in loaded:
        size = request.sizes()["responseBodySize"]
        if request.resource_type == "font":
            fonts += size
        elif request.resource_type != "image" or request.url.endswith(".svg"):
            frame += size
    assert frame < FRAME, f"{frame} bytes of HTML, CSS, JavaScript and map"
    assert fonts < FONTS[reader.language], f"{fonts} bytes of fonts"


@readers(widths=(390,), schemes=("light",))
def test_text_is_readable_before_the_fonts_arrive(open_page, reader):
    page = open_page()
    page.route("**/*.woff2", lambda route: route.abort())
    page.goto(f"/{reader.language}/")
    assert page.locator("h1").bounding_box()["height"] > 0
    assert page.locator("h1").inner_text().strip()
