"""What a message points to inside this site: posts that it quotes, people and organisations that it names.

A quotation is a block whose link leads to a post's lasting address. A mention is a link that begins with @: to one of
the person's own messages, or to an organisation's page; or, typed by hand, @ and the name of someone who took part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from django.conf import settings

from kernel.text.reading import Link, read

if TYPE_CHECKING:
    from collections.abc import Iterable

T = TypeVar("T")
MOST = 20  # quotations, and mentions, that count in one message
Place = tuple[int, int]  # a topic's id and a number in it

_LANGUAGE = r"/(?:fr|en|ar)"
_POST = re.compile(rf"{_LANGUAGE}/forums/[-\w]+/(\d{{1,18}})/(\d{{1,9}})/(?:[?#].*)?", re.ASCII)
_ON_PAGE = re.compile(rf"{_LANGUAGE}/forums/[-\w]+/(\d{{1,18}})/(?:\?[^#]*)?#post-(\d{{1,9}})")
_ORGANISATION = re.compile(rf"{_LANGUAGE}/network/([-\w]+)/(?:[?#].*)?", re.ASCII)
_INTERNAL = re.compile(rf'(<a href="){_LANGUAGE}(/(?:forums|network)/)')


@dataclass(frozen=True)
class Pointing:
    """What a text points to, unread: nothing says yet that it exists or that its readers may know of it."""

    quoted: tuple[Place, ...] = ()
    people_at: tuple[Place, ...] = ()
    organisations: tuple[str, ...] = ()
    said: str = ""


def points_to(source: str) -> Pointing:
    """What a text written in Markdown points to, each thing once, the first twenty of a kind."""
    if "@" not in source and "/forums/" not in source:
        return Pointing()
    reading = read(source)
    named = [link for link in reading.links if not link.is_quoted and link.text.startswith("@")]
    return Pointing(
        quoted=_first(post_address(link.href) for link in reading.links if link.is_quoted),
        people_at=_first(post_address(link.href) for link in named),
        organisations=_first(_organisation(link) for link in named),
        said=reading.said if "@" in reading.said else "",
    )


def post_address(href: str) -> Place | None:
    """The topic and number that a link to a post of this site names, whatever its language; None for other links."""
    path = _own_path(href)
    found = _POST.fullmatch(path) or _ON_PAGE.fullmatch(path)
    return (int(found[1]), int(found[2])) if found else None


def _organisation(link: Link) -> str | None:
    found = _ORGANISATION.fullmatch(_own_path(link.href))
    return found[1] if found else None


def _own_path(href: str) -> str:
    base: str = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    return href.removeprefix(base) if href.startswith(f"{base}/") else href


def _first(found: Iterable[T | None]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(item for item in found if item is not None))[:MOST]


def in_language(html: str, language: str) -> str:
    """Links to posts and organisations lead to the pages in the reader's language, whatever the writer's."""
    return _INTERNAL.sub(partial(_with_language, language), html)


def _with_language(language: str, found: re.Match[str]) -> str:
    return f"{found[1]}/{language}{found[2]}"
