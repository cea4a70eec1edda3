"""What a browser test asks of a page as a whole: accessible, quiet, valid, and how it looks."""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

ROOT = Path(__file__).resolve().parents[2]
HTML = ROOT / "var" / "html"
SCREENSHOTS = ROOT / "docs" / "screenshots"
RULES = {"resultTypes": ["violations"]}


OUTSIDE = """() => {
  const width = document.documentElement.clientWidth;
  const seen = (element) => {
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height || (box.left >= -1 && box.right <= width + 1)) return false;
    for (let one = element; one && one !== document.body; one = one.parentElement) {
      const style = getComputedStyle(one);
      if (style.visibility === "hidden" || style.clipPath !== "none") return false;  // said, not shown
      if (one !== element && style.overflowX !== "visible") return false;  // scrolled or cut on purpose
      if (one.matches(".fan, .skip, svg svg, svg *, details:not([open]) > :not(summary)")) return false;
    }
    return true;
  };
  return [...document.querySelectorAll("body *")].filter(seen).map((element) => {
    const box = element.getBoundingClientRect();
    const words = (element.textContent || "").trim().slice(0, 60);
    const name = `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""}`;
    return `${name}: ${Math.round(box.left)}-${Math.round(box.right)} ${words}`;
  });
}"""


def assert_no_axe_violations(page: Page, *, known: Mapping[str, str] | None = None) -> None:
    """No accessibility fault that axe can see; each is named with its place.

    `known`: faults of markup that is not ours, a rule with the words of the element where it is accepted.
    """
    violations = Axe().run(page, options=RULES).response["violations"]
    faults = [
        f"{violation['id']} ({violation['help']}): {', '.join(place[:160] for place in places[:4])}"
        for violation in violations
        if (places := [node["html"] for node in violation["nodes"] if not _is_known(violation["id"], node, known)])
    ]
    assert not faults, f"{page.url}\n" + "\n".join(faults)


def _is_known(rule: str, node: dict[str, str], known: Mapping[str, str] | None) -> bool:
    return bool(known) and rule in known and known[rule] in node["html"]


def assert_fits_width(page: Page) -> None:
    """Nothing makes the page scroll sideways, and nothing that is seen sticks out of its window."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px wider than its window"
    outside = page.evaluate(OUTSIDE)
    assert not outside, f"{page.url}: outside its window\n" + "\n".join(outside[:8])


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
