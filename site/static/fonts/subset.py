#!/usr/bin/env python3
"""Cut the fonts of Rives to what its three languages use, and draw the words that need no font.

Sources (SIL Open Font License, see the OFL files beside this one) come from npm:

    npm install --prefix /tmp/fonts @fontsource-variable/newsreader @fontsource-variable/ibm-plex-sans \\
        @fontsource-variable/markazi-text @fontsource/ibm-plex-sans-arabic @fontsource-variable/source-serif-4
    python site/static/fonts/subset.py /tmp/fonts/node_modules          # needs fonttools[woff]
    python site/static/fonts/subset.py /tmp/fonts/node_modules --words  # paths for kernel/ui/lettering.py

Budgets (tests/site/kernel/ui/test_weights.py): a French or English page fetches at most 130 kB of fonts, an Arabic page
160 kB. The slices here and the unicode-range lines of css/tokens.css go together: a space or a digit of an Arabic page
fetches the small `-digits` slice, not the Latin alphabet.
"""

import argparse
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).resolve().parent
PUNCTUATION = (
    "U+20-40,U+5B-60,U+7B-7E,U+A0,U+A7,U+A9,U+AB,U+B0,U+B7,U+BB,U+D7,U+2010-2014,U+2018-201E,U+2022,U+2026,U+202F,"
    "U+2039-203A,U+20AC,U+2190-2193,U+2212,U+2248"
)
LETTERS = "U+41-5A,U+61-7A,U+AA,U+B2,U+B3,U+B9,U+BA,U+C0-D6,U+D8-F6,U+F8-FF,U+131,U+152-153,U+178"
EXTENDED = "U+100-130,U+132-151,U+154-177,U+179-17F,U+218-21B,U+1E9E"
ARABIC = (
    "U+60C,U+61B,U+61F,U+621-63A,U+640-655,U+660-66C,U+670-671,U+67E,U+686,U+698,U+6A4,U+6A9,U+6AF,U+6CC,U+200C-200F"
)
GREEK = "U+37E,U+384-38A,U+38C,U+38E-3A1,U+3A3-3CE"
ITALIC = PUNCTUATION + "," + LETTERS


@dataclass(frozen=True)
class Cut:
    """One file to write: its source, its characters, and the axes left (None pins nothing)."""

    name: str
    source: str
    characters: str
    axes: dict[str, float | tuple[float, float]] | None = None
    family: str = ""  # another name: a licence that reserves the font's own asks it of every cut


NEWSREADER = "@fontsource-variable/newsreader/files/newsreader-{}-standard-{}.woff2"
PLEX = "@fontsource-variable/ibm-plex-sans/files/ibm-plex-sans-{}-wght-normal.woff2"
PLEX_ARABIC = "@fontsource/ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-arabic-{}-normal.woff2"
SOURCE_SERIF = "@fontsource-variable/source-serif-4/files/source-serif-4-greek-standard-normal.woff2"
MARKAZI = "@fontsource-variable/markazi-text/files/markazi-text-arabic-wght-normal.woff2"
TITLES: dict[str, float | tuple[float, float]] = {"wght": (400, 500), "opsz": (20, 72)}
TEXT: dict[str, float | tuple[float, float]] = {"wght": (400, 600)}

CUTS = (
    Cut("newsreader", NEWSREADER.format("latin", "normal"), LETTERS, TITLES),
    Cut("newsreader-digits", NEWSREADER.format("latin", "normal"), PUNCTUATION, {"wght": (400, 500), "opsz": 36}),
    Cut("newsreader-ext", NEWSREADER.format("latin-ext", "normal"), EXTENDED, {"wght": (400, 500), "opsz": 36}),
    Cut("newsreader-italic", NEWSREADER.format("latin", "italic"), ITALIC, {"wght": 400, "opsz": 40}),
    # Newsreader has no Greek: these letters have its height and colour
    Cut("greek-serif", SOURCE_SERIF, GREEK, {"wght": (400, 500), "opsz": 36}, family="Rives Greek"),
    Cut("plex", PLEX.format("latin"), LETTERS, TEXT),
    Cut("plex-digits", PLEX.format("latin"), PUNCTUATION, TEXT),
    Cut("plex-ext", PLEX.format("latin-ext"), EXTENDED, TEXT),
    Cut("plex-greek", PLEX.format("greek"), GREEK, TEXT),
    Cut("plex-arabic-400", PLEX_ARABIC.format(400), ARABIC),
    Cut("plex-arabic-600", PLEX_ARABIC.format(600), ARABIC),
    Cut("markazi", MARKAZI, ARABIC, {"wght": (400, 600)}),
)


def codepoints(ranges: str) -> set[int]:
    """The characters of a unicode-range value."""
    found: set[int] = set()
    for part in ranges.replace("U+", "").split(","):
        first, _, last = part.partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found


def opened(sources: Path, cut: Cut) -> TTFont:
    """The source font with its axes narrowed."""
    font = TTFont(sources / cut.source, recalcTimestamp=False)  # the same bytes every time
    if not cut.axes:
        return font
    narrowed = BytesIO()
    instantiateVariableFont(font, cut.axes).save(
        narrowed
    )  # saved and read again: the subsetter wants every glyph's entry
    return TTFont(narrowed, recalcTimestamp=False)


def write(sources: Path, cut: Cut) -> int:
    """Write one file and return its size in bytes."""
    font = opened(sources, cut)
    options = Options()
    options.flavor = "woff2"
    options.hinting = False
    options.layout_features = [*options.layout_features, "tnum", "lnum", "pnum", "locl"]
    options.name_IDs = [0, 1, 2, 13, 14]  # the licence travels with the font
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codepoints(cut.characters))
    subsetter.subset(font)
    if cut.family:
        for record in font["name"].names:
            if record.nameID in {1, 2}:
                record.string = cut.family if record.nameID == 1 else "Regular"
    target = HERE / f"{cut.name}.woff2"
    font.flavor = "woff2"
    font.save(target)
    return target.stat().st_size


# -- words drawn as paths


def joined(font: TTFont, text: str) -> list[str]:
    """Glyph names of a text, with the joining forms of Arabic letters."""
    forms: dict[str, dict[str, str]] = {}
    table = font["GSUB"].table
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag in {"init", "medi", "fina"}:
            for index in record.Feature.LookupListIndex:
                for sub in table.LookupList.Lookup[index].SubTable:
                    single = getattr(sub, "ExtSubTable", sub)
                    forms.setdefault(record.FeatureTag, {}).update(getattr(single, "mapping", {}))
    names = [font.getBestCmap()[ord(character)] for character in text]
    if not forms:
        return names
    to_next = [name in forms["init"] for name in names]
    result = []
    for i, name in enumerate(names):
        before = i > 0 and to_next[i - 1]
        after = i + 1 < len(names) and to_next[i]
        form = "medi" if before and after else "fina" if before else "init" if after else ""
        result.append(forms.get(form, {}).get(name, name))
    return result


def drawn(font: TTFont, text: str, *, size: float, rtl: bool = False) -> tuple[float, str]:
    """Width and path of a word at a size, its baseline at 0. Kerning is left out: these words are short."""
    scale = size / font["head"].unitsPerEm
    glyphs, pen_x, paths = font.getGlyphSet(), 0.0, []
    names = joined(font, text)
    for name in reversed(names) if rtl else names:
        pen = SVGPathPen(glyphs, ntos=lambda value: f"{value:.1f}".rstrip("0").rstrip("."))
        glyphs[name].draw(TransformPen(pen, (scale, 0, 0, -scale, pen_x, 0)))
        paths.append(pen.getCommands())
        pen_x += glyphs[name].width * scale
    return round(pen_x, 1), "".join(paths)


def words(sources: Path) -> None:
    """Print the wordmarks and the letters of the language switch as SVG paths."""
    latin = instantiateVariableFont(TTFont(sources / NEWSREADER.format("latin", "normal")), {"wght": 500, "opsz": 28})
    arabic = instantiateVariableFont(TTFont(sources / MARKAZI), {"wght": 500})
    sans = instantiateVariableFont(TTFont(sources / PLEX.format("latin")), {"wght": 400})
    for name, font, text, size, rtl in (
        ("rives", latin, "Rives", 28, False),
        ("difaf", arabic, "ضفاف", 30, True),
        ("fr", sans, "FR", 15, False),
        ("en", sans, "EN", 15, False),
        ("ain", TTFont(sources / PLEX_ARABIC.format(400)), "ع", 16, True),
    ):
        sys.stdout.write(f"{name} {drawn(font, text, size=size, rtl=rtl)}\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sources", type=Path, help="a node_modules folder")
    parser.add_argument("--words", action="store_true", help="print the drawn words instead")
    given = parser.parse_args()
    if given.words:
        words(given.sources)
    else:
        for each in CUTS:
            sys.stdout.write(f"{each.name:20} {write(given.sources, each) / 1000:6.1f} kB\n")
