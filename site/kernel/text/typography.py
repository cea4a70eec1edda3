"""French typography: spaces that hold a sign to its word (Imprimerie nationale, Règles typographiques)."""

import re

NBSP = "\u00a0"
THIN = "\u202f"

_BEFORE = re.compile(r"[ \u00a0\u202f]+(?=[:;?!»%€])")
_AFTER_OPENING = re.compile(r"«[ \u00a0\u202f]*(?=\S)")
_BARE_CLOSING = re.compile(r"(?<=[^\s\u00a0\u202f])»")
_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)")
_MARKUP = re.compile(r"(<[^>]*>)")


def french(text: str) -> str:
    """The text with no-break spaces before : ; ? ! » % € and after «, and thin ones inside numbers. Changes no word;
    adds no space where the writer put none, guillemets excepted. Idempotent."""
    text = _BEFORE.sub(NBSP, text)
    text = _AFTER_OPENING.sub(f"«{NBSP}", text)
    text = _BARE_CLOSING.sub(f"{NBSP}»", text)
    return _NUMBER.sub(lambda match: re.sub(r"[ \u00a0]", THIN, match.group()), text)


def french_html(markup: str) -> str:
    """`french` applied to the text of a piece of HTML, its tags and attributes left alone."""
    parts = _MARKUP.split(markup)
    return "".join(
        part if index % 2 or part.isspace() or not part else french(part) for index, part in enumerate(parts)
    )
