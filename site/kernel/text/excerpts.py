"""Short plain forms of longer texts."""

import html
import re

_DROPPED = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_BLOCK_END = re.compile(r"</?(?:p|div|li|ul|ol|h[1-6]|br|hr|td|th|tr|table|blockquote|figure|figcaption)\b[^>]*>", re.I)
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")


def plain(markup: str) -> str:
    """The words of a piece of HTML on one line; not safe to print unescaped."""
    text = _TAG.sub("", _BLOCK_END.sub(" ", _DROPPED.sub(" ", markup)))
    return " ".join(html.unescape(text).split())


def excerpt(text: str, length: int = 200) -> str:
    """The beginning of a plain text, at most `length` characters, cut between words and closed by an ellipsis."""
    flat = " ".join(text.split())
    if len(flat) <= length:
        return flat
    cut = flat[: max(length - 1, 0)]
    words, space, _rest = cut.rpartition(" ")
    kept = words if space and flat[len(cut)] != " " else cut
    return f"{kept.rstrip(' ,;:.–—،؛')}…"
