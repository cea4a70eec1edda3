"""What is written, as it is kept: a title in one line, a text rendered and read for what it points to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from actors.models import LANGUAGE_CHOICES
from forums.choices import MAX_BODY, MAX_TITLE
from forums.errors import Refused
from forums.pointing import Pointing, points_to
from kernel.text.counting import count_words
from kernel.text.excerpts import plain
from kernel.text.markdown import RENDERER_VERSION, to_html
from kernel.text.validators import shows_something, validate_line

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")  # a feed cannot carry them: XML forbids most
_IMAGE = "<img "


@dataclass(frozen=True)
class Words:
    """A text as it was written, in its language, the HTML made of it, and what it points to."""

    source: str
    html: str
    language: str
    pointing: Pointing = field(default_factory=Pointing)

    @property
    def columns(self) -> dict[str, Any]:
        """What a post keeps of it."""
        return {
            "source": self.source,
            "html": self.html,
            "language": self.language,
            "renderer_version": RENDERER_VERSION,
            "words": count_words(self.source),
        }


def line_of(title: str) -> str:
    """A title as it is kept. Raises Refused where it cannot be one."""
    line = " ".join(title.split())
    if not shows_something(line):
        raise Refused(_("Donnez un titre au sujet."), "title")
    if len(line) > MAX_TITLE:
        raise Refused(_("Le titre est trop long : %(most)d caractères au plus.") % {"most": MAX_TITLE}, "title")
    try:
        validate_line(line)
    except ValidationError as error:
        raise Refused(error.messages[0], "title") from error
    return line


def words_of(source: str, language: str) -> Words:
    """What was written, rendered. Raises Refused where it cannot be published."""
    if language not in dict(LANGUAGE_CHOICES):
        raise Refused(_("Choisissez la langue de votre message."), "language")
    text = _UNPRINTABLE.sub("", source.replace("\r\n", "\n")).strip()
    if not text:
        raise Refused(_("Écrivez votre message."), "source")
    if len(text) > MAX_BODY:
        raise Refused(
            _("Votre message est trop long : %(length)d caractères pour %(most)d au plus.")
            % {"length": len(text), "most": MAX_BODY},
            "source",
        )
    html = to_html(text)
    if not (shows_something(plain(html)) or _IMAGE in html):
        raise Refused(_("Votre message ne contient rien qui puisse s’afficher."), "source")
    return Words(text, html, language, points_to(text))
