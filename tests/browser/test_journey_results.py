"""Results are published and read: in ten seconds, in detail, as tables, and on paper; while the vote runs and after."""

import json

import pytest

from tests.browser.conftest import readers
from tests.browser.looks import assert_fits_width, assert_no_axe_violations, save_html, shot

pytestmark = pytest.mark.browser

RUNNING, CLOSED = "/consultations/eau-du-littoral/", "/consultations/ombre-et-chantiers/"
TABLES = "table.levels, .scatter ~ .disclose table, table.mirror, table.network, table.agree"


@readers(schemes=("light",))
def test_results_are_read_from_the_top_to_the_method(page, reader):
    page.goto(f"/{reader.language}{RUNNING}")
    page.locator(f"a[href$='{RUNNING}results/']").first.click()
    page.wait_for_url(f"**{RUNNING}results/")
    facts = page.locator(".facts .fact b")
    assert facts.count() == 4
    assert page.locator(".glance__one").count() == 3, "what joins, what divides, who is missing"
    page.locator(".glance__q a").first.click()
    line = page.url.partition("#")[2]
    assert page.locator(f"#{line} .strip").is_visible()
    page.locator(f"#{line} .lines__q a").click()
    statement = page.url.partition("#")[2]
    assert page.locator(f"#{statement} table.agree").count() == 2
    assert page.locator("#method").count() == 1
    assert_fits_width(page)
    assert_no_axe_violations(page)
    save_html(page, f"results-{reader.language}")
    shot(page, f"results-{reader.language}-{reader.width}")


@readers(schemes=("light", "dark"), widths=(390,))
def test_every_drawing_has_its_table(page, reader):
    page.goto(f"/{reader.language}{CLOSED}results/")
    for summary in page.locator(".disclose > summary").all():
        summary.click()
    marks = page.locator("#l1 .strip__mark").count()
    assert marks >= 3
    numbers = page.locator("table.levels tbody tr").first.locator("td").all_inner_texts()[:8]
    assert len([number for number in numbers if number.strip()[0].isdigit()]) >= marks
    points = page.locator(".scatter--s .pt").count()
    assert page.locator(".scatter--s ~ .disclose tbody tr").count() == points
    assert page.locator(".opinion circle").count() == page.locator(".opinion + .disclose tbody tr").count()
    assert page.locator("table.crossed").count() > 0, "level by shore, after the close"
    assert_fits_width(page)
    assert_no_axe_violations(page)


@readers(languages=("fr", "ar"), widths=(1440,), schemes=("dark",))
def test_paper_holds_every_table(page, reader):
    page.goto(f"/{reader.language}{CLOSED}results/")
    page.emulate_media(media="print")
    assert page.locator(TABLES).count() > 10
    for table in page.locator(TABLES).all():
        assert table.is_visible(), table.get_attribute("class")
    assert page.locator(".disclose > summary").first.is_hidden()
    assert page.locator(".scatter--l").is_visible()
    assert not page.locator("button[data-print]").is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


@readers(languages=("fr",), widths=(1440,), schemes=("light",), javascript=(False,))
def test_page_and_data_say_the_same_without_javascript(page, site, reader):
    page.goto(f"/fr{CLOSED}results/")
    data = json.loads(site.read(f"/fr{CLOSED}results/data.json"))
    rows = page.locator("table.levels tbody tr")
    assert rows.count() == len(data["statements"])
    for row, statement in zip(rows.all(), data["statements"], strict=True):
        shown = sorted(int(text) for text in row.locator("td").all_text_contents()[:8] if text.strip().isdigit())
        rates = (100 * one["agree"] / sum(one.values()) for one in statement["by_level"].values())
        assert shown == sorted(int(rate + 0.5) for rate in rates)
