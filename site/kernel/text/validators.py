"""What names and titles may not hold."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_OVERRIDES = re.compile("[\u202a-\u202e]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")


def shows_something(text: str) -> bool:
    """Whether any of a plain text can be seen: more than spaces, controls and characters that only join or turn."""
    return any(unicodedata.category(char)[0] not in "CZ" for char in text)


def validate_line(value: str) -> None:
    """Refuse control characters and the bidirectional embeddings and overrides (U+202A to U+202E) that let a name
    rewrite the line it stands in; isolates, ZWJ and ZWNJ are kept, real names need them. Raises ValidationError."""
    if _CONTROLS.search(value) or _OVERRIDES.search(value):
        raise ValidationError(_("Ce texte contient un caractère invisible qui n’est pas accepté."), code="characters")
