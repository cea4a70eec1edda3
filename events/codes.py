"""How invitation codes are written: letters and digits that nobody confuses, read whatever the case and the dashes."""

from __future__ import annotations

import re
import secrets
import unicodedata

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no 0 and O, no 1, I and L
LENGTH = 10  # 31^10: nobody guesses one within a rate limit


def folded(text: str) -> str:
    """A code as it is kept: capitals and digits of any script, without spaces, dashes or marks of direction."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).upper()


def new_code() -> str:
    """A fresh code, folded."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
