"""Shapes that stand for something: the eight constituencies, the states of a thing, the symbol of the site."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from kernel.languages.choices import current_language

from .lettering import AIN, DIFAF, EN, FR, RIVES, Word

# Filled shapes are public authorities, hollow ones the other actors. Never told apart by colour.
CONSTITUENCY_MARKS = {
    "local": '<circle cx="8" cy="8" r="6.5"/>',
    "regional": '<path d="M2 2h12v12H2z"/>',
    "national": '<path d="M8 1.2 15 14H1z"/>',
    "european": '<path d="M8 .6 15.4 8 8 15.4.6 8z"/>',
    "civil_society": '<circle class="h" cx="8" cy="8" r="5.4"/>',
    "research": '<path class="h" d="M2 2l12 12M14 2 2 14"/>',
    "business": '<path class="h" d="M2.6 2.6h10.8v10.8H2.6z"/>',
    "citizens": '<path class="h" d="M8 3 13.6 13.2H2.4z"/>',
}
LETTERS = {"fr": FR, "en": EN, "ar": AIN}
STATUSES = ("open", "part", "no", "wait", "live", "soon")


def mark(code: str) -> SafeString:
    """The shape of a constituency alone, hidden from screen readers. Raises LookupError for an unknown code."""
    shape = mark_safe(CONSTITUENCY_MARKS[code])  # noqa: S308 (our own constants)
    return format_html('<svg viewBox="0 0 16 16" aria-hidden="true">{}</svg>', shape)


def level(code: str, label: str, *, words: bool = True) -> SafeString:
    """A constituency: its shape and its word; with words=False the word is only read aloud."""
    text = format_html("{}", label) if words else format_html('<span class="sr">{}</span>', label)
    return format_html('<span class="lv">{}{}</span>', mark(code), text)


def status(code: str, label: str) -> SafeString:
    """A state: shape, then word, colour last. Raises ValueError for a code outside STATUSES."""
    if code not in STATUSES:
        raise ValueError(f"no status is called “{code}”: {', '.join(STATUSES)}")
    return format_html('<span class="status status--{}">{}</span>', code, label)


def symbol() -> SafeString:
    """Two hemicycles, one a shore, shifted by half a row: together they are one continuous line."""
    north = "".join(f"M{20 - r} 20a{r} {r} 0 0 1 {2 * r} 0" for r in (16, 10, 4))
    south = "".join(f"M{23 - r} 20a{r} {r} 0 0 0 {2 * r} 0" for r in (13, 7))
    return format_html(
        '<svg class="logo__symbol" viewBox="0 0 40 40" aria-hidden="true" fill="none" stroke-width="3.1">'
        '<path class="logo__n" d="{}"/><path class="logo__s" d="{}"/></svg>',
        north,
        south,
    )


def _drawn(word: Word, language: str) -> SafeString:
    """A word of another script as a drawing of its own size; its text is still there to be read aloud and copied."""
    return format_html(
        '<svg class="word" viewBox="0 {} {} {}" width="{}" height="{}" aria-hidden="true"><path d="{}"/></svg>'
        '<span class="sr" lang="{}">{}</span>',
        -word.ascent,
        word.width,
        word.ascent + word.descent,
        word.width,
        word.ascent + word.descent,
        word.path,
        language,
        word.text,
    )


def wordmark() -> SafeString:
    """The name of the site in both scripts, the reader's first; the other one is drawn."""
    if current_language() == "ar":
        return format_html('<span lang="ar">ضفاف</span><span class="logo__other">{}</span>', _drawn(RIVES, "fr"))
    return format_html(
        '<span class="logo__fr" lang="fr">Rives</span><span class="logo__other">{}</span>', _drawn(DIFAF, "ar")
    )


def language_letters(code: str) -> SafeString:
    """FR, EN or ع: letters of the reader's script are text, those of the other are drawn."""
    word = LETTERS[code]
    if (code == "ar") == (current_language() == "ar"):
        return format_html("{}", word.text)
    return _drawn(word, code)
