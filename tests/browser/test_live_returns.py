"""What an open topic keeps when its reader goes away, comes back, stands in two tabs, or when it starts over."""

import uuid
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PACE_MS, launched, readers
from tests.browser.network import Network
from tests.browser.site import Site

pytestmark = pytest.mark.browser

ROOM = "/forums/eau-et-littoral/"
HERE = {"fr": "focal point", "en": "civil society", "ar": "local authority"}
THERE = {"fr": "civil society", "en": "local authority", "ar": "focal point"}


LISTENS = """() => {
  const announcer = document.querySelector("[data-live-announcer]");
  window.announced = [];
  new MutationObserver(() => announcer.textContent && announced.push(announcer.textContent))
    .observe(announcer, { childList: true, characterData: true, subtree: true });
}"""
ARRIVE = """(feed) => {
  const { id } = feed.querySelector(`[data-id]:not([data-author="${feed.dataset.me}"])`).dataset;
  const detail = { stream: feed.dataset.stream, events: [{ op: "append", id }] };
  const arrives = () => feed.dispatchEvent(new CustomEvent("live:applied", { bubbles: true, detail }));
  [1, 2, 3].forEach(arrives);
}"""  # as the feed tells of three frames that a line held until now


def words():
    return f"message {uuid.uuid4().hex}"


def feed(page: Page, text):
    return page.locator("[data-live-region=feed] .post__body", has_text=text)


def is_live(page: Page):
    page.locator("html[data-live=socket]").wait_for(state="attached")


def post(page: Page, text):
    page.fill("textarea[name=source]", text)
    page.locator("#composer [data-composer-send]").click()
    feed(page, text).wait_for(timeout=PACE_MS)


def new_topic(page: Page, language):
    """A topic of the test's own, opened by who is signed in; its address without the language."""
    page.goto(f"/{language}{ROOM}new/")
    page.fill("input[name=title]", words())
    page.fill("textarea[name=source]", words())
    page.locator("main form [data-composer-send]").click()
    page.locator("[data-live-region=feed]").wait_for()
    return page.url.split(f"/{language}/", 1)[1]


@readers(widths=(390,), schemes=("light",))
def test_who_comes_back_to_a_page_finds_what_was_said_meanwhile_once(page, open_page, sign_in, reader):
    other = open_page(width=1440)
    sign_in(page, HERE[reader.language], reader.language)
    sign_in(other, THERE[reader.language], reader.language)
    path = f"/{reader.language}/{new_topic(other, reader.language)}"
    page.goto(path)
    is_live(page)
    thought, meanwhile, after = words(), words(), words()
    page.locator("textarea[name=source]").press_sequentially(thought)
    page.goto(f"/{reader.language}{ROOM}")
    post(other, meanwhile)
    page.go_back()
    feed(page, meanwhile).wait_for()
    is_live(page)
    post(other, after)
    feed(page, after).wait_for()
    expect(feed(page, meanwhile)).to_have_count(1)
    expect(feed(page, after)).to_have_count(1)
    expect(page.locator("textarea[name=source]")).to_have_value(thought)


@pytest.fixture
def keeping(chromium: Browser, site: Site) -> Iterator[Page]:
    """A page of a browser that keeps the pages one leaves as they are."""
    browser = launched(chromium.browser_type, without=["--disable-back-forward-cache"])
    yield browser.new_context(base_url=site.url).new_page()
    browser.close()


@readers(languages=("fr",), widths=(1440,), schemes=("light",))
def test_a_page_that_the_browser_kept_whole_goes_on_where_it_was(keeping, open_page, sign_in, reader):
    other = open_page()
    sign_in(other, "civil society")
    sign_in(keeping, "focal point")
    keeping.goto(f"/fr/{new_topic(other, 'fr')}")
    is_live(keeping)
    keeping.evaluate("addEventListener('pageshow', (event) => { window.kept = event.persisted; })")
    meanwhile = words()
    keeping.goto(f"/fr{ROOM}")
    post(other, meanwhile)
    keeping.evaluate("history.back()")  # nothing is loaded: the page is shown again
    feed(keeping, meanwhile).wait_for()
    assert keeping.evaluate("window.kept") is True
    expect(feed(keeping, meanwhile)).to_have_count(1)


@readers(widths=(1440,), schemes=("light",))
def test_two_tabs_of_one_person_show_each_message_once(page, open_page, sign_in, reader):
    sign_in(page, HERE[reader.language], reader.language)
    path = f"/{reader.language}/{new_topic(page, reader.language)}"
    tab = page.context.new_page()
    tab.goto(path)
    is_live(tab)
    is_live(page)
    here, there = words(), words()
    post(page, here)
    feed(tab, here).wait_for()
    post(tab, there)
    feed(page, there).wait_for()
    for each in (page, tab):
        for text in (here, there):
            expect(feed(each, text)).to_have_count(1)


@readers(widths=(390,), schemes=("light",))
def test_a_topic_that_starts_over_keeps_what_is_being_written(page, open_page, sign_in, reader):
    team = open_page(width=1440)
    sign_in(page, HERE[reader.language], reader.language)
    sign_in(team, "moderator", reader.language)
    path = f"/{reader.language}/{new_topic(team, reader.language)}"
    leaves, stays, thought = words(), words(), words()
    post(team, leaves)
    post(team, stays)
    page.goto(path)
    is_live(page)
    page.locator("textarea[name=source]").press_sequentially(thought)
    team.goto(f"{path.partition('#')[0]}split/")
    team.locator(".check", has_text=leaves).locator("input[name=numbers]").check()
    team.fill("input[name=title]", words())
    team.locator("main form[method=post] button[type=submit]").click()
    expect(feed(page, leaves)).to_have_count(0)
    expect(feed(page, stays)).to_have_count(1)
    expect(page.locator("textarea[name=source]")).to_have_value(thought)
    expect(page.locator("textarea[name=source]")).to_be_focused()


@readers(widths=(1440,), schemes=("light",))
def test_what_was_missed_together_is_told_in_one_sentence(page, open_page, sign_in, reader):
    other = open_page()
    sign_in(page, HERE[reader.language], reader.language)
    sign_in(other, THERE[reader.language], reader.language)
    path, network = f"/{reader.language}/{new_topic(other, reader.language)}", Network(page)
    page.goto(path)
    is_live(page)
    page.evaluate(LISTENS)
    network.cut()
    missed = [words() for _number in range(3)]
    for text in missed:
        post(other, text)
    network.mend()
    feed(page, missed[-1]).wait_for(timeout=60_000)
    expect(page.locator("[data-live-announcer]")).not_to_be_empty()
    said = page.evaluate("announced")
    assert len(said) == 1, said
    assert "3" in said[0]


@readers(widths=(390,), schemes=("light",))
def test_what_comes_one_by_one_at_once_is_told_in_one_sentence(page, sign_in, reader):
    sign_in(page, HERE[reader.language], reader.language)
    page.goto(f"/{reader.language}{ROOM}1/")
    is_live(page)
    page.evaluate(LISTENS)
    page.locator("[data-live-region=feed]").evaluate(ARRIVE)
    expect(page.locator("[data-live-announcer]")).not_to_be_empty()
    assert ["3" in sentence for sentence in page.evaluate("announced")] == [True]
