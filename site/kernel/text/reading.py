"""What a text written in Markdown points to: its links, those inside quotations among them, and its own words."""

from __future__ import annotations

from dataclasses import dataclass

from markdown_it.token import Token

from .markdown import parser


@dataclass(frozen=True)
class Link:
    """A link as it is written; `is_quoted` inside a quotation."""

    href: str
    text: str
    is_quoted: bool


@dataclass(frozen=True)
class Reading:
    """The links in order, and what the writer says themselves: no quotation, no code, no link."""

    links: tuple[Link, ...] = ()
    said: str = ""


def read(source: str) -> Reading:
    """Read a text by the rules that also make its HTML: what is no link in the page is none here."""
    links: list[Link] = []
    said: list[str] = []
    depth = 0
    for token in parser().parse(source):
        if token.type in {"blockquote_open", "blockquote_close"}:
            depth += token.nesting
        elif token.type == "inline":
            found, words = _inline(token.children or [], depth > 0)
            links += found
            if not depth:
                said.append(words)
    return Reading(tuple(links), "\n".join(said))


def _inline(children: list[Token], is_quoted: bool) -> tuple[list[Link], str]:
    links: list[Link] = []
    words: list[str] = []
    inside: list[str] = []
    href: str | None = None
    for child in children:
        if child.type == "link_open":
            href, inside = str(child.attrGet("href") or ""), []
        elif child.type == "link_close" and href is not None:
            links.append(Link(href, "".join(inside), is_quoted))
            href = None
            words.append(" ")
        elif child.type in {"softbreak", "hardbreak"}:
            words.append("\n")
        elif child.type == "text":
            (words if href is None else inside).append(child.content)
    return links, "".join(words)
