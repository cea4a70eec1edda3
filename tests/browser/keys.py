"""Walking a page with the Tab key, and what every stop on the way must show."""

from playwright.sync_api import Locator, Page

MOST_STOPS = 250
# an outline of its own, or the one of the row or card around it; where it is; who it is
STOP = """() => {
  const here = document.activeElement;
  if (!here || here === document.body || here === document.documentElement) return null;
  const outlined = (element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  let shows = false;
  for (let one = here, up = 0; one && up < 5; one = one.parentElement, up += 1) shows ||= outlined(one);
  const box = here.getBoundingClientRect();
  const width = document.documentElement.clientWidth;
  window.__stops ??= new Map();
  if (!window.__stops.has(here)) window.__stops.set(here, window.__stops.size);
  const words = (here.textContent || here.name || "").trim().slice(0, 50);
  const inside = box.right > 0 && box.left < width && box.bottom > 0 && box.top < innerHeight;
  return {
    id: window.__stops.get(here),
    name: `${here.tagName.toLowerCase()}.${here.getAttribute("class") ?? ""} ${words}`,
    shows,
    seen: box.width > 0 && box.height > 0 && inside,
  };
}"""


def stops(page: Page) -> list[str]:
    """Press Tab from the top to the end: each stop shows that it has the focus, stands in the window, comes once."""
    names: dict[int, str] = {}
    for _press in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None or (stop["id"] == 0 and names):
            return list(names.values())
        assert stop["id"] not in names, f"{page.url}: the focus is caught at {stop['name']}"
        assert stop["shows"], f"{page.url}: no one sees the focus on {stop['name']}"
        assert stop["seen"], f"{page.url}: the focus is out of sight on {stop['name']}"
        names[stop["id"]] = stop["name"]
    raise AssertionError(f"{page.url}: more than {MOST_STOPS} stops")


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the focus is there."""
    for _press in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{page.url}: Tab never reaches {target}")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    """Go to something with Tab and press a key there."""
    tab_to(page, target)
    page.keyboard.press(key)
