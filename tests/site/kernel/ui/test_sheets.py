"""Style sheets and scripts: two equal palettes, logical directions, nothing from elsewhere, and light."""

import gzip
import re
from functools import cache
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[4] / "site" / "static"
TEMPLATES = STATIC.parents[1] / "templates"
CSS = sorted((STATIC / "css").glob("*.css"))
PUBLIC_CSS = [path for path in CSS if path.name not in {"admin.css", "mailbox.css"}]
FONTS = {
    "fr": ["newsreader", "newsreader-digits", "newsreader-italic", "newsreader-ext", "plex", "plex-digits", "plex-ext"],
    "ar": ["markazi", "plex-arabic-400", "plex-arabic-600", "plex-digits", "newsreader-digits", "plex", "newsreader"],
}


def blocks(css, selector):
    return re.findall(re.escape(selector) + r" \{([^}]*)\}", css)


def colours(block):
    return dict(re.findall(r"(--[\w-]+): (#\w+);", block))


def test_browsers_without_light_dark_get_the_same_two_palettes():
    css = (STATIC / "css" / "tokens.css").read_text()
    pairs = re.findall(r"(--[\w-]+): light-dark\((#\w+), (#\w+)\)", css)
    fallback = css[css.index("@supports not") :]
    assert colours(blocks(fallback, ":root")[0]) == {name: light for name, light, _dark in pairs}
    dark = {name: dark for name, _light, dark in pairs}
    assert colours(blocks(fallback, ':root:not([data-theme="light"])')[0]) == dark
    assert colours(blocks(fallback, '[data-theme="dark"]')[0]) == dark


@pytest.mark.parametrize("path", CSS, ids=lambda p: p.name)
def test_sheets_have_no_physical_side_no_import_and_nothing_from_elsewhere(path):
    css = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    assert not re.search(r"(?<![\w-])(?:margin|padding|border|inset)-(?:left|right|top|bottom)\b", css)
    assert not re.search(r"text-align:\s*(?:left|right)|(?<![\w-])(?:left|right|top|bottom|width|height):", css)
    assert "@import" not in css
    assert "//" not in css


@pytest.mark.parametrize("path", PUBLIC_CSS, ids=lambda p: p.name)
def test_public_sheets_stand_in_a_layer(path):
    assert "@layer " in path.read_text()


def test_every_sheet_and_font_named_in_a_template_or_sheet_exists():
    named = re.findall(
        r"static '((?:css|fonts|js|img)/[^']+)'", "".join(p.read_text() for p in TEMPLATES.rglob("*.html"))
    )
    fonts = re.findall(r"\.\./(fonts/[\w-]+\.woff2)", (STATIC / "css" / "tokens.css").read_text())
    missing = [name for name in {*named, *fonts} if not (STATIC / name).exists()]
    assert not missing


def test_every_font_file_is_used():
    css = (STATIC / "css" / "tokens.css").read_text()
    assert [path.name for path in (STATIC / "fonts").glob("*.woff2") if path.name not in css] == []


@pytest.mark.parametrize(("language", "budget"), [("fr", 130_000), ("ar", 160_000)])
def test_fonts_keep_to_their_budget_even_when_every_slice_is_fetched(language, budget):
    assert sum((STATIC / "fonts" / f"{name}.woff2").stat().st_size for name in FONTS[language]) < budget


def test_the_letters_that_few_pages_fetch_are_light():
    assert (STATIC / "fonts" / "greek-serif.woff2").stat().st_size < 15_000


def test_the_admin_speaks_in_the_same_cuts_of_plex():
    face = re.compile(r'@font-face \{\s*font-family: "Plex(?: Arabic)?";[^}]*\}')
    tokens, admin = ((STATIC / "css" / f"{name}.css").read_text() for name in ("tokens", "admin"))
    assert face.findall(admin) == face.findall(tokens)


@cache
def linked(template):
    """The sheets and scripts that a template links, with those of what it extends and includes."""
    html = (TEMPLATES / template).read_text()
    names = set(re.findall(r"static '((?:css|js)/[^']+)'", html))
    above = re.findall(r"""\{% (?:extends|include) ["']([^"']+\.html)["']""", html)
    if "{% stylesheets %}" in html:
        above.append("components/stylesheets.html")
    return names.union(*(linked(name) for name in above if name != template and (TEMPLATES / name).exists()))


def imported(names):
    """The same with the modules that scripts import, and those that these import."""
    found = {f"js/{name}" for each in names for name in re.findall(r' from "\./([^"]+)"', (STATIC / each).read_text())}
    return imported(names | found) if found - names else names


def weight(names):
    names = [*names, "map/plates.svg"]
    return sum(len(gzip.compress((STATIC / name).read_bytes(), 6)) for name in names)


def test_what_the_home_page_loads_leaves_room_for_the_page_in_sixty_kilobytes():
    names = linked("portal/home.html")
    assert {"css/tokens.css", "css/print.css", "js/theme.js", "js/menu.js"} <= names
    assert "css/questionnaire.css" not in names
    assert weight(names) < 32_000


PAGES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("template", [name for name in PAGES if "css/tokens.css" in linked(name)])
def test_no_page_loads_more_sheets_and_scripts_than_a_slow_line_brings(template):
    assert weight(linked(template)) < 45_000
    assert weight(imported(linked(template))) < 60_000


def test_templates_have_no_inline_style_script_or_handler():
    faults = []
    for path in TEMPLATES.rglob("*.html"):
        if path.relative_to(TEMPLATES).parts[0] in {"emails", "wagtailadmin"}:
            continue  # mails need inline styles; the admin has a policy of its own
        html = path.read_text()
        if re.search(r"\sstyle=|\son\w+=[\"']|<style|<script(?![^>]*\ssrc=)|javascript:", html):
            faults.append(str(path.relative_to(TEMPLATES)))
    assert not faults
