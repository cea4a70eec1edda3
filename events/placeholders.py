"""The few names in braces that a letter's text may hold: « Bonjour {nom}, »; nothing else is ever replaced."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.languages.choices import DEFAULT, current_language
from kernel.mail.render import words
from kernel.text.direction import isolated
from kernel.text.typography import french

MEANING: dict[str, str | Promise] = {
    "nom": gettext_lazy("le nom de la personne"),
    "rencontre": gettext_lazy("le titre de la rencontre"),
    "jour": gettext_lazy("le jour, dans le fuseau de la rencontre"),
    "horaire": gettext_lazy("le jour et les heures, dans le fuseau de la rencontre puis dans celui de la personne"),
    "lieu": gettext_lazy("le lieu"),
    "organisation": gettext_lazy("l’organisation au nom de laquelle la personne vient"),
    "echeance": gettext_lazy("jusqu’à quand la place est réservée"),
}
ALWAYS = ("nom", "rencontre", "jour", "horaire", "lieu", "organisation")

_NAME = re.compile(r"\{([^{}]*)\}")
_NAME_AND_SPACE = re.compile(r"(\s?)\{([^{}]*)\}")
_BLANKS = re.compile(r"[ \t\r\n]+")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n+")


def validate(text: str, allowed: Iterable[str]) -> None:
    """Refuse a name that this text may not hold, and a brace that stands alone. Raises ValidationError."""
    known = list(allowed)
    unknown = [name for name in _NAME.findall(text) if name not in known]
    if unknown:
        names = "{" + "}, {".join(dict.fromkeys(unknown)) + "}"
        choices = "{" + "}, {".join(known) + "}"
        raise ValidationError(
            _("Ce texte ne peut pas contenir %(names)s. Noms possibles : %(choices)s."),
            params={"names": names, "choices": choices},
        )
    if {"{", "}"} & set(_NAME.sub("", text)):
        raise ValidationError(_("Une accolade est seule : les noms à remplacer s’écrivent {nom}."))


def line(text: str, values: Mapping[str, str]) -> str:
    """The text on one line with its names replaced, without markup: a subject."""
    filled = _NAME_AND_SPACE.sub(lambda found: _plain(found, values), text)
    return _typeset(_BLANKS.sub(" ", filled).strip())


def paragraphs(text: str, values: Mapping[str, str]) -> list[SafeString]:
    """The text as paragraphs of safe HTML, a blank line between them; values keep their own direction."""
    return [_paragraph(part, values) for part in _PARAGRAPHS.split(text.replace("\r\n", "\n").strip()) if part.strip()]


def _plain(found: re.Match[str], values: Mapping[str, str]) -> str:
    """The value after its space; an empty one takes the space with it: « Bonjour, »."""
    value = isolated(words(values.get(found[2], "")))
    return f"{found[1]}{value}" if value else ""


def _paragraph(text: str, values: Mapping[str, str]) -> SafeString:
    pieces: list[str] = []
    last = 0
    for found in _NAME_AND_SPACE.finditer(text):
        pieces += [escape(_typeset(text[last : found.start()])), _marked(found, values)]
        last = found.end()
    pieces.append(escape(_typeset(text[last:])))
    return mark_safe("".join(pieces).strip().replace("\n", "<br>"))  # noqa: S308  (every piece is escaped above)


def _marked(found: re.Match[str], values: Mapping[str, str]) -> str:
    value = values.get(found[2], "")
    if not value:
        return ""
    held = value if isinstance(value, SafeString) else format_html("<bdi>{}</bdi>", value)
    return f"{found[1]}{held}"


def _typeset(text: str) -> str:
    return french(text) if current_language() == DEFAULT else text
