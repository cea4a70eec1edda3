"""Fixtures of the browser tests: the site, Chromium, and readers with a language, a window and a colour scheme.

    @readers()                                   # fr, en, ar at 390 and 1440 px, light and dark
    def test_…(page, site): page.goto(f"/{page.language}/") …

`open_page(...)` opens a further reader of its own (another browser, signed out). What leaves the site or breaks a
script or the content policy fails the test at its end.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import pytest
from playwright.sync_api import Browser, BrowserType, Page, sync_playwright

from tests.browser.looks import Watch
from tests.browser.site import Site, running_site
from tests.suite.tools import system_chromium

LOCALES = {"fr": "fr-FR", "en": "en-GB", "ar": "ar"}
HEIGHTS = {390: 844, 1440: 900}
PACE_MS = 75_000  # who writes much at once waits for a minute: the message leaves by itself then
OpenPage = Callable[..., Page]


@dataclass(frozen=True)
class Reader:
    """Who looks at the site."""

    language: str = "fr"
    width: int = 1440
    scheme: str = "light"
    javascript: bool = True

    def __str__(self) -> str:
        return f"{self.language}-{self.width}-{self.scheme}" + ("" if self.javascript else "-nojs")


def readers(
    languages: tuple[str, ...] = ("fr", "en", "ar"),
    widths: tuple[int, ...] = (390, 1440),
    schemes: tuple[str, ...] = ("light", "dark"),
    javascript: tuple[bool, ...] = (True,),
) -> pytest.MarkDecorator:
    """Run a test once for each kind of reader; it takes `reader` and `page`."""
    kinds = [Reader(*kind) for kind in product(languages, widths, schemes, javascript)]
    return pytest.mark.parametrize("reader", kinds, ids=str)


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The running site, one a worker."""
    with running_site() as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser, one a worker."""
    with sync_playwright() as playwright:
        browser = launched(playwright.chromium)
        yield browser
        browser.close()


def launched(kind: BrowserType, without: Sequence[str] = ()) -> Browser:
    """A browser of its own, `without` some of the options that Playwright gives it."""
    program = os.environ.get("CHROMIUM") or system_chromium()
    return kind.launch(executable_path=program or None, args=["--no-sandbox"], ignore_default_args=list(without))


@pytest.fixture
def reader() -> Reader:
    """French on a desk, by day, unless the test is marked with readers()."""
    return Reader()


@pytest.fixture
def open_page(chromium: Browser, site: Site, reader: Reader) -> Iterator[OpenPage]:
    """Open a page in a browser of its own: `open_page(language="ar", width=390, scheme="dark", javascript=False)`."""
    opened = []

    def open_one(
        language: str = reader.language,
        width: int = reader.width,
        scheme: str = reader.scheme,
        javascript: bool = reader.javascript,
    ) -> Page:
        context = chromium.new_context(
            base_url=site.url,
            locale=LOCALES[language],
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            color_scheme=scheme,
            java_script_enabled=javascript,
            reduced_motion="reduce",
            timezone_id="Europe/Paris",
        )
        context.set_default_timeout(20_000)
        opened.append((context, Watch(context, site.url)))
        return context.new_page()

    yield open_one
    for context, _watch in opened:
        context.close()
    for _context, watch in opened:
        watch.assert_no_external_requests()
        watch.assert_quiet()


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """The reader's page."""
    return open_page()


@pytest.fixture
def sign_in(site: Site) -> Callable[..., None]:
    """Sign in with a demo account: `sign_in(page, "local authority", language="ar")`."""

    def enter(page: Page, role: str, language: str = "fr") -> None:
        account = site.accounts[role]
        page.goto(f"/{language}/account/login/")
        page.fill("input[name=login]", account["email"])
        page.fill("input[name=password]", account["password"])
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "/account/login" not in url)

    return enter
