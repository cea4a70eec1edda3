"""Names that the tables of a consultation need."""

from django import template
from django.utils.translation import gettext as _

from actors.choices import Constituency
from consultations.queries import NORTH

register = template.Library()


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
