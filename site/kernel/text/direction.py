"""Which way a text runs."""

import unicodedata

_STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}


def first_strong(text: str) -> str | None:
    """Direction of the first strong character (Unicode rule P2): "ltr", "rtl", or None where there is none."""
    return next((way for char in text if (way := _STRONG.get(unicodedata.bidirectional(char)))), None)
