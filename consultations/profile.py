"""The positions an organisation signed, on its profile in the directory. (leaf)"""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from actors.models import Organisation
from actors.registry import Line, Section, register_profile_section
from kernel.languages.models import language_used, value_used
from kernel.ui import formats

from .choices import ConsultationState, PositionState
from .models import Position

SHOWN = 20


@register_profile_section
def positions_signed(organisation: Organisation, language: str) -> list[Section]:
    """The positions that stand signed in published consultations, the latest first. One query."""
    found = (
        Position.objects.filter(
            organisation=organisation, state=PositionState.SIGNED, consultation__state=ConsultationState.PUBLISHED
        )
        .select_related("consultation")
        .order_by("-signed_at", "-pk")
    )
    return [Section(_("Positions signées"), [_line(one, organisation, language) for one in found[:SHOWN]], order=30)]


def _line(position: Position, organisation: Organisation, language: str) -> Line:
    consultation = position.consultation
    used = language_used(consultation, "title", language) or language
    return Line(
        title=str(value_used(consultation, "title", language)),
        url=reverse("consultations:position", args=[consultation.slug, organisation.slug]),
        when=formats.day(position.signed_at, "medium"),
        language="" if used == language else used,
    )
