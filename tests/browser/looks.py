"""What a browser test asks of a page as a whole: accessible, quiet, valid, and how it looks."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

ROOT = Path(__file__).resolve().parents[2]
HTML = ROOT / "var" / "html"
SCREENSHOTS = ROOT / "docs" / "screenshots"
RULES = {"resultTypes": ["violations"]}


def assert_no_axe_violations(page: Page) -> None:
    """No accessibility fault that axe can see; each is named with its place."""
    violations = Axe().run(page, options=RULES).response["violations"]
    faults = [
        f"{violation['id']} ({violation['help']}): {', '.join(node['html'][:160] for node in violation['nodes'][:4])}"
        for violation in violations
    ]
    assert not faults, f"{page.url}\n" + "\n".join(faults)


def assert_fits_width(page: Page) -> None:
    """Nothing makes the page scroll sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px wider than its window"


def save_html(page: Page, name: str) -> None:
    """Keep the page as the server sends it, for the HTML validator."""
    HTML.mkdir(parents=True, exist_ok=True)
    (HTML / f"{name}.html").write_text(page.request.get(page.url).text(), "utf-8")


def shot(page: Page, name: str, *, whole: bool = False) -> None:
    """Write docs/screenshots/<name>.png when SCREENSHOTS=1 asks for it."""
    if os.environ.get("SCREENSHOTS") == "1":
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.wait_for_function("document.fonts.status === 'loaded'")
        page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=whole, animations="disabled")


class Watch:
    """Listens to everything that a browser context asks for and complains of."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.site = urlsplit(site).netloc
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        context.on("request", self.on_request)
        context.on("console", self.on_console)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.netloc != self.site:
            self.foreign.append(request.url)

    def on_console(self, message: ConsoleMessage) -> None:
        # A refused or missing page is the test's own matter; a broken script or policy never is.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(message.text)

    def assert_no_external_requests(self) -> None:
        """No request left the site."""
        assert not self.foreign, f"requests left the site: {self.foreign}"

    def assert_quiet(self) -> None:
        """No script failed and no policy was broken."""
        assert not self.complaints, "the browser complained: " + "\n".join(self.complaints)
