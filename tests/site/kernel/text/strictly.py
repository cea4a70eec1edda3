"""Reading HTML as strictly as can be: a small grammar, no repair, every tag, attribute and address on a list."""

import html
import re
from urllib.parse import urlsplit

TAGS = {
    "a", "blockquote", "br", "code", "em", "hr", "img", "li", "ol", "p", "pre", "s", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title", "rel"},
    "img": {"src", "alt", "title", "loading"},
    "ol": {"dir", "start"},
    "blockquote": {"dir", "lang"},
    **{tag: {"dir"} for tag in ("p", "ul", "li", "table", "td", "th", "pre")},
}
VOID = {"br", "hr", "img"}
_TOKEN = re.compile(r'[^<>]+|</(?P<end>[a-z]+)>|<(?P<start>[a-z]+)(?P<attributes>(?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')


def read_strictly(markup, *, tags=TAGS, attributes=None):
    """The texts of a piece of HTML. Fails unless it is balanced, wholly of the grammar, and on the lists."""
    allowed, opened, texts, at = attributes or ATTRIBUTES, [], [], 0
    while at < len(markup):
        token = _TOKEN.match(markup, at)
        assert token, f"not of the grammar at {at}: {markup[at : at + 60]!r} in {markup!r}"
        at = token.end()
        if token["end"]:
            assert [token["end"]] == opened[-1:], markup
            opened.pop()
        elif token["start"]:
            _tag(token["start"], token["attributes"], tags, allowed, markup)
            if token["start"] not in VOID:
                opened.append(token["start"])
        else:
            texts.append(html.unescape(token.group()))
    assert not opened, markup
    return texts


def _tag(tag, written, tags, allowed, markup):
    assert tag in tags, f"<{tag}> in {markup!r}"
    found = [(name, html.unescape(value)) for name, value in _ATTRIBUTE.findall(written)]
    assert len({name for name, _value in found}) == len(found), markup
    for name, value in found:
        assert name in allowed.get(tag, ()), f"<{tag} {name}> in {markup!r}"
        _ADDRESSES.get(name, _any)(value)
    if tag == "a" and dict(found).get("href", "/").startswith("http"):
        assert {"nofollow", "ugc", "noopener"} <= set(dict(found).get("rel", "").split()), markup


def _any(value):
    assert "\x00" not in value


def _plain_address(value):
    assert not re.search(r"[\x00-\x20\x7f-\x9f\\]|%5c", value, re.IGNORECASE), value
    assert not value.startswith("//"), value


def _link(value):
    _plain_address(value)
    parts = urlsplit(value)
    assert parts.scheme in {"", "http", "https", "mailto"}, value
    assert parts.netloc if parts.scheme in {"http", "https"} else not parts.netloc, value
    assert parts.scheme or value.startswith("/"), value


def _picture(value):
    _plain_address(value)
    assert value.startswith(("/media/", "/static/")), value
    assert ".." not in value.lower().replace("%2e", "."), value


def _one_of(*values):
    def check(value):
        assert value in values, value

    return check


_ADDRESSES = {
    "href": _link,
    "src": _picture,
    "dir": _one_of("ltr", "rtl"),
    "lang": _one_of("fr", "en", "ar"),
    "loading": _one_of("lazy"),
    "rel": _one_of("nofollow ugc noopener", "nofollow noopener ugc", "noopener nofollow ugc"),
    "start": int,
}
