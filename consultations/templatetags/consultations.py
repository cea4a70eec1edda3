"""Names that the tables of a consultation need."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from actors.choices import Constituency
from consultations.queries import CONSTITUENCIES, NORTH
from consultations.queries.panorama import Mark, Read
from consultations.queries.results import SIDES, StatementResult
from kernel.ui import formats
from kernel.ui.marks import CONSTITUENCY_MARKS

register = template.Library()
LANE = 18  # pixels from a lane of marks to the next
STEM = 15  # from the first lane to the line
TENTH = 10


@register.filter
def constituency_name(value: str) -> str:
    """The word for a constituency."""
    return str(Constituency(value).label)


@register.filter
def shore_name(value: str) -> str:
    """The word for one of the two sides of a two-shore table."""
    return _("Rive nord") if value == NORTH else _("Rives sud et est")


@register.simple_tag
def opinion_sentence(figures: dict[str, object]) -> str:
    """Whether opinion groups stand out, and what they follow, in one sentence."""
    return {
        "level": _("Des groupes d’opinion se distinguent, et ils suivent les collèges."),
        "shore": _("Des groupes d’opinion se distinguent, et ils suivent les rives."),
        "both": _("Des groupes d’opinion se distinguent, et ils suivent à la fois les collèges et les rives."),
        "across": _("Des groupes d’opinion se distinguent, et ils traversent les collèges comme les rives."),
    }.get(str(figures.get("follows")), _("Aucun groupe d’opinion ne se distingue du hasard."))


@register.simple_tag
def levels_line(read: Read) -> SafeString:
    """The line from 0 to 100 with a mark for each level shown; the words and figures stand beside it."""
    lanes = max((mark.lane for mark in read.marks), default=0)
    line = (lanes * LANE) + STEM + 8
    marks = format_html_join("", "{}", ((_mark(mark, line),) for mark in read.marks))
    dark = format_html_join(
        "", '<rect x="{}%" y="{}" width="10%" height="6"/>', ((step * TENTH, line) for step in range(0, TENTH, 2))
    )
    return format_html(
        '<svg class="strip" height="{}" aria-hidden="true"><line x1="50%" x2="50%" y1="0" y2="{}"/>'
        '<rect class="strip__line" width="100%" y="{}" height="6"/><g class="strip__dark">{}</g>{}</svg>',
        line + 7,
        line,
        line,
        dark,
        marks,
    )


def _mark(mark: Mark, line: int) -> SafeString:
    return format_html(
        '<svg class="strip__mark" x="{}%" y="{}" overflow="visible"><title>{}</title>'
        '<g transform="translate(-7 -7) scale(.875)">{}</g></svg>',
        mark.share,
        line - STEM + 3 - mark.lane * LANE,
        _("%(level)s : %(share)s") % {"level": Constituency(mark.group).label, "share": formats.percent(mark.share)},
        mark_safe(CONSTITUENCY_MARKS[mark.group]),  # noqa: S308 (our own constants)
    )


@register.simple_tag
def levels_sentence(read: Read) -> str:
    """« De 23 % (Entreprises) à 86 % (Société civile) d’accord. »"""
    if not read.marks:
        return _("Aucun collège n’est encore montré sur cette phrase.")
    low, high = read.marks[0], read.marks[-1]
    words = {
        "low": formats.percent(low.share),
        "least": Constituency(low.group).label,
        "high": formats.percent(high.share),
        "most": Constituency(high.group).label,
    }
    if len(read.marks) == 1:
        return _("%(high)s d’accord (%(most)s).") % words
    return _("De %(low)s d’accord (%(least)s) à %(high)s (%(most)s).") % words


@register.filter
def way_to(read: Read, page: Page[Read]) -> str:
    """Where the line of a statement is, on this page of the results or on another one."""
    return read.way(page.number, page.paginator.per_page)


@register.simple_tag
def levels_table(reads: Sequence[Read], people: int) -> dict[str, Any]:
    """The same figures as a table: the levels shown somewhere, and a row a statement, with how many answered it."""
    groups = [group for group in CONSTITUENCIES if any(group in read.by_level for read in reads)]
    return {
        "groups": groups,
        "rows": [
            {
                "read": read,
                "shares": [tally.agree_share if (tally := read.by_level.get(group)) else None for group in groups],
                "coverage": None if read.result.is_hidden else read.coverage(people),
            }
            for read in reads
        ],
    }


@register.simple_tag
def crossed_table(result: StatementResult) -> list[dict[str, Any]]:
    """Level by shore: a row for each level that is shown on one side at least."""
    return [
        {"level": level, "cells": [result.crossed.get((level, side)) for side in SIDES]}
        for level in CONSTITUENCIES
        if any((level, side) in result.crossed for side in SIDES)
    ]


@register.filter
def level_names(values: Sequence[str]) -> str:
    """Constituencies by name, in a sentence."""
    return formats.join([str(Constituency(value).label) for value in values])
