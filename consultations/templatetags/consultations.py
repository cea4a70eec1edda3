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
