"""A Letter laid out as HTML and written as plain text, in the active language."""

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kernel.languages.choices import current_language, direction
from kernel.text.direction import isolated

from .registry import Letter, Link, Section

SANS = {"ltr": "'Helvetica Neue',Arial,sans-serif", "rtl": "Tahoma,Arial,sans-serif"}
SERIF = {"ltr": "Georgia,'Times New Roman',serif", "rtl": "'Traditional Arabic','Times New Roman',serif"}
RULE = 40


def absolute(url: str) -> str:
    """A path completed with the address of the site (RIVES_BASE_URL); a whole address as it is.

    Raises ValueError for anything that is neither, so that a mail never links to "javascript:".
    """
    if url.startswith("/") and not url.startswith("//"):
        return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + url
    if urlsplit(url).scheme not in {"http", "https", "mailto"}:
        raise ValueError(f"a letter links to a path or to a web address, not to {url!r}")
    return url


def to_html(letter: Letter) -> str:
    """The HTML part: tables of 600 px, inline styles, no image, lang and dir on the document and its wrapper."""
    language = current_language()
    dir_ = direction(language)
    start, end = ("right", "left") if dir_ == "rtl" else ("left", "right")
    context = {
        "letter": _with_whole_links(letter),
        "language": language,
        "dir": dir_,
        "start": start,
        "end": end,
        "sans": SafeString(SANS[dir_]),
        "serif": SafeString(SERIF[dir_]),
        "demo": is_demo(letter),
    }
    return render_to_string("emails/letter.html", context)


def to_text(letter: Letter) -> str:
    """The plain-text part, written rather than derived: every link with its address, nothing lost."""
    lines = ["ضفاف | Rives" if direction(current_language()) == "rtl" else "Rives | ضفاف", "=" * RULE, ""]
    lines += [words(letter.title), ""]
    for paragraph in letter.paragraphs:
        lines += [words(paragraph), ""]
    if letter.notice:
        lines += [f"** {words(letter.notice)} **", ""]
    if letter.facts:
        lines += [*(_pair(words(label), words(value)) for label, value in letter.facts), ""]
    for section in letter.sections:
        lines += _section_lines(section)
    for link in (letter.action, letter.second):
        if link:
            lines += [f"> {_pair(words(link.label), '').rstrip()}", f"  {absolute(link.url)}"]
    lines += [""] if letter.action or letter.second else []
    lines += [words(letter.after), ""] if letter.after else []
    return "\n".join([*lines, *_footer_lines(letter)]) + "\n"


def subject_line(letter: Letter) -> str:
    """The subject on one line, so that no text can add a header."""
    return " ".join(words(letter.subject).split())[:300]


def is_demo(letter: Letter) -> bool:
    """Whether the mail says that all is fictitious."""
    return bool(settings.DEMO) if letter.demo is None else letter.demo


def words(text: str) -> str:
    """The text without markup: what was escaped is text again, a link becomes "label (address)", <bdi> isolates."""
    if not isinstance(text, SafeString):
        return str(text)
    reader = _Words()
    reader.feed(text)
    reader.close()
    return "".join(reader.out)


def _pair(label: str, value: str) -> str:
    return _("%(label)s : %(value)s") % {"label": label, "value": value}


def _section_lines(section: Section) -> list[str]:
    lines = [words(section.title), "-" * len(words(section.title))]
    for item in section.items:
        lines.append(f"* {words(item.title)}")
        lines += [f"  {line}" for line in words(item.note).split("\n")] if item.note else []
        lines += [f"  {absolute(item.url)}"] if item.url else []
    return [*lines, ""]


def _footer_lines(letter: Letter) -> list[str]:
    lines = ["-- ", words(letter.reason)]
    if letter.preferences:
        lines.append(_pair(_("Régler les envois"), absolute(letter.preferences)))
    if letter.unsubscribe:
        lines.append(_pair(_("Ne plus recevoir ce type de message"), absolute(letter.unsubscribe)))
    if is_demo(letter):
        lines.append(_("Message de démonstration : personnes, communes et liens fictifs."))
    return lines


def _with_whole_links(letter: Letter) -> Letter:
    """The letter as HTML needs it: every address whole, links in running text in the colour of links."""
    return replace(
        letter,
        paragraphs=[_markup(text) for text in letter.paragraphs],
        facts=[(label, _markup(value)) for label, value in letter.facts],
        sections=[_with_whole_items(section) for section in letter.sections],
        action=_complete(letter.action),
        second=_complete(letter.second),
        after=_markup(letter.after),
        reason=_markup(letter.reason),
        preferences=letter.preferences and absolute(letter.preferences),
        unsubscribe=letter.unsubscribe and absolute(letter.unsubscribe),
    )


def _markup(text: str) -> str:
    if not isinstance(text, SafeString):
        return text
    return SafeString(
        re.sub(r"""<a href=(["'])(.*?)\1""", lambda found: _link_start(unescape(found[2])), text, flags=re.DOTALL)
    )


def _link_start(url: str) -> str:
    return format_html('<a style="color:#0b5568" href="{}"', absolute(url))


def _complete(link: Link | None) -> Link | None:
    return replace(link, url=absolute(link.url)) if link else None


def _with_whole_items(section: Section) -> Section:
    return replace(section, items=[replace(item, url=item.url and absolute(item.url)) for item in section.items])


class _Words(HTMLParser):
    """Reads the few tags that a letter may hold."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self._href = ""
        self._isolates: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._href = dict(attrs).get("href") or ""
        elif tag == "br":
            self.out.append("\n")
        elif tag == "bdi":
            self._isolates.append(len(self.out))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._href:
            self.out.append(f" ({absolute(self._href)})")
            self._href = ""
        elif tag == "bdi" and self._isolates:
            start = self._isolates.pop()
            self.out[start:] = [isolated("".join(self.out[start:]))]

    def handle_data(self, data: str) -> None:
        self.out.append(data)
