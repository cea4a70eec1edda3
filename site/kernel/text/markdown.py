"""What people write, in Markdown, made into HTML that can do nothing but be read.

markdown-it makes the HTML (no HTML of the writer's own passes), nh3 keeps an allow-list of it. Each block carries its
own direction, so that an Arabic paragraph inside a French post reads from the right. Pages show the result inside an
element with `hx-disable`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from kernel.languages.choices import LANGUAGES

from .direction import first_strong

RENDERER_VERSION = 3
"""Kept beside stored HTML: text rendered by an older version is rendered again."""

LINK_REL = "nofollow ugc noopener"
"""On every link that leads out of this site; its own pages know each other."""

TAGS = {
    "a", "blockquote", "br", "code", "em", "hr", "img", "li", "ol", "p", "pre", "s", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
DIRECTED = {"p", "blockquote", "ul", "ol", "li", "table", "td", "th"}
ATTRIBUTES: dict[str, set[str]] = {
    **{tag: {"dir"} for tag in DIRECTED | {"pre"}},
    "blockquote": {"dir", "lang"},
    "a": {"href", "rel", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"dir", "start"},
}
_SCHEMES = {"http", "https", "mailto"}
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\x9f\\]|%5c", re.IGNORECASE)
_ABSOLUTE = re.compile(r"(?:https?://[^/?#]|mailto:[^/])", re.IGNORECASE)
_OWN_PAGE = re.compile(rf"/({'|'.join(LANGUAGES)})/")
_OWN_PATH = re.compile(r"/(?!/)")
_OWN_IMAGE = re.compile(r"/(?:media|static)/(?!.*(?:\.\.|%2e|//))", re.IGNORECASE)


def link_allowed(url: str) -> bool:
    """Whether a link may lead there: http, https, mailto or a path of this site; no backslash, no control character.

    An address without a scheme (`//elsewhere`) leads out while it looks like a path: refused, as is `/\\elsewhere`.
    """
    return not _FORBIDDEN.search(url) and bool(_ABSOLUTE.match(url) or _OWN_PATH.match(url))


def image_allowed(url: str) -> bool:
    """Whether a picture may come from there: this site's own files only."""
    return not _FORBIDDEN.search(url) and bool(_OWN_IMAGE.match(url))


def to_html(source: str) -> SafeString:
    """The safe HTML of a text written in Markdown. Headings become strong paragraphs: a post has no place in the
    outline of the page that shows it."""
    cleaned = nh3.clean(
        parser()
        .render(source)
        .replace("\f", " "),  # written as an entity, it passes the parser, and no feed can carry it
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_keep_attribute,
        url_schemes=_SCHEMES,
        link_rel=None,  # given below, and to links that lead out only
        set_tag_attribute_values={"img": {"loading": "lazy"}},
    )
    return mark_safe(cleaned.strip())  # noqa: S308  (cleaned by the allow-list above)


_ALLOWED_VALUES: dict[str, Callable[[str], bool]] = {
    "href": link_allowed,
    "src": image_allowed,
    "rel": LINK_REL.__eq__,
    "lang": lambda value: value in LANGUAGES,
    "dir": {"ltr", "rtl"}.__contains__,
    "start": str.isdecimal,
}


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    allowed = _ALLOWED_VALUES.get(name)
    return value if allowed is None or allowed(value) else None


def parser() -> MarkdownIt:
    """The parser of our own dialect; made once."""
    if _parsers:
        return _parsers[0]
    made = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True})
    made.enable(["table", "strikethrough", "linkify"]).disable(["html_block", "html_inline"])
    if made.linkify is not None:
        # "un point.il faut" is no address: only what says https:// or holds an @ becomes a link
        made.linkify.set({"fuzzy_link": False, "fuzzy_email": True})
    made.validateLink = link_allowed  # type: ignore[method-assign]
    made.core.ruler.push("headings", _flatten_headings)
    made.core.ruler.push("images", _drop_foreign_images)
    made.core.ruler.push("outside", _mark_outside)
    made.core.ruler.push("quotations", _name_quoted_language)
    made.core.ruler.push("direction", _direct_blocks)
    _parsers.append(made)
    return made


_parsers: list[MarkdownIt] = []


def _flatten_headings(state: StateCore) -> None:
    for index, token in enumerate(state.tokens):
        if token.type not in {"heading_open", "heading_close"}:
            continue
        token.tag = "p"
        if token.type == "heading_open":
            inline = state.tokens[index + 1]
            inline.children = [
                Token("strong_open", "strong", 1),
                *(inline.children or []),
                Token("strong_close", "strong", -1),
            ]


def _drop_foreign_images(state: StateCore) -> None:
    """A picture from elsewhere becomes its alternative text: loading it would tell another site who reads us."""
    for token in state.tokens:
        for child in token.children or []:
            if child.type == "image" and not image_allowed(str(child.attrGet("src") or "")):
                child.type, child.tag, child.attrs = "text", "", {}


def _mark_outside(state: StateCore) -> None:
    """Search engines do not follow what people link to, and the other site gets no hold on this page."""
    for token in state.tokens:
        for child in token.children or []:
            if child.type == "link_open" and not _OWN_PATH.match(str(child.attrGet("href") or "")):
                child.attrSet("rel", LINK_REL)


def _name_quoted_language(state: StateCore) -> None:
    """A quotation that begins with a link to a page of this site is in the language of that address."""
    for index, token in enumerate(state.tokens[:-2]):
        inline = state.tokens[index + 2]
        if token.type != "blockquote_open" or not inline.children or inline.children[0].type != "link_open":
            continue
        if found := _OWN_PAGE.match(str(inline.children[0].attrGet("href") or "")):
            token.attrSet("lang", found[1])


def _direct_blocks(state: StateCore) -> None:
    """Give each block the direction of the first strong character that it holds."""
    for index, token in enumerate(state.tokens):
        if token.type in {"fence", "code_block"}:
            continue
        if token.nesting == 1 and token.tag in DIRECTED and (found := first_strong(_text_of(state.tokens, index))):
            token.attrSet("dir", found)


def _text_of(tokens: Sequence[Token], opening: int) -> str:
    """The text inside the block that opens at this index."""
    level, parts = tokens[opening].level, []
    for token in tokens[opening + 1 :]:
        if token.level <= level and token.nesting == -1:
            break
        parts.append(_visible(token))
    return "".join(parts)


def _visible(token: Token) -> str:
    if token.type != "inline":
        return ""
    return "".join(child.content for child in token.children or [] if child.type in {"text", "image"})
