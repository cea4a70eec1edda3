"""How one's own position is drawn and said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from actors.choices import Constituency
from consultations.choices import Answer
from consultations.closeness import Place, Stand
from consultations.models import Vote
from consultations.queries import CONSTITUENCIES
from consultations.queries.standing import OwnAnswer, Standing
from kernel.ui import formats
from kernel.ui.marks import CONSTITUENCY_MARKS

from .consultations import shore_name

register = template.Library()
TEN = 10  # stretches of the graduated line


@register.simple_tag
def standing_line(stand: Stand) -> SafeString:
    """The line from against to in favour: a mark for each constituency, above and below in turn, and one's own."""
    marks = format_html_join(
        "",
        '<svg class="standing__mark" x="{0}%" y="{1}" overflow="visible">'
        '<g transform="translate(-7 -7) scale(.875)">{2}</g></svg>',
        (
            (place.share, "20%" if index % 2 == 0 else "80%", mark_safe(CONSTITUENCY_MARKS[place.group]))  # noqa: S308 (our own constants)
            for index, place in enumerate(stand.places)
        ),
    )
    dark = format_html_join(
        "", '<rect x="{0}%" y="45%" width="10%" height="10%"/>', ((step * TEN,) for step in range(0, TEN, 2))
    )
    return format_html(
        '<svg class="standing" aria-hidden="true">'
        '<rect class="standing__line" x="0" y="45%" width="100%" height="10%"/>'
        '<g class="standing__dark">{}</g><line x1="50%" x2="50%" y1="18%" y2="82%"/>{}'
        '<circle class="standing__me" cx="{}%" cy="50%" r="10"/></svg>',
        dark,
        marks,
        stand.position,
    )


@register.simple_tag
def own_answer(stand: Stand) -> str:
    """« Vous : d’accord. »"""
    return {
        Answer.AGREE: _("Vous : d’accord."),
        Answer.DISAGREE: _("Vous : pas d’accord."),
        Answer.PASS: _("Vous avez passé."),
    }[Answer(stand.answer)]


@register.simple_tag
def self_answer(vote: Vote) -> str:
    """An answer to a question about oneself."""
    return {
        Answer.AGREE: pgettext("question about oneself", "Oui"),
        Answer.DISAGREE: pgettext("question about oneself", "Non"),
        Answer.PASS: pgettext("question about oneself", "Je ne le dis pas"),
    }[Answer(vote.value)]


@register.simple_tag
def compared(stand: Stand, takes_votes: bool) -> str:
    """Who leans as one does, in a sentence."""
    if not stand.places:
        return _("Aucun collège n’est encore montré sur cette phrase.")
    if stand.answer == Answer.PASS:
        return _("Vous pouvez encore répondre.") if takes_votes else ""
    alike, otherwise = len(stand.alike), stand.otherwise
    total = len(stand.places)
    if alike == total:
        return ngettext("Comme le seul collège montré.", "Comme les %(n)d collèges montrés.", total) % {"n": total}
    if not alike:
        return _("Aucun collège montré ne penche comme vous.")
    same = ngettext("Comme %(n)d collège sur %(total)d.", "Comme %(n)d collèges sur %(total)d.", alike) % {
        "n": alike,
        "total": total,
    }
    if not otherwise:
        return same
    return f"{same} {_('Penchent de l’autre côté : %(names)s.') % {'names': _names(otherwise)}}"


@register.simple_tag
def hidden_groups(standing: Standing) -> str:
    """The groups that are not shown, by name."""
    names = [str(Constituency(group).label) for group in standing.hidden_constituencies]
    return formats.join([*names, *(shore_name(group) for group in standing.hidden_shores)])


@register.simple_tag
def shares_table(answers: Sequence[OwnAnswer]) -> dict[str, Any]:
    """The same figures as a table: the groups that are shown somewhere, and a row a statement."""
    shares = [{place.group: place.share for place in own.stand.places} for own in answers]
    groups = [group for group in CONSTITUENCIES if any(group in row for row in shares)]
    rows = [
        {"number": own.statement.number, "shares": [row.get(group) for group in groups]}
        for own, row in zip(answers, shares, strict=True)
    ]
    return {"groups": groups, "rows": rows}


def _names(places: Sequence[Place]) -> str:
    return str(formats.join([str(Constituency(place.group).label) for place in places]))
